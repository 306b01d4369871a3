#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/budget.hpp"
#include "core/control/secret_text.hpp"
#include "crypto/entropy.hpp"
#include "node/control/keeper.hpp"
#include "node/runtime/log.hpp"
#include "node/store/keys.hpp"

/// The keys of a profile as clients reach them: how they are protected, unlocking, another
/// passphrase. Passphrases are worked on by a thread of its own, one at a time, and only so many.
/// Confined to its executor's thread.
namespace earshot::node {

namespace asio = boost::asio;

class Keyring final : public control::Keeper {
public:
    struct Places {
        std::filesystem::path folder;
        crypto::Entropy& entropy;  ///< Also used by the other thread; outlives this.
        runtime::Log& log;
        crypto::PasswordCost cost{};  ///< Of new passphrases.
    };
    /// With `on_opened` the profile is locked: it gets the data key, after the client's answer was
    /// queued.
    Keyring(asio::any_io_executor executor, Places places,
            std::function<void(store::DataKey)> on_opened = {});
    /// Waits for a passphrase that is being worked on. Nobody is answered any more.
    ~Keyring() override;
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    void ask(std::string_view method, control::Object params, Done done) override;

private:
    void unlock(control::SecretText secret, Done done);
    void change(control::Object& params, Done done);
    control::Outcome state() const;
    /// Why no passphrase can be worked on now.
    std::optional<control::Failure> hindrance(Instant now);
    template <class Job, class OnDone>
    void work(Job job, OnDone on_done);
    void answer_soon(Done done, control::Outcome outcome);

    asio::any_io_executor executor_;
    Places places_;
    std::function<void(store::DataKey)> on_opened_;
    bool is_locked_;
    bool is_working_ = false;
    std::optional<Budget> tries_;  ///< None since the last one that was right.
    std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< So that late answers see its end.
    std::optional<asio::thread_pool> worker_;               ///< From the first passphrase on.
};

}  // namespace earshot::node
