#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What the face asks of the world around it. The program answers with a terminal, processes and
/// sockets; tests with a note of what was asked.
namespace earshot::tui {

class Host {
public:
    Host() = default;
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    virtual ~Host() = default;

    virtual void bell() = 0;
    /// Into the clipboard, where the terminal lets us. False: it is too long for that.
    virtual bool copy(std::string_view text) = 0;
    virtual void repaint() = 0;
    virtual void suspend() = 0;
    virtual void quit() = 0;

    /// One verb of the command line: what it says comes back through App::on_verb_output, its end
    /// through App::on_verb_ended. One at a time.
    virtual void run_verb(const std::vector<std::string>& words) = 0;
    virtual void type_to_verb(std::string_view bytes) = 0;
    virtual void end_verb() = 0;
    /// What the last of `words` may go on as.
    virtual std::vector<std::string> completions(const std::vector<std::string>& words) = 0;

    /// A `ref` that no other call has.
    virtual std::string random_ref() = 0;
};

}  // namespace earshot::tui
