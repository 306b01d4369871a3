#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the daemon's objects say, as values that a front end shows. Texts are as they came: whoever
/// draws them makes them visible first (core/base/visible.hpp). Times are milliseconds UTC.
namespace earshot::client {

/// `unknown` is what a newer daemon may say.
enum class Presence : std::uint8_t { offline, online, away, busy, unknown };
enum class Standing : std::uint8_t { stranger, accepted, blocked, declined };
enum class MessageState : std::uint8_t {
    queued,     ///< Here only.
    carried,    ///< Others keep a sealed copy.
    delivered,  ///< On a computer of theirs.
    read,
    failed,
    canceled,
    received,  ///< Somebody else wrote it.
    unknown,
};

/// Somebody's id and name.
struct Named {
    std::string id;
    std::string name;
    friend bool operator==(const Named&, const Named&) = default;
};

struct Person {
    std::string id;
    std::string name;      ///< As they are shown.
    std::string own_name;  ///< As they call themselves.
    std::string alias;     ///< As we call them; empty: by their own name.
    std::string status_text;
    Presence presence = Presence::offline;
    Standing standing = Standing::stranger;
    std::int64_t last_seen = 0;  ///< 0: never.
    bool verified = false;
    bool nearby = false;   ///< Reachable on this network now.
    bool answers = true;   ///< False: here, but a message to them got no answer.
    bool watched = false;  ///< Our person is told when they come.
    bool put_off = false;  ///< They take no more of ours until they accept us.
    bool is_self = false;
    std::optional<Named> namesake;  ///< A contact with the same name who is somebody else.
    std::optional<std::string> through;
    std::vector<std::string> addresses;
    std::vector<std::string> devices;
    friend bool operator==(const Person&, const Person&) = default;
};

struct Conversation {
    std::string id;
    std::string kind;  ///< "direct".
    std::string peer;  ///< Person id.
    std::string peer_name;
    std::string preview;    ///< Of the newest message, one line.
    std::int64_t time = 0;  ///< Of the newest message; 0: there is none.
    std::int64_t unread = 0;
    std::optional<std::string> first_unread;  ///< Message id.
    std::optional<std::string> last_message;
    std::optional<std::string> draft;
    MessageState preview_state = MessageState::unknown;
    bool preview_own = false;
    bool muted = false;
    bool request = false;             ///< The other one is not accepted, and wrote.
    std::vector<std::string> typing;  ///< Person ids, as long as they do.
    friend bool operator==(const Conversation&, const Conversation&) = default;
};

struct Message {
    std::string id;
    std::string conversation;
    std::string author;
    std::string author_name;
    std::string text;
    std::string reason;  ///< Why it failed.
    MessageState state = MessageState::unknown;
    std::int64_t time = 0;  ///< By the author's clock.
    std::uint64_t order = 0;
    std::int64_t author_seq = 0;
    std::int64_t carriers = 0;
    bool own = false;
    bool request = false;
    friend bool operator==(const Message&, const Message&) = default;
};

Presence presence_from(std::string_view text) noexcept;
Standing standing_from(std::string_view text) noexcept;
MessageState message_state_from(std::string_view text) noexcept;

/// How far a message of ours has come: grows from `queued` to `read`. What has ended otherwise
/// (`failed`, `canceled`) ranks above all, so that a late word of an earlier state is not believed.
int rank_of(MessageState state) noexcept;

/// What may follow: never backwards.
bool may_follow(MessageState now, MessageState next) noexcept;

}  // namespace earshot::client
