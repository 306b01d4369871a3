#include <cstdlib>
#include <iostream>
#include <string>

#include "node/daemon.hpp"
#include "node/entry.hpp"
#include "node/options.hpp"
#include "node/store/keys.hpp"

/// earshot-daemon: the daemon of one profile, in the foreground. Exit codes as those of `earshot`.
namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;
constexpr int would_not_start = 3;

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread.
    if (value == nullptr) return std::nullopt;
    return value;
}

int complain(const earshot::node::StartFailure& failure) {
    std::cerr << "earshot-daemon: " << failure.what << '\n';
    return failure.is_taken ? would_not_start : failed;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace earshot;
    const auto parsed = node::parse_options(argc, argv);
    if (!parsed.options) {
        (parsed.exit_code == 0 ? std::cout : std::cerr) << parsed.text;
        return parsed.exit_code;
    }
    const auto& options = *parsed.options;
    runtime::Supervisor supervisor{runtime::take_supervisor_environment()};
    const auto places = control::profile_places(
        options.profile, {.home = environment("HOME"),
                          .xdg_data_home = environment("XDG_DATA_HOME"),
                          .xdg_runtime_dir = environment("XDG_RUNTIME_DIR")});
    if (!places) {
        std::cerr << "earshot-daemon: " << places.error().what << '\n';
        return wrong_usage;
    }
    auto log = runtime::Log::to_stderr(options.log_level.value_or(runtime::LogLevel::info));
    if (const auto forbidden = store::forbid_memory_dumps(); !forbidden)
        log.warning("memory may be dumped", {{"why", forbidden.error()}});

    // First: a signal finds somebody who heeds it, whatever is open by then and was said.
    node::Daemon daemon{options, *places, log, supervisor};
    auto entered = node::enter(*places, log, supervisor);
    if (std::holds_alternative<node::Ended>(entered)) return 0;
    if (const auto* failure = std::get_if<node::StartFailure>(&entered)) return complain(*failure);
    if (const auto failure = daemon.open(std::get<node::Entry>(std::move(entered))))
        return complain(*failure);
    std::cout << "ready id=" << daemon.person().text() << " port=" << daemon.port() << std::endl;
    daemon.run();
    return 0;
}
