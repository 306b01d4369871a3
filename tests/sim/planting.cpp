#include "tests/sim/planting.hpp"

#include <memory>
#include <utility>

namespace earshot::sim {
namespace {

class Bug final : public Meddler {
public:
    Bug(Peer& peer, std::uint8_t type, bool is_inward, Passing passing)
        : peer_(peer), type_(type), is_inward_(is_inward), passing_(std::move(passing)) {}

    bool lets_in(LinkId link, std::uint8_t type, Bytes& body) override {
        return !is_inward_ || type != type_ || passing_(peer_, link, body);
    }
    bool lets_out(LinkId link, std::uint8_t type, Bytes& body) override {
        return is_inward_ || type != type_ || passing_(peer_, link, body);
    }

private:
    Peer& peer_;  // Owns us.
    std::uint8_t type_;
    bool is_inward_;
    Passing passing_;
};

void plant(World& world, std::uint8_t type, bool is_inward, const Passing& passing) {
    for (const auto& peer : world.peers())
        if (!peer->meddler) peer->meddler = std::make_unique<Bug>(*peer, type, is_inward, passing);
}

}  // namespace

void plant_in(World& world, std::uint8_t type, const Passing& passing) {
    plant(world, type, true, passing);
}

void plant_out(World& world, std::uint8_t type, const Passing& passing) {
    plant(world, type, false, passing);
}

void plant_habit(World& world, Micros pause, const std::function<void(Peer&)>& act) {
    world.after(pause, [&world, pause, act] {
        for (const auto& peer : world.peers())
            if (peer->engine() != nullptr && !peer->is_asleep()) act(*peer);
        plant_habit(world, pause, act);
    });
}

}  // namespace earshot::sim
