#include "tests/sim/peer.hpp"

#include <algorithm>

#include "core/identity/ids.hpp"
#include "tests/sim/universe.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Noon of 2023-11-14 UTC or so: where every wall clock starts.
constexpr WallTime epoch{1'700'000'000s};
constexpr Duration sighting_again = 60s;
constexpr Duration dial_unanswered = 5s;

}  // namespace

/// A link over a wire.
struct Peer::Port {
    LinkId id{};
    link::Link link;
    std::shared_ptr<Wire> wire;
    std::size_t side = 0;  ///< 0 if we dialled.
    Endpoint remote;
    std::optional<link::DialId> dial;
    Instant started{};
};

Result<void> Peer::send(LinkId id, std::uint8_t type, ByteView body) {
    const auto port = ports_.find(id);
    if (port == ports_.end()) return Error{ErrorKind::refused, "link has ended"};
    return port->second->link.send(type, body);
}

void Peer::close(LinkId id, link::ByeReason reason) {
    const auto port = ports_.find(id);
    if (port == ports_.end()) return;
    link::Events events;
    port->second->link.close(reason, universe_.now(), events);
    on_link_events(*port->second, events);
}

Instant Peer::heard(LinkId id) const {
    const auto port = ports_.find(id);
    return port == ports_.end() ? Instant::min() : port->second->link.heard();
}

Peer::Peer(Universe& universe, std::string name, Endpoint endpoint, std::uint64_t seed)
    : universe_(universe),
      name_(std::move(name)),
      endpoint_(endpoint),
      entropy_(seed),
      identity_(identity::LocalIdentity::generate(entropy_, epoch)) {}

Peer::~Peer() = default;

Now Peer::now() const {
    const auto passed = universe_.now().time_since_epoch();
    return {universe_.now(), epoch + passed + clock_offset};
}

// Life of the process

void Peer::start() {
    if (is_up()) return;
    ++life_;
    instance_.bytes = crypto::random_array<InstanceId::size>(entropy_);
    host_ = std::make_unique<engine::Host>(
        engine::Parts{identity_, disk.stores(), entropy_, instance_, name_}, *this);
    if (!host_->start(now())) {  // A disk that fails just now; somebody starts it again.
        host_.reset();
        universe_.after(1s, [this, life = life_] {
            if (life == life_) start();
        });
        return;
    }
    universe_.record("start", bytes_of(name_));
    host_->push(engine::NetworkChanged{{{endpoint_.address, 16}}, {endpoint_}});
    announce(life_);
    request_turn();
}

void Peer::announce(std::uint64_t life) {
    if (life != life_) return;
    universe_.sight(*this);
    universe_.after(sighting_again, [this, life] { announce(life); });
}

void Peer::crash() {
    if (!is_up()) return;
    universe_.record("crash", bytes_of(name_));
    ++life_;
    for (const auto& [id, port] : ports_)
        port->wire->drop(port->side, universe_.faults.resets_are_seen);
    ports_.clear();
    host_.reset();
    alarm_.reset();
    turn_requested_ = false;
    disk.crash();
}

void Peer::stop() {
    if (!is_up()) return;
    host_->close_all(link::ByeReason::shutdown);
    flush_ports();
    crash();
}

// What a person does and sees

void Peer::say(const Peer& to, const std::string& text) {
    push(engine::Command{
        [this, person = to.person(), text](engine::Engine& engine, Now when,
                                           engine::Effects& effects) -> Result<void> {
            EARSHOT_TRY(const auto sent, engine.send_text(person, text, when, effects));
            (void)sent;
            unconfirmed_.push_back(text);
            return {};
        }});
}

std::size_t Peer::waiting() const {
    return host_ && host_->engine() ? host_->engine()->waiting_count() : 0;
}

bool Peer::knows(const Peer& other) const {
    if (!host_ || !host_->engine()) return false;
    const auto* person = host_->engine()->people().find(other.person());
    return person != nullptr && person->name == other.name();
}

std::vector<store::Message> Peer::history(const Peer& with) {
    const auto conversation = identity::direct_conversation_id(
        identity_.certificate().account, with.identity_.certificate().account);
    auto page =
        disk.stores().messages.page(conversation, {.before = std::nullopt, .limit = 1'000'000});
    return page ? *std::move(page) : std::vector<store::Message>{};
}

std::vector<std::string> Peer::texts_from(const Peer& author) {
    std::vector<std::string> texts;
    for (const auto& message : history(&author == this ? *this : author))
        if (message.author == author.person()) texts.push_back(message.text);
    return texts;
}

// Turns

void Peer::push(engine::Input input) {
    if (!is_up()) return;
    host_->push(std::move(input));
    request_turn();
}

void Peer::request_turn() {
    if (std::exchange(turn_requested_, true)) return;
    universe_.after(0ms, [this, life = life_] {
        if (life == life_) run_turn();
    });
}

void Peer::run_turn() {
    turn_requested_ = false;
    if (universe_.rolls(universe_.faults.failed_commit)) disk.fail_next_commit(ErrorKind::no_space);
    auto outcome = host_->run(now());
    if (outcome.failure) unconfirmed_.clear();
    if (universe_.rolls(universe_.faults.crash_in_turn)) {
        unconfirmed_.clear();  // Kept, but nobody was told.
        crash();
        universe_.after(1s, [this, life = life_] {
            if (life == life_) start();
        });
        return;
    }
    for (auto& text : std::exchange(unconfirmed_, {})) said.push_back(std::move(text));
    for (const auto& order : outcome.dials)
        if (const auto* start_dial = std::get_if<link::StartDial>(&order)) dial(*start_dial);
    flush_ports();
    if (host_->has_inputs()) request_turn();
    set_alarm();
}

void Peer::set_alarm() {
    auto earliest = host_->next_deadline();
    for (const auto& [id, port] : ports_)
        if (const auto due = port->link.next_deadline(); due && (!earliest || *due < *earliest))
            earliest = due;
    if (!earliest || (alarm_ && *alarm_ <= *earliest)) return;
    alarm_ = earliest;
    universe_.at(*earliest, [this, life = life_, when = *earliest] {
        if (life != life_ || alarm_ != when) return;
        alarm_.reset();
        std::vector<LinkId> ids;
        for (const auto& [id, port] : ports_) ids.push_back(id);
        for (const auto id : ids) {
            const auto port = ports_.find(id);
            if (port == ports_.end()) continue;
            link::Events events;
            port->second->link.on_time(universe_.now(), events);
            on_link_events(*port->second, events);
        }
        run_turn();
    });
}

// Links

void Peer::on_sighted(const InstanceId& instance, const Endpoint& endpoint) {
    push(engine::Sighted{instance, {endpoint}});
}

void Peer::dial(const link::StartDial& order) {
    Peer* target = universe_.find(order.endpoint);
    if (target != nullptr && universe_.are_separate(*this, *target)) target = nullptr;
    const bool unanswered = target == nullptr;
    universe_.after(unanswered ? dial_unanswered : 2 * universe_.latency(),
                    [this, life = life_, order, target] {
                        if (life == life_) on_dialled(order, target);
                    });
}

void Peer::on_dialled(const link::StartDial& order, Peer* target) {
    if (host_->engine() == nullptr) return;  // Its disk failed meanwhile: nothing is dialled.
    if (target == nullptr || universe_.are_separate(*this, *target))
        return push(engine::DialFailed{order.id, link::DialFailure::unreachable});
    if (!target->is_up()) {
        // A computer answers for a process that is no more, unless it is gone as well.
        const auto failure = universe_.faults.resets_are_seen ? link::DialFailure::refused
                                                              : link::DialFailure::unreachable;
        return push(engine::DialFailed{order.id, failure});
    }
    auto wire = std::make_shared<Wire>(universe_, *this, *target);
    link::LinkOptions options;
    options.own_instance = instance_;
    if (order.expected) options.expected = host_->engine()->expected_at(*order.expected);
    target->accept(wire, endpoint_);
    add_port(std::move(wire), std::move(options), order.endpoint, order.id);
    push(engine::DialConnected{order.id});
}

void Peer::accept(const std::shared_ptr<Wire>& wire, const Endpoint& from) {
    link::LinkOptions options;
    options.own_instance = instance_;
    add_port(wire, std::move(options), from, std::nullopt);
}

void Peer::add_port(std::shared_ptr<Wire> wire, link::LinkOptions options, const Endpoint& remote,
                    std::optional<link::DialId> dial) {
    const LinkId id{next_link_++};
    const auto role = dial ? link::Role::initiator : link::Role::responder;
    auto port = std::make_unique<Port>(Port{
        id, link::Link{role, identity_, std::move(options), entropy_, universe_.now()},
        std::move(wire), dial ? std::size_t{0} : std::size_t{1}, remote, dial, universe_.now()});
    auto& end = port->wire->end(port->side);
    end.on_bytes = [this, life = life_, id](ByteView bytes) {
        const auto found = ports_.find(id);
        if (life != life_ || found == ports_.end()) return;
        link::Events events;
        found->second->link.on_bytes(bytes, universe_.now(), events);
        universe_.record(name_, bytes);
        on_link_events(*found->second, events);
        request_turn();
    };
    end.on_end = [this, life = life_, id] {
        const auto found = ports_.find(id);
        if (life != life_ || found == ports_.end()) return;
        link::Events events;
        found->second->link.on_end(universe_.now(), events);
        on_link_events(*found->second, events);
        request_turn();
    };
    ports_.emplace(id, std::move(port));
    request_turn();
}

void Peer::on_link_events(Port& port, const link::Events& events) {
    for (const auto& event : events) {
        if (const auto* established = std::get_if<link::Established>(&event)) {
            host_->on_established(
                {port.id, established->peer, port.remote, port.dial, port.started});
        } else if (const auto* received = std::get_if<link::Received>(&event)) {
            host_->push(engine::FrameReceived{port.id, received->type, received->body});
        } else if (std::holds_alternative<link::Aging>(event)) {
            host_->push(engine::LinkAging{port.id});
        } else if (const auto* ended = std::get_if<link::Ended>(&event)) {
            host_->on_ended(port.id, *ended);
            // After a handshake this dial is no more, and nobody listens to its failure.
            if (port.dial)
                host_->push(engine::DialFailed{*port.dial, link::dial_failure(ended->reason)});
        }
    }
}

void Peer::flush_ports() {
    std::erase_if(ports_, [&](const auto& each) {
        auto& port = *each.second;
        const Bytes output = port.link.take_output();
        if (!output.empty()) port.wire->send(port.side, output);
        if (!port.link.finished()) return false;
        port.wire->close(port.side);
        return true;
    });
}

}  // namespace earshot::sim
