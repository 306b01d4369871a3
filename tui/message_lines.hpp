#pragma once

#include <vector>

#include "client/look.hpp"
#include "client/values.hpp"
#include "tui/scene.hpp"
#include "tui/styled_text.hpp"

/// A message as lines: what stands above it (day, unread line, author and time), its text with
/// markup, and how far it has come.
namespace earshot::tui {

struct MessageLook {
    client::Look look{};
    std::string delivery{};  ///< In words, for the newest one of ours; the others have a sign.
    bool is_selected = false;
    bool is_alone = false;  ///< Nothing stands above it: no line is left free.
};

std::vector<Line> lines_of(const client::Message& message, const MessageLook& look,
                           const Scene& scene, int width);

/// Only the text of a message, with its markup.
std::vector<Line> body_lines(std::string_view text, const Scene& scene, int width);

/// "on Bob's computer"; empty where there is nothing to say. `peer_name` is visible.
std::string delivery_words(const client::Message& message, std::string_view peer_name,
                           const Texts& texts);

}  // namespace earshot::tui
