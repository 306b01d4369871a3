#pragma once

#include <span>

#include "cli/doctor_text.hpp"

/// The doctor's findings and fixes in Russian; data only. The English ones are the command line's.
namespace earshot::tui {

std::span<const cli::DoctorSentence> russian_findings() noexcept;
std::span<const cli::DoctorSentence> russian_fixes() noexcept;

}  // namespace earshot::tui
