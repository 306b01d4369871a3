#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/conversation/content.hpp"
#include "core/conversation/hybrid_clock.hpp"
#include "core/conversation/read_mark.hpp"
#include "core/delivery/app.hpp"
#include "core/identity/ids.hpp"
#include "core/session/frames.hpp"
#include "core/session/own_prekeys.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/writer.hpp"
#include "tests/unit/node/control/control_room.hpp"

/// Somebody else, as the engine of a ControlRoom meets them: over a link, in sealed frames.
namespace earshot::control {

class Correspondent {
public:
    /// `room` outlives this. `number` is that of support::person, and of the link.
    Correspondent(ControlRoom& room, unsigned number)
        : room_(room), number_(number), who_(support::person(number)) {}

    PersonId id() const { return who_.person(); }
    DeviceId device() const { return who_.device(); }
    void come() {
        link::Peer peer;
        peer.person = who_.person();
        peer.device = who_.device();
        peer.certificate = who_.certificate();
        push(engine::LinkUp{number_, peer, Endpoint{.port = 1}, std::nullopt,
                            runtime::now().steady});
    }
    void say(std::uint8_t frame, Bytes body) {
        push(engine::FrameReceived{number_, frame, std::move(body)});
    }
    MessageId write(std::string_view text) {
        conversation::Content content;
        content.conversation = conversation();
        content.author = who_.person();
        content.recipient = room_.identity.person();
        content.author_seq = ++written_;
        content.sent = runtime::now().wall;
        const auto* const row = room_.turns->engine().conversations().find(content.conversation);
        const auto seen = row ? row->last_hlc : 0;
        // After everything before it, whoever wrote that: tests rely on the order.
        auto& newest = room_.newest_written;
        content.hlc = newest = conversation::next_hlc(std::max(newest, seen), content.sent);
        content.body = text;
        return deliver(delivery::conversation_kind, wire::encode(content));
    }
    /// Tells that everything up to there was read.
    void read(const MessageId& up_to) {
        conversation::ReadMark mark;
        mark.conversation = conversation();
        mark.reader = who_.person();
        mark.author = room_.identity.person();
        mark.up_to = up_to;
        mark.since = 1;
        deliver(delivery::read_mark_kind, wire::encode(mark));
    }

private:
    ConversationId conversation() const {
        return identity::direct_conversation_id(who_.certificate().account,
                                                room_.identity.certificate().account);
    }
    MessageId deliver(std::uint16_t kind, const Bytes& payload) {
        if (!writer_) learn_keys();
        const auto id = identity::message_id(payload);
        const delivery::DeliverFrame frame{{{id, writer_->seal(kind, payload)}}};
        say(delivery::deliver_frame, wire::encode(frame));
        return id;
    }
    void learn_keys() {
        const auto now = runtime::now();
        writer_.emplace(who_, room_.identity, now, entropy_);
        session::OwnPrekeys keys{room_.store.stores().sessions, entropy_};
        REQUIRE(keys.load(now));
        writer_->learn(wire::encode(session::PrekeysFrame{
            .prekey = keys.current().offered(), .one_time = {}, .card = std::nullopt}));
    }
    void push(engine::Input input) { room_.turns->push(std::move(input)); }

    ControlRoom& room_;
    unsigned number_;
    identity::LocalIdentity who_;
    crypto::SystemEntropy entropy_;
    std::optional<support::Writer> writer_;
    std::uint64_t written_ = 0;
};

}  // namespace earshot::control
