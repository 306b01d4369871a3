#include "client/link.hpp"

#include <optional>
#include <string>
#include <vector>

#include "client/read.hpp"
#include "core/base/limits.hpp"
#include "tests/unit/client/fake_daemon.hpp"

namespace earshot::client {
namespace {

class Listener final : public Link::Listener {
public:
    void on_ready(bool is_gapless) override { told.push_back(is_gapless ? "ready" : "reload"); }
    void on_refused(const control::Failure& failure) override {
        told.push_back("refused " + std::string{control::facts_of(failure.kind).name});
    }
    void on_locked() override { told.emplace_back("locked"); }
    void on_lost() override { told.emplace_back("lost"); }
    void on_event(std::string_view name, const control::Object& /*fields*/) override {
        told.emplace_back(name);
    }

    std::vector<std::string> told;
};

using Told = std::vector<std::string>;

struct Linked {
    Listener listener;
    Link link{{"test", "1"}, listener};
    FakeDaemon daemon{link};
};

TEST_CASE("link says hello, subscribes, and is ready then", "[client]") {
    Linked it;
    it.link.on_opened();
    CHECK(it.link.state() == Link::State::greeting);
    const auto hello =
        it.daemon.answer("session.hello", R"({"api":"1.0","limits":{"text_bytes":99,"page":10},)"
                                          R"("person":{"id":"me","name":"Alice"}})");
    CHECK(text_in(hello, "client") == "test");
    CHECK(it.link.state() == Link::State::subscribing);
    CHECK(it.listener.told.empty());
    const auto subscribe = it.daemon.answer("session.subscribe", R"({"seq":7})");
    CHECK_FALSE(subscribe.contains("since"));
    CHECK(it.link.is_ready());
    CHECK(it.listener.told == Told{"reload"});
    CHECK(it.link.hello().name == "Alice");
    CHECK(it.link.hello().text_bytes == 99);
    CHECK(it.link.hello().page == 10);
}

TEST_CASE("link to a profile that a keyring opens asks that without a passphrase", "[client]") {
    Linked it;
    it.link.on_opened();
    it.daemon.take("session.hello");
    it.daemon.fail(control::FailureKind::locked, {{"protection", "keyring"}});
    CHECK(it.link.opens_by_keyring());
    it.link.unlock(control::SecretText{}, {});
    CHECK(it.daemon.take("profile.unlock").empty());
}

TEST_CASE("link to a locked profile takes its passphrase, and begins anew when it was right",
          "[client]") {
    Linked it;
    it.link.on_opened();
    it.daemon.take("session.hello");
    it.daemon.fail(control::FailureKind::locked);
    CHECK(it.link.state() == Link::State::locked);
    CHECK(it.listener.told == Told{"locked"});
    Told answers;
    const auto note = [&](const Answer& answer) {
        const auto* const failure = std::get_if<control::Failure>(&answer);
        answers.emplace_back(failure ? control::facts_of(failure->kind).name : "opened");
    };
    it.link.unlock(control::SecretText{std::string_view{"wrong horse"}}, note);
    CHECK(text_in(it.daemon.take("profile.unlock"), "secret") == "wrong horse");
    it.daemon.fail(control::FailureKind::wrong_secret);
    it.link.unlock(control::SecretText{std::string_view{"correct horse"}}, note);
    it.daemon.answer("profile.unlock", R"({"locked":false})");
    CHECK(answers == Told{"wrong_secret", "opened"});

    it.link.on_closed();
    CHECK(it.listener.told == Told{"locked", "lost"});
    it.link.on_opened();
    it.daemon.answer("session.hello", R"({"person":{"id":"me","name":"Alice"}})");
    it.daemon.answer("session.subscribe", R"({"seq":7})");
    CHECK(it.link.is_ready());
    // What is open needs no passphrase.
    bool is_lost = false;
    it.link.unlock(control::SecretText{std::string_view{"correct horse"}},
                   [&](const Answer& answer) { is_lost = std::holds_alternative<Lost>(answer); });
    CHECK(is_lost);
    CHECK(it.daemon.is_idle());
}

TEST_CASE("link answers each call with its own result, in whatever order they come", "[client]") {
    Linked it;
    it.daemon.connect();
    Told told;
    for (const auto* word : {"first", "second"})
        it.link.call("m", {{"word", word}}, [&told, word](const Answer& answer) {
            const auto* const failure = std::get_if<control::Failure>(&answer);
            told.push_back(std::string{word} + (failure ? " failed" : " done"));
        });
    CHECK(text_in(it.daemon.take("m"), "word") == "first");
    // The first one is kept waiting.
    CHECK(text_in(it.daemon.answer("m", "{}"), "word") == "second");
    CHECK(told == Told{"second done"});
    it.link.call("n", {}, [&](const Answer& answer) {
        CHECK(std::get<control::Failure>(answer).kind == control::FailureKind::busy);
    });
    it.daemon.take("n");
    it.daemon.fail(control::FailureKind::busy);
    CHECK(it.daemon.is_idle());
}

TEST_CASE("link answers what waits when the connection ends, and calls without one", "[client]") {
    Linked it;
    int lost = 0;
    const auto count = [&lost](const Answer& answer) {
        if (std::holds_alternative<Lost>(answer)) ++lost;
    };
    it.link.call("m", {}, count);
    CHECK(lost == 1);
    it.daemon.connect();
    it.link.call("m", {}, [&](const Answer& answer) {
        count(answer);
        it.link.call("m", {}, count);  // From inside: there is no connection either.
    });
    it.link.on_closed();
    CHECK(lost == 3);
    CHECK(it.listener.told == Told{"reload", "lost"});
    CHECK(it.link.output().empty());
}

TEST_CASE("link subscribes after the last durable event it has seen", "[client]") {
    Linked it;
    it.daemon.connect(7);
    it.daemon.send_event("message.added", "{}", 8);
    it.daemon.send_event("presence.changed", "{}");
    CHECK(it.link.cursor() == 8);
    it.link.on_closed();
    it.link.on_opened();
    it.daemon.answer("session.hello", "{}");
    SECTION("and misses nothing") {
        CHECK(integer_in(it.daemon.answer("session.subscribe", R"({"seq":9})"), "since") == 8);
        CHECK(it.listener.told.back() == "ready");
        it.daemon.send_event("message.added", "{}", 9);
        CHECK(it.link.cursor() == 9);
    }
    SECTION("unless the daemon has another history now") {
        it.daemon.answer("session.subscribe", R"({"seq":3})");
        CHECK(it.listener.told.back() == "reload");
        CHECK(it.link.cursor() == 3);
    }
}

TEST_CASE("link waits longer from try to try, until it is ready again", "[client]") {
    Linked it;
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 8; ++i) {
        it.link.on_closed();
        delays.push_back(it.link.retry_delay().count());
    }
    CHECK(delays == std::vector<std::int64_t>{100, 200, 400, 800, 1600, 3200, 3200, 3200});
    it.daemon.connect();
    it.link.on_closed();
    CHECK(it.link.retry_delay().count() == 100);
}

TEST_CASE("link does not go on with what is not the protocol", "[client]") {
    Linked it;
    it.daemon.connect();
    SECTION("no JSON") { CHECK_FALSE(it.link.on_bytes("hello\n")); }
    SECTION("a line without an end") {
        CHECK_FALSE(it.link.on_bytes(std::string(limits::control_line_bytes_max + 1, ' ')));
    }
    SECTION("an answer that nobody asked for is nothing") {
        CHECK(it.link.on_bytes("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n"));
        CHECK(it.link.is_ready());
    }
}

TEST_CASE("link that is refused stays so, and says why", "[client]") {
    Linked it;
    it.link.on_opened();
    it.daemon.take("session.hello");
    it.daemon.fail(control::FailureKind::unsupported_api);
    CHECK(it.link.state() == Link::State::refused);
    it.link.on_closed();
    CHECK(it.listener.told == Told{"refused unsupported_api"});
}

TEST_CASE("link refuses a call that the daemon would end the connection for", "[client]") {
    Linked it;
    it.daemon.connect();
    std::optional<control::FailureKind> refusal;
    it.link.call("draft.set", {{"body", std::string(limits::control_line_bytes_max, 'x')}},
                 [&](const Answer& answer) {
                     if (const auto* failure = std::get_if<control::Failure>(&answer))
                         refusal = failure->kind;
                 });
    CHECK(refusal == control::FailureKind::too_large);
    CHECK(it.daemon.is_idle());
    CHECK(it.link.is_ready());
}

}  // namespace
}  // namespace earshot::client
