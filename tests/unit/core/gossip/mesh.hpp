#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/gossip/gossip.hpp"
#include "tests/support/gossip_computers.hpp"
#include "tests/support/remembering_signatures.hpp"

/// Whole meshes of gossip in virtual time: links with latency and keepalives, dials that succeed,
/// are refused or answered by nobody, computers that die, sleep and are cut off. After every turn
/// of every computer the rules that always hold are checked; see `broken`. The same seed, the same
/// run.
namespace earshot::gossip {

class Mesh final : private Hearing, private Contacts {
public:
    using Name = std::size_t;

    /// `count` computers, which have just started and know nobody.
    Mesh(std::size_t count, std::uint64_t seed);

    // What happens.
    void dial(Name from, Name to);
    /// Everybody else finds `first`.
    void meet(Name first = 0);
    /// Connections are cut, dials refused.
    void kill(Name name);
    /// Says goodbye.
    void leave(Name name);
    void restart(Name name);
    /// Nothing comes from it or reaches it; it runs on.
    void set_silent(Name name, bool is_silent) { nodes_[name].is_silent = is_silent; }
    /// Its lid is shut, without a word.
    void doze(Name name);
    void wake(Name name);
    void move_to(Name name, int island) { nodes_[name].island = island; }
    void say(Name name, std::string text);
    void set_footing(Name name, Footing footing);
    /// Closes the link of these two, as if a router had forgotten it.
    void cut(Name one, Name other);
    /// Whatever a test wants to do to one of them.
    void act(Name name, const std::function<void(Gossip&, Now, Effects&)>& what);

    void run_for(Duration time);
    /// How long it took until `condition` held, at most `most`.
    Duration run_until(Duration most, const std::function<bool()>& condition);
    /// Enough time to become a mesh, and for the first minutes' special rules to end.
    void settle() { run_for(3min); }

    // What is to be seen.
    Gossip& gossip(Name name) { return *nodes_[name].gossip; }
    const Computer& computer(Name name) const { return nodes_[name].computer; }
    std::size_t size() const { return nodes_.size(); }
    Now now() const { return {now_, noon + (now_ - start)}; }
    bool runs(Name name) const { return nodes_[name].runs; }
    bool sees(Name name, Name other) const;
    /// What the other one says of itself, as far as `name` knows.
    std::string heard_say(Name name, Name other) const;
    /// Whether all who run and are neither silent nor asleep see it (or none).
    bool all_see(Name other) const;
    bool none_sees(Name other) const;
    bool are_tables_equal() const;
    std::size_t neighbours(Name name) const { return nodes_[name].gossip->overlay().neighbours(); }
    bool are_linked(Name one, Name other) const;
    std::size_t links(Name name) const { return nodes_[name].gossip->links().computers(); }
    /// Versions that all have made, without those that only renew a lease.
    std::size_t versions() const;
    std::size_t versions_of(Name name) const { return nodes_[name].versions; }
    bool runs_twice(Name name) const { return nodes_[name].runs_twice; }
    /// Frames of this type that were delivered since the start.
    std::size_t delivered(std::uint8_t type) const;
    std::size_t records_delivered() const { return records_delivered_; }
    std::size_t dials() const { return dials_; }
    /// The first rule that was broken; empty while all hold.
    const std::string& broken() const { return broken_; }

private:
    struct Node {
        Computer computer;
        support::SeededEntropy entropy;
        OwnPresence::Content content;
        std::unique_ptr<Gossip> gossip;
        bool runs = true;
        bool is_silent = false;
        int island = 0;
        std::set<Name> reaching;
        std::optional<Instant> deadline;
        Instant made{};  ///< Its newest version.
        std::size_t versions = 0;
        bool runs_twice = false;
    };
    struct End {
        Name name = 0;
        bool is_up = false;
        Instant heard{};
        std::deque<SendFrame> coming;  ///< What the other end sent and is on its way.
    };
    /// Where somebody has never answered is not dialled again so soon, as the dialer has it.
    struct Dialled {
        Instant when{};
        bool has_answered = false;
        bool was_refused = false;
    };
    struct Wire {
        std::array<End, 2> ends;
        Instant since{};
        Instant alive{};         ///< When an end was last up.
        bool is_parted = false;  ///< Its goodbye has been said.
    };

    Instant heard(LinkId link) const override { return end(link).heard; }
    bool is_contact(const DeviceId&) const override { return false; }
    const Bytes* find_card(const CardHash&) const override { return nullptr; }

    const End& end(LinkId link) const { return wires_.at(link / 2).ends[link % 2]; }
    End& end(LinkId link) { return wires_.at(link / 2).ends[link % 2]; }
    static LinkId other(LinkId link) { return link ^ 1; }
    bool can_talk(Name one, Name other) const;
    std::optional<LinkId> find_link(Name one, Name other) const;
    void stop(Name name, LinkEnd how);
    void start_gossip(Name name, std::uint64_t seq_before);
    void later(Duration wait, std::function<void()> what);
    void redial(Name from, Name to);
    void on_dialled(Name from, Name to);
    void connect(Name from, Name to);
    void end_link(LinkId link, LinkEnd how);
    void deliver(LinkId to);
    void carry_out(Name name, Effects effects);
    void close_when_idle(LinkId link);
    void probe(LinkId link);
    void tick();
    void keep_alive(LinkId link);
    void check_rules(Name name);
    bool step(Instant until);

    Instant now_ = start;
    support::RememberingSignatures signatures_;
    std::vector<Node> nodes_;
    std::map<DeviceId, Name> names_;
    std::map<LinkId, Wire> wires_;
    std::map<std::pair<Name, Name>, Dialled> dialled_;
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> events_;
    std::uint64_t next_event_ = 0;
    LinkId next_wire_ = 1;
    std::map<std::uint8_t, std::size_t> delivered_;
    std::size_t records_delivered_ = 0;
    std::size_t dials_ = 0;
    std::string broken_;
};

/// `count` computers that have found each other through the first.
inline std::unique_ptr<Mesh> settled(std::size_t count, std::uint64_t seed) {
    auto mesh = std::make_unique<Mesh>(count, seed);
    mesh->meet();
    mesh->settle();
    return mesh;
}

/// Everybody who runs sees everybody who runs.
inline bool all_see_all(const Mesh& mesh) {
    for (Mesh::Name name = 0; name < mesh.size(); ++name)
        if (mesh.runs(name) && !mesh.all_see(name)) return false;
    return true;
}

}  // namespace earshot::gossip
