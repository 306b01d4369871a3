#pragma once

#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/session/sessions.hpp"
#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"

/// Somebody who seals messages for one other person, as a peer of an engine under test does.
namespace earshot::support {

class Writer {
public:
    /// References outlive this.
    Writer(const identity::LocalIdentity& who, const identity::LocalIdentity& reader, Now now,
           crypto::Entropy& entropy)
        : reader_(reader),
          now_(now),
          sessions_({who, people_, crypto::ed25519, stores_.sessions, entropy}) {
        REQUIRE(stores_.transactions.begin());
        const auto& theirs = reader.certificate();
        REQUIRE(
            people_.on_proven(identity::person_of(theirs), identity::device_of(theirs), now.wall));
        REQUIRE(sessions_.load(now));
    }

    /// A frame of the reader's keys.
    void learn(ByteView frame) {
        const auto taken = sessions_.on_prekeys(reader_.certificate(), frame, now_);
        REQUIRE(taken);
        REQUIRE(*taken);
        has_learned_ = true;
    }
    bool has_learned() const { return has_learned_; }
    /// A frame of our own keys, for the reader.
    Bytes keys() {
        auto frame = sessions_.prekeys_for(reader_.device(), true, now_);
        REQUIRE(frame);
        return *std::move(frame);
    }
    Bytes seal(std::uint16_t kind, ByteView payload) {
        const auto sealed = sessions_.seal(reader_.device(), kind, payload, now_);
        REQUIRE(sealed);
        REQUIRE(*sealed);
        return (*sealed)->bytes;
    }

private:
    const identity::LocalIdentity& reader_;
    Now now_;
    store::MemoryStore disk_;
    store::Stores stores_ = disk_.stores();
    identity::ContactBook people_ = *identity::ContactBook::load(stores_.people);
    session::Sessions sessions_;
    bool has_learned_ = false;
};

}  // namespace earshot::support
