/// How fast the store is beside the bare disk: turns of one message, turns of many, the newest page
/// of a long conversation, and the search index.
///
///     store-rate FOLDER [messages already there, default 0]
///
/// The folder must be on the disk that is meant: on a tmpfs nothing is synced.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "bench/must.hpp"
#include "node/store/sqlite_store.hpp"

namespace earshot::store {
namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

class Times {
public:
    void add(double microseconds) { all_.push_back(microseconds); }
    void print(const char* what) {
        if (all_.empty()) return;
        std::sort(all_.begin(), all_.end());
        std::printf("%-44s p50 %6.0f  p99 %6.0f  p99.9 %6.0f  max %6.0f us  (%zu)\n", what, at(0.5),
                    at(0.99), at(0.999), all_.back(), all_.size());
    }

private:
    double at(double part) const {
        return all_[std::min(all_.size() - 1,
                             static_cast<std::size_t>(part * static_cast<double>(all_.size())))];
    }
    std::vector<double> all_;
};

class Load {
public:
    explicit Load(const Stores& stores) : stores_(stores) {}

    MessageId next_id() {
        MessageId id;
        for (auto& byte : id.bytes) byte = static_cast<std::byte>(random_());
        return id;
    }

    /// What a sender writes for a message; five statements.
    void send(const MessageId& id) {
        auto conversation = must(stores_.messages.find_conversation({})).value_or(Conversation{});
        ++conversation.own_seq;
        conversation.last_hlc = ++clock_ << 16;
        must(stores_.messages.put_conversation(conversation));
        must(stores_.messages.add_message({.id = id,
                                           .hlc = conversation.last_hlc,
                                           .author_seq = conversation.own_seq,
                                           .text = text_}));
        must(stores_.outbox.add_outgoing({.id = id, .payload = payload_}));
        must(stores_.events.append_event({.subject = to_bytes(id.view())}));
    }
    /// What an acknowledgement changes; three statements.
    void acknowledge(const MessageId& id) {
        must(stores_.messages.set_state(id, {MessageState::delivered}));
        must(stores_.outbox.remove_outgoing(id));
        must(stores_.events.append_event({.kind = EventKind::message_state_changed,
                                          .subject = to_bytes(id.view()),
                                          .detail = "2"}));
    }

    void fill(std::size_t messages) {
        while (messages > 0) {
            must(stores_.transactions.begin());
            for (std::size_t i = 0; i < 1000 && messages > 0; ++i, --messages) {
                const auto id = next_id();
                send(id);
                acknowledge(id);
            }
            must(stores_.transactions.commit());
        }
    }

    void single(std::size_t messages) {
        Times turns;
        Times commits;
        for (std::size_t i = 0; i < messages; ++i) {
            const auto id = next_id();
            timed(turns, commits, [&] { send(id); });
            timed(turns, commits, [&] { acknowledge(id); });
        }
        turns.print("one message a turn: whole turn");
        commits.print("one message a turn: commit");
    }

    void grouped(std::size_t messages, std::size_t group) {
        Times turns;
        Times commits;
        const auto start = Clock::now();
        for (std::size_t done = 0; done < messages; done += group) {
            std::vector<MessageId> ids;
            for (std::size_t i = 0; i < group; ++i) ids.push_back(next_id());
            timed(turns, commits, [&] {
                for (const auto& id : ids) send(id);
            });
            timed(turns, commits, [&] {
                for (const auto& id : ids) acknowledge(id);
            });
        }
        const auto seconds = microseconds_since(start) / 1e6;
        std::printf("%zu messages a turn: %.0f messages/s, %.0f statements/s\n", group,
                    static_cast<double>(messages) / seconds,
                    static_cast<double>(messages) * 8 / seconds);
        commits.print("  commit");
    }

    void pages() {
        Times newest;
        Times found;
        for (int i = 0; i < 200; ++i) {
            auto start = Clock::now();
            const auto page = must(stores_.messages.page({}, {}));
            newest.add(microseconds_since(start));
            start = Clock::now();
            must(stores_.messages.find_ids(next_id().text().substr(0, 6), 10));
            found.add(microseconds_since(start));
        }
        newest.print("newest 50 of the conversation");
        found.print("ids by 6 characters of text");
    }

private:
    template <class Act>
    void timed(Times& turns, Times& commits, Act&& act) {
        const auto start = Clock::now();
        must(stores_.transactions.begin());
        act();
        const auto written = Clock::now();
        must(stores_.transactions.commit());
        commits.add(microseconds_since(written));
        turns.add(microseconds_since(start));
    }

    Stores stores_;
    std::mt19937_64 random_{1};
    std::uint64_t clock_ = 1;
    std::string text_ = std::string(200, 'x') + " and some words";
    Bytes payload_ = Bytes(300, std::byte{7});
};

/// The floor in the same run: as much as a turn of one message writes, over what was written
/// before, and a sync.
void bare_sync(const std::filesystem::path& path) {
    constexpr std::size_t pages = 7;
    const std::string bytes(pages * 4096, 'x');
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    Times times;
    for (std::size_t i = 0; file >= 0 && i < 3000; ++i) {
        const auto start = Clock::now();
        const auto written =
            ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(i % 290 * bytes.size()));
        if (written < 0 || ::fdatasync(file) != 0) break;
        if (i >= 290) times.add(microseconds_since(start));
    }
    ::close(file);
    std::filesystem::remove(path);
    times.print("floor: 28 KiB written over and synced");
}

void index_all(SqliteStore& store) {
    const auto start = Clock::now();
    Times steps;
    while (true) {
        const auto step = Clock::now();
        const bool more = must(store.index_step(100));
        steps.add(microseconds_since(step));
        if (!more || microseconds_since(start) > 5e6) break;
    }
    steps.print("search index: a step of 100 messages");
}

void measure(const std::filesystem::path& path, std::size_t messages) {
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
    {
        const auto store = must(SqliteStore::open(path));
        Load load(store->stores());
        load.fill(messages);
        bare_sync(path.string() + "-floor");
        load.single(5000);
        load.grouped(20'000, 64);
        load.grouped(20'000, 256);
        load.pages();
        index_all(*store);
        std::printf("database %ju kB, log %ju kB\n",
                    std::uintmax_t{std::filesystem::file_size(path) / 1000},
                    std::uintmax_t{std::filesystem::file_size(path.string() + "-wal") / 1000});
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("largest resident memory %ld kB\n", usage.ru_maxrss);
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + end);
}

}  // namespace
}  // namespace earshot::store

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: store-rate FOLDER [MESSAGES]\n");
        return 2;
    }
    earshot::store::measure(std::filesystem::path(argv[1]) / "store-rate.db",
                            argc > 2 ? std::stoul(argv[2]) : 0);
    return 0;
}
