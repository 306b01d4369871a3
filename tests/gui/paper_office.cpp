#include "tests/gui/paper_office.hpp"

#include <QTimer>
#include <algorithm>

#include "client/read.hpp"

namespace earshot::gui {
namespace {

const std::string own_id = "me" + std::string(50, 'a');

control::Failure failure(control::FailureKind kind) { return {kind, "no"}; }

control::Object named(const std::string& id, const std::string& name) {
    return {{"id", id}, {"name", name}};
}

control::Array array_of(std::vector<control::Object> objects) {
    control::Array array;
    for (auto& object : objects) array.emplace_back(std::move(object));
    return array;
}

}  // namespace

PaperOffice::PaperOffice() {
    settings_ = {{"ui.theme", "light"},      {"ui.language", "en"},    {"ui.scale", 100},
                 {"ui.reduce_motion", true}, {"privacy.typing", true}, {"privacy.read", true},
                 {"notify.privacy", "full"}, {"notify.hours", ""}};
    connect(&server_, &QLocalServer::newConnection, this, &PaperOffice::on_connection);
}

void PaperOffice::listen() {
    if (server_.isListening()) return;
    QLocalServer::removeServer(QString::fromStdString(socket()));
    if (!server_.listen(QString::fromStdString(socket())))
        qFatal("the paper office does not listen: %s", qPrintable(server_.errorString()));
}

void PaperOffice::vanish() {
    server_.close();
    for (auto& client : clients_) client->socket->abort();
}

std::string PaperOffice::add(Human human) {
    if (human.id.empty()) {
        for (const char c : human.name)
            human.id += static_cast<char>('a' + static_cast<unsigned char>(c) % 26);
        human.id += std::string(52 - std::min<std::size_t>(52, human.id.size()), 'q');
    }
    const auto id = human.id;
    humans_.push_back(std::move(human));
    return id;
}

control::Object PaperOffice::person(const std::string& id) const {
    const auto human = std::ranges::find(humans_, id, &Human::id);
    if (human == humans_.end()) return {};
    control::Object object{
        {"id", human->id},
        {"name", human->alias.empty() ? human->name : human->alias},
        {"own_name", human->name},
        {"alias", human->alias},
        {"presence", human->presence},
        {"addresses", control::Array{human->presence == "offline" ? "" : "10.0.0.7:47700"}},
        {"verified", human->verified},
        {"state", human->state},
        {"devices", control::Array{"d1"}},
        {"last_seen", human->last_seen},
        {"status_text", human->status_text},
        {"nearby", human->nearby},
        {"answers", true},
        {"self", false},
        {"watched", human->watched}};
    if (!human->namesake.empty()) object["namesake"] = named(human->namesake, human->name);
    return object;
}

control::Object PaperOffice::conversation(const std::string& person) const {
    control::Object object{{"id", conversation_of(person)},
                           {"kind", "direct"},
                           {"peer", person},
                           {"peer_name", this->person(person)["name"]},
                           {"unread", 0},
                           {"muted", false},
                           {"request", false},
                           {"draft", nullptr},
                           {"time", 0}};
    const auto messages = messages_.find(person);
    if (messages != messages_.end() && !messages->second.empty()) {
        const auto& last = messages->second.back();
        auto preview = client::text_in(last, "text");
        std::ranges::replace(preview, '\n', ' ');
        object["last_message"] = last.at("id");
        object["preview"] = preview;
        object["preview_own"] = last.at("own");
        object["preview_state"] = last.at("state");
        object["time"] = last.at("time");
    }
    const auto marks = marks_.find(person);
    if (marks != marks_.end())
        for (const auto& [key, value] : marks->second) object[key] = value;
    return object;
}

control::Object PaperOffice::told(const std::string& person, const Told& message) const {
    return {{"id", message.id},
            {"conversation", conversation_of(person)},
            {"author", person},
            {"author_name", std::ranges::find(humans_, person, &Human::id)->name},
            {"text", message.text},
            {"state", "received"},
            {"time", at(message.minute)},
            {"order", std::to_string(message.order)},
            {"author_seq", message.author_seq},
            {"own", false}};
}

std::string PaperOffice::say(const std::string& person, const std::string& text, int minute,
                             bool own, const std::string& state) {
    const auto id = "m" + std::to_string(++last_message_);
    auto message = told(person, {id, text, minute, last_message_, ++numbers_[{person, own}]});
    if (own) {
        message["author"] = own_id;
        message["author_name"] = own_name_;
        message["state"] = state;
        message["own"] = true;
    }
    if (state == "carried") message["carriers"] = 2;
    messages_[person].push_back(std::move(message));
    return id;
}

void PaperOffice::mark(const std::string& person, const std::string& key, control::Json value) {
    marks_[person][key] = std::move(value);
}

void PaperOffice::lack(const std::string& method) {
    newer_.erase(method);
    scripts_[method] = [](const control::Object&) {
        return failure(control::FailureKind::unknown_method);
    };
}

void PaperOffice::change(const std::string& person, const std::function<void(Human&)>& change) {
    const auto human = std::ranges::find(humans_, person, &Human::id);
    if (human == humans_.end()) return;
    change(*human);
    tell("person.updated", {{"person", this->person(person)}});
}

std::vector<control::Object> PaperOffice::calls_of(std::string_view method) const {
    std::vector<control::Object> found;
    for (const auto& call : calls_)
        if (call.method == method) found.push_back(call.params);
    return found;
}

void PaperOffice::tell(const std::string& event, control::Object fields, bool durable) {
    std::string line;
    control::append_event(
        line, durable ? std::optional{static_cast<std::uint64_t>(++seq_)} : std::nullopt, event,
        fields);
    for (auto& client : clients_)
        if (client->is_subscribed)
            client->socket->write(line.data(), static_cast<qint64>(line.size()));
}

std::string PaperOffice::receive(const std::string& person, const std::string& text, int minute) {
    const auto id = say(person, text, minute, false);
    tell("message.added", {{"message", messages_[person].back()}});
    tell("conversation.changed", {{"conversation", conversation(person)}});
    return id;
}

void PaperOffice::on_connection() {
    while (auto* socket = server_.nextPendingConnection()) {
        clients_.push_back(std::make_unique<Client>());
        auto* client = clients_.back().get();
        client->socket = socket;
        connect(socket, &QLocalSocket::readyRead, this, [this, client] { read(*client); });
        connect(socket, &QLocalSocket::disconnected, this, [this, client, socket] {
            std::erase_if(clients_, [&](const auto& each) { return each.get() == client; });
            socket->deleteLater();
        });
    }
}

void PaperOffice::read(Client& client) {
    const auto bytes = client.socket->readAll();
    client.lines.add({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (true) {
        const auto line = client.lines.next();
        if (!line || !*line) return;
        const auto message = control::parse_message(**line);
        if (const auto* request = std::get_if<control::Request>(&message)) answer(client, *request);
    }
}

void PaperOffice::answer(Client& client, const control::Request& request) {
    calls_.push_back({request.method, request.params});
    if (held_[request.method]) return;
    const auto outcome = reply(client, request.method, request.params);
    std::string line;
    if (const auto* result = std::get_if<control::Json>(&outcome))
        control::append_result(line, request.id, *result);
    else
        control::append_failure(line, request.id, std::get<control::Failure>(outcome));
    client.socket->write(line.data(), static_cast<qint64>(line.size()));
}

void PaperOffice::protect(const std::string& secret, bool is_locked) {
    secret_ = secret;
    is_locked_ = is_locked;
}

void PaperOffice::have_keyring(bool has_key, bool is_locked) {
    has_keyring_ = true;
    is_in_keyring_ = has_key;
    is_keyring_open_ = !is_locked;
    is_locked_ = is_locked;
}

PaperOffice::Reply PaperOffice::protection_reply(Client& client, const std::string& method,
                                                 const control::Object& params) {
    const bool is_change = method == "profile.changeSecret";
    const bool is_right = client::text_in(params, is_change ? "old" : "secret") == secret_;
    if (method != "profile.state" && !is_right) return failure(control::FailureKind::wrong_secret);
    if (method == "profile.unlock" && is_in_keyring_ && !is_keyring_open_)
        return failure(control::FailureKind::no_keyring);
    if (is_change) secret_ = client::text_in(params, "new");
    if (is_change) is_in_keyring_ = client::text_in(params, "protection") == "keyring";
    if (method == "profile.unlock") {
        is_locked_ = false;
        // As the daemon does: what was refused until now begins anew.
        QTimer::singleShot(0, client.socket,
                           [socket = client.socket] { socket->disconnectFromServer(); });
    }
    return control::Json{{"locked", is_locked_},
                         {"protection", is_in_keyring_    ? "keyring"
                                        : secret_.empty() ? "key_file"
                                                          : "passphrase"},
                         {"keyring", has_keyring_},
                         {"pid", 1}};
}

PaperOffice::Reply PaperOffice::reply(Client& client, const std::string& method,
                                      const control::Object& params) {
    if (const auto script = scripts_.find(method); script != scripts_.end())
        return script->second(params);
    if (method == "profile.state" || method == "profile.unlock" || method == "profile.changeSecret")
        return protection_reply(client, method, params);
    if (is_locked_)
        return control::Failure{control::FailureKind::locked,
                                "locked",
                                {{"protection", is_in_keyring_ ? "keyring" : "passphrase"}}};
    if (method == "session.subscribe") {
        client.is_subscribed = true;
        return control::Json{{"seq", seq_}};
    }
    if (method.starts_with("people.") || method.starts_with("requests.") ||
        method.starts_with("verify."))
        return people_reply(method, params);
    if (method.starts_with("message.") || method.starts_with("conversation.") ||
        method.starts_with("draft."))
        return message_reply(method, params);
    return usual_reply(method, params);
}

PaperOffice::Reply PaperOffice::usual_reply(const std::string& method,
                                            const control::Object& params) {
    if (method == "session.hello")
        return control::Json{{"api", "1.0"},
                             {"server_version", "0.1.0"},
                             {"features", control::Array{}},
                             {"limits", {{"text_bytes", 65536}, {"name_bytes", 64}, {"page", 500}}},
                             {"person", named(own_id, own_name_)},
                             {"profile", folder()}};
    if (method == "rpc.discover") {
        control::Array methods;
        for (const auto& each : newer_) methods.push_back(control::Object{{"name", each}});
        return control::Json{{"methods", methods}};
    }
    if (method == "profile.update") own_name_ = client::text_in(params, "name");
    if (method.starts_with("profile."))
        return control::Json{{"person", named(own_id, own_name_)}, {"device", "d0"}};
    if (method == "presence.set") {
        presence_ = client::text_in(params, "state");
        status_text_ = client::text_in(params, "text");
    }
    if (method.starts_with("presence."))
        return control::Json{{"state", presence_}, {"text", status_text_}};
    if (method == "net.status")
        return control::Json{
            {"port", 47700},
            {"interfaces",
             control::Array{
                 {{"name", "eth0"}, {"used", true}, {"addresses", control::Array{"10.0.0.5"}}}}},
            {"discovery", {{"backend", "avahi-daemon"}, {"state", "running"}}},
            {"links", control::Array{}},
            {"visibility", "known"},
            {"networks",
             control::Array{{{"interface", "eth0"}, {"known", true}, {"visible", true}}}}};
    if (method == "config.list") {
        control::Array settings;
        for (const auto& [key, value] : settings_)
            settings.push_back(control::Object{{"key", key}, {"value", value}});
        return control::Json{{"settings", settings}};
    }
    if (method == "config.set") {
        const auto key = client::text_in(params, "key");
        settings_[key] = params.at("value");
        tell("config.changed", {{"key", key}, {"value", params.at("value")}});
        return control::Json{{"key", key}, {"value", params.at("value")}};
    }
    if (method.starts_with("notify.")) return control::Json{{"snoozed_until", 0}};
    if (method == "card.own")
        return control::Json{{"person", named(own_id, own_name_)},
                             {"card", "earshot:" + std::string(180, 'a')}};
    if (method.starts_with("session.") || method.starts_with("typing."))
        return control::Json(control::Object{});
    return failure(control::FailureKind::unknown_method);
}

PaperOffice::Reply PaperOffice::people_reply(const std::string& method,
                                             const control::Object& params) {
    if (method == "people.list") {
        std::vector<control::Object> people;
        for (const auto& human : humans_) people.push_back(person(human.id));
        return control::Json{{"people", array_of(std::move(people))}, {"more", false}};
    }
    const auto who = client::text_in(params, "who");
    if (person(who).empty()) return failure(control::FailureKind::not_found);
    if (method == "requests.accept") {
        mark(who, "request", false);
        change(who, [](Human& human) { human.state = "accepted"; });
        tell("conversation.changed", {{"conversation", conversation(who)}});
        for (const auto& message : messages_[who]) tell("message.added", {{"message", message}});
    } else if (method == "requests.decline") {
        change(who, [](Human& human) { human.state = "declined"; });
        tell("conversation.removed", {{"conversation", conversation_of(who)}});
    } else if (method == "people.block") {
        change(who, [](Human& human) { human.state = "blocked"; });
    } else if (method == "people.unblock") {
        change(who, [](Human& human) { human.state = "accepted"; });
    } else if (method == "people.notifyWhenSeen") {
        change(who, [&](Human& human) { human.watched = client::flag_in(params, "on"); });
    } else if (method == "people.setAlias") {
        change(who, [&](Human& human) { human.alias = client::text_in(params, "alias"); });
    } else if (method == "verify.start") {
        return control::Json{
            {"person", person(who)},
            {"number", "300354477692869396892869876765458257569162576843440918079131"},
            {"qr", "ESQ1:" + std::string(104, 'G')}};
    } else if (method.starts_with("verify.sas.")) {
        return control::Json{{"person", named(who, "")}, {"stage", "none"}};
    } else if (method.starts_with("verify.")) {
        change(who, [&](Human& human) { human.verified = method == "verify.confirm"; });
    }
    return control::Json(person(who));
}

PaperOffice::Reply PaperOffice::message_reply(const std::string& method,
                                              const control::Object& params) {
    if (method == "conversation.list") {
        std::vector<control::Object> conversations;
        for (const auto& [person, messages] : messages_)
            conversations.push_back(conversation(person));
        return control::Json{{"conversations", array_of(std::move(conversations))},
                             {"more", false}};
    }
    if (method == "conversation.open")
        return control::Json(conversation(client::text_in(params, "who")));
    if (method == "message.list") return control::Json(page(params));
    if (method == "message.send") return control::Json(send(params));
    const auto conversation_id = client::text_in(params, "conversation");
    const auto who = conversation_id.empty() ? std::string{} : conversation_id.substr(2);
    if (method == "conversation.markRead") {
        marks_[who].erase("first_unread");
        mark(who, "unread", 0);
        tell("conversation.changed", {{"conversation", conversation(who)}});
        return control::Json(conversation(who));
    }
    if (method == "draft.get") {
        const auto draft = marks_[who].find("draft");
        const auto* body = draft == marks_[who].end() ? nullptr : draft->value().if_string();
        return control::Json{{"conversation", conversation_id},
                             {"body", body ? *body : boost::json::string{}}};
    }
    if (method == "draft.set") {
        const auto body = client::text_in(params, "body");
        mark(who, "draft", body.empty() ? control::Json(nullptr) : control::Json(body));
        return control::Json{{"conversation", conversation_id}, {"body", body}};
    }
    if (method == "message.info")
        return control::Json{
            {"message", {{"id", params.at("id")}, {"time", at(0)}, {"state", "delivered"}}},
            {"devices",
             control::Array{{{"device", "d1qqqqqqqq"}, {"state", "delivered"}, {"time", at(1)}}}}};
    return failure(control::FailureKind::unknown_method);
}

control::Object PaperOffice::page(const control::Object& params) const {
    const auto who = client::text_in(params, "conversation").substr(2);
    const auto found = messages_.find(who);
    control::Object answer{{"messages", control::Array{}}, {"more", false}, {"more_after", false}};
    if (found == messages_.end()) return answer;
    const auto& all = found->second;
    const auto limit =
        static_cast<std::ptrdiff_t>(std::max<std::int64_t>(1, client::integer_in(params, "limit")));
    const auto size = std::ssize(all);
    const auto place = [&](const char* key) -> std::ptrdiff_t {
        const auto id = client::text_in(params, key);
        if (id.empty()) return -1;
        return std::ranges::find_if(
                   all, [&](const auto& each) { return client::text_in(each, "id") == id; }) -
               all.begin();
    };
    auto first = std::max<std::ptrdiff_t>(0, size - limit);
    auto end = size;
    if (const auto before = place("before"); before >= 0) {
        end = before;
        first = std::max<std::ptrdiff_t>(0, end - limit);
    } else if (const auto after = place("after"); after >= 0) {
        first = std::min(size, after + 1);
        end = std::min(size, first + limit);
    } else if (const auto around = place("around"); around >= 0) {
        first = std::max<std::ptrdiff_t>(0, around - limit / 2);
        end = std::min(size, first + limit);
    }
    control::Array messages;
    for (auto i = first; i < end; ++i) messages.push_back(all[static_cast<std::size_t>(i)]);
    answer["messages"] = std::move(messages);
    answer["more"] = first > 0;
    answer["more_after"] = end < size;
    return answer;
}

control::Object PaperOffice::send(const control::Object& params) {
    const auto who = client::text_in(params, "conversation").substr(2);
    const auto human = std::ranges::find(humans_, who, &Human::id);
    const auto minute = 500 + last_message_;
    const auto id = say(who, client::text_in(params, "body"), minute, true, "queued");
    tell("message.added", {{"message", messages_[who].back()}});
    tell("conversation.changed", {{"conversation", conversation(who)}});
    return {{"id", id},  {"conversation", conversation_of(who)}, {"state", "queued"},
            {"to", who}, {"presence", human->presence},          {"answers", true}};
}

}  // namespace earshot::gui
