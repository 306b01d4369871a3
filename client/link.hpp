#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/control/failure.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/lines.hpp"
#include "core/control/secret_text.hpp"

/// A front end's side of the control socket, without the socket: it is fed with bytes, and asked
/// for bytes to write. Says hello, subscribes to events after the last one it has seen, matches
/// answers with calls. One thread. The socket's owner tells when it opened and when it closed, and
/// opens it anew after `retry_delay`.
///
///     link.on_opened();  …  link.on_bytes(read);  …  write(link.output()); link.on_written(n);
namespace earshot::client {

/// The connection ended before the answer came, or there was none.
struct Lost {};

/// What became of a call.
using Answer = std::variant<control::Object, control::Failure, Lost>;
using OnAnswer = std::function<void(const Answer&)>;

/// The result, or null.
const control::Object* result_of(const Answer& answer) noexcept;

/// Answer of session.hello.
struct Hello {
    std::string api;  ///< "1.0"
    std::string server_version;
    std::string person;  ///< Our id,
    std::string name;    ///< and name.
    std::string profile;
    std::vector<std::string> features;  ///< What it can do, such as "search".
    std::size_t text_bytes = limits::text_bytes_max;
    std::size_t name_bytes = limits::display_name_bytes_max;
    std::int64_t page = 500;  ///< Most messages in one answer.

    bool can(std::string_view feature) const;
};

class Link {
public:
    /// Outlives the link. Called from inside on_bytes, on_opened and on_closed.
    class Listener {
    public:
        Listener() = default;
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;
        virtual ~Listener() = default;

        /// Greeted and subscribed: calls go out. `is_gapless` when every durable event since the
        /// last connection comes now; otherwise reload.
        virtual void on_ready(bool is_gapless) = 0;
        /// The daemon refuses this program for good: another try makes no sense.
        virtual void on_refused(const control::Failure& failure) = 0;
        /// The profile is locked: see `unlock`.
        virtual void on_locked() = 0;
        virtual void on_lost() = 0;
        /// `fields` has `event`, and `seq` where it is durable.
        virtual void on_event(std::string_view name, const control::Object& fields) = 0;
    };

    enum class State : std::uint8_t { closed, greeting, locked, subscribing, ready, refused };

    struct Greeting {
        std::string program;  ///< "earshot-tui"
        std::string version;
    };

    Link(Greeting greeting, Listener& listener);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    State state() const noexcept { return state_; }
    bool is_ready() const noexcept { return state_ == State::ready; }
    const Hello& hello() const noexcept { return hello_; }
    /// `seq` of the last durable event seen.
    std::optional<std::int64_t> cursor() const noexcept { return cursor_; }

    /// The socket is open.
    void on_opened();
    /// False when what came is not the protocol: close the socket.
    bool on_bytes(std::string_view bytes);
    /// The socket is closed: every call that waits is answered with Lost.
    void on_closed();

    /// What is to be written; the view lives until the next call of anything here.
    std::string_view output() const noexcept { return output_; }
    void on_written(std::size_t bytes);

    /// Before `on_ready`, and when too many wait, it is answered at once with Lost.
    void call(std::string_view method, const control::Object& params, OnAnswer on_answer);
    /// While locked: the session's keyring has the key, and there is no passphrase. The daemon goes
    /// on by itself when the keyring opens.
    bool opens_by_keyring() const noexcept { return opens_by_keyring_; }
    /// Before `on_ready`, while locked; with an empty secret the session's keyring is asked. When
    /// it is right, the daemon closes the socket after its answer and serves the next one.
    void unlock(const control::SecretText& secret, OnAnswer on_answer);
    /// Nobody waits for the answer.
    void tell(std::string_view method, const control::Object& params);

    /// How long to wait before the socket is opened again; grows from try to try.
    Duration retry_delay() noexcept;

private:
    void ask(std::string_view method, const control::Object& params, OnAnswer on_answer);
    void greet();
    void subscribe();
    void on_message(control::Message message);
    void on_event(const control::Object& params);
    void be_locked(const control::Failure& failure);
    void refuse(const control::Failure& failure);

    Greeting greeting_;
    Listener& listener_;
    State state_ = State::closed;
    bool opens_by_keyring_ = false;
    Hello hello_;
    std::string output_;
    std::optional<control::LineSplitter> lines_;  ///< Of this connection.
    std::map<std::int64_t, OnAnswer> waiting_;
    std::optional<std::int64_t> cursor_;
    std::int64_t last_id_ = 0;
    unsigned losses_ = 0;  ///< One after the other, since the last `ready`.
};

}  // namespace earshot::client
