#pragma once

#include <functional>
#include <string>

#include "core/control/secret_text.hpp"
#include "tui/editor.hpp"
#include "tui/overlay.hpp"

/// Stands before everything while the profile is locked, and asks for its passphrase, of which it
/// shows nothing but how long it is; or, where the session's keyring has the key, asks that again.
namespace earshot::tui {

class Unlock final : public Overlay {
public:
    /// The secret is empty for a keyring.
    using Give = std::function<void(const control::SecretText& secret)>;

    enum class By : bool { passphrase, keyring };

    Unlock(By by, Give give);

    /// Another try may be made; `problem` is what was wrong with the last one, or nothing.
    void ask_again(std::string problem);

    void draw(Canvas canvas, const Scene& scene) override;
    bool on_key(const Key& key) override;
    void on_paste(const std::string& text) override;

private:
    void submit();

    By by_;
    Give give_;
    Editor editor_;
    std::string problem_;
    bool is_checking_ = false;
};

}  // namespace earshot::tui
