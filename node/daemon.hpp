#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/conversation/focus.hpp"
#include "crypto/entropy.hpp"
#include "node/contacts_only.hpp"
#include "node/control/event_feed.hpp"
#include "node/control/node_facts.hpp"
#include "node/control/server.hpp"
#include "node/entry.hpp"
#include "node/examination.hpp"
#include "node/foundation.hpp"
#include "node/keyring.hpp"
#include "node/neighbourhood.hpp"
#include "node/net/links.hpp"
#include "node/net/listener.hpp"
#include "node/options.hpp"
#include "node/power/power.hpp"
#include "node/pump.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/supervisor.hpp"
#include "node/runtime/task_group.hpp"
#include "node/secrets/session_keyring.hpp"
#include "node/work_time.hpp"

/// The daemon of one profile: builds its parts, runs them on one thread, and ends them in order. It
/// holds no rule of its own.
namespace earshot::node {

class Daemon final : private control::NodeFacts, private power::PowerEvents {
public:
    /// From here on a signal to end waits until `run`, which then ends at once. `log` and
    /// `supervisor` outlive the daemon.
    Daemon(const Options& options, const control::ProfilePlaces& places, runtime::Log& log,
           runtime::Supervisor& supervisor);
    ~Daemon() override;

    /// Opens everything. Nothing is heard or said before `run`.
    std::optional<StartFailure> open(Entry entry);

    const PersonId& person() const;
    std::uint16_t port() const override;

    /// Until a signal or a client ends it; then at most limits::shutdown_max.
    void run();

private:
    engine::Parts engine_parts();
    std::optional<StartFailure> open_engine();
    std::vector<std::string> all_seeds() const;
    std::string setting(std::string_view key) const;
    Visibility::Places visibility_places();
    net::LinkParts link_parts();
    Examination::Places examination_places();
    Result<net::Listener> open_listener();
    std::optional<store::DataKey> take_in(std::optional<store::OpenedKey> opened);
    std::optional<StartFailure> open_server(std::optional<control::SocketPlace> place);
    void apply_log_level();
    Doorway doorway() const;
    asio::awaitable<void> wait_for_signal();
    asio::awaitable<void> shut_down();

    asio::awaitable<void> before_sleep() override;
    void on_woke() override;
    void on_power_source(bool is_battery) override;

    std::string version() const override;
    std::string profile_folder() const override;
    std::uint32_t process_id() const override;
    Duration uptime(Instant now) const override;
    control::DiscoveryFacts discovery() const override;
    std::vector<control::InterfaceFacts> interfaces() const override;
    std::vector<control::NetworkFacts> networks() const override;
    std::optional<Duration> round_trip(LinkId link) const override;
    std::vector<std::string> given_seeds() const override;
    std::optional<std::string> command_line(std::string_view key) const override;
    void request_stop() override;

    Options options_;
    control::ProfilePlaces places_;
    runtime::Log& log_;
    runtime::Supervisor& supervisor_;
    crypto::SystemEntropy entropy_;
    InstanceId instance_;
    Instant started_{};
    asio::io_context context_;
    asio::signal_set signals_{context_, SIGINT, SIGTERM};  ///< From the beginning on.
    // In the order of building; taken apart the other way round.
    std::optional<Foundation> foundation_;
    control::EventFeed feed_;
    conversation::Focus focus_;
    std::unique_ptr<Pump> pump_;
    std::optional<ContactsOnly> contacts_only_;
    std::unique_ptr<Neighbourhood> neighbourhood_;
    std::unique_ptr<net::Links> links_;
    std::unique_ptr<net::Listener> listener_;
    std::unique_ptr<Examination> examination_;
    std::unique_ptr<secrets::SessionKeyring> session_ = secrets::open_session_keyring();
    std::unique_ptr<Keyring> keyring_;
    std::unique_ptr<control::Server> server_;
    power::Power power_;
    WorkTime work_time_;
    runtime::TaskGroup tasks_;
    asio::steady_timer stop_requested_;
};

}  // namespace earshot::node
