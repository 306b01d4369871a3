#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"

/// What the command line said, checked. Each verb reads the members that its parameters in
/// verbs.cpp name; the others keep their defaults.
namespace earshot::cli {

struct Arguments {
    // Global.
    std::optional<std::string> profile;
    std::optional<std::string> profile_dir;
    bool json = false;
    bool no_start = false;
    bool quiet = false;
    std::string color = "auto";  ///< auto, always or never.
    Duration timeout = std::chrono::seconds{10};

    // People and messages.
    bool nearby = false;
    std::string who;
    std::string conversation;         ///< A conversation id, or whom it is with.
    std::optional<std::string> text;  ///< `-` is standard input.
    std::string wait = "known";       ///< queued, known, delivered or read.
    std::int64_t count = 50;
    std::optional<std::string> before;
    std::optional<std::int64_t> from;
    std::optional<std::string> message;
    bool require_verified = false;
    bool mark_read = false;
    bool clear = false;  ///< The draft.

    // Searching.
    std::vector<std::string> words;
    std::optional<std::string> in;      ///< A conversation, as above.
    std::optional<std::string> author;  ///< Whose messages.
    std::optional<std::string> since;   ///< How far back.
    std::int64_t limit = 30;

    // Trust.
    std::optional<std::string> confirm;  ///< The number that was compared.
    std::optional<std::string> scanned;  ///< The text of their QR code.
    bool withdraw = false;
    bool qr = false;    ///< Draw one.
    bool live = false;  ///< Compare now, over the link.
    bool cancel = false;
    bool text_only = false;
    std::string contact;   ///< A card or an address.
    bool history = false;  ///< The conversation is forgotten, too.

    // The passphrase.
    bool from_input = false;  ///< It comes from standard input.
    bool remove = false;

    std::string state;  ///< online, away, dnd, busy or invisible; empty to show it.
    std::string status_text;
    Duration span{};  ///< For how long; 0: until changed.

    // Network, settings, raw calls.
    std::string seed;
    std::optional<std::string> mode;    ///< Of visibility.
    std::optional<std::string> peer;    ///< Who cannot be seen.
    std::optional<std::string> action;  ///< With the networks we are in.
    std::string key;
    std::string value;
    std::optional<std::string> method;
    std::optional<std::string> params;
    bool discover = false;

    // daemon run: handed on to the daemon.
    std::optional<std::string> name;
    std::optional<std::string> listen;
    std::optional<std::string> log_level;
    std::vector<std::string> interfaces;
    std::vector<std::string> seeds;
    bool no_mdns = false;

    std::string shell;
    std::vector<std::string> topic;
};

}  // namespace earshot::cli
