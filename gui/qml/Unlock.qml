import QtQuick
import Earshot
import QtQuick.Layouts

/// In place of everything else while the profile is locked: one passphrase opens it.
Rectangle {
    id: unlock

    readonly property bool locked: Session.connection.state === "locked"

    objectName: "unlock"
    visible: locked
    color: Theme.canvas
    Accessible.role: Accessible.Pane
    Accessible.name: title.text
    onLockedChanged: {
        secret.clear();
        if (locked)
            secret.forceActiveFocus(Qt.TabFocusReason);
    }

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.gap6, Theme.px(380))
        spacing: Theme.gap3
        Rectangle {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.px(56)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.accentSoft
            Icon {
                anchors.centerIn: parent
                glyph: "shield"
                ink: Theme.accent
                size: Theme.px(28)
            }
        }
        ThemeText {
            id: title
            Layout.fillWidth: true
            text: Session.profile === "" ? qsTr("Earshot is locked")
                                         : qsTr("The profile %1 is locked").arg(Session.profile)
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        ThemeText {
            Layout.fillWidth: true
            text: qsTr("Until you give your passphrase nobody sees you, and no message arrives.")
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            color: Theme.text2
            lineHeight: 1.2
        }
        PassphraseField {
            id: secret
            objectName: "unlockSecret"
            Layout.fillWidth: true
            label: qsTr("Passphrase")
            readOnly: Session.protection.isBusy
            wrong: Session.protection.problem !== ""
            onTextEdited: Session.protection.forgetProblem()
            onAccepted: unlock.tryIt()
        }
        PassphraseProblem {}
        TextButton {
            objectName: "unlockButton"
            Layout.fillWidth: true
            primary: true
            enabled: secret.text !== "" && !Session.protection.isBusy
            text: Session.protection.isBusy ? qsTr("Checking…") : qsTr("Unlock")
            onClicked: unlock.tryIt()
        }
    }
    Connections {
        target: Session.protection
        // What was wrong is typed over, not on.
        function onChanged() {
            if (unlock.locked && secret.wrong)
                secret.selectAll();
        }
    }

    /// What can be done all the same.
    function allows(command: string): bool {
        switch (command) {
        case "larger":
        case "smaller":
        case "usual":
        case "keys":
        case "quit": return true;
        default: return false;
        }
    }
    function tryIt() {
        Session.protection.unlock(secret.text);
    }
}
