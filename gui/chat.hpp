#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>

#include "client/drafts.hpp"
#include "client/typing.hpp"
#include "gui/connection.hpp"
#include "gui/outgoing.hpp"
#include "gui/roster_model.hpp"
#include "gui/timeline_model.hpp"
#include "gui/unsent_file.hpp"

/// The conversation that is open: its messages, what is being written, and who is told of it.
/// Drafts live in the daemon and every text stays with its own conversation. What was written or
/// sent while the daemon was away goes to it when it is back, once, also if the window was closed
/// meanwhile.
namespace earshot::gui {

class Chat : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Session")
    Q_PROPERTY(bool isOpen READ is_open NOTIFY opened)
    Q_PROPERTY(QString conversation READ conversation NOTIFY opened)
    Q_PROPERTY(earshot::gui::Person person READ person NOTIFY personChanged)
    Q_PROPERTY(earshot::gui::TimelineModel* timeline READ timeline CONSTANT)
    Q_PROPERTY(bool isRequest READ is_request NOTIFY stateChanged)
    Q_PROPERTY(bool isMuted READ is_muted NOTIFY stateChanged)
    Q_PROPERTY(bool isTyping READ is_typing NOTIFY stateChanged)
    Q_PROPERTY(bool isLoaded READ is_loaded NOTIFY settled)
    Q_PROPERTY(bool hasNewer READ has_newer NOTIFY settled)
    Q_PROPERTY(int unread READ unread NOTIFY stateChanged)
    Q_PROPERTY(int textBytes READ text_bytes NOTIFY opened)

public:
    /// All outlive it. `unsent` is where it keeps what the daemon does not have.
    Chat(Connection& connection, RosterModel& roster, const Times& times, UnsentFile unsent,
         QObject* parent = nullptr);

    bool is_open() const { return !conversation_.empty(); }
    QString conversation() const;
    const Person& person() const { return person_; }
    TimelineModel* timeline() { return &timeline_; }
    bool is_request() const;
    bool is_muted() const;
    bool is_typing() const;
    bool is_loaded() const;
    bool has_newer() const;
    int unread() const;
    /// Longest text that the daemon takes, in UTF-8.
    int text_bytes() const;

    /// Opens the conversation with a person, at a message or where it was left unread.
    Q_INVOKABLE void open(const QString& person, const QString& message = {});
    /// The same by the conversation's id.
    Q_INVOKABLE void openConversation(const QString& conversation, const QString& message = {});
    Q_INVOKABLE void close();

    /// What is in the composer now.
    Q_INVOKABLE void edited(const QString& text);
    Q_INVOKABLE void send(const QString& text);
    Q_INVOKABLE static int bytesOf(const QString& text) {
        return static_cast<int>(text.toUtf8().size());
    }

    Q_INVOKABLE void loadOlder();
    Q_INVOKABLE void loadNewer();
    Q_INVOKABLE void showEnd();
    /// The message that the view keeps in sight; empty: the end.
    Q_INVOKABLE void keepInSight(const QString& message);
    /// Whether the view shows the end: only then is read what arrives.
    Q_INVOKABLE void lookAtEnd(bool looks);
    Q_INVOKABLE void markRead();
    Q_INVOKABLE void setMuted(bool muted);
    Q_INVOKABLE void takeBack(const QString& message);

    /// Whether somebody looks at the window.
    void set_watched(bool watched);
    /// Everything unsaved goes out now; what the daemon does not take is kept for the next start.
    void flush();
    void retranslate();

signals:
    /// Another conversation is open, or none.
    void opened();
    void personChanged();
    void stateChanged();
    /// An answer came: the ends of the window may have changed.
    void settled();
    /// The composer shows this text from now on.
    void draftReplaced(const QString& text);
    /// A message of somebody else came into the open conversation while somebody looks at the
    /// window: for those who hear it. Once a message, and never of what is only loaded.
    void heard(const QString& spoken);
    void failed(const QString& words);

private:
    const client::Conversation* row() const;
    void on_open(const control::Object& conversation, const QString& message);
    void on_person_changed();
    void on_event(std::string_view name, const control::Object& fields);
    void on_ready();
    void leave();
    void tell_focus();
    void on_refused(const UnsentMessage& message, const QString& words);
    std::vector<UnsentMessage> take_unsent();
    void fetch_kept_drafts();
    void bring_back(const client::DraftWord& kept, const std::string& stored,
                    const std::vector<UnsentMessage>& sent);
    void set_draft(const std::string& conversation, const std::string& body);
    std::string draft_of(const std::string& conversation) const;
    void keep_unsent();
    void save_drafts(bool flush);
    void tell_typing(const std::optional<client::TypingWord>& word);
    void wait();
    void on_time();
    void show_draft();

    Connection& connection_;
    client::Mirror& mirror_;
    RosterModel& roster_;
    TimelineModel timeline_;
    client::Drafts drafts_;
    client::Typing typing_;
    QTimer timer_;
    UnsentFile unsent_;
    std::vector<client::DraftWord> kept_drafts_;  ///< Of an earlier run, for the daemon.
    Outgoing outgoing_;
    std::string conversation_;
    std::string peer_;
    std::string wanted_;  ///< Person whose conversation was asked for last.
    std::string composer_;
    QString arrived_;  ///< The message that was added last, until it is known by what.
    Person person_;
    bool is_watched_ = false;
    bool looks_at_end_ = false;    ///< As the view says.
    bool is_typed_first_ = false;  ///< By the other one, before the conversation is in any list.
};

}  // namespace earshot::gui
