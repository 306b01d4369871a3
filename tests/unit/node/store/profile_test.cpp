#include "node/store/profile.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "node/store/keys.hpp"
#include "node/store/private_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

/// The exit code of `act` in a process of its own.
template <class Act>
int in_child(Act&& act) {
    const auto child = ::fork();
    if (child == 0) ::_exit(act());
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a profile makes its folder for its owner only", "[profile]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "share" / "earshot" / "default";
    const auto profile = Profile::open(path);
    REQUIRE(profile);
    CHECK(mode_of(path) == 0700);
    CHECK(mode_of(path / "lock") == 0600);
    CHECK(profile->folder_descriptor() >= 0);
    CHECK(profile->database() == path / "messages.db");
}

TEST_CASE("a profile closes a folder that others could enter", "[profile]") {
    const support::TemporaryFolder folder;
    ::chmod(folder.path().c_str(), 0755);
    REQUIRE(Profile::open(folder.path()));
    CHECK(mode_of(folder.path()) == 0700);
}

TEST_CASE("a profile belongs to one process, which the next is told", "[profile]") {
    const support::TemporaryFolder folder;
    {
        const auto profile = Profile::open(folder.path());
        REQUIRE(profile);
        const auto parent = ::getpid();
        CHECK(in_child([&] {
                  const auto second = Profile::open(folder.path());
                  if (second || second.error().kind != ErrorKind::busy) return 1;
                  return owner_of(folder.path()) == parent ? 0 : 2;
              }) == 0);
    }
    CHECK(Profile::open(folder.path()));
}

TEST_CASE("a profile is free again when its process was killed", "[profile]") {
    const support::TemporaryFolder folder;
    in_child([&] {
        const auto profile = Profile::open(folder.path());
        ::raise(SIGKILL);
        return 0;
    });
    CHECK(Profile::open(folder.path()));
}

TEST_CASE("a profile refuses a folder behind a link and a file in its place", "[profile]") {
    const support::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "real");
    std::filesystem::create_directory_symlink(folder.path() / "real", folder.path() / "link");
    std::ofstream(folder.path() / "file") << "x";
    CHECK_FALSE(Profile::open(folder.path() / "link"));
    CHECK_FALSE(Profile::open(folder.path() / "file"));
}

TEST_CASE("a profile refuses another user's folder", "[profile]") {
    if (::geteuid() != 0) return support::skip("only root can give folders away");
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "theirs";
    std::filesystem::create_directory(path);
    REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
    const auto profile = Profile::open(path);
    REQUIRE_FALSE(profile);
    CHECK(profile.error().kind == ErrorKind::refused);
}

TEST_CASE("a private file is replaced whole, and closed to others", "[private_file]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "keys.bin";
    CHECK(read_private_file(path, 10).error().kind == ErrorKind::not_found);
    std::ofstream(path.string() + ".new") << "left by a crash";
    REQUIRE(write_private_file(path, bytes_of("first")));
    REQUIRE(write_private_file(path, bytes_of("second")));
    CHECK(text_of(*read_private_file(path, 6)) == "second");
    CHECK(read_private_file(path, 5).error().kind == ErrorKind::too_large);
    CHECK_FALSE(std::filesystem::exists(path.string() + ".new"));
    ::chmod(path.c_str(), 0644);
    REQUIRE(read_private_file(path, 6));
    CHECK(mode_of(path) == 0600);
    REQUIRE(remove_private_file(path));
    REQUIRE(remove_private_file(path));
    CHECK(read_private_file(path, 10).error().kind == ErrorKind::not_found);
}

TEST_CASE("a private file is a plain file, not a link, a pipe or a folder", "[private_file]") {
    const support::TemporaryFolder folder;
    std::ofstream(folder.path() / "target") << "x";
    std::filesystem::create_symlink(folder.path() / "target", folder.path() / "link");
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    for (const auto* name : {"link", "pipe", "."}) {
        INFO(name);
        const auto read = read_private_file(folder.path() / name, 10);
        REQUIRE_FALSE(read);
        CHECK(read.error().kind == ErrorKind::refused);
    }
}

TEST_CASE("forbidding memory dumps lets no core file be written", "[keys]") {
    CHECK(in_child([] {
              if (!forbid_memory_dumps()) return 1;
              rlimit limit{};
              ::getrlimit(RLIMIT_CORE, &limit);
              return limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 2;
          }) == 0);
}

}  // namespace earshot::store
