#include "node/daemon.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/limits.hpp"
#include "node/control/settings.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::node {
namespace {

using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

// Together below limits::shutdown_max.
constexpr Duration clients_patience = 1s;
constexpr Duration sources_patience = 1s;
constexpr Duration links_patience = 2s;

constexpr Duration look_for_links_again = 5ms;
constexpr Duration twin_memory = 10min;  ///< Twins are heard of once a minute.
constexpr std::string_view network_settings = "network.";

std::string reason_of(const Error& error) { return std::string{error.what}; }

}  // namespace

Daemon::Daemon(const Options& options, const control::ProfilePlaces& places, runtime::Log& log,
               runtime::Supervisor& supervisor)
    : options_(options),
      places_(places),
      log_(log),
      supervisor_(supervisor),
      power_(context_.get_executor(), *this, log_),
      work_time_(context_.get_executor(),
                 [this](bool is_off) { pump_->push(engine::HoursChanged{is_off}); }),
      tasks_(context_.get_executor(),
             [this](std::string_view task, const std::exception_ptr&) {
                 log_.error("task failed", {{"task", task}});
                 request_stop();
             }),
      stop_requested_(context_.get_executor(), asio::steady_timer::time_point::max()) {
    instance_.bytes = crypto::random_array<InstanceId::size>(entropy_);
}

Daemon::~Daemon() = default;

// Start

std::optional<StartFailure> Daemon::open(Entry entry) {
    started_ = runtime::now().steady;
    keyring_ = std::make_unique<Keyring>(
        context_.get_executor(),
        Keyring::Places{
            .folder = places_.folder, .entropy = entropy_, .log = log_, .session = *session_});
    auto foundation = lay_foundation(std::move(entry.profile), take_in(std::move(entry.key)),
                                     entropy_, runtime::now().wall);
    if (!foundation)
        return StartFailure{"profile " + places_.folder + ": " + reason_of(foundation.error())};
    foundation_.emplace(*std::move(foundation));
    if (auto failure = open_engine()) return failure;

    apply_log_level();
    work_time_.set(setting("notify.hours"));
    auto listener = open_listener();
    if (!listener) return StartFailure{"listening: " + reason_of(listener.error())};
    listener_ = std::make_unique<net::Listener>(*std::move(listener));
    return open_server(std::move(entry.place));
}

std::optional<store::DataKey> Daemon::take_in(std::optional<store::OpenedKey> opened) {
    if (!opened) return std::nullopt;
    if (opened->by == store::Protection::keyring)
        keyring_->keep(store::DataKey{opened->key.expose()});
    return std::move(opened->key);
}

std::optional<StartFailure> Daemon::open_server(std::optional<control::SocketPlace> place) {
    if (!place) {
        auto opened = control::SocketPlace::open(places_, supervisor_.take_sockets());
        if (!opened) return socket_failure(opened.error());
        place.emplace(*std::move(opened));
    }
    const auto executor = context_.get_executor();
    examination_ = std::make_unique<Examination>(executor, examination_places());
    server_ = control::Server::open(executor, *std::move(place),
                                    {.turns = *pump_,
                                     .facts = *this,
                                     .examiner = *examination_,
                                     .keeper = *keyring_,
                                     .feed = feed_,
                                     .log = log_,
                                     .focus = focus_});
    return std::nullopt;
}

engine::Parts Daemon::engine_parts() {
    return {.identity = foundation_->identity,
            .stores = foundation_->store->stores(),
            .entropy = entropy_,
            .instance = instance_,
            .default_name = account_name(),
            .given_name = options_.name,
            .focus = &focus_};
}

std::optional<StartFailure> Daemon::open_engine() {
    const auto executor = context_.get_executor();
    pump_ = std::make_unique<Pump>(executor, Pump::Places{*foundation_->store, feed_, log_},
                                   engine_parts());
    if (const auto started = pump_->start(runtime::now()); !started)
        return StartFailure{"store: " + reason_of(started.error())};
    contacts_only_.emplace(*pump_);

    Neighbourhood::Wishes wishes;
    wishes.interfaces = options_.interfaces;
    wishes.mdns = options_.mdns && setting("net.mdns") != "false";
    wishes.broadcast = options_.mdns && setting("net.broadcast") != "false";
    wishes.seeds = all_seeds();
    neighbourhood_ = std::make_unique<Neighbourhood>(
        executor,
        Neighbourhood::Places{entropy_, log_,
                              [this](engine::Input input) { pump_->push(std::move(input)); },
                              [this] { return pump_->link_count(); }, visibility_places()},
        wishes);
    links_ = std::make_unique<net::Links>(executor, link_parts(), pump_->sinks(), log_);
    pump_->attach(*links_);
    pump_->on_search = [this](const gossip::Search& search) { neighbourhood_->set_search(search); };
    pump_->on_seeds_changed = [this] { neighbourhood_->set_seeds(all_seeds()); };
    pump_->on_setting_changed = [this](std::string_view key) {
        if (key == "log.level") apply_log_level();
        if (key == "notify.hours") work_time_.set(setting(key));
        if (key == "net.visibility" || key.starts_with(network_settings))
            neighbourhood_->on_visibility_changed();
    };
    return std::nullopt;
}

Visibility::Places Daemon::visibility_places() {
    return {
        .setting = [this](std::string_view key) -> std::string {
            // Nobody is met for the first time while the store is broken.
            if (pump_->engine() == nullptr && key.starts_with(network_settings))
                return std::string{control::network_asked};
            return setting(key);
        },
        .store =
            [this](std::string_view key, std::string_view value) {
                pump_->push(engine::Command{[key = std::string{key}, value = std::string{value}](
                                                engine::Engine& engine, Now, engine::Effects&) {
                    return engine.stores().settings.put_setting(key, value);
                }});
            },
        .on_unknown =
            [this](const control::NetworkFacts& network) {
                log_.info("network is unknown", {{"interface", network.interface}});
                feed_.publish_network_unknown(network);
            }};
}

Examination::Places Daemon::examination_places() {
    return {.facts = *this,
            .log = log_,
            .is_service = supervisor_.is_there(),
            .engine = [this] { return pump_->engine(); },
            .runs_twice =
                [this] {
                    const auto seen = pump_->twin_seen();
                    return seen && runtime::now().steady - *seen < twin_memory;
                },
            .ask_dial_back = [this] { pump_->ask_dial_back(port()); },
            .ask_who_reaches = [this](const PersonId& person) { pump_->ask_who_reaches(person); },
            .dialled_back_since = [this](Instant then) { return pump_->dialled_back_since(then); },
            .wished_port =
                [this] {
                    if (options_.listen) return listener_->port();
                    const auto wished = Endpoint::parse("[::]:" + setting("net.port"));
                    return wished ? wished->port : listener_->port();
                },
            .look_at_keyring = [this](auto done) { keyring_->look_at_key(std::move(done)); }};
}

net::LinkParts Daemon::link_parts() {
    return {.identity = foundation_->identity,
            .entropy = entropy_,
            .options =
                [this](link::Role role, const Address& remote) {
                    link::LinkOptions link_options;
                    link_options.own_instance = instance_;
                    if (neighbourhood_->visibility().includes(remote)) return link_options;
                    // An answer would tell a stranger who we are before it is known who asks.
                    link_options.answers_strangers = false;
                    if (role == link::Role::initiator) link_options.policy = &*contacts_only_;
                    return link_options;
                },
            .is_on_link =
                [this](const Address& address) { return neighbourhood_->is_on_link(address); }};
}

std::vector<std::string> Daemon::all_seeds() const {
    auto seeds = options_.seeds;
    if (const auto* engine = pump_->engine())
        if (const auto stored = engine->stores().addresses.seeds())
            seeds.insert(seeds.end(), stored->begin(), stored->end());
    return seeds;
}

std::string Daemon::setting(std::string_view key) const {
    if (const auto* engine = pump_->engine())
        if (const auto stored = engine->stores().settings.find_setting(key); stored && *stored)
            return **stored;
    const auto* known = control::find_setting(key);
    return known == nullptr ? std::string{} : std::string{known->fallback};
}

Result<net::Listener> Daemon::open_listener() {
    const auto executor = context_.get_executor();
    if (options_.listen) return net::Listener::open(executor, options_.listen, log_);
    const auto wished = Endpoint::parse("[::]:" + setting("net.port"));
    if (wished && wished->port != limits::port_preferred)
        if (auto listener = net::Listener::open(executor, wished, log_)) return listener;
    return net::Listener::open(executor, std::nullopt, log_);
}

void Daemon::apply_log_level() {
    if (options_.log_level) return;  // The command line wins.
    if (const auto level = runtime::parse_log_level(setting("log.level"))) log_.set_level(*level);
}

// Life

void Daemon::run() {
    tasks_.start("listener",
                 listener_->run([this](net::tcp::socket socket, const Endpoint& remote) {
                     links_->accept(std::move(socket), remote);
                 }));
    tasks_.start("control", server_->run());
    tasks_.start("signals", wait_for_signal());
    tasks_.start("power", power_.run());
    tasks_.start("work time", work_time_.run());
    neighbourhood_->start(instance_, doorway());
    log_.info("daemon runs", {{"person", person()}, {"port", port()}});
    supervisor_.tell("READY=1\nSTATUS=Listens at port " + std::to_string(port()));

    runtime::TaskGroup last(context_.get_executor(),
                            [this](std::string_view, const std::exception_ptr&) {
                                log_.error("shutdown failed", {});
                                context_.stop();
                            });
    last.start("life", shut_down());
    context_.run();
    log_.info("daemon ends", {});
}

Doorway Daemon::doorway() const {
    const bool is_chosen = options_.listen && !options_.listen->address.is_unspecified();
    return {is_chosen ? std::optional{options_.listen->address} : std::nullopt, port()};
}

asio::awaitable<void> Daemon::wait_for_signal() {
    auto [error, number] = co_await signals_.async_wait(as_values);
    // The next one ends us at once.
    boost::system::error_code ignored;
    signals_.clear(ignored);
    if (!error) {
        log_.info("signal", {{"number", number}});
        request_stop();
    }
}

asio::awaitable<void> Daemon::before_sleep() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    pump_->push(engine::SleepSoon{});
    asio::steady_timer timer{context_.get_executor()};
    do {
        timer.expires_after(look_for_links_again);
        co_await timer.async_wait(as_values);
    } while (links_->size() > 0 && stop.cancelled() == asio::cancellation_type::none);
}

void Daemon::on_woke() { neighbourhood_->on_woke(); }

void Daemon::on_power_source(bool is_battery) { neighbourhood_->set_on_battery(is_battery); }

void Daemon::request_stop() { stop_requested_.cancel(); }

asio::awaitable<void> Daemon::shut_down() {
    auto [stopped] = co_await stop_requested_.async_wait(as_values);
    (void)stopped;
    supervisor_.tell("STOPPING=1");
    feed_.publish_stopping();
    listener_->close();
    server_->stop();
    keyring_->give_up();
    co_await examination_->stop();
    const bool clients_gone = co_await runtime::within(clients_patience, server_->join());
    if (!clients_gone) server_->cancel();
    const bool said_goodbye = co_await runtime::within(sources_patience, neighbourhood_->stop());
    if (!said_goodbye) log_.warning("discovery ends without a goodbye");
    pump_->leave();
    links_->close_all(link::ByeReason::shutdown);
    const bool links_gone = co_await runtime::within(links_patience, links_->join());
    if (!links_gone) links_->cancel();
    co_await links_->join();
    co_await server_->join();
    pump_->finish();
    tasks_.cancel();
    co_await tasks_.join();
}

// Facts

const PersonId& Daemon::person() const { return foundation_->identity.person(); }
std::uint16_t Daemon::port() const { return listener_->port(); }
std::string Daemon::version() const { return EARSHOT_VERSION; }
std::string Daemon::profile_folder() const { return places_.folder; }
std::uint32_t Daemon::process_id() const { return static_cast<std::uint32_t>(getpid()); }
Duration Daemon::uptime(Instant now) const { return now - started_; }
control::DiscoveryFacts Daemon::discovery() const { return neighbourhood_->discovery(); }
std::vector<control::InterfaceFacts> Daemon::interfaces() const {
    return neighbourhood_->interfaces();
}

std::optional<Duration> Daemon::round_trip(LinkId link) const {
    const auto* driver = links_->find(link);
    return driver == nullptr ? std::nullopt : driver->round_trip();
}

std::vector<std::string> Daemon::given_seeds() const { return options_.seeds; }

std::vector<control::NetworkFacts> Daemon::networks() const {
    return neighbourhood_->visibility().networks();
}

std::optional<std::string> Daemon::command_line(std::string_view key) const {
    if (key == "net.port" && options_.listen) return std::to_string(options_.listen->port);
    if ((key == "net.mdns" || key == "net.broadcast") && !options_.mdns) return "false";
    if (key == "log.level" && options_.log_level)
        return std::string{runtime::text_of(*options_.log_level)};
    return std::nullopt;
}

}  // namespace earshot::node
