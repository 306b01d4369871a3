#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text as a terminal sees it: characters with all that is put on top of them, and how many cells
/// each takes. By termpaint's tables, which its output goes by, too.
namespace earshot::tui {

struct Cluster {
    std::string_view text;  ///< Within the measured text.
    int width;              ///< Cells: 1 or 2, and 0 for what cannot be shown.
};

/// In order. Control characters do not belong into `text`: they are left out.
std::vector<Cluster> clusters_of(std::string_view text);

/// The same, with what belongs together for a person kept in one piece, though terminals draw it in
/// several: joined emoji, skin tones, flags. So `width` may be more than 2.
std::vector<Cluster> graphemes_of(std::string_view text);

/// Cells that `text` takes on one line.
int width_of(std::string_view text);

/// As much of the beginning as fits into `width` cells, with `ellipsis` where something is left
/// out.
std::string shortened(std::string_view text, int width, std::string_view ellipsis = "…");

/// `text` and spaces up to `width`; shortened where it is longer.
std::string padded(std::string_view text, int width, std::string_view ellipsis = "…");

}  // namespace earshot::tui
