#include "node/pump.hpp"

#include <boost/asio/post.hpp>

#include "core/base/limits.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::node {
namespace {

using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;

/// More inputs than this wait only when the disk is slower than the network: links stop reading.
constexpr std::size_t inputs_waiting_max = 2 * engine::inputs_per_turn_max;
constexpr auto idle_after = 300ms;
constexpr std::size_t indexed_at_once = 64;
constexpr auto housekeeping_interval = 10min;
/// So that no key that was replaced is on the disk for ten minutes: docs/THREAT_MODEL.md.
constexpr auto erasing_interval = 3min;

/// What a call's failure means for its turn: of the store's kinds, that the turn cannot be kept.
Result<void> turn_result(const control::Outcome& outcome) {
    if (const auto* failure = std::get_if<control::Failure>(&outcome)) {
        if (failure->kind == control::FailureKind::no_space)
            return Error{ErrorKind::no_space, "the disk is full or read-only"};
        if (failure->kind == control::FailureKind::store_error)
            return Error{ErrorKind::io, "the store failed"};
    }
    return {};
}

}  // namespace

Pump::Pump(const asio::any_io_executor& executor, const Places& places, const engine::Parts& parts)
    : executor_(executor),
      places_(places),
      host_(parts, *this),
      alarm_(executor),
      idle_(executor),
      erasing_(executor) {}

Result<void> Pump::start(Now now) {
    EARSHOT_CHECK(host_.start(now));
    index_when_idle();  // After an update all messages wait for it.
    erase_later();
    return {};
}

// Turns

void Pump::push(engine::Input input) {
    host_.push(std::move(input));
    request_turn();
}

void Pump::submit(Work work, Done done) {
    auto call = std::make_shared<Call>(Call{std::move(done), std::nullopt});
    calls_.push_back(call);
    push(engine::Command{[call, work = std::move(work)](engine::Engine& engine, Now now,
                                                        engine::Effects& effects) -> Result<void> {
        call->outcome = work(engine, now, effects);
        return turn_result(*call->outcome);
    }});
}

void Pump::request_turn() {
    if (finished_ || std::exchange(turn_requested_, true)) return;
    // Behind what the loop has ready now: all of it shares the turn, and its one commit.
    asio::post(executor_, [this] { run_turn(); });
}

void Pump::run_turn() {
    turn_requested_ = false;
    if (finished_) return;
    const Now now = runtime::now();
    keep_house(now.steady);
    auto outcome = host_.run(now);
    if (outcome.failure)
        places_.log.limited(runtime::LogLevel::error, "store failed, nothing is accepted",
                            {{"why", *outcome.failure}}, now.steady);
    apply(outcome.dials);
    answer_calls(outcome.failure);
    if (const auto* engine = host_.engine()) {
        places_.feed.publish(*engine, outcome.events);
        places_.feed.publish_presence(*engine, outcome.presence);
        places_.feed.publish_notices(*engine, outcome.notices);
        places_.feed.publish_drafts(*engine, outcome.drafts);
    }
    places_.feed.publish_typing(outcome.typing);
    if (outcome.search && on_search) on_search(*outcome.search);
    if (outcome.seeds_changed && on_seeds_changed) on_seeds_changed();
    for (const auto& each : outcome.tries)
        links_->try_endpoint(each.endpoint, [this, link = each.link](bool is_reached) {
            push(engine::Tried{link, is_reached});
        });
    for (const bool is_reached : outcome.dialled_back)
        (is_reached ? reached_at_ : not_reached_at_) = now.steady;
    if (outcome.runs_twice) {
        twin_seen_ = now.steady;
        places_.log.limited(runtime::LogLevel::warning, "this identity runs twice", {}, now.steady);
    }
    for (const auto& event : outcome.events)
        if (event.kind == store::EventKind::config_changed && on_setting_changed)
            on_setting_changed(event.detail);
    if (host_.has_inputs()) request_turn();
    if (std::exchange(was_full_, is_full()) && !was_full_ && links_ != nullptr) links_->resume();
    set_alarm();
    if (!outcome.events.empty()) index_when_idle();
}

void Pump::answer_calls(const std::optional<Error>& failure) {
    while (!calls_.empty() && (failure || calls_.front()->outcome)) {
        const auto call = std::move(calls_.front());
        calls_.pop_front();
        if (failure)
            call->done(control::failure_of(*failure));
        else
            call->done(*std::move(call->outcome));
    }
}

void Pump::set_alarm() {
    const auto deadline = host_.next_deadline();
    if (finished_ || deadline == alarm_at_) return;
    alarm_at_ = deadline;
    if (!deadline) {
        alarm_.cancel();
        return;
    }
    alarm_.expires_at(runtime::timer_expiry(*deadline));
    alarm_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        alarm_at_.reset();
        request_turn();
    });
}

void Pump::leave() {
    host_.push(
        engine::Command{[](engine::Engine& engine, Now now, engine::Effects&) -> Result<void> {
            engine.leave(now);
            return {};
        }});
    run_turn();
}

void Pump::ask_dial_back(std::uint16_t port) {
    push(engine::Command{
        [port](engine::Engine& engine, Now now, engine::Effects& effects) -> Result<void> {
            engine.ask_dial_back(port, now, effects);
            return {};
        }});
}

void Pump::ask_who_reaches(const PersonId& person) {
    push(engine::Command{[person](engine::Engine& engine, Now now, engine::Effects& effects) {
        return engine.ask_who_reaches(person, now, effects);
    }});
}

std::optional<bool> Pump::dialled_back_since(Instant then) const {
    if (reached_at_ && *reached_at_ >= then) return true;
    if (not_reached_at_ && *not_reached_at_ >= then) return false;
    return std::nullopt;
}

void Pump::finish() {
    if (host_.has_inputs()) run_turn();
    finished_ = true;
    alarm_.cancel();
    idle_.cancel();
    erasing_.cancel();
}

// Housekeeping

void Pump::keep_house(Instant now) {
    if (now < housekeeping_at_) return;
    housekeeping_at_ = now + housekeeping_interval;
    host_.push(
        engine::Command{[](engine::Engine& engine, Now when, engine::Effects&) -> Result<void> {
            EARSHOT_CHECK(engine.stores().events.trim_events(limits::events_kept_max));
            return engine.stores().refs.forget_refs_before(when.wall - limits::ref_memory);
        }});
}

void Pump::index_when_idle() {
    idle_.expires_after(idle_after);
    idle_.async_wait([this](const boost::system::error_code& error) {
        if (!error) index_messages();
    });
}

void Pump::index_messages() {
    if (finished_) return;
    if (turn_requested_) return index_when_idle();
    const auto more = places_.store.index_step(indexed_at_once);
    if (!more) {
        places_.log.warning("messages are not searchable yet", {{"why", more.error()}});
        return;
    }
    if (*more) asio::post(executor_, [this] { index_messages(); });
}

void Pump::erase_later() {
    erasing_.expires_after(erasing_interval);
    erasing_.async_wait([this](const boost::system::error_code& error) {
        if (error || finished_) return;
        if (places_.store.erasing() == store::Erasing::failed)
            places_.log.warning("old keys stay in messages.db-wal: it is being read", {});
        places_.store.erase_log();
        erase_later();
    });
}

// What a turn wants from links

Result<void> Pump::send(LinkId link, std::uint8_t type, ByteView body) {
    auto* driver = links_->find(link);
    if (driver == nullptr) return Error{ErrorKind::refused, "link has ended"};
    return driver->send(type, body);
}

void Pump::close(LinkId link, link::ByeReason reason) {
    if (auto* driver = links_->find(link)) driver->close(reason);
}

Instant Pump::heard(LinkId link) const { return links_->heard(link); }

void Pump::probe(LinkId link) {
    if (auto* driver = links_->find(link)) driver->probe();
}

void Pump::on_stream(const relay::StreamEffect& effect) {
    if (const auto* const start = std::get_if<relay::StartStream>(&effect)) {
        std::optional<link::Expected> expected;
        if (start->is_ours) expected = host_.engine()->expected_at(start->device);
        links_->start_stream(start->stream, start->via, std::move(expected));
    } else if (const auto* const said = std::get_if<relay::StreamBytes>(&effect)) {
        if (auto* const stream = links_->find_stream(said->stream)) stream->on_bytes(said->bytes);
    } else if (const auto* const room = std::get_if<relay::StreamRoom>(&effect)) {
        if (auto* const stream = links_->find_stream(room->stream)) stream->on_room(room->bytes);
    } else if (const auto* const end = std::get_if<relay::EndStream>(&effect)) {
        if (auto* const stream = links_->find_stream(end->stream)) stream->on_end();
    }
}

void Pump::apply(const link::DialEffects& orders) {
    for (const auto& order : orders) {
        if (const auto* cancel = std::get_if<link::CancelDial>(&order)) {
            links_->cancel_dial(cancel->id);
        } else if (const auto* start = std::get_if<link::StartDial>(&order)) {
            std::optional<link::Expected> expected;
            if (start->expected) expected = host_.engine()->expected_at(*start->expected);
            places_.log.debug("dial begins", {{"dial", start->id}, {"at", start->endpoint}});
            links_->dial(start->id, start->endpoint, std::move(expected));
        }
    }
}

// What links say

void Pump::on_dial_failed(net::DialId dial, bool is_refused) {
    places_.log.debug("dial failed", {{"dial", dial}, {"refused", is_refused}});
    push(engine::DialFailed{
        dial, is_refused ? link::DialFailure::refused : link::DialFailure::unreachable});
}

void Pump::on_connected(net::LinkDriver& link) {
    if (link.facts().dial) push(engine::DialConnected{*link.facts().dial});
}

void Pump::on_established(net::LinkDriver& link, const link::Peer& peer) {
    const auto& facts = link.facts();
    places_.log.info("link up", {{"peer", peer.device},
                                 {"at", facts.remote},
                                 {"dialled", facts.dial.has_value()},
                                 {"relayed", facts.stream.has_value()}});
    host_.on_established({.link = facts.id,
                          .peer = peer,
                          .remote = facts.remote,
                          .dial = facts.dial,
                          .started = facts.started,
                          .local = link.local(),
                          .stream = facts.stream});
    request_turn();
}

void Pump::on_received(net::LinkDriver& link, std::uint8_t type, Bytes body) {
    push(engine::FrameReceived{link.id(), type, std::move(body)});
}

void Pump::on_aging(net::LinkDriver& link) { push(engine::LinkAging{link.id()}); }

void Pump::on_ended(net::LinkDriver& link, const link::Ended& ended) {
    const auto& facts = link.facts();
    places_.log.limited(
        runtime::LogLevel::info, "link ended",
        {{"at", facts.remote}, {"reason", link::text_of(ended.reason)}, {"clean", ended.clean}},
        runtime::now().steady);
    host_.on_ended(facts.id, ended);
    if (facts.dial) host_.push(engine::DialFailed{*facts.dial, link::dial_failure(ended.reason)});
    request_turn();
}

void Pump::on_stream_said(StreamId stream, Bytes bytes) {
    push(engine::StreamSaid{stream, std::move(bytes)});
}

void Pump::on_stream_over(StreamId stream) { push(engine::StreamOver{stream}); }

bool Pump::is_full() const { return host_.input_count() >= inputs_waiting_max; }

}  // namespace earshot::node
