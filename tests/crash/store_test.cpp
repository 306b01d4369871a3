/// A process that writes is killed at random moments, again and again: what it had acknowledged is
/// there afterwards, whole, and what it had not is there whole or not at all.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "node/store/sqlite_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

MessageId id_of(std::uint64_t number) {
    MessageId id;
    // Spread, as real ids are.
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::byte>(number * 0x9e3779b97f4a7c15 >> (8 * i));
        id.bytes[31 - i] = static_cast<std::byte>(number >> (8 * i));
    }
    return id;
}

Result<void> write_turn(const Stores& stores, std::uint64_t number) {
    EARSHOT_CHECK(stores.transactions.begin());
    EARSHOT_CHECK(stores.messages.put_conversation({.own_seq = number}));
    EARSHOT_CHECK(stores.messages.add_message(
        {.id = id_of(number), .hlc = number, .text = std::string(number % 5000, 'x')}));
    EARSHOT_CHECK(stores.outbox.add_outgoing({.id = id_of(number)}));
    EARSHOT_CHECK(stores.events.append_event({.subject = to_bytes(id_of(number).view())}));
    if (number > 3) EARSHOT_CHECK(stores.outbox.remove_outgoing(id_of(number - 3)));
    return stores.transactions.commit();
}

/// Writes turn after turn and tells the number of each committed one, until it is killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& path, std::uint64_t first,
                                     int acknowledgements) {
    const auto store = SqliteStore::open(path);
    if (!store) ::_exit(1);
    for (auto number = first;; ++number) {
        if (!write_turn((*store)->stores(), number)) ::_exit(2);
        if (::write(acknowledgements, &number, sizeof number) != sizeof number) ::_exit(3);
        if (number % 7 == 0 && !(*store)->index_step(5)) ::_exit(4);
    }
}

/// The last acknowledged number of a process that lived for `life` after its first one.
std::uint64_t killed_after(const std::filesystem::path& path, std::uint64_t first,
                           std::chrono::microseconds life) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    if (child == 0) write_until_killed(path, first, ends[1]);
    ::close(ends[1]);
    std::uint64_t last = first - 1;
    REQUIRE(::read(ends[0], &last, sizeof last) == sizeof last);
    // tidy(sleep): no event says when a process should die.
    std::this_thread::sleep_for(life);
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    while (::read(ends[0], &last, sizeof last) == sizeof last) {
    }
    ::close(ends[0]);
    return last;
}

/// Everything of the turns 1 to `last`; returns that, which may be one more than was acknowledged.
std::uint64_t check_whole(const std::filesystem::path& path, std::uint64_t acknowledged) {
    const auto opened = SqliteStore::open(path);
    REQUIRE(opened);
    const auto stores = (*opened)->stores();
    const auto conversation = stores.messages.find_conversation({});
    REQUIRE(conversation);
    REQUIRE(*conversation);
    const auto last = (*conversation)->own_seq;
    CHECK(last >= acknowledged);
    CHECK(last <= acknowledged + 1);
    const auto messages = stores.messages.page({}, {.before = {}, .limit = 1'000'000});
    REQUIRE(messages);
    REQUIRE(messages->size() == last);
    for (std::uint64_t number = 1; number <= last; ++number) {
        const auto& message = (*messages)[number - 1];
        if (message.id != id_of(number) || message.text.size() != number % 5000)
            FAIL("message " << number << " is not as it was written");
    }
    const auto outgoing = stores.outbox.outgoing_after({}, 0, 1'000'000, 1'000'000);
    REQUIRE(outgoing);
    CHECK(outgoing->size() == std::min<std::uint64_t>(last, 3));
    CHECK(stores.events.event_range()->last == last);
    return last;
}

}  // namespace

TEST_CASE("a store keeps every acknowledged turn of a process that is killed", "[crash]") {
    const auto* wanted = std::getenv("EARSHOT_CRASH_ROUNDS");
    const int rounds = wanted ? std::atoi(wanted) : 4;
    const auto seed = std::random_device{}();
    INFO("seed " << seed << ", which repeats the lives but not the scheduler");
    std::mt19937 chance(seed);
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages.db";
    std::uint64_t last = 0;
    for (int round = 0; round < rounds; ++round) {
        INFO("round " << round);
        const std::chrono::microseconds life(chance() % 100'000);
        last = check_whole(path, killed_after(path, last + 1, life));
    }
    CHECK(last >= static_cast<std::uint64_t>(rounds));
}

}  // namespace earshot::store
