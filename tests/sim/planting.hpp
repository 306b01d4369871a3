#pragma once

#include <cstdint>
#include <functional>

#include "tests/sim/world.hpp"

/// How bugs are planted: what passes between engines and their links is changed on its way.
namespace earshot::sim {

/// Of a frame, which may be changed. False: it is lost.
using Passing = std::function<bool(Peer&, LinkId, Bytes& body)>;

/// In all computers that are placed and have no meddler yet, for frames of this type.
void plant_in(World& world, std::uint8_t type, const Passing& passing);   ///< That come.
void plant_out(World& world, std::uint8_t type, const Passing& passing);  ///< That leave.
/// Something that each of them does again and again.
void plant_habit(World& world, Micros pause, const std::function<void(Peer&)>& act);

}  // namespace earshot::sim
