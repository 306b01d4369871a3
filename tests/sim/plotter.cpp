#include "tests/sim/plotter.hpp"

namespace earshot::sim {

Plotter::Plotter(World& world, Peer& peer, std::string_view purpose, Micros pause_max)
    : world_(world),
      peer_(peer),
      chance_(world.seed(), purpose, {peer.number()}),
      entropy_(chance_.next()),
      pause_max_(pause_max) {}

void Plotter::begin() {
    lies_ = true;
    plot();
}

void Plotter::plot() {
    world_.after(chance_.up_to(pause_max_), [this] {
        if (!lies_) return;
        if (const auto up = links(); !up.empty()) mischief(any(up));
        plot();
    });
}

Bytes Plotter::garbage(std::size_t size) {
    Bytes bytes(size);
    entropy_.fill(bytes);
    return bytes;
}

}  // namespace earshot::sim
