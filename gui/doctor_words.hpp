#pragma once

#include <QString>

#include "core/control/json.hpp"
#include "gui/times.hpp"

/// A finding of `doctor.run` in plain words, and what to do about it. Codes that this version does
/// not know are shown as they are.
namespace earshot::gui {

QString finding_words(const control::Object& finding, const Times& times);
/// Empty where nothing need be done.
QString fix_words(const control::Object& finding, const Times& times);

}  // namespace earshot::gui
