#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "tui/event.hpp"
#include "tui/screen.hpp"

/// The real terminal, by termpaint: shows screens, gives events. A small process beside us puts the
/// terminal right again should we crash or be killed. One thread; its owner waits for `descriptor`.
namespace earshot::tui {

class Terminal {
public:
    /// Finds out what the terminal can, which takes one round trip to it. `refused` when it cannot
    /// show what a program draws.
    static Result<std::unique_ptr<Terminal>> open(int descriptor, bool is_ascii);
    virtual ~Terminal() = default;
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// Readable: call `on_readable`.
    virtual int descriptor() const noexcept = 0;
    /// False when the terminal is gone.
    virtual bool on_readable() = 0;
    /// An escape key and the beginning of another key look the same: after a moment without more,
    /// call `on_time`.
    virtual std::optional<Duration> patience() const noexcept = 0;
    virtual void on_time() = 0;
    virtual std::vector<Event> take_events() = 0;

    virtual Size size() const = 0;
    virtual void on_resized() = 0;
    /// Writes what differs from what it shows; all of it with `whole`.
    virtual void show(const Screen& screen, bool whole) = 0;

    virtual void bell() = 0;
    virtual void set_title(std::string_view title) = 0;
    virtual bool copy(std::string_view text) = 0;

    /// The shell has it for a while.
    virtual void pause() = 0;
    virtual void resume() = 0;

protected:
    Terminal() = default;
};

}  // namespace earshot::tui
