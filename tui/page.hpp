#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tui/overlay.hpp"
#include "tui/styled_text.hpp"

/// Lines to read and scroll through: help, a diagnosis, what a command says. Letters may act.
namespace earshot::tui {

class Page : public Overlay {
public:
    /// Made anew for each picture, so that it may change.
    using Lines = std::function<std::vector<Line>(const Scene&, int width)>;

    Page(std::string title, Lines lines) : title_(std::move(title)), lines_(std::move(lines)) {}

    void set_lines(Lines lines) { lines_ = std::move(lines); }
    void set_hint(std::string hint) { hint_ = std::move(hint); }
    /// Ends the page unless `stays`.
    void add_key(std::string letter, std::function<void()> act, bool stays = false);
    /// What is added at the end comes into sight.
    void follow_end() { follows_end_ = true; }
    void stop_following() { follows_end_ = false; }

    void draw(Canvas canvas, const Scene& scene) override;
    bool on_key(const Key& key) override;
    void on_mouse(const Mouse& mouse) override;

private:
    struct Act {
        std::string letter;
        std::function<void()> act;
        bool stays;
    };

    void scroll(int lines);

    std::string title_;
    Lines lines_;
    std::string hint_;
    std::vector<Act> acts_;
    int top_ = 0;
    int height_ = 1;  ///< Of the picture drawn last,
    int count_ = 0;   ///< and its lines.
    bool follows_end_ = false;
};

}  // namespace earshot::tui
