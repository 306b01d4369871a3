#include "gui/chat.hpp"

#include <QDateTime>
#include <algorithm>
#include <chrono>
#include <utility>

#include "client/read.hpp"
#include "gui/texts.hpp"
#include "gui/words.hpp"

namespace earshot::gui {
namespace {

// A day less than the daemon remembers a `ref`.
constexpr std::chrono::milliseconds repeatable = std::chrono::hours{6 * 24};

Instant now() {
    return Instant{
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

/// Takes out the messages that are too old to be sent again without the danger of sending them
/// twice: they become drafts, for somebody to decide.
std::vector<client::DraftWord> take_stale(std::vector<UnsentMessage>& messages) {
    std::vector<client::DraftWord> stale;
    std::erase_if(messages, [&](const auto& message) {
        const auto age = QDateTime::currentMSecsSinceEpoch() - message.written_ms;
        if (age < repeatable.count()) return false;
        stale.push_back({message.conversation, message.body});
        return true;
    });
    return stale;
}

/// An older daemon does not know the method: there is nothing to try again.
bool is_unknown(const client::Answer& answer) {
    const auto* failure = std::get_if<control::Failure>(&answer);
    return failure && failure->kind == control::FailureKind::unknown_method;
}

}  // namespace

Chat::Chat(Connection& connection, RosterModel& roster, const Times& times, UnsentFile unsent,
           QObject* parent)
    : QObject(parent),
      connection_(connection),
      mirror_(connection.mirror()),
      roster_(roster),
      timeline_(mirror_.timeline(), times),
      unsent_(std::move(unsent)),
      outgoing_(connection, take_unsent()) {
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &Chat::on_time);
    connect(&connection, &Connection::event, this, &Chat::on_event);
    connect(&connection, &Connection::ready, this, &Chat::on_ready);
    connect(&connection, &Connection::stateChanged, this, [this] {
        if (connection_.is_ready()) return;
        is_typed_first_ = false;  // The end of it may stay unheard.
        emit stateChanged();
        keep_unsent();
    });
    connect(&outgoing_, &Outgoing::refused, this, &Chat::on_refused);
    connect(&outgoing_, &Outgoing::answered, this, [this] {
        if (unsent_.exists()) keep_unsent();
    });
    connect(&roster, &RosterModel::peopleChanged, this, &Chat::on_person_changed);
    connect(&timeline_, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first) { arrived_ = timeline_.idOf(first); });
    mirror_.timeline().when_settled([this] {
        arrived_.clear();  // That was loaded.
        connection_.flush();
        timeline_.all_changed();
        emit settled();
    });
}

const client::Conversation* Chat::row() const {
    return mirror_.conversations().find(conversation_);
}

QString Chat::conversation() const { return qt(conversation_); }
bool Chat::is_request() const { return row() && row()->request; }
bool Chat::is_muted() const { return row() && row()->muted; }
bool Chat::is_typing() const { return row() ? !row()->typing.empty() : is_typed_first_; }
bool Chat::is_loaded() const { return mirror_.timeline().is_loaded(); }
bool Chat::has_newer() const { return mirror_.timeline().has_newer(); }
int Chat::unread() const { return row() ? static_cast<int>(row()->unread) : 0; }
int Chat::text_bytes() const { return static_cast<int>(mirror_.hello().text_bytes); }

void Chat::open(const QString& person, const QString& message) {
    wanted_ = utf8(person);
    connection_.call("conversation.open", {{"who", wanted_}},
                     [this, message, who = wanted_](const client::Answer& answer) {
                         if (who != wanted_) return;  // Somebody else was chosen meanwhile.
                         if (const auto* conversation = client::result_of(answer))
                             on_open(*conversation, message);
                         else
                             emit failed(failure_words(answer));
                     });
}

void Chat::openConversation(const QString& conversation, const QString& message) {
    if (const auto* known = mirror_.conversations().find(utf8(conversation)))
        open(qt(known->peer), message);
}

void Chat::on_open(const control::Object& conversation, const QString& message) {
    const auto id = client::text_in(conversation, "id");
    if (id == conversation_ && message.isEmpty()) return;  // The composer keeps what is in it.
    if (id != conversation_) leave();
    const auto shown = std::exchange(conversation_, id);
    peer_ = client::text_in(conversation, "peer");
    const auto first_unread = client::optional_text_in(conversation, "first_unread");
    // Who is here already keeps the line that they found.
    if (id != shown || first_unread) timeline_.set_first_unread(first_unread.value_or(""));
    roster_.set_open_conversation(qt(id));
    on_person_changed();
    if (!message.isEmpty())
        mirror_.timeline().open(id, utf8(message));
    else
        mirror_.timeline().open(id, first_unread);
    connection_.flush();
    tell_focus();
    emit opened();
    emit stateChanged();
    emit settled();
    show_draft();
}

void Chat::close() {
    wanted_.clear();
    if (!is_open()) return;
    leave();
    conversation_.clear();
    peer_.clear();
    person_ = {};
    mirror_.timeline().close();
    roster_.set_open_conversation({});
    tell_focus();
    emit opened();
    emit personChanged();
    emit stateChanged();
}

/// What was written here goes to the daemon before anything else is shown.
void Chat::leave() {
    is_typed_first_ = false;
    tell_typing(typing_.on_ended());
    save_drafts(true);
    composer_.clear();
}

void Chat::on_person_changed() {
    if (!is_open()) return;
    auto person = roster_.person(peer_);
    if (person.id.isEmpty()) {  // Forgotten; the conversation stays.
        person = person_.id == qt(peer_) ? person_ : Person{};
        person.id = qt(peer_);
        if (const auto* known = row()) person.name = qt(known->peer_name);
    }
    emit stateChanged();
    if (person == person_) return;
    person_ = person;
    timeline_.set_person(person_);
    emit personChanged();
}

void Chat::on_event(std::string_view name, const control::Object& fields) {
    if (!is_open()) return;
    if (name == "conversation.removed" && client::text_in(fields, "conversation") == conversation_)
        return close();
    if (name == "typing.changed" && client::text_in(fields, "conversation") == conversation_) {
        is_typed_first_ = client::flag_in(fields, "active");
        emit stateChanged();
    }
    if (name != "message.added" && name != "request.added") return;
    const auto* object = control::find_object(fields, "message");
    const auto message = object ? client::message_from(*object) : std::nullopt;
    // Those of a request are told of again when it is accepted.
    const bool is_new = message && std::exchange(arrived_, {}) == qt(message->id);
    if (!message || message->conversation != conversation_ || message->own) return;
    is_typed_first_ = false;
    if (!is_watched_) return;
    const auto row = timeline_.rowOf(qt(message->id));
    if (row >= 0 && is_new)
        emit heard(timeline_.data(timeline_.index(row), TimelineModel::spoken_role).toString());
}

void Chat::on_ready() {
    tell_focus();
    save_drafts(false);
    fetch_kept_drafts();
}

void Chat::set_watched(bool watched) {
    if (watched == is_watched_) return;
    is_watched_ = watched;
    tell_focus();
    if (looks_at_end_) markRead();
}

void Chat::lookAtEnd(bool looks) {
    if (looks == looks_at_end_) return;
    looks_at_end_ = looks;
    tell_focus();
}

void Chat::tell_focus() {
    control::Object params;
    if (is_watched_ && looks_at_end_ && is_open()) params["conversation"] = conversation_;
    connection_.call("session.focus", params);
}

void Chat::markRead() {
    if (is_watched_ && unread() > 0)
        connection_.call("conversation.markRead", {{"conversation", conversation_}});
}

void Chat::setMuted(bool muted) {
    if (is_open())
        connection_.call("notify.set",
                         {{"conversation", conversation_}, {"level", muted ? "none" : "all"}},
                         [this](const client::Answer& answer) {
                             if (!client::result_of(answer)) emit failed(failure_words(answer));
                         });
}

void Chat::takeBack(const QString& message) {
    connection_.call("outbox.cancel", {{"id", utf8(message)}},
                     [this](const client::Answer& answer) {
                         if (!client::result_of(answer)) emit failed(failure_words(answer));
                     });
}

void Chat::loadOlder() {
    mirror_.timeline().load_older();
    connection_.flush();
}

void Chat::loadNewer() {
    mirror_.timeline().load_newer();
    connection_.flush();
}

void Chat::showEnd() {
    mirror_.timeline().load_end();
    connection_.flush();
}

void Chat::keepInSight(const QString& message) { mirror_.timeline().set_anchor(utf8(message)); }

void Chat::edited(const QString& text) {
    if (!is_open()) return;
    auto body = utf8(text);
    if (body == composer_) return;
    composer_ = std::move(body);
    drafts_.on_edited(conversation_, composer_, now());
    tell_typing(composer_.empty() ? typing_.on_ended() : typing_.on_typed(conversation_, now()));
    wait();
}

void Chat::send(const QString& text) {
    if (!is_open() || text.trimmed().isEmpty()) return;
    if (!outgoing_.send(conversation_, utf8(text))) return;  // The text stays where it is.
    // From here on it is a message: whatever is written next is the draft, wherever it is written.
    composer_.clear();
    drafts_.on_edited(conversation_, {}, now());
    emit draftReplaced({});
    tell_typing(typing_.on_ended());
    timeline_.set_first_unread({});
    if (!connection_.is_ready()) keep_unsent();
    showEnd();
    wait();
}

/// The words come back to where they were written, before what was written there since.
void Chat::on_refused(const UnsentMessage& message, const QString& words) {
    emit failed(words);
    const auto newer = draft_of(message.conversation);
    set_draft(message.conversation, newer.empty() ? message.body : message.body + '\n' + newer);
}

/// Gives the messages of an earlier run.
std::vector<UnsentMessage> Chat::take_unsent() {
    auto unsent = unsent_.load();
    kept_drafts_ = take_stale(unsent.messages);
    std::ranges::move(unsent.drafts, std::back_inserter(kept_drafts_));
    return std::move(unsent.messages);
}

void Chat::fetch_kept_drafts() {
    for (const auto& kept : kept_drafts_)
        connection_.call("draft.get", {{"conversation", kept.conversation}},
                         [this, kept, sent = outgoing_.messages()](const client::Answer& answer) {
                             if (std::holds_alternative<client::Lost>(answer)) return;
                             if (const auto* draft = client::result_of(answer))
                                 bring_back(kept, client::text_in(*draft, "body"), sent);
                             else if (is_unknown(answer))
                                 bring_back(kept, {}, sent);
                             std::erase(kept_drafts_, kept);
                             keep_unsent();
                         });
}

/// What was written meanwhile, here or in another program, stands below it; what has become a
/// message, in `sent`, is no draft any more.
void Chat::bring_back(const client::DraftWord& kept, const std::string& stored,
                      const std::vector<UnsentMessage>& sent) {
    auto newer =
        kept.conversation == conversation_ ? composer_ : drafts_.text_of(kept.conversation, stored);
    const bool is_sent = std::ranges::any_of(sent, [&](const auto& message) {
        return message.conversation == kept.conversation && message.body.starts_with(newer);
    });
    if (is_sent) newer.clear();
    set_draft(kept.conversation, client::joined(kept.body, newer));
}

void Chat::set_draft(const std::string& conversation, const std::string& body) {
    drafts_.on_edited(conversation, body, now());
    if (conversation == conversation_) {
        composer_ = body;
        emit draftReplaced(qt(composer_));
    }
    wait();
}

std::string Chat::draft_of(const std::string& conversation) const {
    if (conversation == conversation_) return composer_;
    const auto* known = mirror_.conversations().find(conversation);
    return drafts_.text_of(conversation, known ? known->draft : std::nullopt);
}

/// With a connection drafts are on their way, and another program may change them next: they are
/// kept only without one.
void Chat::keep_unsent() {
    Unsent unsent{.messages = outgoing_.messages(), .drafts = kept_drafts_};
    if (!connection_.is_ready())
        for (auto& draft : drafts_.unsaved()) unsent.drafts.push_back(std::move(draft));
    if (!unsent_.store(unsent))
        emit failed(tr("What you wrote could not be kept: is the disk full?"));
}

void Chat::flush() {
    save_drafts(true);
    keep_unsent();
}

void Chat::save_drafts(bool flush) {
    if (!connection_.is_ready()) return;
    for (auto& word : drafts_.take_due(now(), flush)) {
        connection_.call("draft.set", {{"conversation", word.conversation}, {"body", word.body}},
                         [this, word](const client::Answer& answer) {
                             const bool is_done = client::result_of(answer) || is_unknown(answer);
                             if (!is_done) return drafts_.on_failed(word, now());
                             drafts_.on_saved(word);
                             mirror_.conversations().put_draft(word.conversation, word.body);
                         });
    }
    wait();
}

void Chat::show_draft() {
    composer_ = drafts_.text_of(conversation_, row() ? row()->draft : std::nullopt);
    emit draftReplaced(qt(composer_));
}

void Chat::tell_typing(const std::optional<client::TypingWord>& word) {
    if (word)
        connection_.call("typing.set",
                         {{"conversation", word->conversation}, {"active", word->active}});
}

void Chat::wait() {
    auto next = drafts_.next_deadline();
    if (const auto typing = typing_.next_deadline(); typing && (!next || *typing < *next))
        next = typing;
    if (!next) return timer_.stop();
    timer_.start(std::max(Duration{0}, *next - now()));
}

void Chat::on_time() {
    // `on_ready` goes on.
    if (!connection_.is_ready()) return keep_unsent();
    tell_typing(typing_.on_time(now()));
    save_drafts(false);
    wait();
}

void Chat::retranslate() { timeline_.all_changed(); }

}  // namespace earshot::gui
