#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>

#include "node/store/keys.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

/// As cheap as is allowed.
constexpr auto cheap = crypto::password_cost_floor;

bool is_same(const DataKey& left, const DataKey& right) {
    return std::ranges::equal(left.expose(), right.expose());
}

bool has_key_file(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / "keyfile.bin");
}

/// System calls by which files change.
bool changes_files(std::uint64_t number) {
    constexpr std::uint64_t changing[] = {
        SYS_write,  SYS_fsync,  SYS_unlinkat, SYS_renameat, SYS_renameat2,
#ifdef SYS_rename
        SYS_rename, SYS_unlink,
#endif
    };
    return std::ranges::count(changing, number) > 0;
}

enum class Fate { killed, finished, untraceable };

/// Does `work` in a process that is killed just before it changes files for the `nth` time.
Fate killed_before(int nth, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
        ::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) return Fate::untraceable;
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    for (;;) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status)) return Fate::finished;
        if (!WIFSTOPPED(status)) return Fate::untraceable;
        __ptrace_syscall_info call{};
        const auto size =
            ::ptrace(PTRACE_GET_SYSCALL_INFO, child, reinterpret_cast<void*>(sizeof call), &call);
        if (size <= 0) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return Fate::untraceable;
        }
        if (call.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_files(call.entry.nr)) continue;
        if (nth-- > 0) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return Fate::killed;
    }
}

struct Change {
    Passphrase old;
    Passphrase wanted;
};

}  // namespace

TEST_CASE("a passphrase is set, changed and removed, and the keys stay", "[keys]") {
    const support::TemporaryFolder folder;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    const auto key = create_data_key(path, {}, entropy);
    REQUIRE(key);

    REQUIRE(change_protection(path, {}, "first horse", entropy, cheap));
    CHECK(*protection_of(path) == Protection::passphrase);
    CHECK_FALSE(has_key_file(path));
    CHECK(is_same(*open_data_key(path, "first horse"), *key));
    CHECK(open_data_key(path, {}).error().kind == ErrorKind::locked);

    REQUIRE(change_protection(path, "first horse", "second horse", entropy, cheap));
    CHECK(is_same(*open_data_key(path, "second horse"), *key));
    CHECK(open_data_key(path, "first horse").error().kind == ErrorKind::unauthenticated);

    REQUIRE(change_protection(path, "second horse", {}, entropy));
    CHECK(*protection_of(path) == Protection::key_file);
    CHECK(is_same(*open_data_key(path, {}), *key));
    // Nothing to do is no failure.
    REQUIRE(change_protection(path, {}, {}, entropy));
    CHECK(is_same(*open_data_key(path, {}), *key));
}

TEST_CASE("a passphrase is changed only by who knows it", "[keys]") {
    const support::TemporaryFolder folder;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    REQUIRE(create_data_key(path, "first horse", entropy, cheap));
    CHECK(change_protection(path, "another", "second horse", entropy, cheap).error().kind ==
          ErrorKind::unauthenticated);
    CHECK(change_protection(path, {}, {}, entropy).error().kind == ErrorKind::locked);
    CHECK(change_protection(path, "first horse", "second", entropy, {1, 1}).error().kind ==
          ErrorKind::refused);
    CHECK(open_data_key(path, "first horse"));
    CHECK_FALSE(has_key_file(path));
}

TEST_CASE("a key file that a change left behind goes when the passphrase opens", "[keys]") {
    const support::TemporaryFolder folder;
    const support::TemporaryFolder kept;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    REQUIRE(create_data_key(path, {}, entropy));
    std::filesystem::copy_file(path / "keyfile.bin", kept.path() / "keyfile.bin");
    REQUIRE(change_protection(path, {}, "first horse", entropy, cheap));
    std::filesystem::copy_file(kept.path() / "keyfile.bin", path / "keyfile.bin");

    CHECK(open_data_key(path, "wrong horse").error().kind == ErrorKind::unauthenticated);
    CHECK(has_key_file(path));
    REQUIRE(open_data_key(path, "first horse"));
    CHECK_FALSE(has_key_file(path));
}

TEST_CASE("a change that is killed anywhere leaves keys that open the old way or the new",
          "[keys]") {
    const auto change = GENERATE(Change{{}, "first horse"}, Change{"first horse", "second horse"},
                                 Change{"first horse", {}});
    const support::TemporaryFolder original;
    support::SeededEntropy entropy(1);
    const auto key = create_data_key(original.path(), change.old, entropy, cheap);
    REQUIRE(key);
    bool was_old = false;
    bool was_new = false;
    for (int nth = 0;; ++nth) {
        const support::TemporaryFolder folder;
        const auto& path = folder.path();
        std::filesystem::copy(original.path(), path);
        const auto fate = killed_before(
            nth, [&] { (void)change_protection(path, change.old, change.wanted, entropy, cheap); });
        if (fate == Fate::untraceable) return support::skip("processes cannot be traced here");
        INFO("killed before change " << nth);
        auto opened = open_data_key(path, change.old);
        // A key file opens whatever passphrase is given.
        const bool is_old = opened && *protection_of(path) == *protection_of(original.path());
        if (!is_old) opened = open_data_key(path, change.wanted);
        REQUIRE(opened);
        CHECK(is_same(*opened, *key));
        (is_old ? was_old : was_new) = true;
        // Whatever it left is no hindrance.
        if (is_old) REQUIRE(change_protection(path, change.old, change.wanted, entropy, cheap));
        if (fate == Fate::finished) break;
        REQUIRE(nth < 100);
    }
    CHECK(was_old);
    CHECK(was_new);
}

}  // namespace earshot::store
