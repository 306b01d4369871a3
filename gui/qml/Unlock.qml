import QtQuick
import Earshot
import QtQuick.Layouts

/// In place of everything else while the profile is locked: a passphrase opens it, or the session's
/// keyring.
Rectangle {
    id: unlock

    readonly property bool locked: Session.connection.state === "locked"
    readonly property bool byKeyring: Session.connection.opensByKeyring

    objectName: "unlock"
    visible: locked
    color: Theme.canvas
    Accessible.role: Accessible.Pane
    Accessible.name: title.text
    onLockedChanged: {
        secret.clear();
        if (locked && byKeyring)
            button.forceActiveFocus(Qt.TabFocusReason);
        else if (locked)
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
            text: unlock.byKeyring
                  ? qsTr("The keyring of your desktop's session has the key. Until it is open "
                       + "nobody sees you, and no message arrives.")
                  : qsTr("Until you give your passphrase nobody sees you, and no message arrives.")
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            color: Theme.text2
            lineHeight: 1.2
        }
        PassphraseField {
            id: secret
            objectName: "unlockSecret"
            Layout.fillWidth: true
            visible: !unlock.byKeyring
            label: qsTr("Passphrase")
            readOnly: Session.protection.isBusy
            wrong: Session.protection.problem !== ""
            onTextEdited: Session.protection.forgetProblem()
            onAccepted: unlock.tryIt()
        }
        PassphraseProblem {}
        TextButton {
            id: button
            objectName: "unlockButton"
            Layout.fillWidth: true
            primary: true
            enabled: (unlock.byKeyring || secret.text !== "") && !Session.protection.isBusy
            text: Session.protection.isBusy ? qsTr("Checking…")
                                            : unlock.byKeyring ? qsTr("Ask the keyring again")
                                                               : qsTr("Unlock")
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
        if (byKeyring)
            Session.protection.askKeyring();
        else
            Session.protection.unlock(secret.text);
    }
}
