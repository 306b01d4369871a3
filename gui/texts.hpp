#pragma once

#include <QString>
#include <string>
#include <string_view>

/// Between the UTF-8 of the control API and Qt's texts.
namespace earshot::gui {

inline QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string utf8(const QString& text) { return text.toStdString(); }

/// The beginning of an id: enough to tell people apart by.
inline QString short_id(std::string_view id) { return qt(id.substr(0, 8)); }

}  // namespace earshot::gui
