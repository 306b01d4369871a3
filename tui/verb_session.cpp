#include "tui/verb_session.hpp"

#include <utility>

#include "tui/pages.hpp"

namespace earshot::tui {

std::unique_ptr<Page> VerbSession::start(std::string title, const std::vector<std::string>& words,
                                         const Texts& texts) {
    output_.clear();
    auto page = verb_page(std::move(title), output_, texts);
    page->follow_end();
    page_ = page.get();
    is_running_ = true;
    host_.run_verb(words);
    return page;
}

bool VerbSession::on_key(const Key& key) {
    if (!is_running_) return false;
    if (key.ctrl && key.text == "c") {
        host_.end_verb();
        return true;
    }
    // It may have asked something.
    switch (key.code) {
        case Key::Code::enter: host_.type_to_verb("\n"); return true;
        case Key::Code::backspace: host_.type_to_verb("\x7f"); return true;
        case Key::Code::character:
            if (key.ctrl && key.text == "u") {
                host_.type_to_verb("\x15");  // Takes the line back.
                return true;
            }
            if (key.ctrl || key.alt) return false;
            host_.type_to_verb(key.text);
            return true;
        default: return false;
    }
}

bool VerbSession::on_paste(std::string_view text) {
    if (is_running_) host_.type_to_verb(text.substr(0, text.find_first_of("\r\n")));
    return is_running_;
}

VerbSession::End VerbSession::on_ended(std::string_view words) {
    is_running_ = false;
    if (page_ == nullptr) return End::unseen;
    if (output_.lines().size() == 1 && output_.lines().front().empty()) return End::silent;
    if (!words.empty()) output_.add("\n" + std::string{words});
    page_->stop_following();
    return End::shown;
}

void VerbSession::close() {
    page_ = nullptr;
    if (std::exchange(is_running_, false)) host_.end_verb();
}

}  // namespace earshot::tui
