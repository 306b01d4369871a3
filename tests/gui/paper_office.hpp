#pragma once

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QTemporaryDir>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/control/json.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/lines.hpp"

/// A daemon that is nothing but paper: speaks the control API on a real Unix socket, in the thread
/// of the test, and answers from tables that the test fills. Methods may be scripted one by one;
/// every call is remembered.
namespace earshot::gui {

class PaperOffice : public QObject {
    Q_OBJECT

public:
    using Reply = std::variant<control::Json, control::Failure>;
    using Script = std::function<Reply(const control::Object& params)>;

    struct Call {
        std::string method;
        control::Object params;
    };

    /// Of somebody; the rest of the object is what the daemon would say.
    struct Human {
        std::string id;
        std::string name;
        std::string presence = "online";
        std::string state = "accepted";
        bool verified = false;
        bool nearby = true;
        std::string status_text{};
        std::string namesake{};
        std::string alias{};
        std::int64_t last_seen = 0;
        bool watched = false;
    };

    PaperOffice();

    /// Folder of the profile; the socket is in it.
    std::string folder() const { return folder_.path().toStdString(); }
    std::string socket() const { return folder() + "/control.sock"; }

    /// Where it does not already.
    void listen();
    /// Ends all connections and stops listening.
    void vanish();

    /// Somebody whom everybody asks about; an `id` is made from the name where it is empty.
    std::string add(Human human);
    /// One message with somebody, by whom is said by `own`; gives its id. `minute` counts from the
    /// office's morning.
    std::string say(const std::string& person, const std::string& text, int minute, bool own,
                    const std::string& state = "delivered");
    struct Told {
        std::string id;
        std::string text;
        int minute;
        int order;
        int author_seq;
    };
    /// A message of somebody's as a daemon tells of it. The office does not keep it.
    control::Object told(const std::string& person, const Told& message) const;
    /// So many of somebody's next messages never come.
    void lose(const std::string& person, int count) { numbers_[{person, false}] += count; }
    /// Sets members of a conversation's object: `unread`, `draft`, `muted`, `request`, ….
    void mark(const std::string& person, const std::string& key, control::Json value);
    void set(const std::string& key, control::Json value) { settings_[key] = std::move(value); }
    void unset(const std::string& key) { settings_.erase(key); }

    /// Answers all calls of a method from now on.
    void script(const std::string& method, Script script) { scripts_[method] = std::move(script); }
    /// The profile has this passphrase; where it is locked, nothing goes before it is given.
    void protect(const std::string& secret, bool is_locked);
    /// The session has a keyring, which has the key or not; where the profile is locked, nothing
    /// goes before it is asked while it is open.
    void have_keyring(bool has_key, bool is_locked = false);
    void open_keyring() { is_keyring_open_ = true; }
    /// Leaves calls of a method unanswered.
    void hold(const std::string& method) { held_[method] = true; }
    /// Answers those that come from now on.
    void release(const std::string& method) { held_[method] = false; }
    /// As an older daemon, which does not know the method.
    void lack(const std::string& method);
    const std::vector<Call>& calls() const { return calls_; }
    std::vector<control::Object> calls_of(std::string_view method) const;
    void forget_calls() { calls_.clear(); }

    /// To everybody who subscribed. A durable one gets the next number.
    void tell(const std::string& event, control::Object fields, bool durable = true);
    /// As the daemon does when a message comes in.
    std::string receive(const std::string& person, const std::string& text, int minute);

    control::Object person(const std::string& id) const;
    control::Object conversation(const std::string& person) const;
    void change(const std::string& person, const std::function<void(Human&)>& change);

    /// The morning of the office: Tuesday, 17 November 2026, 08:00 UTC.
    static constexpr std::int64_t morning_ms = 1'794'902'400'000;
    static std::int64_t at(int minute) { return morning_ms + minute * 60'000LL; }

private:
    struct Client {
        QLocalSocket* socket = nullptr;
        control::LineSplitter lines{1 << 20};
        bool is_subscribed = false;
    };

    void on_connection();
    void read(Client& client);
    void answer(Client& client, const control::Request& request);
    Reply reply(Client& client, const std::string& method, const control::Object& params);
    Reply protection_reply(Client& client, const std::string& method,
                           const control::Object& params);
    Reply usual_reply(const std::string& method, const control::Object& params);
    Reply people_reply(const std::string& method, const control::Object& params);
    Reply message_reply(const std::string& method, const control::Object& params);
    control::Object page(const control::Object& params) const;
    control::Object send(const control::Object& params);
    static std::string conversation_of(const std::string& person) { return "c-" + person; }

    QTemporaryDir folder_;
    QLocalServer server_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<Human> humans_;
    std::map<std::string, std::vector<control::Object>> messages_;  ///< Oldest first, by person.
    std::map<std::pair<std::string, bool>, int> numbers_;  ///< By person and whether it is own.
    std::map<std::string, control::Object> marks_;         ///< By person.
    std::map<std::string, control::Json> settings_;
    std::map<std::string, Script> scripts_;
    std::map<std::string, bool> held_;
    std::set<std::string> newer_{"search.query", "notify.set", "notify.snooze", "message.info",
                                 "people.notifyWhenSeen"};
    std::vector<Call> calls_;
    std::string secret_;  ///< Empty: a key file.
    bool has_keyring_ = false;
    bool is_in_keyring_ = false;
    bool is_keyring_open_ = true;
    bool is_locked_ = false;
    std::string own_name_ = "Mira Lind";
    std::string presence_ = "online";
    std::string status_text_;
    std::int64_t seq_ = 1;
    int last_message_ = 0;
};

}  // namespace earshot::gui
