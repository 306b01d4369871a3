#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/host.hpp"
#include "core/store/memory_store.hpp"
#include "node/control/server.hpp"
#include "node/runtime/clock.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/link_pair.hpp"
#include "tests/support/temporary_folder.hpp"

/// A control socket with a real engine behind it, on a store in memory, and clients of it; all on
/// one event loop.
namespace earshot::control {

struct FakeFacts final : NodeFacts {
    bool stop_requested = false;
    std::string version() const override { return "0.1.0"; }
    std::string profile_folder() const override { return "p"; }
    std::uint32_t process_id() const override { return 4711; }
    Duration uptime(Instant) const override { return Duration{60'000}; }
    std::uint16_t port() const override { return 47700; }
    DiscoveryFacts discovery() const override { return {"off", "off"}; }
    std::vector<InterfaceFacts> interfaces() const override {
        return {{"eth0", 2, {*Address::parse("10.0.0.5")}, true, true, false, true}};
    }
    std::vector<NetworkFacts> networks() const override {
        return {{"eth0", "n1", *Address::parse("10.0.0.1"), true, true}};
    }
    std::optional<Duration> round_trip(LinkId) const override { return Duration{3}; }
    std::vector<std::string> given_seeds() const override { return {"10.2.0.1:47700"}; }
    std::optional<std::string> command_line(std::string_view key) const override {
        if (key == "net.mdns") return "false";
        return std::nullopt;
    }
    void request_stop() override { stop_requested = true; }
};

/// Finds a pulled cable, at once.
struct FakeExaminer final : Examiner {
    explicit FakeExaminer(asio::io_context& context) : context_(context) {}
    void examine(Question, std::function<void(Outcome)> done) override {
        asio::post(context_, [done = std::move(done)] {
            done(*parse_json(std::string{find_method("doctor.run")->example_result}));
        });
    }

private:
    asio::io_context& context_;
};

/// Any passphrase of the right length will do, at once.
struct FakeKeeper final : Keeper {
    explicit FakeKeeper(asio::io_context& context) : context_(context) {}
    void ask(std::string_view method, Object params, Done done) override {
        const auto wanted = take_secret(params, "new");
        const bool is_wrong = method == "profile.changeSecret" && wanted && wanted->size() < 8;
        asio::post(context_, [done = std::move(done), is_wrong] {
            if (is_wrong) return done(wrong_param("new", "too short"));
            done(*parse_json(std::string{find_method("profile.state")->example_result}));
        });
    }

private:
    asio::io_context& context_;
};

/// Nobody else is on this network.
struct NoLinks final : engine::LinkPorts {
    Result<void> send(LinkId link, std::uint8_t type, ByteView) override {
        sent.emplace_back(link, type);
        return {};
    }
    std::vector<std::pair<LinkId, std::uint8_t>> sent;  ///< What nobody hears.
    void close(LinkId, link::ByeReason) override {}
    Instant heard(LinkId) const override { return {}; }
    void probe(LinkId) override {}
    void on_stream(const relay::StreamEffect&) override {}
};

/// Runs the engine's turns on the event loop, as the daemon does.
class RoomTurns final : public Turns {
public:
    RoomTurns(asio::io_context& context, const engine::Parts& parts, EventFeed& feed)
        : context_(context), host_(parts, links_), feed_(feed) {
        REQUIRE(host_.start(runtime::now()));
    }

    void submit(Work work, Done done) override {
        auto outcome = std::make_shared<std::optional<Outcome>>();
        host_.push(engine::Command{
            [work = std::move(work), outcome](engine::Engine& engine, Now now,
                                              engine::Effects& effects) -> Result<void> {
                *outcome = work(engine, now, effects);
                const auto* failure = std::get_if<Failure>(&**outcome);
                if (failure && failure->kind == FailureKind::store_error)
                    return Error{ErrorKind::io, "a call met a broken store"};
                if (failure && failure->kind == FailureKind::no_space)
                    return Error{ErrorKind::no_space, "a call met a full disk"};
                return {};
            }});
        calls_.push_back({std::move(done), std::move(outcome)});
        run_soon();
    }
    /// Something happens on the network.
    void push(engine::Input input) {
        if (auto* const up = std::get_if<engine::LinkUp>(&input))
            host_.on_established(std::move(*up));
        else
            host_.push(std::move(input));
        run_soon();
    }
    const engine::Engine& engine() const { return *host_.engine(); }
    /// How many frames of a type went out on a link.
    std::ptrdiff_t sent(LinkId link, std::uint8_t type) const {
        return std::ranges::count(links_.sent, std::pair{link, type});
    }
    std::size_t turns = 0;

private:
    struct Waiting {
        Done done;
        std::shared_ptr<std::optional<Outcome>> outcome;
    };

    void run_soon() {
        if (!std::exchange(posted_, true)) asio::post(context_, [this] { run(); });
    }
    void run() {
        posted_ = false;
        ++turns;
        const auto ended = host_.run(runtime::now());
        if (!ended.failure && host_.engine()) {
            feed_.publish(*host_.engine(), ended.events);
            feed_.publish_presence(*host_.engine(), ended.presence);
            feed_.publish_notices(*host_.engine(), ended.notices);
            feed_.publish_drafts(*host_.engine(), ended.drafts);
        }
        feed_.publish_typing(ended.typing);
        while (!calls_.empty() && (*calls_.front().outcome || ended.failure)) {
            const auto call = std::move(calls_.front());
            calls_.pop_front();
            if (ended.failure)
                call.done(Failure{FailureKind::store_error, "the turn failed"});
            else
                call.done(**call.outcome);
        }
        if (!calls_.empty()) run_soon();
    }

    asio::io_context& context_;
    NoLinks links_;
    engine::Host host_;
    EventFeed& feed_;
    std::deque<Waiting> calls_;
    bool posted_ = false;
};

/// A client that reads when it is told to.
class Client {
public:
    explicit Client(asio::io_context& context) : socket_(context) {}

    bool connect(const ProfilePlaces& places) {
        boost::system::error_code error;
        socket_.connect(asio::local::stream_protocol::endpoint{places.socket}, error);
        if (!error) socket_.non_blocking(true, error);
        return !error;
    }
    /// As much as the kernel takes; the rest at the next `pump`.
    void send(std::string_view bytes) {
        unsent_ += bytes;
        pump();
    }
    void call(std::int64_t id, std::string_view method, std::string_view params = "{}") {
        std::string line;
        append_request(line, id, method, parse_json(params)->get_object());
        send(line);
    }
    void hello() { call(0, "session.hello", R"({"client":"test","version":"1","api":"1.0"})"); }
    void end_input() {
        boost::system::error_code ignored;
        socket_.shutdown(Session::Socket::shutdown_send, ignored);
    }
    void pump() {
        boost::system::error_code error;
        if (!unsent_.empty()) unsent_.erase(0, socket_.write_some(asio::buffer(unsent_), error));
        while (reads && !closed) {
            const auto size = socket_.read_some(asio::buffer(chunk_), error);
            if (error == asio::error::would_block) break;
            if (error) closed = true;
            take({chunk_.data(), size});
        }
    }
    const Response* answer(std::int64_t id) const {
        for (const auto& response : answers)
            if (response.id == Json(id)) return &response;
        return nullptr;
    }
    std::vector<const Object*> events_named(std::string_view name) const {
        std::vector<const Object*> found;
        for (const auto& event : events)
            if (find_text(event, "event") == name) found.push_back(&event);
        return found;
    }
    bool has_all_sent() const { return unsent_.empty(); }

    std::vector<Response> answers;
    std::vector<Object> events;
    bool reads = true;
    bool closed = false;

private:
    void take(std::string_view bytes) {
        lines_.add(bytes);
        for (;;) {
            const auto line = lines_.next();
            REQUIRE(line);
            if (!*line) return;
            auto message = parse_message(**line);
            if (auto* response = std::get_if<Response>(&message))
                answers.push_back(std::move(*response));
            else
                events.push_back(std::move(std::get<Request>(message).params));
        }
    }

    Session::Socket socket_;
    std::string unsent_;
    std::vector<char> chunk_ = std::vector<char>(64 * 1024);
    LineSplitter lines_{limits::control_line_bytes_max};
};

/// Where clients come to a control socket, whoever serves it.
struct Lobby {
    Client& connect() {
        auto& client = *clients.emplace_back(std::make_unique<Client>(context));
        REQUIRE(client.connect(places));
        return client;
    }
    Client& greeted() {
        auto& client = connect();
        client.hello();
        REQUIRE(run_until([&] { return client.answer(0) != nullptr; }));
        return client;
    }
    /// Runs the event loop and all clients. False when twenty seconds bring nothing.
    bool run_until(const std::function<bool()>& is_done) {
        const auto give_up = runtime::now().steady + std::chrono::seconds{20};
        while (!is_done()) {
            context.restart();
            if (context.poll() == 0) {
                context.restart();
                context.run_one_for(std::chrono::milliseconds{5});
            }
            for (auto& client : clients) client->pump();
            if (runtime::now().steady > give_up) return is_done();
        }
        return true;
    }

    asio::io_context context{1};
    support::TemporaryFolder folder;
    ProfilePlaces places = *profile_places({folder.path() / "p", ""}, {});
    std::vector<std::unique_ptr<Client>> clients;
};

struct ControlRoom : Lobby {
    store::MemoryStore store;
    identity::LocalIdentity identity = support::person(1);
    support::SeededEntropy entropy{77};
    runtime::Log log = runtime::Log::to([](std::string_view) {}, runtime::LogLevel::debug);
    FakeFacts facts;
    std::uint64_t newest_written = 0;  ///< HLC of what others wrote last.
    FakeExaminer examiner{context};
    FakeKeeper keeper{context};
    EventFeed feed;
    conversation::Focus focus;
    std::unique_ptr<RoomTurns> turns;
    std::unique_ptr<Server> server;
    runtime::TaskGroup tasks{context.get_executor(), [](auto, auto) { FAIL("a task failed"); }};

    using People = std::vector<std::pair<unsigned, std::string>>;

    explicit ControlRoom(Duration hello_max = limits::control_hello_max,
                         const People& people = {{2, "Bob"}}) {
        for (const auto& [number, name] : people) add_person(number, name);
        turns = std::make_unique<RoomTurns>(context,
                                            engine::Parts{.identity = identity,
                                                          .stores = store.stores(),
                                                          .entropy = entropy,
                                                          .instance = {},
                                                          .default_name = "Alice",
                                                          .focus = &focus},
                                            feed);
        auto opened = Server::open(
            context.get_executor(), places,
            SessionParts{*turns, facts, examiner, keeper, feed, log, focus, hello_max});
        REQUIRE(opened);
        server = *std::move(opened);
        tasks.start("server", server->run());
    }
    ~ControlRoom() {
        server->stop();
        server->cancel();
        tasks.cancel();
        context.restart();
        context.run();
    }

    void add_person(unsigned number, const std::string& name) {
        const auto other = support::person(number);
        auto stores = store.stores();
        store::Person person;
        person.id = other.person();
        person.account_key = other.account_keys().public_key().bytes;
        person.name = name;
        REQUIRE(stores.transactions.begin());
        REQUIRE(stores.people.put_person(person));
        REQUIRE(stores.transactions.commit());
    }

    /// The result of a call, which must come.
    Json result(Client& client, std::string_view method, std::string_view params = "{}") {
        const auto outcome = ask(client, method, params);
        INFO(method << " " << params);
        if (const auto* failure = std::get_if<Failure>(&outcome)) INFO(failure->message);
        REQUIRE(std::holds_alternative<Json>(outcome));
        return std::get<Json>(outcome);
    }
    FailureKind failure(Client& client, std::string_view method, std::string_view params = "{}") {
        const auto outcome = ask(client, method, params);
        INFO(method << " " << params);
        REQUIRE(std::holds_alternative<Failure>(outcome));
        return std::get<Failure>(outcome).kind;
    }
    Outcome ask(Client& client, std::string_view method, std::string_view params) {
        const auto id = ++last_id;
        client.call(id, method, params);
        REQUIRE(run_until([&] { return client.answer(id) != nullptr || client.closed; }));
        REQUIRE(client.answer(id));
        return client.answer(id)->outcome;
    }
    std::int64_t last_id = 1'000'000;
};

}  // namespace earshot::control
