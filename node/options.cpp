#include "node/options.hpp"

#include <CLI/CLI.hpp>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::node {
namespace {

constexpr int usage_error = 2;

/// Port 0 means any; Endpoint::parse takes none, since nobody can be reached there.
std::optional<Endpoint> parse_listen(const std::string& text) {
    if (!text.ends_with(":0")) return Endpoint::parse(text);
    auto any = Endpoint::parse(text.substr(0, text.size() - 1) + "1");
    if (any) any->port = 0;
    return any;
}

}  // namespace

ParsedOptions parse_options(int argc, const char* const* argv) {
    CLI::App app{"Earshot's daemon: keys, history and links of one profile.", "earshot-daemon"};
    Options options;
    std::string listen;
    std::string log_level;
    std::string folder;
    bool no_mdns = false;
    app.add_option("-p,--profile", options.profile.name, "Profile to serve")
        ->envname("EARSHOT_PROFILE");
    app.add_option("--profile-dir", folder, "Folder of the profile, its socket included");
    app.add_option("--name", options.name, "The name that others see; kept for later runs");
    app.add_option("--listen", listen, "ADDR:PORT to accept links at; port 0 means any");
    app.add_option("--interface", options.interfaces, "Only look for others on this interface")
        ->expected(1);
    app.add_option("--seed", options.seeds, "HOST:PORT of somebody to dial")->expected(1);
    app.add_flag("--no-mdns", no_mdns, "Look for nobody by multicast or broadcast");
    app.add_option("--log-level", log_level, "debug, info, warning, error or off");
    app.set_version_flag("--version", "earshot-daemon " EARSHOT_VERSION);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success&) {
        const bool wants_help = app.count("--help") > 0;
        return {std::nullopt, 0, wants_help ? app.help() : "earshot-daemon " EARSHOT_VERSION "\n"};
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, usage_error, std::string{"earshot-daemon: "} + error.what() + "\n"};
    }
    const auto refuse = [](const std::string& why) {
        return ParsedOptions{std::nullopt, usage_error, "earshot-daemon: " + why + "\n"};
    };
    if (!folder.empty()) options.profile.folder = folder;
    options.mdns = !no_mdns;
    if (options.name && clean_name(*options.name, limits::display_name_bytes_max).empty())
        return refuse("nothing of this --name can be shown");
    if (!listen.empty()) {
        options.listen = parse_listen(listen);
        if (!options.listen)
            return refuse("--listen wants ADDR:PORT, such as 0.0.0.0:47700 or [::]:0");
    }
    if (!log_level.empty()) {
        options.log_level = runtime::parse_log_level(log_level);
        if (!options.log_level) return refuse("--log-level is debug, info, warning, error or off");
    }
    return {std::move(options), 0, {}};
}

}  // namespace earshot::node
