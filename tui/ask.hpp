#pragma once

#include <functional>
#include <string>

#include "tui/editor.hpp"
#include "tui/overlay.hpp"

/// A question that is answered with one line: what others shall see us as.
namespace earshot::tui {

class Ask final : public Overlay {
public:
    struct Question {
        std::string title;
        std::string words;
        std::string answer;  ///< That stands there already.
        std::size_t bytes_max;
    };

    /// `answer` gets what was typed, which is not empty.
    Ask(Question question, std::function<void(const std::string&)> answer);

    void draw(Canvas canvas, const Scene& scene) override;
    bool on_key(const Key& key) override;
    void on_paste(const std::string& text) override;

private:
    Question question_;
    std::function<void(const std::string&)> answer_;
    Editor editor_;
};

}  // namespace earshot::tui
