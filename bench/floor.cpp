#include "bench/floor.hpp"

#include <sodium.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "bench/loopback.hpp"
#include "bench/measures.hpp"

namespace earshot::bench {
namespace {

constexpr std::size_t body_bytes = 256;
constexpr std::size_t sealed_bytes = body_bytes + crypto_aead_chacha20poly1305_ietf_ABYTES;
constexpr std::array<unsigned char, crypto_aead_chacha20poly1305_ietf_KEYBYTES> key{};
constexpr std::array<unsigned char, crypto_aead_chacha20poly1305_ietf_NPUBBYTES> nonce{};
using Frame = std::array<unsigned char, sealed_bytes>;

/// Durable rows: what is between two commits becomes so together.
class Ledger {
public:
    explicit Ledger(const std::string& path) {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error{path};
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("PRAGMA wal_autocheckpoint=0");
        run("CREATE TABLE message(id INTEGER PRIMARY KEY, state INTEGER, body BLOB)");
        insert_ = prepared("INSERT INTO message(state, body) VALUES(0, ?)");
        deliver_ = prepared("UPDATE message SET state = 2 WHERE id = ?");
    }
    ~Ledger() {
        sqlite3_finalize(insert_);
        sqlite3_finalize(deliver_);
        sqlite3_close(database_);
    }
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    void begin() { run("BEGIN"); }
    void add(const unsigned char* body) {
        sqlite3_bind_blob(insert_, 1, body, body_bytes, SQLITE_STATIC);
        step(insert_);
    }
    /// Messages count from 1.
    void mark_delivered(std::size_t message) {
        sqlite3_bind_int64(deliver_, 1, static_cast<sqlite3_int64>(message));
        step(deliver_);
    }
    void commit() { run("COMMIT"); }

private:
    void run(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(database_)};
    }
    sqlite3_stmt* prepared(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr);
        return statement;
    }
    void step(sqlite3_stmt* statement) {
        if (sqlite3_step(statement) != SQLITE_DONE)
            throw std::runtime_error{sqlite3_errmsg(database_)};
        sqlite3_reset(statement);
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    sqlite3_stmt* deliver_ = nullptr;
};

void write_all(int fd, std::span<const unsigned char> bytes) {
    while (!bytes.empty()) {
        const auto written = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) throw std::runtime_error{"floor: the other side went away"};
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

bool read_all(int fd, Frame& frame) {
    return ::recv(fd, frame.data(), frame.size(), MSG_WAITALL) ==
           static_cast<ssize_t>(frame.size());
}

void seal(unsigned char* frame) {
    crypto_aead_chacha20poly1305_ietf_encrypt(frame, nullptr, frame, body_bytes, nullptr, 0,
                                              nullptr, nonce.data(), key.data());
}

void open(unsigned char* frame) {
    if (crypto_aead_chacha20poly1305_ietf_decrypt(frame, nullptr, nullptr, frame, sealed_bytes,
                                                  nullptr, 0, nonce.data(), key.data()) != 0)
        throw std::runtime_error{"floor: a frame was changed"};
}

void answer_one_by_one(int fd, const std::string& path) {
    Ledger ledger(path);
    Frame frame{};
    while (read_all(fd, frame)) {
        open(frame.data());
        ledger.begin();
        ledger.add(frame.data());
        ledger.commit();
        seal(frame.data());
        write_all(fd, frame);
    }
}

/// One byte for each message whose commit is done.
void answer_stream(int fd, const std::string& path) {
    Ledger ledger(path);
    std::vector<unsigned char> input(256 * sealed_bytes);
    std::size_t held = 0;
    for (;;) {
        const auto got = ::recv(fd, input.data() + held, input.size() - held, 0);
        if (got <= 0) return;
        held += static_cast<std::size_t>(got);
        const auto whole = held / sealed_bytes;
        if (whole == 0) continue;
        ledger.begin();
        for (std::size_t i = 0; i < whole; ++i) {
            open(input.data() + i * sealed_bytes);
            ledger.add(input.data() + i * sealed_bytes);
        }
        ledger.commit();
        const auto used = static_cast<std::ptrdiff_t>(whole * sealed_bytes);
        std::copy(input.begin() + used, input.begin() + static_cast<std::ptrdiff_t>(held),
                  input.begin());
        held -= whole * sealed_bytes;
        write_all(fd, std::vector<unsigned char>(whole, 1));
    }
}

/// A receiver in a process of its own, from now until the end.
class Receiver {
public:
    template <class Serve>
    Receiver(const std::string& path, Serve serve) {
        const auto [client, server] = connected_sockets();
        socket_ = client;
        pid_ = ::fork();
        if (pid_ == 0) {
            ::close(client);
            serve(server, path);
            ::_exit(0);
        }
        ::close(server);
    }
    ~Receiver() {
        ::close(socket_);
        ::waitpid(pid_, nullptr, 0);
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;
    int socket() const { return socket_; }
    pid_t pid() const { return pid_; }

private:
    int socket_ = -1;
    pid_t pid_ = -1;
};

}  // namespace

std::vector<double> floor_latencies(const std::string& folder, std::size_t rounds) {
    const Receiver receiver(folder + "/receiver.db", answer_one_by_one);
    Ledger ledger(folder + "/sender.db");
    std::vector<double> times;
    Frame frame{};
    for (std::size_t i = 1; i <= rounds; ++i) {
        const auto start = Clock::now();
        ledger.begin();
        ledger.add(frame.data());
        ledger.commit();
        seal(frame.data());
        write_all(receiver.socket(), frame);
        if (!read_all(receiver.socket(), frame)) throw std::runtime_error{"floor: receiver died"};
        open(frame.data());
        ledger.begin();
        ledger.mark_delivered(i);
        ledger.commit();
        times.push_back(milliseconds_since(start));
    }
    return times;
}

StreamFigures floor_stream(const std::string& folder, std::size_t messages, std::size_t window) {
    const Receiver receiver(folder + "/stream-receiver.db", answer_stream);
    Ledger ledger(folder + "/stream-sender.db");
    std::vector<unsigned char> output;
    std::vector<unsigned char> answers(window);
    std::size_t sent = 0;
    std::size_t delivered = 0;
    std::size_t answered = 0;
    const double sender_before = processor_seconds(::getpid());
    const double receiver_before = processor_seconds(receiver.pid());
    const auto start = Clock::now();
    while (delivered < messages) {
        ledger.begin();
        while (delivered < answered) ledger.mark_delivered(++delivered);
        output.clear();
        for (; sent < messages && sent - answered < window; ++sent) {
            output.resize(output.size() + sealed_bytes, 'x');
            auto* frame = output.data() + output.size() - sealed_bytes;
            ledger.add(frame);
            seal(frame);
        }
        ledger.commit();
        write_all(receiver.socket(), output);
        if (answered == messages) continue;
        const auto got = ::recv(receiver.socket(), answers.data(), answers.size(), 0);
        if (got <= 0) throw std::runtime_error{"floor: receiver died"};
        answered += static_cast<std::size_t>(got);
    }
    const double count = static_cast<double>(messages);
    return {.per_second = count / milliseconds_since(start) * 1000,
            .sender_us = (processor_seconds(::getpid()) - sender_before) / count * 1e6,
            .receiver_us = (processor_seconds(receiver.pid()) - receiver_before) / count * 1e6};
}

}  // namespace earshot::bench
