import QtQuick
import Earshot
import QtQuick.Layouts

/// The first start: how others see us and where. No account, no server, no questions about ports.
Sheet {
    id: sheet

    property int step: 0
    readonly property bool protects: wantsPassphrase.visible && wantsPassphrase.checked
    readonly property bool usesKeyring: wantsKeyring.visible && wantsKeyring.checked
    readonly property bool ready: nameField.text.trim() !== "" && (!protects || passphrase.isGood)
                                  && !Session.protection.isBusy

    objectName: "firstRun"
    title: step === 0 ? qsTr("Welcome to Earshot") : qsTr("Who may see you?")
    lead: step === 0
          ? qsTr("Talk to the people on your network. There is no server, no account and no "
               + "internet in between.")
          : qsTr("People here find you by themselves. Your name is all that they learn.")
    closable: false
    firstFocus: step === 0 ? nameField : null

    ColumnLayout {
        Layout.fillWidth: true
        visible: sheet.step === 0
        spacing: Theme.gap2
        ThemeText {
            text: qsTr("Your name, as others see it")
            font.weight: Font.DemiBold
        }
        Field {
            id: nameField
            objectName: "firstName"
            Layout.fillWidth: true
            label: qsTr("Your name, as others see it")
            text: Session.self.name
            maximumLength: 64
            onAccepted: sheet.next()
        }
        Promise {
            glyph: "shield"
            text: qsTr("Messages are sealed on your computer and opened on the other one. Nobody "
                     + "on the network, and no computer that passes them on, can read them.")
        }
        Promise {
            glyph: "person"
            text: qsTr("A person is a key, not a name. Compare keys once to be sure of somebody; "
                     + "until then the first key seen is trusted.")
        }
        Promise {
            glyph: "info"
            text: qsTr("Your history lies on this computer, as private as its disk: encrypt the "
                     + "disk if others can get at it. That you use Earshot, and with whom you "
                     + "talk, can be seen on the network.")
        }
        Toggle {
            id: wantsKeyring
            objectName: "firstKeyring"
            Layout.fillWidth: true
            visible: Session.protection.isKnown && !Session.protection.hasPassphrase
                     && Session.protection.offersKeyring
            checked: true
            text: qsTr("Unlock with my session")
            detail: qsTr("The keyring of your desktop keeps the key, and you type nothing. If the "
                       + "keyring is ever lost or reset, so is your identity here.")
            onClicked: {
                if (!checked)
                    return;
                wantsPassphrase.checked = false;
                passphrase.clear();
            }
        }
        Toggle {
            id: wantsPassphrase
            objectName: "firstPassphrase"
            Layout.fillWidth: true
            visible: Session.protection.isKnown && !Session.protection.hasPassphrase
            text: qsTr("Protect your keys with a passphrase")
            detail: qsTr("You type it after each start of Earshot's background program. Without "
                       + "one, a key file on this disk opens your keys for whoever reads it. The "
                       + "settings have this, too.")
            onClicked: {
                if (checked) {
                    wantsKeyring.checked = false;
                    passphrase.firstField.forceActiveFocus(Qt.TabFocusReason);
                } else {
                    passphrase.clear();
                }
            }
        }
        PassphraseFields {
            id: passphrase
            Layout.fillWidth: true
            visible: sheet.protects
            onAccepted: sheet.next()
        }
        PassphraseProblem {}
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: sheet.step === 1
        spacing: Theme.gap2
        VisibilityChoice {}
    }
    actions: [
        TextButton {
            objectName: "firstNext"
            primary: true
            enabled: sheet.ready
            text: Session.protection.isBusy ? qsTr("A moment…")
                                            : sheet.step === 0 ? qsTr("Next") : qsTr("Start")
            onClicked: sheet.next()
        },
        TextButton {
            visible: sheet.step === 1
            text: qsTr("Back")
            onClicked: sheet.step = 0
        }
    ]

    Connections {
        target: Session.protection
        function onDone() {
            passphrase.clear();
            sheet.step = 1;
        }
    }

    function next() {
        if (!ready)
            return;
        if (step === 0) {
            if (nameField.text.trim() !== Session.self.name)
                Session.self.rename(nameField.text.trim());
            if (protects)
                Session.protection.set("", passphrase.wanted);
            else if (usesKeyring)
                Session.protection.moveToKeyring("");
            else
                step = 1;
            return;
        }
        Appearance.welcomed = true;
        close();
    }
}
