#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/budget.hpp"
#include "core/gossip/presence.hpp"
#include "crypto/entropy.hpp"

/// Our own record: what it says, when it gets a new version, and how we contradict who thinks us
/// gone. docs/PROTOCOL-gossip.md, "Presence".
namespace earshot::gossip {

class OwnPresence {
public:
    /// References outlive this.
    struct Places {
        const identity::LocalIdentity& identity;
        const crypto::Signatures& signatures;
        crypto::Entropy& entropy;
        const NetworkId& network;
    };
    /// What the record says.
    struct Content {
        InstanceId instance;
        State state = State::online;
        Footing footing = Footing::hub;
        std::vector<Endpoint> endpoints;
        CardHash card;
        std::string status_text;
        bool is_confided = false;

        friend bool operator==(const Content&, const Content&) = default;
    };

    /// `seq_before`: the last version any run is known to have made.
    OwnPresence(const Places& places, Content content, std::uint64_t seq_before, Now now);

    const Record& record() const { return record_; }
    const Content& content() const { return content_; }
    const Sid& sid() const { return record_.sid; }

    /// A new version where the content changed.
    void set(Content content, Instant now);
    /// Somebody believes this version gone.
    void on_doubted(std::uint64_t seq, Instant now);
    /// Somebody knows a version of us that we do not: of an earlier run, of another network, or of
    /// somebody who uses our keys. True when it is the last.
    bool on_foreign(const Presence& presence, Instant now);

    /// True when there is a new version to be told.
    bool on_time(Instant now);
    Instant next_deadline() const;

private:
    Record make() const;
    void want_version(Instant now);

    Places places_;
    Content content_;
    std::uint64_t seq_;
    Record record_;
    Instant refresh_at_;
    std::optional<Instant> wanted_at_;
    Budget versions_;
    std::optional<Instant> foreign_at_;
    std::uint64_t foreign_seq_ = 0;  ///< Of the last one; several may tell of it.
};

}  // namespace earshot::gossip
