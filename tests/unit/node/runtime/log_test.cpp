#include "node/runtime/log.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <vector>

#include "tests/support/catch.hpp"

namespace earshot::runtime {
namespace {

using namespace std::chrono_literals;

struct Lines {
    std::vector<std::string> lines;
    Log log(LogLevel level) {
        return Log::to([this](std::string_view line) { lines.emplace_back(line); }, level);
    }
};

// Keys and anything else that is not listed cannot be logged at all.
static_assert(!std::is_constructible_v<LogField, std::string_view, Bytes>);
static_assert(!std::is_constructible_v<LogField, std::string_view, std::array<std::byte, 32>>);

TEST_CASE("log writes one event per line as key=value", "[log]") {
    Lines lines;
    auto log = lines.log(LogLevel::info);
    log.info("link closed", {{"peer", PersonId{}}, {"frames", 17u}, {"clean", true}});
    log.warning("name refused", {{"name", "two words \"x\"\n"}, {"empty", ""}});
    log.debug("not shown");
    CHECK(lines.lines ==
          std::vector<std::string>{"info link closed peer=aaaaaaaa frames=17 clean=true",
                                   R"(warning name refused name="two words \"x\"\x0a" empty="")"});
}

TEST_CASE("log level can be changed while it runs", "[log]") {
    Lines lines;
    auto log = lines.log(LogLevel::off);
    log.error("one");
    log.set_level(*parse_log_level("debug"));
    log.debug("two");
    CHECK(lines.lines == std::vector<std::string>{"debug two"});
    CHECK_FALSE(parse_log_level("loud"));
    CHECK(text_of(LogLevel::warning) == "warning");
}

TEST_CASE("log limits what strangers can trigger, event by event", "[log]") {
    Lines lines;
    auto log = lines.log(LogLevel::info);
    const Instant start{};
    for (int i = 0; i < 1000; ++i) log.limited(LogLevel::info, "handshake failed", {}, start);
    CHECK(lines.lines.size() == 8);
    log.limited(LogLevel::info, "source refused", {}, start);
    CHECK(lines.lines.size() == 9);
    log.limited(LogLevel::info, "handshake failed", {}, start + 5s);
    CHECK(lines.lines.back() == "info handshake failed dropped=992");
    log.limited(LogLevel::debug, "too quiet", {}, start);
    CHECK(lines.lines.size() == 10);
}

TEST_CASE("log appends to a file", "[log]") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("earshot-log-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const auto path = folder / "daemon.log";
    {
        auto log = Log::to_file(path, LogLevel::info);
        REQUIRE(log);
        log->info("daemon starts", {{"port", 47700}});
    }
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(text.ends_with("Z info daemon starts port=47700\n"));
    CHECK_FALSE(Log::to_file((folder / "daemon.log" / "no").string(), LogLevel::info));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace earshot::runtime
