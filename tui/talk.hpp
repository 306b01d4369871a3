#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/drafts.hpp"
#include "client/mirror.hpp"
#include "client/typing.hpp"
#include "tui/composer.hpp"
#include "tui/host.hpp"
#include "tui/message_view.hpp"
#include "tui/sidebar.hpp"

/// The conversation that is open: its messages, what is being written, what is on its way to the
/// daemon, and whether we look at it.
namespace earshot::tui {

class Talk {
public:
    /// What the rest of the face is told.
    struct Wishes {
        /// A call failed.
        std::function<void(const client::Answer&)> complain;
    };

    /// Both outlive it.
    Talk(client::Mirror& mirror, Host& host, Wishes wishes);

    const Choice& open() const noexcept { return open_; }
    bool is_open() const noexcept { return open_ != Choice{}; }
    /// The one who is written to, if the daemon has told of them; and what to call them, visible.
    const client::Person* peer() const;
    std::string peer_name() const;
    const client::Conversation* row() const;
    /// They wrote and are no contact.
    bool is_request() const;
    bool is_typing() const;

    /// `around`: the message to show there.
    void open(const Choice& choice, Instant now, std::optional<std::string> around = {});
    void close(Instant now);

    MessageView& messages() noexcept { return messages_; }
    const MessageView& messages() const noexcept { return messages_; }
    Composer& composer() noexcept { return composer_; }
    const Composer& composer() const noexcept { return composer_; }

    /// The text in the composer has changed.
    void on_edited(Instant now);
    /// What is written goes out; false: there is nothing.
    bool send(Instant now);

    /// The terminal's window is looked at.
    void on_focus(bool is_looked_at);
    /// Tells the daemon what is seen now, if that changed: after each picture.
    void see();

    void on_ready(Instant now);
    void on_lost();
    void on_event(std::string_view name, const control::Object& fields);
    void on_time(Instant now);
    /// Drafts go out at once: the program ends.
    void flush(Instant now);
    std::optional<Instant> next_deadline() const;

private:
    /// A message that the daemon has not answered for yet.
    struct Outgoing {
        std::string conversation;
        std::string person;  ///< Where there is no conversation yet.
        std::string body;
    };

    void show(std::string conversation, std::optional<std::string> around);
    void ask_for_conversation(std::optional<std::string> around);
    void send_outgoing(const std::string& ref, Instant now);
    void on_refused(const std::string& ref, const client::Answer& answer, Instant now);
    void save_drafts(Instant now, bool flush);
    void say_typing(const std::optional<client::TypingWord>& word);

    client::Mirror& mirror_;
    Host& host_;
    Wishes wishes_;
    Choice open_;
    MessageView messages_;
    Composer composer_;
    client::Drafts drafts_;
    client::Typing typing_;
    std::map<std::string, Outgoing> outgoing_;  ///< By ref.
    bool is_looked_at_ = true;
    std::optional<std::string> told_focus_;  ///< The last session.focus.
    std::string marked_;                     ///< What the last markRead was about.
};

}  // namespace earshot::tui
