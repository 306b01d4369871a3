#include "node/power/power_source.hpp"

#include <fstream>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::power {
namespace {

class Supplies {
public:
    void set(const std::string& supply, const std::map<std::string, std::string>& facts) {
        std::filesystem::create_directories(folder_.path() / supply);
        for (const auto& [name, word] : facts)
            std::ofstream{folder_.path() / supply / name} << word << "\n";
    }
    bool are_battery() const { return is_on_battery(folder_.path()); }

private:
    support::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a computer is on battery while its own battery feeds it", "[power]") {
    Supplies supplies;
    CHECK_FALSE(supplies.are_battery());
    CHECK_FALSE(is_on_battery("/there/is/no/such/folder"));

    supplies.set("BAT0", {{"type", "Battery"}, {"status", "Discharging"}, {"scope", "System"}});
    CHECK(supplies.are_battery());

    SECTION("not with its charger in, although the battery may say so for a moment") {
        supplies.set("AC", {{"type", "Mains"}, {"online", "1"}});
        CHECK_FALSE(supplies.are_battery());
        supplies.set("AC", {{"online", "0"}});
        CHECK(supplies.are_battery());
    }
    SECTION("nor at a charger with a USB plug") {
        supplies.set("ucsi-source-psy-1", {{"type", "USB"}, {"online", "1"}});
        CHECK_FALSE(supplies.are_battery());
    }
    SECTION("nor while it is full or charges") {
        supplies.set("BAT0", {{"status", "Charging"}});
        CHECK_FALSE(supplies.are_battery());
    }
    SECTION("nor since its mouse is") {
        supplies.set("BAT0", {{"status", "Full"}});
        supplies.set("hidpp_battery_0",
                     {{"type", "Battery"}, {"status", "Discharging"}, {"scope", "Device"}});
        CHECK_FALSE(supplies.are_battery());
    }
}

}  // namespace earshot::power
