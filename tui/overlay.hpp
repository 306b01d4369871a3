#pragma once

#include <memory>
#include <string>

#include "tui/event.hpp"
#include "tui/scene.hpp"
#include "tui/screen.hpp"

/// Something that stands before everything else and takes the keys, until it is done.
namespace earshot::tui {

class Overlay {
public:
    Overlay() = default;
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;
    virtual ~Overlay() = default;

    /// On the whole screen.
    virtual void draw(Canvas canvas, const Scene& scene) = 0;
    /// False where it has no use for it.
    virtual bool on_key(const Key& key) = 0;
    virtual void on_paste(const std::string& /*text*/) {}
    virtual void on_mouse(const Mouse& /*mouse*/) {}

    bool is_done() const noexcept { return is_done_; }

protected:
    void finish() noexcept { is_done_ = true; }

private:
    bool is_done_ = false;
};

/// Clears a box of at most `wanted` in the middle of the canvas, with a title above and a hint
/// below, and gives what is left inside.
Canvas draw_box(Canvas& canvas, const Scene& scene, Size wanted, std::string_view title,
                std::string_view hint);

}  // namespace earshot::tui
