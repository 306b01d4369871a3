#include "tests/sim/peer.hpp"

#include <algorithm>

#include "core/identity/ids.hpp"
#include "tests/sim/universe.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Noon of 2023-11-14 UTC or so: where every wall clock starts.
constexpr WallTime epoch{1'700'000'000s};
constexpr int million = 1'000'000;
/// Questions come after 1, 2, 4 ... s (RFC 6762, 5.2).
constexpr Micros asked_again_first = 1s;
constexpr Micros asked_again_most = 60s;

link::Peer proof_of(const identity::LocalIdentity& identity, const InstanceId& instance) {
    return {.person = identity.person(),
            .device = identity.device(),
            .instance = instance,
            .certificate = identity.certificate(),
            .signed_certificate = identity.signed_certificate(),
            .version = 1,
            .features = 0,
            .channel_binding = {}};
}

}  // namespace

Peer::Peer(Universe& universe, NodeNumber number, std::string name, Endpoint endpoint)
    : universe_(universe),
      number_(number),
      name_(std::move(name)),
      endpoints_{endpoint},
      entropy_(Chance{universe.seed(), "entropy", {number}}.next()),
      trouble_(universe.seed(), "trouble in turns", {number}),
      boundary_(universe.seed(), "trouble at the boundary", {number}),
      identity_(identity::LocalIdentity::generate(entropy_, epoch)) {
    universe_.network.spot(number_);
}

Peer::Peer(Universe& universe, NodeNumber number, const Peer& original, Endpoint endpoint)
    : footing(original.footing),
      universe_(universe),
      number_(number),
      name_(original.name_),
      endpoints_{endpoint},
      entropy_(Chance{universe.seed(), "entropy", {number}}.next()),
      trouble_(universe.seed(), "trouble in turns", {number}),
      boundary_(universe.seed(), "trouble at the boundary", {number}),
      identity_(*identity::LocalIdentity::restore(original.identity_.secrets())) {
    universe_.network.spot(number_);
    disk.copy_from(original.disk);
}

Peer::~Peer() = default;

Now Peer::now() const {
    const auto passed = told(universe_.now()).time_since_epoch();
    const auto steady = lived();
    const auto ahead = steady + slept_ - asleep_since_.value_or(universe_.now());
    return {told(steady), epoch + passed + clock_offset + std::chrono::floor<Duration>(ahead)};
}

Moment Peer::lived() const {
    const auto passed = asleep_since_.value_or(universe_.now()) - slept_ - pace_.from;
    return pace_.shown + passed + passed * pace_.ppm / million;
}

/// The first in which its clock shows that, or a little later.
Moment Peer::moment_of(Instant instant) const {
    auto passed = Moment{instant} - pace_.shown;
    if (pace_.ppm != 0) passed = passed * million / (million + pace_.ppm) + 2us;
    return pace_.from + passed + slept_;
}

void Peer::set_drift(int ppm) {
    pace_ = {asleep_since_.value_or(universe_.now()) - slept_, lived(), ppm};
    if (!is_up()) return;
    alarm_.reset();
    set_alarm();
}

// Life of the process

void Peer::start() {
    if (is_up()) return;
    woke_at_.reset();
    ++life_;
    universe_.network.spot(number_).is_powered = true;
    instance_.bytes = crypto::random_array<InstanceId::size>(entropy_);
    proof_ = std::make_shared<const link::Peer>(proof_of(identity_, instance_));
    const auto stores = disk.stores();
    host_ = std::make_unique<engine::Host>(
        engine::Parts{.identity = identity_,
                      .stores = universe_.disks_forget ? forgetful_.over(stores) : stores,
                      .entropy = entropy_,
                      .instance = instance_,
                      .default_name = name_,
                      .given_name = std::nullopt,
                      .signatures = universe_.signatures,
                      .footing = footing,
                      .copies = universe_.copies},
        *this);

    if (!host_->start(now())) {  // A disk that fails just now; somebody starts it again.
        host_.reset();
        return start_again_later();
    }
    universe_.record({number_, "start"});
    search_ = {};
    is_shown_ = true;
    on_network_changed();
    announce();
}

void Peer::start_again_later() {
    universe_.after(1s, [this, life = life_] {
        if (life == life_) start();
    });
}

void Peer::later(Micros wait, std::function<void()> happen) {
    universe_.after(wait, [this, life = life_, happen = std::move(happen)] {
        if (life == life_) happen();
    });
}

/// What discovery would do with it.
void Peer::obey(gossip::Search search) {
    const bool was_looking = search_.is_looking();
    const bool was_shown = is_shown_;
    search_ = std::move(search);
    is_shown_ = !search_.segments || !search_.segments->empty();
    if (is_shown_ && !was_shown) universe_.announce(*this);
    if (search_.is_looking() == was_looking) return;
    ++looks_;
    if (!was_looking) query(asked_again_first);
}

void Peer::announce() {
    if (is_advertising()) universe_.announce(*this);
    name_seeds();
    later(universe_.sighting_again, [this] { announce(); });
}

void Peer::name_seeds() {
    for (const auto& seed : seeds) push(engine::Sighted{link::Seed{seed.text()}, {seed}});
}

void Peer::look_around() {
    if (is_advertising()) universe_.announce(*this);
    name_seeds();
    ++looks_;
    query(asked_again_first);
}

void Peer::query(Micros next) {
    if (is_browsing()) universe_.query(*this);
    later(next, [this, next, look = looks_] {
        if (look == looks_ && search_.is_looking()) query(std::min(next * 2, asked_again_most));
    });
}

void Peer::on_network_changed() {
    if (!is_up()) return;
    const bool is_plugged = universe_.network.spot(number_).is_plugged;
    engine::NetworkChanged changed;
    if (is_plugged)
        for (const auto& endpoint : endpoints_) changed.own.push_back({endpoint.address, 16});
    if (is_plugged && !is_hidden_) {
        changed.reachable_at = endpoints_;
        for (const auto& own : changed.own)
            changed.segments.push_back({"eth" + std::to_string(changed.segments.size()), {own}});
    }
    changed.is_hidden = is_plugged && is_hidden_;
    push(std::move(changed));
    if (is_plugged) look_around();
}

void Peer::set_hidden(bool is_hidden) {
    is_hidden_ = is_hidden;
    on_network_changed();
}

void Peer::move_to(std::vector<Endpoint> endpoints, bool is_seen) {
    universe_.record({number_, "move"});
    endpoints_ = std::move(endpoints);
    ++moves_;
    for (const auto& [id, connection] : connections_) {
        if (!connection->wire) continue;
        if (is_seen)
            connection->wire->cut();
        else
            connection->wire->strand();
    }
    on_network_changed();
}

void Peer::put_back(const store::MemoryStore& copy) {
    universe_.record({number_, "disk put back"});
    const bool was_up = is_up();
    if (was_up) crash(true);
    disks_before_.push_back(std::make_unique<store::MemoryStore>());
    disks_before_.back()->copy_from(disk);
    disk.copy_from(copy);
    if (was_up) start();
}

void Peer::crash(bool has_lost_power) {
    ++life_;  // Also a start that was going to happen does not.
    const bool is_seen = universe_.faults.resets_are_seen && !has_lost_power;
    universe_.network.spot(number_).is_powered = is_seen;
    if (!is_up()) return;
    universe_.record({number_, "crash"});
    drop_connections(is_seen);
    host_.reset();
    dials_.clear();
    alarm_.reset();
    turn_requested_ = false;
    unconfirmed_.clear();
    disk.crash();
}

void Peer::stop() {
    if (!is_up()) return;
    push(engine::Command{[](engine::Engine& engine, Now when, engine::Effects&) -> Result<void> {
        engine.leave(when);
        return {};
    }});
    run_turn();
    if (!is_up()) return;
    host_->close_all(link::ByeReason::shutdown);
    flush_connections();
    crash();
}

void Peer::suspend(bool announced) {
    if (is_asleep()) return;
    if (announced && is_up()) {
        host_->push(engine::SleepSoon{});
        run_turn();
    }
    universe_.record({number_, "sleep"});
    universe_.network.spot(number_).is_awake = false;
    asleep_since_ = universe_.now();
}

void Peer::resume() {
    if (!is_asleep()) return;
    universe_.record({number_, "wake"});
    universe_.network.spot(number_).is_awake = true;
    woke_at_ = universe_.now();
    slept_ += universe_.now() - *std::exchange(asleep_since_, std::nullopt);
    alarm_.reset();
    turn_requested_ = false;
    if (!is_up()) return;
    push(engine::Woke{});
    look_around();
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

void Peer::choose(gossip::State state) {
    push(engine::Command{
        [state](engine::Engine& engine, Now when, engine::Effects&) -> Result<void> {
            return engine.set_presence({.state = state, .text = {}, .until = std::nullopt}, when);
        }});
}

void Peer::accept(const Peer& other) {
    push(engine::Command{
        [person = other.person()](engine::Engine& engine, Now when, engine::Effects& effects) {
            return engine.accept(person, when, effects);
        }});
}

void Peer::forget(const Peer& other) {
    push(engine::Command{[person = other.person()](engine::Engine& engine, Now when,
                                                   engine::Effects& effects) -> Result<void> {
        EARSHOT_TRY([[maybe_unused]] const auto count, engine.forget(person, false, when, effects));
        return {};
    }});
}

std::size_t Peer::waiting() const { return engine() ? engine()->waiting_count() : 0; }

bool Peer::knows(const Peer& other) const {
    if (!engine()) return false;
    const auto* person = engine()->people().find(other.person());
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

void Peer::on_sighted(const InstanceId& instance, std::vector<Endpoint> endpoints) {
    if (is_asleep()) return;
    ++sightings_;
    push(engine::Sighted{instance, std::move(endpoints)});
}

// Turns

void Peer::push(engine::Input input) {
    if (!is_up()) return;
    host_->push(std::move(input));
    request_turn();
}

void Peer::request_turn() {
    if (is_asleep() || std::exchange(turn_requested_, true)) return;
    later(0ms, [this] { run_turn(); });
}

void Peer::run_turn() {
    if (is_asleep()) return;
    turn_requested_ = false;
    ++turns_;
    const bool had_nothing = !host_->has_inputs();
    if (trouble_.rolls(universe_.faults.failed_commit)) disk.fail_next_commit(ErrorKind::no_space);
    auto outcome = host_->run(now());
    if (outcome.failure) {
        woke_at_.reset();
        unconfirmed_.clear();
        ++failures_;
    }
    if (trouble_.rolls(universe_.faults.crash_in_turn)) {
        crash();  // What was said in this turn is kept, but nobody was told.
        return start_again_later();
    }
    for (auto& text : std::exchange(unconfirmed_, {})) said.push_back(std::move(text));
    if (universe_.watcher != nullptr)
        for (const auto& change : outcome.presence)
            universe_.watcher->on_shown(number_, change.person, change.shown.state);
    for (const auto& order : outcome.dials) {
        if (const auto* start_dial = std::get_if<link::StartDial>(&order)) dial(*start_dial);
        if (const auto* cancel = std::get_if<link::CancelDial>(&order)) dials_.erase(cancel->id);
    }
    if (outcome.search) obey(*std::move(outcome.search));
    disturb_links();
    flush_connections();
    const auto due = host_->next_deadline();
    const bool is_eager = had_nothing && due && *due <= now().steady;
    eager_turns_ = is_eager ? eager_turns_ + 1 : 0;
    eager_turns_most_ = std::max(eager_turns_most_, eager_turns_);
    accept_requests();
    if (host_->has_inputs()) request_turn();
    set_alarm();
}

/// Everybody here is glad of everybody.
void Peer::accept_requests() {
    if (engine() == nullptr || engine()->requests().empty()) return;
    host_->push(engine::Command{
        [](engine::Engine& engine, Now when, engine::Effects& effects) -> Result<void> {
            const auto people = engine.requests();  // Accepting changes them.
            for (const auto& person : people) EARSHOT_CHECK(engine.accept(person, when, effects));
            return {};
        }});
}

std::optional<Instant> Peer::next_deadline() const {
    auto earliest = host_->next_deadline();
    for (const auto& [id, connection] : connections_)
        if (const auto due = connection->channel->next_deadline();
            due && (!earliest || *due < *earliest))
            earliest = due;
    return earliest;
}

void Peer::set_alarm() {
    const auto earliest = next_deadline();
    if (!earliest) return;
    auto when = moment_of(*earliest);
    if (alarm_ && alarm_due_ <= when) return;
    alarm_due_ = when;
    if (const auto early = universe_.faults.early_turn; early > 0 && trouble_.rolls(early))
        ring_early(when);
    if (const auto late = universe_.faults.late_turn; late > 0us) when += trouble_.up_to(late);
    alarm_ = when;
    universe_.at(when, [this, life = life_, when] {
        if (life == life_ && alarm_ == when && !is_asleep()) on_alarm();
    });
}

void Peer::ring_early(Moment due) {
    const auto wait = trouble_.up_to(std::max(Micros{1}, due - universe_.now()));
    later(wait, [this] {
        if (!is_asleep()) run_turn();
    });
}

void Peer::on_alarm() {
    alarm_.reset();
    std::vector<LinkId> ids;
    for (const auto& [id, connection] : connections_) ids.push_back(id);
    for (const auto id : ids) {
        const auto found = connections_.find(id);
        if (found == connections_.end()) continue;
        link::Events events;
        found->second->channel->on_time(now().steady, events);
        on_link_events(*found->second, events);
    }
    run_turn();
}

}  // namespace earshot::sim
