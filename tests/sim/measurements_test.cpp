#include "tests/sim/measurements.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

/// What people write takes at most twice as long while all others start.
bool is_unhindered(const Figures& figures) {
    constexpr double most = 2;
    INFO(to_json(figures));
    CHECK(figures.at("crowd_messages") > 0);
    CHECK(figures.at("crowd_messages") == figures.at("quiet_messages"));
    const auto is_fine = [&](const std::string& share) {
        return figures.at("crowd_seconds_" + share) <= most * figures.at("quiet_seconds_" + share);
    };
    return is_fine("median") && is_fine("p95");
}

}  // namespace

TEST_CASE("messages wait no longer while hundreds of computers start", "[sim][plain]") {
    const auto figures =
        measure(Measurement::crowd, make_measurement(Measurement::crowd, 1, 200, 0));
    CHECK(is_unhindered(figures));
    CHECK(figures.at("messages_lost") == 0);
}

TEST_CASE("messages wait no longer while hundreds of computers start (more of them)",
          "[sim][many]") {
    const auto plan = make_measurement(Measurement::crowd, 1, 600, 0);
    CHECK(is_unhindered(measure(Measurement::crowd, plan)));
}

TEST_CASE("a crowd is seen to hinder messages where connections carry next to nothing",
          "[sim][plain]") {
    constexpr double next_to_nothing = 0.001;
    auto plan = make_measurement(Measurement::crowd, 1, 100, 0);
    plan.faults.front().amount = next_to_nothing;
    CHECK_FALSE(is_unhindered(measure(Measurement::crowd, plan)));
}

TEST_CASE("nobody is taken for gone while nothing happens", "[sim][plain]") {
    const auto plan = make_measurement(Measurement::quiet, 1, 50, 30);
    CHECK(measure(Measurement::quiet, plan).at("false_offline_per_node_hour") == 0);
}

TEST_CASE("nobody is taken for gone while nothing happens (more of them, longer)", "[sim][many]") {
    const auto plan = make_measurement(Measurement::quiet, 1, 100, 60);
    CHECK(measure(Measurement::quiet, plan).at("false_offline_per_node_hour") == 0);
}

}  // namespace earshot::sim
