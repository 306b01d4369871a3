/// A real disk that is too small, and then read-only: a small tmpfs in a mount namespace that ends
/// with the process in it.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "node/store/keys.hpp"
#include "node/store/sqlite_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

constexpr int cannot_mount = 77;

void write_text(const char* path, const std::string& text) {
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    [[maybe_unused]] const auto written = ::write(file, text.data(), text.size());
    ::close(file);
}

/// Root may mount, and so may others in a user namespace where the system allows these.
bool enter_namespace() {
    const auto user = std::to_string(::geteuid());
    const auto group = std::to_string(::getegid());
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        write_text("/proc/self/setgroups", "deny");
        write_text("/proc/self/uid_map", "0 " + user + " 1");
        write_text("/proc/self/gid_map", "0 " + group + " 1");
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

Result<void> add(const Stores& stores, std::uint64_t number) {
    EARSHOT_CHECK(stores.transactions.begin());
    EARSHOT_CHECK(stores.messages.put_conversation({}));
    Message message{.hlc = number, .text = std::string(20'000, 'x')};
    message.id.bytes[0] = static_cast<std::byte>(number >> 8);
    message.id.bytes[1] = static_cast<std::byte>(number);
    EARSHOT_CHECK(stores.messages.add_message(message));
    return stores.transactions.commit();
}

std::size_t count(const Stores& stores) {
    const auto messages = stores.messages.page({}, {.before = {}, .limit = 1'000'000});
    return messages ? messages->size() : 0;
}

#define EXPECT_OR_RETURN(condition, code) \
    if (!(condition)) return code

/// 0, or which of its expectations failed.
int fill_disk(const std::filesystem::path& folder) {
    const auto path = folder / "messages.db";
    auto store = SqliteStore::open(path);
    EXPECT_OR_RETURN(store, 1);
    std::uint64_t kept = 0;
    Result<void> result;
    while (kept < 10'000 && (result = add((*store)->stores(), kept))) ++kept;
    EXPECT_OR_RETURN(!result && kept > 10, 2);
    EXPECT_OR_RETURN(result.error().kind == ErrorKind::no_space, 3);
    (*store)->stores().transactions.rollback();
    EXPECT_OR_RETURN(count((*store)->stores()) == kept, 4);

    support::SeededEntropy entropy(1);
    const auto big = folder / "ballast";
    const int ballast = ::open(big.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    while (::write(ballast, block.data(), block.size()) > 0) {
    }
    ::close(ballast);
    const auto keys = create_data_key(folder, {}, entropy);
    EXPECT_OR_RETURN(!keys && keys.error().kind == ErrorKind::no_space, 5);
    ::unlink(big.c_str());

    // Room again: the same store goes on.
    EXPECT_OR_RETURN(::mount("none", folder.c_str(), nullptr, MS_REMOUNT, "size=64m") == 0, 6);
    EXPECT_OR_RETURN(add((*store)->stores(), kept++), 7);
    store->reset();
    EXPECT_OR_RETURN(::mount("none", folder.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, "") == 0, 8);
    const auto read_only = SqliteStore::open(path);
    EXPECT_OR_RETURN(!read_only && read_only.error().kind == ErrorKind::no_space, 9);
    EXPECT_OR_RETURN(::mount("none", folder.c_str(), nullptr, MS_REMOUNT, "") == 0, 10);
    store = SqliteStore::open(path);
    EXPECT_OR_RETURN(store && count((*store)->stores()) == kept, 11);
    return 0;
}

}  // namespace

TEST_CASE("a store on a full and on a read-only disk says so and loses nothing", "[crash]") {
    const support::TemporaryFolder folder;
    const auto child = ::fork();
    if (child == 0) {
        if (!enter_namespace() ||
            ::mount("none", folder.path().c_str(), "tmpfs", 0, "size=4m,mode=0700") != 0)
            ::_exit(cannot_mount);
        ::_exit(fill_disk(folder.path()));
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == cannot_mount)
        return support::skip("mounting a small disk is not allowed here");
    CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace earshot::store
