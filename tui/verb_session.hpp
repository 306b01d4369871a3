#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tui/ansi.hpp"
#include "tui/event.hpp"
#include "tui/host.hpp"
#include "tui/page.hpp"
#include "tui/texts.hpp"

/// One verb of the command line that runs in a page: what it says, what is typed for it, its end.
namespace earshot::tui {

class VerbSession {
public:
    /// `host` outlives it.
    explicit VerbSession(Host& host) : host_(host) {}

    /// Starts it, and gives the page that shows it, which must not outlive this. Precondition: none
    /// is shown.
    std::unique_ptr<Page> start(std::string title, const std::vector<std::string>& words,
                                const Texts& texts);
    bool is_running() const noexcept { return is_running_; }

    /// While it runs. False: the key is not for the verb.
    bool on_key(const Key& key);
    /// The first line of it; the line's end stays with the person.
    bool on_paste(std::string_view text);
    void on_output(std::string_view bytes) { output_.add(bytes); }

    enum class End {
        unseen,  ///< Nobody looks any more.
        silent,  ///< It said nothing that its page could show.
        shown,
    };
    /// `words`, perhaps none, go below what it said.
    End on_ended(std::string_view words);

    /// Its page is shown no more: what still runs is ended.
    void close();

private:
    Host& host_;
    Ansi output_;
    Page* page_ = nullptr;
    bool is_running_ = false;
};

}  // namespace earshot::tui
