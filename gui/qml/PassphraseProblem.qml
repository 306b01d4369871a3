import QtQuick
import Earshot
import QtQuick.Layouts

/// What was wrong with the last passphrase, or with the keyring.
ThemeText {
    objectName: "passphraseProblem"
    Layout.fillWidth: true
    visible: text !== ""
    text: Session.protection.problem
    color: Theme.danger
    wrapMode: Text.Wrap
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
}
