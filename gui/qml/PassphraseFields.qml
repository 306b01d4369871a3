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
    PassphraseField {
        id: first
        objectName: "newSecret"
        Layout.fillWidth: true
        label: qsTr("New passphrase")
        onAccepted: second.forceActiveFocus(Qt.TabFocusReason)
    }
    PassphraseField {
        id: second
        objectName: "newSecretAgain"
        Layout.fillWidth: true
        label: qsTr("The same once more")
        wrong: text !== "" && text !== first.text
        onAccepted: fields.accepted()
    }
    ThemeText {
        objectName: "newSecretHint"
        Layout.fillWidth: true
        text: first.text !== "" && !Session.protection.isLongEnough(first.text)
              ? qsTr("At least %1 letters, better several words.")
                    .arg(Session.protection.leastLetters)
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
