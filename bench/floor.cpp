#include "bench/floor.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "bench/measures.hpp"

namespace earshot::bench {
namespace {

constexpr std::size_t body_bytes = 256;
constexpr std::size_t sealed_bytes = body_bytes + crypto_aead_chacha20poly1305_ietf_ABYTES;
using Frame = std::array<unsigned char, sealed_bytes>;

/// One durable insert a call.
class Ledger {
public:
    explicit Ledger(const std::string& path) {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error{path};
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("PRAGMA wal_autocheckpoint=0");
        run("CREATE TABLE message(id INTEGER PRIMARY KEY, body BLOB)");
        sqlite3_prepare_v2(database_, "INSERT INTO message(body) VALUES(?)", -1, &insert_, nullptr);
    }
    ~Ledger() {
        sqlite3_finalize(insert_);
        sqlite3_close(database_);
    }
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    void commit(const unsigned char* body) {
        run("BEGIN");
        sqlite3_bind_blob(insert_, 1, body, body_bytes, SQLITE_STATIC);
        sqlite3_step(insert_);
        sqlite3_reset(insert_);
        run("COMMIT");
    }

private:
    void run(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(database_)};
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

void write_all(int fd, const Frame& frame) {
    if (::send(fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size()))
        throw std::runtime_error{"floor: short write"};
}

bool read_all(int fd, Frame& frame) {
    return ::recv(fd, frame.data(), frame.size(), MSG_WAITALL) ==
           static_cast<ssize_t>(frame.size());
}

void seal(Frame& frame) {
    static constexpr std::array<unsigned char, 32> key{};
    static constexpr std::array<unsigned char, 12> nonce{};
    crypto_aead_chacha20poly1305_ietf_encrypt(frame.data(), nullptr, frame.data(), body_bytes,
                                              nullptr, 0, nullptr, nonce.data(), key.data());
}

void serve(int fd, const std::string& path) {
    Ledger ledger(path);
    Frame frame{};
    while (read_all(fd, frame)) {
        ledger.commit(frame.data());
        seal(frame);
        write_all(fd, frame);
    }
}

std::array<int, 2> connected_sockets() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 1) != 0 ||
        ::getsockname(listener, generic, &size) != 0)
        throw std::runtime_error{"floor: no listener"};
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(client, generic, size) != 0) throw std::runtime_error{"floor: no connection"};
    const int server = ::accept(listener, nullptr, nullptr);
    ::close(listener);
    for (const int fd : {client, server}) {
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    return {client, server};
}

}  // namespace

std::vector<double> floor_latencies(const std::string& folder, std::size_t rounds) {
    const auto [client, server] = connected_sockets();
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(client);
        serve(server, folder + "/receiver.db");
        ::_exit(0);
    }
    ::close(server);
    Ledger ledger(folder + "/sender.db");
    std::vector<double> times;
    Frame frame{};
    for (std::size_t i = 0; i < rounds; ++i) {
        const auto start = Clock::now();
        ledger.commit(frame.data());
        seal(frame);
        write_all(client, frame);
        if (!read_all(client, frame)) throw std::runtime_error{"floor: receiver died"};
        ledger.commit(frame.data());
        times.push_back(milliseconds_since(start));
    }
    ::close(client);
    ::waitpid(child, nullptr, 0);
    return times;
}

}  // namespace earshot::bench
