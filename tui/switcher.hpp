#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/mirror.hpp"
#include "tui/editor.hpp"
#include "tui/overlay.hpp"
#include "tui/sidebar.hpp"

/// Ctrl-K: type a part of a name, and go there.
namespace earshot::tui {

class Switcher final : public Overlay {
public:
    /// `mirror` outlives it.
    Switcher(const client::Mirror& mirror, std::function<void(const Choice&)> choose);

    void draw(Canvas canvas, const Scene& scene) override;
    bool on_key(const Key& key) override;
    void on_paste(const std::string& text) override;
    void on_mouse(const Mouse& mouse) override;

    /// What fits what was typed: names that begin with it first.
    std::vector<Choice> found() const;

private:
    void choose(const Choice& choice);

    const client::Mirror& mirror_;
    std::function<void(const Choice&)> choose_;
    Editor editor_;
    int pointed_ = 0;
    int top_ = 0;
    Rect list_{};  ///< On the screen, of the picture drawn last.
};

}  // namespace earshot::tui
