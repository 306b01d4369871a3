#pragma once

#include <string_view>

#include "core/base/result.hpp"
#include "core/control/secret_text.hpp"

/// Passphrases from whoever knows them.
namespace earshot::cli {

/// Asks on the terminal, which shows nothing of the answer. Keys that are no letters are not of it.
/// `not_found`: it was not given (Ctrl-C, Ctrl-D); `too_large`; `io`.
Result<control::SecretText> ask_passphrase(std::string_view question);

/// The next line of standard input without its end, of which nothing more is read. `not_found`:
/// there is none; `too_large`; `io`.
Result<control::SecretText> read_passphrase();

/// Takes as long wherever they differ.
bool is_same(const control::SecretText& left, const control::SecretText& right) noexcept;

}  // namespace earshot::cli
