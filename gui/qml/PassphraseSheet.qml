import QtQuick
import Earshot
import QtQuick.Layouts

/// Sets, changes or removes the passphrase of the profile.
Sheet {
    id: sheet

    readonly property bool had: Session.protection.hasPassphrase

    objectName: "passphraseSheet"
    title: had ? qsTr("Change the passphrase") : qsTr("Protect with a passphrase")
    lead: qsTr("You type it after each start of Earshot's background program. Without it nobody "
             + "who gets at this disk can be you. The history is not encrypted by it: use disk "
             + "encryption for that.")
    wide: Theme.px(460)
    closable: !Session.protection.isBusy
    firstFocus: had ? old : fields.firstField
    onOpened: Session.protection.forgetProblem()
    onClosed: {
        old.clear();
        fields.clear();
    }

    PassphraseField {
        id: old
        objectName: "oldSecret"
        Layout.fillWidth: true
        visible: sheet.had
        label: qsTr("Passphrase until now")
        wrong: Session.protection.problem !== ""
        onTextEdited: Session.protection.forgetProblem()
        onAccepted: fields.firstField.forceActiveFocus(Qt.TabFocusReason)
    }
    PassphraseFields {
        id: fields
        Layout.fillWidth: true
        onAccepted: sheet.save()
    }
    PassphraseProblem {}
    actions: [
        TextButton {
            objectName: "savePassphrase"
            primary: true
            enabled: fields.isGood && (!sheet.had || old.text !== "")
                     && !Session.protection.isBusy
            text: Session.protection.isBusy ? qsTr("A moment…") : qsTr("Save")
            onClicked: sheet.save()
        },
        TextButton {
            objectName: "passphraseToKeyring"
            visible: sheet.had && Session.protection.offersKeyring
            enabled: old.text !== "" && !Session.protection.isBusy
            text: qsTr("Unlock with my session")
            onClicked: Session.protection.moveToKeyring(old.text)
        },
        TextButton {
            objectName: "removePassphrase"
            harmful: true
            visible: sheet.had
            enabled: old.text !== "" && !Session.protection.isBusy
            text: qsTr("Remove the passphrase")
            onClicked: Session.protection.remove(old.text)
        }
    ]
    Connections {
        target: Session.protection
        function onDone() {
            sheet.close();
        }
    }

    function save() {
        if (fields.isGood && (!had || old.text !== ""))
            Session.protection.set(old.text, fields.wanted);
    }
}
