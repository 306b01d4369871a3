import QtQuick
import Earshot
import QtQuick.Layouts

/// A new passphrase, typed twice because nobody sees it.
ColumnLayout {
    id: fields

    readonly property string wanted: first.text
    readonly property bool isGood: Session.protection.isLongEnough(first.text)
                                   && first.text === second.text
    property alias firstField: first

    signal accepted

    spacing: Theme.gap2
    Field {
        id: first
        objectName: "newSecret"
        Layout.fillWidth: true
        label: qsTr("New passphrase")
        hint: qsTr("New passphrase")
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        maximumLength: 1024
        onAccepted: second.forceActiveFocus(Qt.TabFocusReason)
    }
    Field {
        id: second
        objectName: "newSecretAgain"
        Layout.fillWidth: true
        label: qsTr("The same once more")
        hint: qsTr("The same once more")
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
        maximumLength: 1024
        wrong: text !== "" && text !== first.text
        onAccepted: fields.accepted()
    }
    ThemeText {
        objectName: "newSecretHint"
        Layout.fillWidth: true
        text: first.text !== "" && !Session.protection.isLongEnough(first.text)
              ? qsTr("At least %1 letters, better several words.")
                    .arg(Session.protection.leastBytes)
              : second.wrong && second.length >= first.length
              ? qsTr("These are two different passphrases.")
              : qsTr("Nobody can recover it if you forget it.")
        color: Theme.text2
        font.pixelSize: Theme.meta
        wrapMode: Text.Wrap
    }

    function clear() {
        first.clear();
        second.clear();
    }
}
