#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/control/json.hpp"

/// The doctor's findings as sentences: the daemon sends codes and what was measured. A code of a
/// newer daemon is shown as it is.
namespace earshot::cli {

/// What one answer of a check, or one fix, is in one language.
struct DoctorSentence {
    std::string_view check;  ///< Empty: of a fix, or what stands for evidence that is not there.
    std::string_view code;
    std::string_view text;            ///< `{key}` is that piece of evidence.
    bool shows_all_evidence = false;  ///< In brackets behind it.
};

std::span<const DoctorSentence> english_findings() noexcept;
std::span<const DoctorSentence> english_fixes() noexcept;

/// "the cable is out or the wireless network is not joined (eth0: lan down)".
std::string finding_text(const control::Object& finding,
                         std::span<const DoctorSentence> sentences = english_findings());
/// What to do about it; empty where nothing need be done.
std::string fix_text(const control::Object& finding,
                     std::span<const DoctorSentence> sentences = english_fixes());

}  // namespace earshot::cli
