#include "cli/user_unit.hpp"

#include "tests/support/catch.hpp"

namespace earshot::cli {
namespace {

bool has_line(const std::string& text, const std::string& line) {
    return text.find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("a profile's units are named after it", "[user_unit]") {
    CHECK(unit_name("default") == "earshot");
    CHECK(unit_name("work") == "earshot@work");
    CHECK(has_line(socket_text("work"), "ListenStream=%t/earshot/work.sock"));
    CHECK(has_line(service_text({"earshot-daemon", "work", {}}), "Also=earshot@work.socket"));
}

TEST_CASE("a path is quoted for systemd, a name is not", "[user_unit]") {
    CHECK(has_line(service_text({"earshot-daemon", "%i", {}}),
                   "ExecStart=earshot-daemon --profile %i"));
    CHECK(has_line(service_text({"/a b/50%/\"q\"\\d", "default", {}}),
                   R"(ExecStart="/a b/50%%/\"q\"\\d" --profile default)"));
}

TEST_CASE("the service knows where profiles are only where that is unusual", "[user_unit]") {
    CHECK(service_text({"d", "default", {}}).find("Environment") == std::string::npos);
    CHECK(has_line(service_text({"d", "default", "/data dir"}),
                   "Environment=\"XDG_DATA_HOME=/data dir\""));
}

}  // namespace
}  // namespace earshot::cli
