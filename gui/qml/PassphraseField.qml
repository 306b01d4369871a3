import QtQuick
import Earshot

/// A field in which nobody sees what is typed.
Field {
    hint: label
    // Qt tells of it no name, and its placeholder as the description.
    placeholderText: label
    placeholderTextColor: "transparent"
    echoMode: TextInput.Password
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
    maximumLength: Session.protection.mostBytes
}
