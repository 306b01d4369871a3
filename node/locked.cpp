#include "node/locked.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "crypto/entropy.hpp"
#include "node/control/locked_server.hpp"
#include "node/keyring.hpp"
#include "node/runtime/task_group.hpp"

namespace earshot::node {
namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr auto never = asio::steady_timer::time_point::max();

/// A keyring that is open gives the key within this. Until then clients wait, so that none is told
/// that the profile is locked which opens by itself.
constexpr Duration keyring_grace = std::chrono::seconds{3};
/// The keyring may be opened later, or not run yet: it is looked at again, and nobody is asked.
constexpr Duration again_first = std::chrono::seconds{2};
constexpr Duration again_max = std::chrono::minutes{1};

class Locked {
public:
    Locked(const LockedProfile& profile, runtime::Descriptor listening, runtime::Log& log,
           const runtime::Supervisor& supervisor)
        : is_in_keyring_(profile.protection == store::Protection::keyring),
          log_(log),
          supervisor_(supervisor),
          ended_(context_.get_executor(), never),
          first_answer_(context_.get_executor(), never),
          keyring_(
              context_.get_executor(),
              {.folder = profile.folder, .entropy = entropy_, .log = log_, .session = *session_},
              [this](store::OpenedKey key) {
                  // Who was told to end does not begin because somebody was typing then.
                  if (!is_ending_) key_ = std::move(key);
                  ended_.cancel();
              }),
          server_(context_.get_executor(), std::move(listening),
                  {.keeper = keyring_,
                   .log = log_,
                   .on_stop = [this] { request_end(); },
                   .protection = std::string{text_of(profile.protection)}}),
          tasks_(context_.get_executor(), [this](std::string_view task, const std::exception_ptr&) {
              log_.error("task failed", {{"task", task}});
              request_end();
          }) {}

    std::optional<store::OpenedKey> run() {
        tasks_.start("control", serve());
        tasks_.start("signals", wait_for_signal());
        tasks_.start("life", end());
        if (is_in_keyring_) tasks_.start("keyring", ask_keyring());
        context_.run();
        return std::move(key_);
    }

private:
    asio::awaitable<void> serve() {
        if (is_in_keyring_) {
            first_answer_.expires_after(keyring_grace);
            co_await first_answer_.async_wait(as_values);
        }
        if (key_ || is_ending_) co_return;
        std::cout << "locked" << std::endl;
        log_.info("profile is locked");
        supervisor_.tell(is_in_keyring_
                             ? "READY=1\nSTATUS=Locked, the session's keyring has the key: "
                               "earshot profile unlock"
                             : "READY=1\nSTATUS=Locked with a passphrase: earshot profile unlock");
        co_await server_.run();
    }

    asio::awaitable<void> ask_keyring() {
        co_await asio::this_coro::throw_if_cancelled(false);
        const auto stop = co_await asio::this_coro::cancellation_state;
        asio::steady_timer wait(context_.get_executor());
        auto asking = secrets::Asking::allowed;
        for (auto pause = again_first; !key_ && !is_ending_;
             pause = std::min(2 * pause, again_max)) {
            bool is_answered = false;
            wait.expires_at(never);
            keyring_.ask_session(asking, [&](const control::Outcome&) {
                is_answered = true;
                wait.cancel();
            });
            // Not shorter when it is cancelled: the answer needs what is here, and comes soon then.
            while (!is_answered) co_await wait.async_wait(as_values);
            first_answer_.cancel();
            asking = secrets::Asking::forbidden;
            if (key_ || stop.cancelled() != asio::cancellation_type::none) co_return;
            wait.expires_after(pause);
            co_await wait.async_wait(as_values);
        }
    }

    asio::awaitable<void> wait_for_signal() {
        auto [error, number] = co_await signals_.async_wait(as_values);
        if (error) co_return;
        log_.info("signal", {{"number", number}});
        request_end();
    }

    void request_end() {
        is_ending_ = true;
        ended_.cancel();
    }

    asio::awaitable<void> end() {
        co_await ended_.async_wait(as_values);
        keyring_.give_up();
        co_await server_.stop();
        tasks_.cancel();
    }

    const bool is_in_keyring_;
    runtime::Log& log_;
    const runtime::Supervisor& supervisor_;
    crypto::SystemEntropy entropy_;
    asio::io_context context_;
    asio::signal_set signals_{context_, SIGINT, SIGTERM};  ///< From the beginning on.
    asio::steady_timer ended_;
    asio::steady_timer first_answer_;  ///< Of the session's keyring, or that it takes long.
    std::optional<store::OpenedKey> key_;
    bool is_ending_ = false;
    std::unique_ptr<secrets::SessionKeyring> session_ = secrets::open_session_keyring();
    Keyring keyring_;
    control::LockedServer server_;
    runtime::TaskGroup tasks_;
};

}  // namespace

std::optional<store::OpenedKey> wait_until_unlocked(const LockedProfile& profile,
                                                    runtime::Descriptor listening,
                                                    runtime::Log& log,
                                                    const runtime::Supervisor& supervisor) {
    Locked locked{profile, std::move(listening), log, supervisor};
    auto key = locked.run();
    if (!key) supervisor.tell("STOPPING=1");
    log.info(key ? "profile is unlocked" : "daemon ends, locked");
    return key;
}

}  // namespace earshot::node
