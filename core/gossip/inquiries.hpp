#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"

/// Asks those we have links with whether they reach somebody, because a person wants to know. The
/// frames are those of checks, and nobody is accused by what is answered. A pure machine; not
/// thread-safe. docs/PROTOCOL-gossip.md, "Doubts".
namespace earshot::gossip {

class Inquiries {
public:
    /// References outlive this.
    Inquiries(const Table& table, const Links& links) : table_(table), links_(links) {}

    /// Asks at most limits::inquiry_asks_max others, and forgets what was answered before. Nobody
    /// is asked about a computer that the others do not know of, or must not be told of.
    void start(const Sid& about, Instant now, Effects& effects);
    void on_answer(const LinkView& from, const CheckedFrame& answer);
    void on_link_down(LinkId link);

    struct View {
        std::size_t asked = 0;
        std::vector<DeviceId> reached_by;  ///< Who said that they reach it, as they answered.
    };
    /// What became of the last inquiry; nobody was asked where there was none.
    View find(const Sid& about) const;

private:
    struct Inquiry {
        std::uint64_t seq = 0;
        Instant started{};
        std::vector<LinkId> waiting;  ///< Who has not answered yet.
        View view;
    };

    void make_room();

    const Table& table_;
    const Links& links_;
    std::map<Sid, Inquiry> inquiries_;  ///< At most limits::inquiries_max.
};

}  // namespace earshot::gossip
