#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/values.hpp"
#include "core/control/json.hpp"
#include "tui/editor.hpp"
#include "tui/overlay.hpp"
#include "tui/styled_text.hpp"

/// Ctrl-F: search, in the place of the messages. The daemon is asked a moment after the last key;
/// its answer shows where the words stand, and Enter goes there.
namespace earshot::tui {

/// One place where the words are.
struct Hit {
    client::Message message;
    std::string peer_name;
    std::string snippet;
    struct Match {
        std::size_t first;  ///< Bytes of the snippet.
        std::size_t bytes;
        friend bool operator==(const Match&, const Match&) = default;
    };
    std::vector<Match> matches;
};

std::optional<Hit> hit_from(const control::Object& object);

class Finder final : public Overlay {
public:
    struct Wishes {
        /// Ask for this; `before` is empty, or what `on_hits` was told, for the next page.
        std::function<void(const std::string& text, bool everywhere, const std::string& before)>
            ask;
        std::function<void(const Hit&)> go_to;
    };

    /// `peer_name` of the open conversation; empty: everywhere only.
    Finder(std::string peer_name, Wishes wishes);

    /// Answer to the last question; `next` is where more may be found, empty at the end.
    void on_hits(std::vector<Hit> hits, std::string next, bool is_next_page);
    void on_failed(bool is_next_page);

    void draw(Canvas canvas, const Scene& scene) override;
    bool on_key(const Key& key) override;
    void on_paste(const std::string& text) override;
    void on_mouse(const Mouse& mouse) override;

private:
    void ask();
    void move(int hits);
    std::vector<Line> lines_of(const Hit& hit, const Scene& scene, int width,
                               bool is_pointed) const;

    std::string peer_name_;
    Wishes wishes_;
    Editor editor_;
    bool everywhere_;
    bool is_waiting_ = false;
    bool has_failed_ = false;
    std::string next_;
    std::vector<Hit> hits_;
    std::size_t pointed_ = 0;
    std::size_t top_ = 0;
};

}  // namespace earshot::tui
