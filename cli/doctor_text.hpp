#pragma once

#include <string>
#include <string_view>

#include "core/control/json.hpp"

/// The doctor's findings as sentences: the daemon sends codes and what was measured. A code of a
/// newer daemon is shown as it is.
namespace earshot::cli {

/// "the cable is out or the wireless network is not joined (eth0: lan down)".
std::string finding_text(const control::Object& finding);
/// What to do about it; empty where nothing need be done.
std::string fix_text(const control::Object& finding);

}  // namespace earshot::cli
