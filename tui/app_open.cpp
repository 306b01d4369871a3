#include <algorithm>
#include <utility>

#include "tui/app.hpp"
#include "tui/say.hpp"

/// Which conversation and which overlay is shown.
namespace earshot::tui {

void App::show(std::unique_ptr<Overlay> overlay) {
    close_overlay();
    overlay_ = std::move(overlay);
}

void App::close_overlay() {
    finder_ = nullptr;
    doctor_page_ = nullptr;
    unlock_ = nullptr;
    searcher_.cancel();
    // It may be the one that is speaking: it ends when it has spoken.
    ended_ = std::move(overlay_);
    verb_.close();
}

void App::open(const Choice& choice, std::optional<std::string> around) {
    sidebar_.set_focus(false, choice);
    talk_.open(choice, now_.steady, std::move(around));
}

void App::open_neighbour(int step) {
    const auto choices = choices_of(mirror_);
    if (choices.empty()) return;
    const auto& here = talk_.open();
    const auto found = std::ranges::find_if(choices, [&](const Choice& choice) {
        return choice.person == here.person && !here.person.empty();
    });
    const auto count = static_cast<int>(choices.size());
    const int from = found == choices.end() ? (step > 0 ? -1 : count)
                                            : static_cast<int>(found - choices.begin());
    const int to = from + step;
    if (to >= 0 && to < count) open(choices[static_cast<std::size_t>(to)]);
}

void App::open_nth(std::size_t number) {
    const auto choices = choices_of(mirror_);
    if (number < choices.size()) open(choices[number]);
}

void App::open_next_unread() {
    if (const auto* row = mirror_.conversations().next_unread(talk_.open().conversation))
        open({row->id, row->peer});
    else
        say(std::string{texts_(Say::nothing_unread)});
}

}  // namespace earshot::tui
