#include "discovery/mdns_source.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator&&;
using asio::experimental::awaitable_operators::operator||;
using std::chrono_literals::operator""s;

constexpr std::string_view daemon_backend = "avahi-daemon";
constexpr std::string_view embedded_backend = "avahi-embedded";

/// D-Bus answers within milliseconds, or something is wrong with it.
constexpr auto answer_max = 1s;
/// A daemon that is restarted is back before that.
constexpr auto absence_max = 5s;
/// How long both announce us when the daemon comes, so that nobody loses sight of us.
constexpr auto overlap = 3s;

}  // namespace

MdnsSource::MdnsSource(const asio::any_io_executor& executor, const MdnsOptions& options,
                       Sightings& sightings)
    : sightings_(sightings),
      daemon_(executor,
              HelperOptions{std::string{daemon_backend}, options.daemon_helper, options.interfaces},
              *this),
      embedded_(
          executor,
          HelperOptions{std::string{embedded_backend}, options.embedded_helper, options.interfaces},
          *this) {}

void MdnsSource::announce(const Announcement& announcement) {
    daemon_.announce(announcement);
    embedded_.announce(announcement);
}

void MdnsSource::show_on(const Audience& audience) {
    daemon_.show_on(audience);
    embedded_.show_on(audience);
}

void MdnsSource::look(bool is_on) {
    daemon_.look(is_on);
    embedded_.look(is_on);
}

void MdnsSource::look_again() {
    daemon_.look_again();
    embedded_.look_again();
}

SourceState MdnsSource::state() const {
    const auto daemon = daemon_.state();
    if (daemon.state == "off" || daemon_.is_usable()) return daemon;
    const auto embedded = embedded_.state();
    if (embedded.state == "off") return {embedded.backend, "starting"};
    return embedded;
}

asio::awaitable<void> MdnsSource::run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await (daemon_.run() && choose());
}

asio::awaitable<void> MdnsSource::daemon_has_answered() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    while (!daemon_.has_answered()) {
        co_await daemon_.changed().wait();
        if (is_cancelled(stop)) co_return;
    }
}

asio::awaitable<void> MdnsSource::daemon_is_usable() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    while (!daemon_.is_usable()) {
        co_await daemon_.changed().wait();
        if (is_cancelled(stop)) co_return;
    }
}

asio::awaitable<void> MdnsSource::daemon_has_taken_over() {
    const auto stop = co_await asio::this_coro::cancellation_state;
    do {
        co_await daemon_is_usable();
        co_await pause_for(overlap);
        if (is_cancelled(stop)) co_return;
    } while (!daemon_.is_usable());
}

/// Runs the embedded stack while the daemon is away.
asio::awaitable<void> MdnsSource::choose() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    bool had_daemon = false;
    while (!is_cancelled(stop)) {
        if (daemon_.is_usable()) {
            had_daemon = true;
            co_await daemon_.changed().wait();
            continue;
        }
        if (had_daemon)
            co_await (pause_for(absence_max) || daemon_is_usable());
        else
            co_await (pause_for(answer_max) || daemon_has_answered());
        if (is_cancelled(stop)) co_return;
        if (daemon_.is_usable()) continue;
        co_await (embedded_.run() || daemon_has_taken_over());
    }
}

void MdnsSource::on_sighted(const Sighting& sighting) {
    Sighting ours = sighting;
    ours.source = name();
    sightings_.on_sighted(ours);
}

void MdnsSource::on_lost(std::string_view source, const InstanceId& instance) {
    const auto& other = source == daemon_backend ? embedded_ : daemon_;
    if (!other.knows(instance)) sightings_.on_lost(name(), instance);
}

}  // namespace earshot::discovery
