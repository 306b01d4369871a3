#include <algorithm>

#include "core/base/limits.hpp"
#include "core/gossip/gossip.hpp"
#include "core/identity/ids.hpp"

namespace earshot::gossip {
namespace {

/// Decodes a frame and has it handled; false where it does not decode.
template <class Frame, class Handle>
bool read(ByteView body, Handle handle) {
    const auto frame = wire::decode<Frame>(body, limits::fragmented_body_bytes_max);
    return frame && handle(*frame);
}

}  // namespace

void Gossip::on_frame(LinkId link, std::uint8_t type, ByteView body, Now now, Effects& effects) {
    const auto* const from = links_.find(link);
    if (from == nullptr) return;
    const auto sid = from->sid;
    if (dispatch(*from, type, body, now, effects)) return;
    faults_.on_fault(sid, now.steady);
    overlay_.on_fault(sid, now.steady);
    effects.closes.push_back({link, Parting::refused});
}

/// False: no Earshot says that.
bool Gossip::dispatch(const LinkView& from, std::uint8_t type, ByteView body, Now now,
                      Effects& effects) {
    switch (type) {
        case greeting_frame:
            return read<Greeting>(
                body, [&](const auto& frame) { return on_greeting(from, frame, now, effects); });
        case have_frame:
            return read<HaveFrame>(body, [&](const auto& frame) {
                for (const auto& version : frame.versions) hear(version, from.link, now);
                return spread_.on_have(from.link, frame.versions, now.steady);
            });
        case want_frame:
            return read<WantFrame>(body, [&](const auto& frame) {
                // What is held of somebody from elsewhere may be above what it knows itself, if its
                // keys are used twice: whoever wants its own record is somebody here who tells.
                const auto* const own = table_.find(from.sid);
                if (own != nullptr && std::ranges::find(frame.sids, from.sid) != frame.sids.end())
                    hear({from.sid, own->record->presence.seq}, from.link, now);
                return spread_.on_want(from.link, frame.sids, now.steady, effects);
            });
        case records_frame:
            return read<RecordsFrame>(
                body, [&](const auto& frame) { return on_records(from, frame, now, effects); });
        case doubts_frame:
            return read<DoubtsFrame>(
                body, [&](const auto& frame) { return on_doubts(from, frame, now, effects); });
        case digest_frame:
            return read<DigestFrame>(body, [&](const auto& frame) {
                return reconciler_.on_digest(from.link, frame, now.steady, effects);
            });
        case buckets_frame:
            return read<BucketsFrame>(body, [&](const auto& frame) {
                for (const auto& each : frame.holdings) hear({each.sid, each.seq}, from.link, now);
                return reconciler_.on_buckets(from.link, frame, now.steady, effects);
            });
        case neighbour_frame:
            return read<NeighbourFrame>(body, [&](const auto& frame) {
                overlay_.on_word(from.link, frame.word, now.steady, effects);
                return true;
            });
        default: return dispatch_requests(from, type, body, now, effects);
    }
}

/// What one computer asks of another, rather than tells everybody.
bool Gossip::dispatch_requests(const LinkView& from, std::uint8_t type, ByteView body, Now now,
                               Effects& effects) {
    switch (type) {
        case check_frame:
            return read<CheckFrame>(body, [&](const auto& frame) {
                checks_.on_asked(from.link, frame.version, now.steady, effects);
                return true;
            });
        case checked_frame:
            return read<CheckedFrame>(body, [&](const auto& frame) {
                checks_.on_answer(from.link, frame, now.steady);
                inquiries_.on_answer(from, frame);
                return true;
            });
        case call_frame:
            return read<CallFrame>(body, [&](const auto& frame) {
                on_call(from, frame, now, effects);
                return true;
            });
        case card_wanted_frame:
            return read<CardWantedFrame>(
                body, [&](const auto& frame) { return on_card_wanted(from.link, frame, effects); });
        case cards_missing_frame:
            return read<CardsMissingFrame>(body, [&](const auto& frame) {
                if (frame.cards.size() > limits::cards_in_flight_max) return false;
                for (const auto& card : frame.cards) cards_.on_missing(card, from.link);
                return true;
            });
        case foreign_card_frame: on_foreign_card(body, effects); return true;
        default: return true;
    }
}

// Meeting

bool Gossip::on_greeting(const LinkView& from, const Greeting& greeting, Now now,
                         Effects& effects) {
    clock_offsets_[from.link] = greeting.clock - now.wall;
    if (greeting.held_against) own_.on_doubted(*greeting.held_against, now.steady);
    const auto seq = own_.record().presence.seq;
    // It is only a number until we are shown the record.
    if (greeting.known_seq > seq)
        spread_.want_from(from.link, {own_.sid(), greeting.known_seq}, now.steady);
    if (greeting.known_seq < seq) send_record(from.link, *table_.find(own_.sid()), now, effects);
    if (from.is_dialled) reconciler_.start(from.link, greeting.table_hash, now.steady, effects);
    return true;
}

// Records

bool Gossip::on_records(const LinkView& from, const RecordsFrame& frame, Now now,
                        Effects& effects) {
    if (frame.records.size() > limits::records_per_frame_max) return false;
    if (!spread_.on_records(from.link, frame.records.size(), now.steady)) return false;
    const auto view = from;  // What a record brings about may change the links.
    return std::ranges::all_of(
        frame.records, [&](const auto& aged) { return on_record(view, aged, now, effects); });
}

/// False: no honest peer passes on what is malformed or not authentic.
bool Gossip::on_record(const LinkView& from, const AgedRecord& aged, Now now, Effects& effects) {
    const auto read = places_.copies.record(aged.record);
    if (!read) return false;
    const auto& record = **read;
    const Version version{record.sid, record.presence.seq};
    if (record.sid == own_.sid()) {
        const bool is_ours = is_authentic(record, network_, places_.signatures);
        if (is_ours && own_.on_foreign(record.presence, now.steady)) effects.runs_twice = true;
        spread_.on_received(from.link, version, now.steady);
        return is_ours;
    }
    const auto verdict = table_.judge(record);
    const bool is_new = verdict == Table::Verdict::news ||
                        (verdict == Table::Verdict::twin && table_.wins_over_twin(record));
    if (is_new && !may_come_in(record, from, now)) {
        spread_.on_received(from.link, version, now.steady);
        return true;
    }
    if (is_new) {
        if (!is_authentic(record, network_, places_.signatures)) return false;
        const std::chrono::seconds age{aged.age_seconds};
        const bool is_first_hand = links_.has_met(record.sid);
        const Table::Origin origin{
            from.sid, is_first_hand,
            std::min(Duration{limits::record_lease}, std::chrono::duration_cast<Duration>(age))};
        take(*read, origin, from.link, now, effects);
    }
    if (verdict == Table::Verdict::known) hear(version, from.link, now);
    // Whoever made two records of one version makes a newer one as soon as it sees the other.
    if (verdict == Table::Verdict::twin)
        if (const auto* const author = links_.find(record.sid))
            send_record(author->link, *table_.find(record.sid), now, effects);
    spread_.on_received(from.link, version, now.steady);
    if (verdict == Table::Verdict::stale && table_.find(version.sid) != nullptr)
        spread_.announce_to(from.link, version.sid, now.steady);
    return true;
}

/// Somebody here tells of this version. If it was only known from elsewhere, it is news here.
void Gossip::hear(const Version& version, LinkId from, Now now) {
    if (table_.on_heard(version)) spread_.on_news(version.sid, from, now.steady);
}

/// Whoever is known, or here in person, or a contact, is no newcomer.
bool Gossip::may_come_in(const Record& record, const LinkView& from, Now now) {
    if (table_.find(record.sid) != nullptr || links_.has_met(record.sid)) return true;
    if (places_.contacts.is_contact(record.device)) return true;
    return newcomers_.may_enter(from.link, now.steady);
}

void Gossip::take(Shared<Record> shared, const Table::Origin& origin, LinkId from, Now now,
                  Effects& effects) {
    const auto& record = *shared;
    const auto sid = record.sid;
    const auto* const before = table_.find(sid);
    const bool was_gone = before != nullptr && before->gone_since.has_value();
    const bool has_moved =
        before != nullptr && before->record->presence.endpoints != record.presence.endpoints;
    // Whoever was doubted and comes back, or is another run, was rightly doubted.
    const bool is_refutation = before != nullptr && !was_gone && is_there(record.presence.state) &&
                               before->record->presence.instance == record.presence.instance;
    std::vector<Sid> wrong;
    if (is_refutation)
        for (const auto& witness : before->witnesses) wrong.push_back(sid_of(witness.device));
    else if (before != nullptr)
        vindicate(*before, now);
    const auto accused = before == nullptr ? Accused::unmet : accused_in(*before);
    if (!table_.put(std::move(shared), origin, now.steady)) return;
    for (const auto& accuser : wrong) accusers_.on_refuted(accuser, accused, now.steady);
    if (was_gone) suspicion_.on_flap(sid, now.steady);
    if (has_moved) overlay_.on_moved(sid);
    suspicion_.on_alive(sid);
    checks_.on_news(sid);
    audits_.on_news(sid);
    spread_.on_news(sid, from, now.steady);
    mark_changed(sid, effects);
}

// Doubts

/// False: no honest peer passes on what is not authentic.
bool Gossip::on_doubts(const LinkView& from, const DoubtsFrame& frame, Now now, Effects& effects) {
    if (frame.doubts.size() > limits::gossip_entries_max) return false;
    const auto view = from;
    return std::ranges::all_of(frame.doubts, [&](const auto& doubt) {
        return on_doubt(view, doubt, frame.is_reconciled, now, effects);
    });
}

bool Gossip::on_doubt(const LinkView& from, const Doubt& doubt, bool is_reconciled, Now now,
                      Effects& effects) {
    const auto* const entry = table_.find(doubt.subject);
    const auto seq = entry == nullptr ? 0 : entry->record->presence.seq;
    if (doubt.seq > seq) {
        spread_.want_from(from.link, {doubt.subject, doubt.seq}, now.steady);
        return true;
    }
    if (entry == nullptr) return true;
    if (doubt.seq < seq) {
        // Refuted already: the accusation goes round where the refutation got lost.
        send_record(from.link, *entry, now, effects);
        return true;
    }
    if (doubt.subject == own_.sid()) {
        own_.on_doubted(doubt.seq, now.steady);
        return true;
    }
    // Who has just heard of it from the same table has no opinion of its own.
    const bool has_opinion = entry->is_met || entry->first_seen + limits::visit_max <= now.steady;
    if (is_reconciled && has_opinion && entry->is_online()) {
        // Whoever is doubted must hear of it, to contradict.
        if (const auto* const subject = links_.find(doubt.subject))
            effects.send(subject->link, doubts_frame, DoubtsFrame{true, {doubt}});
        else
            audits_.verify(doubt.subject);
        return true;
    }
    const bool is_honest = believe(doubt, from.link, now, effects);
    if (is_reconciled && entry->is_online() && !entry->witnesses.empty())
        take_for_gone(doubt.subject, now, effects);
    return is_honest;
}

/// False: a witness never said that.
bool Gossip::believe(const Doubt& doubt, std::optional<LinkId> from, Now now, Effects& effects) {
    std::vector<crypto::SignPublicKey> news;
    bool is_honest = true;
    for (const auto& witness : doubt.witnesses) {
        if (!is_listened_to(doubt, witness, now)) continue;
        is_honest = is_authentic(witness, network_, doubt.subject, doubt.seq, places_.signatures);
        if (!is_honest) {
            const auto& subject = *table_.find(doubt.subject);
            if (subject.is_online())
                accusers_.give_back(sid_of(witness.device), accused_in(subject), now.steady);
            break;
        }
        if (table_.add_witness(doubt.subject, witness)) news.push_back(witness.device);
    }
    if (!news.empty()) spread_.on_doubted(doubt.subject, news, now.steady);
    if (from) spread_.on_told(*from, doubt);
    if (news.empty()) return is_honest;
    suspicion_.on_doubted(doubt.subject, now.steady);
    mark_changed(doubt.subject, effects);
    return is_honest;
}

bool Gossip::is_listened_to(const Doubt& doubt, const Witness& witness, Now now) {
    const auto accuser = sid_of(witness.device);
    const auto& subject = *table_.find(doubt.subject);
    if (!Table::lacks(subject, witness)) return false;
    if (accuser == own_.sid()) return true;
    if (!table_.is_established(accuser, now.steady)) return false;
    // Whom we believe gone anyway need not contradict.
    if (!subject.is_online()) return true;
    const auto accused = accused_in(subject);
    if (accusers_.may_accuse(accuser, accused, now.steady)) return true;
    // Those who were made up may have contradicted, so as to silence whoever tells the truth.
    if (accused == Accused::unmet) audits_.verify(doubt.subject);
    return false;
}

// Cards and calls

bool Gossip::on_card_wanted(LinkId link, const CardWantedFrame& frame, Effects& effects) const {
    if (frame.cards.size() > limits::cards_in_flight_max) return false;
    CardsMissingFrame missing;
    for (const auto& hash : frame.cards) {
        if (const auto* const card = places_.contacts.find_card(hash)) {
            effects.frames.push_back({link, foreign_card_frame, *card});
        } else {
            missing.cards.push_back(hash);
        }
    }
    if (!missing.cards.empty()) effects.send(link, cards_missing_frame, missing);
    return true;
}

void Gossip::on_foreign_card(ByteView body, Effects& effects) {
    if (body.size() > limits::card_bytes_max) return;
    if (cards_.on_card(identity::card_hash(body))) effects.cards.push_back(to_bytes(body));
}

/// `from` cannot reach `to`, perhaps since a firewall is in its way; it may be reached itself.
void Gossip::on_call(const LinkView& from, const CallFrame& call, Now now, Effects& effects) {
    if (!calls_per_link_.take(from.link, 1, now.steady)) return;
    const auto* const caller = table_.find(call.from);
    if (caller == nullptr || (from.sid != call.from && call.to != own_.sid())) return;
    if (call.to == own_.sid()) {
        if (links_.has(call.from) || calls_.size() >= limits::favours_max) return;
        if (calls_per_caller_.take(call.from, 1, now.steady)) calls_.insert(call.from);
        return;
    }
    // Whoever is called bounds what it does for the caller, whom several may be looking for.
    if (const auto* const called = links_.find(call.to))
        effects.send(called->link, call_frame, call);
}

}  // namespace earshot::gossip
