#include "node/locked.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <iostream>
#include <utility>

#include "crypto/entropy.hpp"
#include "node/control/locked_server.hpp"
#include "node/keyring.hpp"
#include "node/runtime/task_group.hpp"

namespace earshot::node {
namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

class Locked {
public:
    Locked(const std::filesystem::path& folder, runtime::Descriptor listening, runtime::Log& log)
        : log_(log),
          ended_(context_.get_executor(), asio::steady_timer::time_point::max()),
          keyring_(context_.get_executor(), {.folder = folder, .entropy = entropy_, .log = log_},
                   [this](store::DataKey key) {
                       // Who was told to end does not begin because somebody was typing then.
                       if (!is_ending_) key_ = std::move(key);
                       ended_.cancel();
                   }),
          server_(context_.get_executor(), std::move(listening),
                  {.keeper = keyring_, .log = log_, .on_stop = [this] { request_end(); }}),
          tasks_(context_.get_executor(), [this](std::string_view task, const std::exception_ptr&) {
              log_.error("task failed", {{"task", task}});
              request_end();
          }) {}

    std::optional<store::DataKey> run() {
        tasks_.start("control", server_.run());
        tasks_.start("signals", wait_for_signal());
        tasks_.start("life", end());
        context_.run();
        return std::move(key_);
    }

private:
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
        co_await server_.stop();
        tasks_.cancel();
    }

    runtime::Log& log_;
    crypto::SystemEntropy entropy_;
    asio::io_context context_;
    asio::signal_set signals_{context_, SIGINT, SIGTERM};  ///< From the beginning on.
    asio::steady_timer ended_;
    std::optional<store::DataKey> key_;
    bool is_ending_ = false;
    Keyring keyring_;
    control::LockedServer server_;
    runtime::TaskGroup tasks_;
};

}  // namespace

std::optional<store::DataKey> wait_for_passphrase(const std::filesystem::path& folder,
                                                  runtime::Descriptor listening, runtime::Log& log,
                                                  const runtime::Supervisor& supervisor) {
    Locked locked{folder, std::move(listening), log};
    std::cout << "locked" << std::endl;
    log.info("profile is locked");
    supervisor.tell("READY=1\nSTATUS=Locked with a passphrase: earshot profile unlock");
    auto key = locked.run();
    if (!key) supervisor.tell("STOPPING=1");
    log.info(key ? "profile is unlocked" : "daemon ends, locked");
    return key;
}

}  // namespace earshot::node
