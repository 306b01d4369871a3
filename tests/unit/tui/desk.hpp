#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/read.hpp"
#include "tests/unit/client/fake_daemon.hpp"
#include "tui/app.hpp"
#include "tui/clusters.hpp"

/// The terminal face with everything round it played by the test: what it asks of its host is
/// noted, its calls are answered, its screen is in memory.
namespace earshot::tui {

class NotedHost final : public Host {
public:
    void bell() override { ++bells; }
    bool copy(std::string_view text) override {
        if (text.size() > clipboard_bytes) return false;
        copied = text;
        return true;
    }
    void repaint() override { ++repaints; }
    void suspend() override {}
    void quit() override { has_quit = true; }
    void run_verb(const std::vector<std::string>& words) override { verb = words; }
    void type_to_verb(std::string_view bytes) override { typed += bytes; }
    void end_verb() override { has_ended_verb = true; }
    std::vector<std::string> completions(const std::vector<std::string>& words) override {
        asked_completion = words;
        return offered;
    }
    std::string random_ref() override { return "ref" + std::to_string(++refs); }

    int bells = 0;
    int refs = 0;
    bool has_quit = false;
    bool has_ended_verb = false;
    int repaints = 0;
    std::size_t clipboard_bytes = 1024;
    std::string copied;
    std::string typed;
    std::vector<std::string> verb;
    std::vector<std::string> asked_completion;
    std::vector<std::string> offered;
};

class Desk {
public:
    /// What the daemon was asked.
    struct Asked {
        std::string method;
        control::Object params;
    };

    explicit Desk(Size size = {100, 24}, AppOptions options = {}) : screen{size} {
        app_.emplace(host, [&] {
            options.version = "1";
            return options;
        }());
        daemon_.emplace(app_->link());
        answers["people.list"] = R"({"more":false,"people":[]})";
        answers["conversation.list"] = R"({"more":false,"conversations":[]})";
        answers["message.list"] = R"({"messages":[],"more":false,"more_after":false})";
        answers["presence.get"] = R"({"state":"online","text":""})";
        answers["daemon.info"] = R"({"queue":0})";
        answers["message.send"] = R"({"id":"m99","conversation":"c1","state":"queued"})";
    }

    App& app() { return *app_; }
    client::FakeDaemon& daemon() { return *daemon_; }

    void connect() {
        app_->set_now(now);
        daemon_->connect();
        serve();
    }
    /// Answers all that is asked, from `answers`; others get an empty object.
    void serve() {
        while (!daemon_->is_idle()) {
            auto request = daemon_->take_any();
            const auto found = answers.find(request.method);
            asked.push_back({request.method, request.params});
            const auto failing = failures.find(request.method);
            if (failing != failures.end())
                daemon_->fail(failing->second);
            else
                daemon_->reply(found != answers.end() ? found->second : "{}");
        }
    }
    void send_event(std::string_view name, std::string_view fields) {
        app_->set_now(now);
        daemon_->send_event(name, fields, ++seq_);
        serve();
    }

    void input(const Event& event) {
        app_->on_input(event, now);
        serve();
    }
    void press(Key::Code code) { input(Key{code}); }
    void press_ctrl(const char* letter) { input(Key{Key::Code::character, letter, true}); }
    void press_alt(const char* letter) { input(Key{Key::Code::character, letter, false, true}); }
    void press_function(const char* number) { input(Key{Key::Code::function, number}); }
    void type(std::string_view text) {
        for (const auto& grapheme : graphemes_of(text))
            input(Key{Key::Code::character, std::string{grapheme.text}});
    }
    void paste(const std::string& text) { input(Paste{text}); }
    void wait(Duration duration) {
        now.steady += duration;
        now.wall += duration;
        app_->on_time(now);
        serve();
    }

    /// The picture.
    std::string shown() {
        app_->draw(screen, now);
        serve();
        app_->draw(screen, now);
        return screen.text();
    }
    bool shows(std::string_view text) { return shown().find(text) != std::string::npos; }
    int row_of(std::string_view text) {
        shown();
        for (int y = 0; y < screen.size().height; ++y)
            if (screen.line(y).find(text) != std::string::npos) return y;
        return -1;
    }

    /// The params of the last call of this method; nothing when there was none.
    const control::Object* last(std::string_view method) const {
        for (auto each = asked.rbegin(); each != asked.rend(); ++each)
            if (each->method == method) return &each->params;
        return nullptr;
    }
    std::size_t times(std::string_view method) const {
        return static_cast<std::size_t>(std::ranges::count(asked, method, &Asked::method));
    }

    NotedHost host;
    Now now{Instant{Duration{1'000'000}}, WallTime{Duration{1'700'000'000'000}}};
    std::map<std::string, std::string, std::less<>> answers;
    std::map<std::string, control::FailureKind, std::less<>> failures;
    std::vector<Asked> asked;
    Screen screen;

private:
    std::optional<App> app_;
    std::optional<client::FakeDaemon> daemon_;
    std::uint64_t seq_ = 100;
};

/// JSON of somebody, of a conversation, of a message; `more` are members that follow.
inline std::string person_json(const std::string& id, const std::string& name,
                               const std::string& more = "") {
    return R"({"id":")" + id + R"(","name":")" + name +
           R"(","presence":"online","state":"accepted","nearby":true,"answers":true)" + more + "}";
}
inline std::string conversation_json(const std::string& id, const std::string& peer,
                                     const std::string& more = "") {
    return R"({"id":")" + id + R"(","kind":"direct","peer":")" + peer +
           R"(","time":1699999990000,"unread":0)" + more + "}";
}
inline std::string message_json(int number, const std::string& author, const std::string& text,
                                const std::string& more = "") {
    const auto n = std::to_string(number);
    const bool own = author == "me";
    return R"({"id":"m)" + n + R"(","conversation":"c1","author":")" + author +
           R"(","author_name":")" + (own ? "Alice" : "Bob") + R"(","text":)" +
           control::to_text(control::Json(text)) + R"(,"state":")" +
           (own ? "delivered" : "received") + R"(","time":)" +
           std::to_string(1'699'999'000'000 + number * 1000) + R"(,"order":")" + n + R"(","own":)" +
           (own ? "true" : "false") + more + "}";
}

/// JSON of a page of messages.
inline std::string messages_json(const std::vector<std::string>& messages, bool more = false) {
    std::string list;
    for (const auto& message : messages) list += (list.empty() ? "" : ",") + message;
    return R"({"messages":[)" + list + R"(],"more":)" + (more ? "true" : "false") + "}";
}

/// Bob, with whom there is a conversation, and Eve, who is only here.
struct Office : Desk {
    explicit Office(Size size = {100, 24}, AppOptions options = {}) : Desk(size, options) {
        answers["people.list"] = R"({"more":false,"people":[)" + person_json("bob", "Bob") + "," +
                                 person_json("eve", "Eve") + "]}";
        answers["conversation.list"] = R"({"more":false,"conversations":[)" +
                                       conversation_json("c1", "bob", conversation_more) + "]}";
        answers["message.list"] = messages_json(
            {message_json(1, "bob", "good morning"), message_json(2, "me", "hello Bob")});
        answers["conversation.open"] = conversation_json("c2", "eve");
    }
    void start(const std::string& more = "") {
        if (!more.empty())
            answers["conversation.list"] =
                R"({"more":false,"conversations":[)" + conversation_json("c1", "bob", more) + "]}";
        connect();
    }
    void open_bob() {
        press_alt("1");
        shown();
    }

    std::string conversation_more;
};

}  // namespace earshot::tui
