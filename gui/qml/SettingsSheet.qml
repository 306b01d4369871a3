import QtQuick
import Earshot
import QtQuick.Layouts

/// Name, look, privacy, notifications. Every change holds at once.
Sheet {
    id: sheet

    objectName: "settingsSheet"
    title: qsTr("Settings")
    wide: Theme.px(560)

    signal passphraseWanted

    onOpened: {
        nameField.text = Session.self.name;
        hoursField.text = Session.settings.notifyHours;
        hoursField.wrong = false;
        Session.protection.load();
        Session.protection.forgetProblem();
    }
    onClosed: saveName()

    function saveName() {
        const name = nameField.text.trim();
        if (name !== "" && name !== Session.self.name)
            Session.self.rename(name);
    }

    component Heading: ThemeText {
        Layout.topMargin: Theme.gap3
        color: Theme.text2
        font.pixelSize: Theme.meta
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    // Words, then what they are about; below them where there is no room beside them.
    component Line: GridLayout {
        id: line
        property string text
        Layout.fillWidth: true
        columns: width < Theme.px(440) ? 1 : 2
        columnSpacing: Theme.gap3
        rowSpacing: Theme.gap1
        ThemeText {
            Layout.fillWidth: true
            // Whatever room there is, not what the words would like: where several change at once,
            // layouts would ask each other for ever.
            Layout.preferredWidth: 1
            text: line.text
            wrapMode: Text.Wrap
        }
    }

    Heading { text: qsTr("You") }
    Line {
        text: qsTr("Your name, as others see it")
        Field {
            id: nameField
            objectName: "nameField"
            Layout.preferredWidth: Theme.px(230)
            Layout.maximumWidth: sheet.availableWidth - 2 * Theme.gap6
            label: qsTr("Your name, as others see it")
            maximumLength: 64
            onAccepted: sheet.saveName()
        }
    }
    Line {
        visible: Session.protection.isKnown
        text: Session.protection.hasPassphrase
              ? qsTr("Your keys are protected with a passphrase")
              : Session.protection.isInKeyring
              ? qsTr("Your session's keyring opens your keys")
              : qsTr("Your keys have no passphrase: whoever reads this disk has them")
        TextButton {
            objectName: "passphrase"
            text: Session.protection.hasPassphrase ? qsTr("Change or remove…")
                                                   : qsTr("Set a passphrase…")
            onClicked: sheet.passphraseWanted()
        }
    }
    Line {
        visible: Session.protection.isKnown && !Session.protection.hasPassphrase
                 && (Session.protection.isInKeyring || Session.protection.offersKeyring)
        text: Session.protection.isInKeyring
              ? qsTr("If the keyring is ever lost or reset, so is your identity here")
              : qsTr("The keyring of your desktop can keep the key, and you type nothing")
        TextButton {
            objectName: "keyring"
            enabled: !Session.protection.isBusy
            text: Session.protection.isInKeyring ? qsTr("Use a file on this disk")
                                                 : qsTr("Unlock with my session")
            onClicked: {
                if (Session.protection.isInKeyring)
                    Session.protection.remove("");
                else
                    Session.protection.moveToKeyring("");
            }
        }
    }
    PassphraseProblem {}
    Heading { text: qsTr("Look") }
    Line {
        text: qsTr("Theme")
        Choice {
            objectName: "theme"
            Layout.preferredWidth: Theme.px(320)
            Layout.maximumWidth: sheet.availableWidth - 2 * Theme.gap6
            label: qsTr("Theme")
            values: ["system", "light", "dark"]
            words: [qsTr("As the system"), qsTr("Light"), qsTr("Dark")]
            value: Appearance.theme
            onChosen: value => Appearance.theme = value
        }
    }
    Line {
        text: qsTr("Language")
        Choice {
            objectName: "language"
            Layout.preferredWidth: Theme.px(320)
            Layout.maximumWidth: sheet.availableWidth - 2 * Theme.gap6
            label: qsTr("Language")
            values: ["system", "en", "ru"]
            words: [qsTr("As the system"), "English", "Русский"]
            value: Appearance.language
            onChosen: value => Appearance.language = value
        }
    }
    Line {
        text: qsTr("Size of everything")
        RowLayout {
            IconButton {
                objectName: "smaller"
                glyph: "down"
                tip: qsTr("Smaller")
                keys: "Ctrl+-"
                enabled: Appearance.scale > 80
                onClicked: Appearance.scale -= 10
            }
            ThemeText {
                objectName: "scaleText"
                Layout.preferredWidth: Theme.px(52)
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("%1 %").arg(Appearance.scale)
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("Size: %1 per cent").arg(Appearance.scale)
            }
            IconButton {
                objectName: "larger"
                glyph: "up"
                tip: qsTr("Larger")
                keys: "Ctrl++"
                enabled: Appearance.scale < 200
                onClicked: Appearance.scale += 10
            }
        }
    }
    Toggle {
        objectName: "reduceMotion"
        Layout.fillWidth: true
        text: qsTr("Reduce motion")
        detail: Appearance.desktopIsStill
                ? qsTr("Your desktop wishes it for all programs, whatever is chosen here.") : ""
        checked: Appearance.reduceMotion
        onClicked: Appearance.reduceMotion = checked
    }
    Heading { text: qsTr("Start") }
    Toggle {
        objectName: "autostart"
        Layout.fillWidth: true
        text: qsTr("Start with the desktop, hidden")
        detail: qsTr("Then you are told of new messages. They arrive either way.")
        checked: Session.autostart.enabled
        onClicked: Session.autostart.enabled = checked
    }
    Heading { text: qsTr("Privacy") }
    Toggle {
        objectName: "tellsTyping"
        visible: Session.settings.hasTyping
        Layout.fillWidth: true
        text: qsTr("Tell others that you are typing")
        detail: qsTr("Only people you write with.")
        checked: Session.settings.tellsTyping
        onClicked: Session.settings.setTellsTyping(checked)
    }
    Toggle {
        objectName: "tellsRead"
        visible: Session.settings.hasRead
        Layout.fillWidth: true
        text: qsTr("Tell others what you have read")
        checked: Session.settings.tellsRead
        onClicked: Session.settings.setTellsRead(checked)
    }
    ThemeText {
        Layout.topMargin: Theme.gap2
        text: qsTr("Where strangers see you")
    }
    VisibilityChoice { Layout.fillWidth: true }
    TextButton {
        objectName: "forgetHere"
        visible: Session.network.visibility === "known" && Session.network.isVisible
        text: qsTr("Not in this network any more")
        onClicked: Session.network.allowHere(false)
    }
    Heading {
        visible: Session.settings.hasNotifyPrivacy || Session.abilities.snooze
        text: qsTr("Notifications")
    }
    Line {
        visible: Session.settings.hasNotifyPrivacy
        text: qsTr("What they show")
        Choice {
            objectName: "notifyPrivacy"
            Layout.preferredWidth: Theme.px(320)
            Layout.maximumWidth: sheet.availableWidth - 2 * Theme.gap6
            label: qsTr("Notifications show")
            values: ["full", "sender", "none"]
            words: [qsTr("Name and text"), qsTr("Name"), qsTr("Nothing")]
            value: Session.settings.notifyPrivacy
            onChosen: value => Session.settings.setNotifyPrivacy(value)
        }
    }
    Line {
        visible: Session.settings.hasNotifyHours
        text: qsTr("When you want to be disturbed; empty: always")
        Field {
            id: hoursField
            objectName: "hoursField"
            Layout.preferredWidth: Theme.px(230)
            Layout.maximumWidth: sheet.availableWidth - 2 * Theme.gap6
            label: qsTr("When you want to be disturbed")
            hint: qsTr("mon-fri 08:00-18:00")
            maximumLength: 200
            onTextEdited: wrong = false
            onEditingFinished: Session.settings.setNotifyHours(text.trim())
            Connections {
                target: Session.settings
                function onHoursRefused() { hoursField.wrong = true; }
            }
        }
    }
    ThemeText {
        visible: Session.settings.hasNotifyHours
        Layout.fillWidth: true
        text: hoursField.wrong ? qsTr("Say it like this: mon-fri 08:00-18:00, sat 10-14")
                               : qsTr("Outside these hours others see you as not to be disturbed.")
        color: hoursField.wrong ? Theme.danger : Theme.text2
        font.pixelSize: Theme.meta
        wrapMode: Text.Wrap
    }
    Line {
        visible: Session.abilities.snooze
        text: Session.settings.snoozedUntil > 0
              ? qsTr("Silent until %1").arg(Session.times.moment(Session.settings.snoozedUntil))
              : qsTr("None for a while")
        TextButton {
            objectName: "snooze"
            text: Session.settings.snoozedUntil > 0 ? qsTr("Show them again") : qsTr("For an hour")
            onClicked: Session.settings.snooze(Session.settings.snoozedUntil > 0 ? 0 : 3600000)
        }
    }
}
