#include "tests/sim/channel.hpp"

namespace earshot::sim {

std::vector<Segment> LinkChannel::take_output() {
    std::vector<Segment> output;
    if (auto bytes = link_.take_output(); !bytes.empty())
        output.push_back({0, std::move(bytes), nullptr});
    return output;
}

}  // namespace earshot::sim
