#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/budget.hpp"
#include "core/control/secret_text.hpp"
#include "crypto/entropy.hpp"
#include "node/control/keeper.hpp"
#include "node/runtime/log.hpp"
#include "node/secrets/session_keyring.hpp"
#include "node/store/keys.hpp"

/// The keys of a profile as clients reach them: how they are protected, unlocking, another
/// protection. Passphrases and what the session's keyring is asked are worked on by a thread of its
/// own, one at a time, and only so many passphrases. Confined to its executor's thread.
namespace earshot::node {

namespace asio = boost::asio;

/// As clients are told it.
std::string_view text_of(store::Protection protection) noexcept;

class Keyring final : public control::Keeper {
public:
    struct Places {
        std::filesystem::path folder;
        crypto::Entropy& entropy;  ///< Also used by the other thread; outlives this.
        runtime::Log& log;
        /// Also used by other threads; outlives this, which is its only user.
        secrets::SessionKeyring& session;
        crypto::PasswordCost cost{};  ///< Of new passphrases.
    };
    /// With `on_opened` the profile is locked: it gets the data key, after the client's answer was
    /// queued.
    Keyring(asio::any_io_executor executor, Places places,
            std::function<void(store::OpenedKey)> on_opened = {});
    /// Gives up, and waits for a passphrase that is being worked on. Nobody is answered any more.
    ~Keyring() override;
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    /// From now on the profile moves away from the session's keyring, which has opened this key,
    /// also when that has lost its own or is gone. Before anything is asked.
    void keep(store::DataKey key) { kept_.emplace(std::move(key)); }

    void ask(std::string_view method, control::Object params, Done done) override;

    /// Opens a locked profile whose key the session's keyring has; `done` as for `ask`.
    void ask_session(secrets::Asking asking, Done done);

    /// What the session's keyring shows of the profile's key, for `done`, on the executor's thread;
    /// nothing where it is to have none. Asks nobody.
    void look_at_key(std::function<void(std::optional<secrets::Sight>)> done);

    /// Whoever waits for the session's keyring is answered soon, and it is asked nothing any more.
    void give_up() noexcept { places_.session.give_up(); }

private:
    struct Wish;

    void unlock(control::Object& params, Done done);
    void change(control::Object& params, Done done);
    void carry_out(Wish wish, store::Protection was, Done done);
    void on_opened(Result<store::DataKey> opened, store::Protection protection, const Done& done);
    void tell_state(Done done);
    control::Outcome state() const;
    /// Why no passphrase can be worked on now.
    std::optional<control::Failure> hindrance(Instant now);
    template <class Job, class OnDone>
    void work(Job job, OnDone on_done);
    template <class Job, class OnDone>
    void post_to(std::optional<asio::thread_pool>& thread, Job job, OnDone on_done);
    void answer_soon(Done done, control::Outcome outcome);

    asio::any_io_executor executor_;
    Places places_;
    std::function<void(store::OpenedKey)> on_opened_;
    bool is_locked_;
    bool is_working_ = false;
    /// Only while the keyring has it, to our own knowledge and whatever the disk says: otherwise
    /// whoever can write the profile's folder would need no passphrase. Stays put while there is
    /// work, whose thread looks at it.
    std::optional<store::DataKey> kept_;
    std::optional<Budget> tries_;  ///< None since the last one that was right.
    std::vector<Done> curious_;  ///< Who asked for the state: bounded as the calls of clients are.
    std::optional<bool> has_session_;  ///< Whether there was a keyring, when last looked.
    std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< So that late answers see its end.
    std::optional<asio::thread_pool> worker_;               ///< From the first passphrase on.
    std::optional<asio::thread_pool> onlooker_;  ///< From the first question for the state on.
};

}  // namespace earshot::node
