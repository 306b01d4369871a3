#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/control/paths.hpp"
#include "node/runtime/log.hpp"

/// The daemon's command line as a checked value.
namespace earshot::node {

struct Options {
    control::ProfileChoice profile;
    std::optional<std::string> name;
    std::optional<Endpoint> listen;
    std::vector<std::string> interfaces;  ///< Empty: all that are fit for it.
    std::vector<std::string> seeds;       ///< As given; for this run only.
    bool mdns = true;                     ///< False: looks for nobody by multicast or broadcast.
    std::optional<runtime::LogLevel> log_level;
};

struct ParsedOptions {
    std::optional<Options> options;  ///< Else there is nothing to run,
    int exit_code = 0;               ///< this is how to exit,
    std::string text;                ///< and this is what to say first.
};

ParsedOptions parse_options(int argc, const char* const* argv);

}  // namespace earshot::node
