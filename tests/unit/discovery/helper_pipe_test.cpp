#include "discovery/helper_pipe.hpp"

#include <string>
#include <vector>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::discovery {
namespace {

const std::string instance_text(26, 'a');
const std::string tags_zero(43, 'A');

std::string without_end(std::string line) {
    REQUIRE(line.ends_with('\n'));
    line.pop_back();
    return line;
}

}  // namespace

TEST_CASE("helper's commands survive the way there and back") {
    UseInterfaces all;
    UseInterfaces two;
    two.names = {"eth0", "wlp3s0.7"};
    Announcement announcement;
    announcement.host_label = std::string(25, 'b') + "a";
    announcement.port = 47700;
    announcement.tags[3][7] = std::byte{0xFF};
    const std::vector<Command> commands{all,
                                        two,
                                        announcement,
                                        Audience{},
                                        Audience{std::vector<std::string>{}},
                                        Audience{std::vector<std::string>{"lo", "eth0"}},
                                        Look{true},
                                        Look{false}};
    for (const auto& command : commands) {
        const auto parsed = parse_command(without_end(to_line(command)));
        REQUIRE(parsed);
        CHECK(*parsed == command);
    }
}

TEST_CASE("helper's reports survive the way there and back") {
    Found found;
    found.path = Path{7, true};
    found.endpoint = *Endpoint::parse("[fe80::1%7]:47700");
    found.tags[0][0] = std::byte{1};
    const std::vector<Report> reports{Hello{}, StackState::absent, StackState::announced, found,
                                      Lost{Path{1, false}, {}}};
    for (const auto& report : reports) {
        const auto parsed = parse_report(without_end(to_line(report)));
        REQUIRE(parsed);
        CHECK(*parsed == report);
    }
}

TEST_CASE("helper's line that is not exactly one of the known ones is refused") {
    const std::vector<std::string> bad{
        "",
        " ",
        "hello",
        "hello 2",
        "hello 1 ",
        "state",
        "state happy",
        "state  absent",
        "found 1 4 " + instance_text + " 127.0.0.1:47700",
        "found 0 4 " + instance_text + " 127.0.0.1:47700 " + tags_zero,
        "found 01 4 " + instance_text + " 127.0.0.1:47700 " + tags_zero,
        "found -1 4 " + instance_text + " 127.0.0.1:47700 " + tags_zero,
        "found 4294967296 4 " + instance_text + " 127.0.0.1:47700 " + tags_zero,
        "found 1 5 " + instance_text + " 127.0.0.1:47700 " + tags_zero,
        "found 1 4 " + instance_text + "a 127.0.0.1:47700 " + tags_zero,
        "found 1 4 " + instance_text + " localhost:47700 " + tags_zero,
        "found 1 4 " + instance_text + " 127.0.0.1:0 " + tags_zero,
        "found 1 4 " + instance_text + " 127.0.0.1:47700 " + tags_zero + " more",
        "lost 1 4",
        "lost 1 4 " + instance_text + "\r",
        std::string{"lost 1 4 \0", 10},
    };
    for (const auto& line : bad) {
        INFO(line);
        CHECK_FALSE(parse_report(line));
    }
    const std::vector<std::string> bad_commands{
        "interfaces ",
        "interfaces eth0  eth1",
        "interfaces a-name-of-sixteen",
        "show",
        "show everywhere else",
        "show on a-name-of-sixteen",
        "show eth0",
        "look",
        "look away",
        "look on off",
        "announce " + instance_text + ' ' + instance_text + " 0 " + tags_zero,
        "announce " + instance_text + ' ' + instance_text + " 65536 " + tags_zero,
        "announce " + instance_text + " myhost 47700 " + tags_zero,
        "announce " + instance_text + ' ' + instance_text + " 47700 " + tags_zero + "A",
        "hello 1",
    };
    for (const auto& line : bad_commands) {
        INFO(line);
        CHECK_FALSE(parse_command(line));
    }
    CHECK_FALSE(parse_command("interfaces" + std::string(limits::helper_line_bytes_max, ' ')));
}

TEST_CASE("line splitter finds lines however they are cut, and refuses one without end") {
    LineSplitter lines;
    REQUIRE(lines.add("hel"));
    CHECK_FALSE(lines.take_line());
    REQUIRE(lines.add("lo 1\nstate absent\nst"));
    CHECK(lines.take_line() == "hello 1");
    CHECK(lines.take_line() == "state absent");
    CHECK_FALSE(lines.take_line());
    CHECK(lines.add(std::string(limits::helper_line_bytes_max - 2, 'x')));
    CHECK_FALSE(lines.add("x"));
}

}  // namespace earshot::discovery
