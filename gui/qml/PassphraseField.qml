import QtQuick
import Earshot

/// A field in which nobody sees what is typed.
Field {
    hint: label
    echoMode: TextInput.Password
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
    maximumLength: Session.protection.mostBytes
}
