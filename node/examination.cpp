#include "node/examination.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "core/base/limits.hpp"
#include "discovery/lans.hpp"
#include "node/control/views.hpp"
#include "node/doctor/check.hpp"
#include "node/doctor/probes.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::node {
namespace {

constexpr std::size_t examinations_at_once_max = 4;
constexpr std::size_t dials_max = 16;
constexpr std::uint16_t mdns_port = 5353;
constexpr Duration answer_pause = std::chrono::milliseconds{50};
constexpr Duration answer_reserve = std::chrono::milliseconds{300};

doctor::InterfaceKind kind_of(const discovery::Interface& interface) {
    if (interface.is_loopback) return doctor::InterfaceKind::loopback;
    if (discovery::is_inside(interface)) return doctor::InterfaceKind::inside;
    if (interface.is_point_to_point) return doctor::InterfaceKind::tunnel;
    return doctor::InterfaceKind::lan;
}

bool is_own(const Address& address, const discovery::Interface& interface) {
    return std::ranges::find(interface.addresses, address, &discovery::InterfaceAddress::address) !=
           interface.addresses.end();
}

/// Whether another computer has it, and no router is on the way.
bool is_neighbours(const Address& address, const std::vector<discovery::Interface>& interfaces) {
    const auto is_ours = [&](const auto& each) { return is_own(address, each); };
    const auto is_near = [&](const auto& each) { return discovery::is_on_link(address, each); };
    return !address.is_loopback() && std::ranges::none_of(interfaces, is_ours) &&
           std::ranges::any_of(interfaces, is_near);
}

void add(std::vector<doctor::Dialled>& dialled, const Endpoint& endpoint, bool is_expected = true) {
    if (dialled.size() >= dials_max) return;
    const bool is_known =
        std::ranges::find(dialled, endpoint, &doctor::Dialled::endpoint) != dialled.end();
    if (!is_known) dialled.push_back({endpoint, false, doctor::Reached::not_tried, is_expected});
}

control::Json json_of(const std::vector<doctor::Finding>& findings, Duration took) {
    control::Array array;
    for (const auto& finding : findings) {
        control::Object evidence;
        for (const auto& [key, value] : finding.evidence) {
            if (!evidence.contains(key)) {
                evidence[key] = value;
                continue;
            }
            // The same word twice: both belong there.
            evidence[key] = std::string{evidence[key].get_string().c_str()} + ", " + value;
        }
        control::Object object;
        object["id"] = finding.id;
        object["verdict"] = doctor::text_of(finding.verdict);
        object["code"] = finding.code;
        object["evidence"] = std::move(evidence);
        object["fix"] = finding.fix;
        array.push_back(std::move(object));
    }
    control::Object result;
    result["findings"] = std::move(array);
    result["took_ms"] = static_cast<std::int64_t>(took.count());
    return control::Json(std::move(result));
}

doctor::DialledBack dialled_back_of(std::optional<bool> said) {
    if (!said) return doctor::DialledBack::no_word;
    return *said ? doctor::DialledBack::reached : doctor::DialledBack::not_reached;
}

asio::awaitable<void> dial_one(doctor::Dialled& dialled) {
    dialled.reached = co_await doctor::dial(dialled.endpoint);
}

asio::awaitable<void> probe_path(Address address, std::vector<doctor::PathFacts>& paths) {
    paths.push_back(co_await doctor::look_at_path(address));
}

/// Only there is it known that somebody could have answered.
void keep_reached(std::vector<doctor::PathFacts>& paths, std::span<const doctor::Dialled> dialled) {
    std::erase_if(paths, [&](const doctor::PathFacts& path) {
        return std::ranges::none_of(dialled, [&](const doctor::Dialled& each) {
            return each.endpoint.address == path.address &&
                   each.reached == doctor::Reached::connected;
        });
    });
}

asio::awaitable<void> probe_multicast(std::vector<discovery::Interface> interfaces,
                                      doctor::MulticastFacts& facts) {
    const auto responders = facts.responders;
    facts = co_await doctor::listen_for_mdns(std::move(interfaces));
    facts.responders = responders;
}

asio::awaitable<void> probe_firewall(std::uint16_t port, doctor::FirewallFacts& facts) {
    facts = co_await doctor::look_at_firewall(port);
}

}  // namespace

Examination::Examination(const asio::any_io_executor& executor, Places places)
    : executor_(executor),
      places_(std::move(places)),
      tasks_(executor, [this](std::string_view task, const std::exception_ptr&) {
          places_.log.error("task failed", {{"task", task}});
      }) {}

void Examination::examine(Question question, std::function<void(control::Outcome)> done) {
    if (tasks_.is_cancelled() || tasks_.size() >= examinations_at_once_max) {
        asio::post(executor_, [done = std::move(done)] {
            done(control::Failure{control::FailureKind::busy, "the doctor is busy"});
        });
        return;
    }
    tasks_.start("examination", run(std::move(question), std::move(done)));
}

asio::awaitable<void> Examination::stop() {
    tasks_.cancel();
    co_await tasks_.join();
}

asio::awaitable<void> Examination::run(Question question,
                                       std::function<void(control::Outcome)> done) {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    const auto started = runtime::now().steady;
    doctor::Facts facts;
    facts.program_version = question.program_version;
    note_computer(facts);
    note_network(facts);
    note_others(facts);
    if (question.about) note_person(*question.about, facts);
    co_await probe(question.about, facts);
    if (stop.cancelled() != asio::cancellation_type::none) co_return;
    done(json_of(doctor::judge_all(facts), runtime::now().steady - started));
}

/// Asks again and again whether all that can be said was said, for as long as there is time.
asio::awaitable<void> Examination::await_answers(std::function<bool()> is_over) {
    const auto asked = runtime::now().steady;
    asio::steady_timer timer{executor_};
    while (runtime::now().steady - asked < doctor::examination_max - answer_reserve) {
        timer.expires_after(answer_pause);
        co_await timer.async_wait(asio::use_awaitable);
        if (is_over()) co_return;
    }
}

asio::awaitable<void> Examination::probe_keyring(std::optional<secrets::Sight>& sight) {
    struct Answer {
        bool is_there = false;
        std::optional<secrets::Sight> sight = secrets::Sight::silent;
    };
    // Shared with who answers, maybe after the end.
    const auto answer = std::make_shared<Answer>();
    places_.look_at_keyring([answer](std::optional<secrets::Sight> seen) {
        answer->is_there = true;
        answer->sight = seen;
    });
    co_await await_answers([&] { return answer->is_there; });
    sight = answer->sight;
}

/// Whoever says first that we can be reached settles it; that we cannot, only silence does.
asio::awaitable<void> Examination::probe_dialled_back(doctor::DialledBack& dialled_back) {
    const auto asked = runtime::now().steady;
    places_.ask_dial_back();
    co_await await_answers([&] {
        dialled_back = dialled_back_of(places_.dialled_back_since(asked));
        return dialled_back == doctor::DialledBack::reached;
    });
    // Whoever did it a moment ago does not do it again so soon; what it said then still counts.
    if (dialled_back == doctor::DialledBack::no_word)
        dialled_back =
            dialled_back_of(places_.dialled_back_since(asked - limits::dial_back_interval));
}

/// Whoever cannot reach them says so last, after a try of its own.
asio::awaitable<void> Examination::probe_who_reaches(PersonId id, doctor::PersonFacts& person) {
    places_.ask_who_reaches(id);
    co_await await_answers([&] {
        const auto* const engine = places_.engine();
        if (engine == nullptr) return true;
        const auto sighting = engine->sighting_of(id);
        return sighting.reached_by.size() == sighting.asked;
    });
    const auto* const engine = places_.engine();
    if (engine == nullptr) co_return;
    const auto sighting = engine->sighting_of(id);
    person.asked = sighting.asked;
    for (const auto& by : sighting.reached_by)
        person.reached_by.push_back(control::name_of(*engine, by));
}

asio::awaitable<void> Examination::probe(const std::optional<PersonId>& about,
                                         doctor::Facts& facts) {
    std::vector<discovery::Interface> all;
    if (auto listed = discovery::list_interfaces()) all = *std::move(listed);
    if (const auto gateways = discovery::list_gateways()) discovery::ask_for(*gateways);

    // A group of its own, so that all of them go on at once and all have ended here.
    runtime::TaskGroup probes{executor_, [](std::string_view, const std::exception_ptr&) {}};
    const auto dial_all = [&](std::vector<doctor::Dialled>& dialled) {
        for (auto& each : dialled) {
            each.is_on_link = is_neighbours(each.endpoint.address, all);
            probes.start("dial", dial_one(each));
        }
    };
    dial_all(facts.dialled);
    std::set<Address> others;
    for (const auto& each : facts.dialled)
        if (!each.endpoint.address.is_loopback() && others.insert(each.endpoint.address).second)
            probes.start("path", probe_path(each.endpoint.address, facts.paths));
    if (facts.person) dial_all(facts.person->dialled);
    std::vector<discovery::Interface> used;
    for (const auto& each : all) {
        const auto of_name = [&](const auto& one) { return one.name == each.name && one.is_used; };
        if (std::ranges::any_of(facts.interfaces, of_name)) used.push_back(each);
    }
    probes.start("multicast", probe_multicast(std::move(used), facts.multicast));
    probes.start("firewall", probe_firewall(facts.port, facts.firewall));
    probes.start("keyring", probe_keyring(facts.keyring));
    if (about && facts.person)
        probes.start("who reaches", probe_who_reaches(*about, *facts.person));
    if (facts.links_in + facts.links_out > 0)
        probes.start("dial back", probe_dialled_back(facts.dialled_back));
    co_await probes.join();
    keep_reached(facts.paths, facts.dialled);

    if (const auto gateways = discovery::list_gateways())
        for (const auto& gateway : *gateways)
            facts.gateways.push_back({gateway.address, !gateway.hardware_address.empty()});
}

void Examination::note_computer(doctor::Facts& facts) const {
    const auto folder = places_.facts.profile_folder();
    facts.version = places_.facts.version();
    facts.is_service = places_.is_service;
    facts.has_systemd = doctor::has_systemd();
    facts.has_system_bus = doctor::has_system_bus();
    facts.is_profile_private = doctor::is_private(folder);
    facts.disk_free_bytes = doctor::free_bytes(folder);
    facts.runs_twice = places_.runs_twice();
    const auto* engine = places_.engine();
    facts.does_store_work = engine != nullptr;
    if (engine != nullptr) facts.clock_offsets = engine->gossip().clock_offsets();
}

void Examination::note_network(doctor::Facts& facts) const {
    const auto used = places_.facts.interfaces();
    if (const auto listed = discovery::list_interfaces())
        for (const auto& interface : *listed) {
            const auto is_it = [&](const auto& each) { return each.name == interface.name; };
            const auto known = std::ranges::find_if(used, is_it);
            facts.interfaces.push_back(
                {.name = interface.name,
                 .kind = kind_of(interface),
                 .is_running = interface.is_running,
                 .has_address = std::ranges::any_of(
                     interface.addresses,
                     [](const auto& own) { return !own.address.is_link_local(); }),
                 .is_used = known != used.end() && known->used,
                 .mtu = doctor::mtu_of(interface.name)});
        }
    for (const auto& network : places_.facts.networks())
        if (!network.is_visible) facts.hidden_on.push_back(network.interface);
    facts.port = places_.facts.port();
    facts.wished_port = places_.wished_port();
    if (facts.port != facts.wished_port) facts.port_holder = doctor::holder_of(facts.wished_port);
    const auto discovery = places_.facts.discovery();
    facts.discovery_backend = discovery.backend;
    facts.is_mdns_on = discovery.backend != "off";
    // Our own stack has a socket there, too.
    const std::size_t own = discovery.backend == "avahi-embedded" ? 1 : 0;
    const auto sockets = doctor::sockets_at(mdns_port);
    facts.multicast.responders = sockets > own ? sockets - own : 0;
}

void Examination::note_others(doctor::Facts& facts) const {
    const auto* engine = places_.engine();
    if (engine == nullptr) return;
    facts.publishing = control::publishing(*engine, places_.facts);
    facts.looking = gossip::text_of(engine->gossip().search().looks);
    const auto listed = discovery::list_interfaces();
    for (const auto& link : engine->links()) {
        ++(link.dialled ? facts.links_out : facts.links_in);
        const auto& address = link.remote.address;
        if (listed && is_neighbours(address, *listed)) ++facts.links_on_link;
        if (link.dialled) add(facts.dialled, link.remote);
    }
    const auto lately = runtime::now().wall - doctor::seen_lately;
    for (const auto& [id, person] : engine->people().people()) {
        const bool is_expected = engine->is_online(id) || person.last_seen >= lately;
        for (const auto& endpoint : engine->addresses_of(id))
            add(facts.dialled, endpoint, is_expected);
    }
}

void Examination::note_person(const PersonId& id, doctor::Facts& facts) const {
    const auto* engine = places_.engine();
    const auto* person = engine == nullptr ? nullptr : engine->people().find(id);
    if (person == nullptr) return;
    doctor::PersonFacts about;
    about.name = control::name_of(*engine, id);
    about.is_blocked = engine->people().is_blocked(id);
    about.is_linked = engine->is_linked(id);
    if (const auto middle = engine->through(id)) about.through = control::name_of(*engine, *middle);
    about.is_seen = engine->is_online(id);
    if (person->last_seen != WallTime{}) about.last_seen = person->last_seen;
    for (const auto& endpoint : engine->addresses_of(id)) add(about.dialled, endpoint);
    facts.person = std::move(about);
}

}  // namespace earshot::node
