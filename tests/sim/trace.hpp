#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "tests/sim/moment.hpp"

/// What happened so far: a hash over all of it, which two equal runs share, and the last events as
/// text for whoever wants to know why a run failed.
namespace earshot::sim {

class Trace {
public:
    struct Event {
        std::uint32_t node = 0;
        std::string_view what;    ///< A literal.
        std::uint64_t about = 0;  ///< Another node, a type of frame: what `what` says.
        ByteView detail{};
    };
    void add(Moment when, const Event& event);

    std::string hash() const;
    std::uint64_t events() const { return events_; }
    /// Oldest first, one event a line.
    std::vector<std::string> last() const;

private:
    static constexpr std::size_t kept_max = 2000;
    struct Entry {
        Moment when;
        std::uint32_t node = 0;
        std::string_view what;
        std::uint64_t about = 0;
        std::uint64_t bytes = 0;
    };

    void mix(std::uint64_t word);

    std::uint64_t one_ = 0;
    std::uint64_t other_ = 0;
    std::uint64_t events_ = 0;
    std::vector<Entry> ring_;
};

}  // namespace earshot::sim
