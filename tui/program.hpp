#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/descriptor.hpp"
#include "cli/launcher.hpp"
#include "core/control/paths.hpp"
#include "tui/app.hpp"
#include "tui/daemon_start.hpp"
#include "tui/terminal.hpp"
#include "tui/verb_process.hpp"

/// The running program: waits for the terminal, the daemon, a verb and signals, and tells the face.
namespace earshot::tui {

/// What the environment and the command line say.
struct Setting {
    cli::Profile profile;
    control::Environment environment;
    std::optional<std::string> profile_variable;  ///< EARSHOT_PROFILE
    bool no_start = false;
    std::string version;
};

class Program final : private Host {
public:
    Program(Setting setting, AppOptions options, std::unique_ptr<Terminal> terminal);
    ~Program() override;

    /// Until the person leaves, the terminal goes, or a signal ends it.
    void run();

private:
    void bell() override { terminal_->bell(); }
    bool copy(std::string_view text) override { return terminal_->copy(text); }
    void repaint() override;
    void suspend() override { wants_suspend_ = true; }
    void quit() override { is_over_ = true; }
    void run_verb(const std::vector<std::string>& words) override;
    void type_to_verb(std::string_view bytes) override;
    void end_verb() override;
    std::vector<std::string> completions(const std::vector<std::string>& words) override;
    std::string random_ref() override;

    void connect();
    void on_start();
    void disconnect();
    void draw();
    void wait();
    void on_socket(short events);
    void write_to_daemon();
    void on_verb();
    void on_signal();
    void suspend_now();

    Setting setting_;
    std::unique_ptr<Terminal> terminal_;
    Screen screen_;
    App app_;
    cli::Descriptor signals_;
    cli::Descriptor socket_;
    std::optional<DaemonStart> start_;
    std::optional<VerbProcess> verb_;
    std::optional<Instant> retry_at_;
    std::optional<Instant> escape_at_;  ///< Then an escape that came stands for itself.
    std::string title_;
    bool is_over_ = false;
    bool wants_suspend_ = false;
    bool is_whole_ = false;  ///< The next picture is written as a whole.
    bool may_start_ = true;  ///< The daemon, should it not run.
};

}  // namespace earshot::tui
