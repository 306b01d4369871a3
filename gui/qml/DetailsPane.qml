import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// All about whom we talk with, and what can be done about them.
Rectangle {
    id: pane

    readonly property var person: Session.chat.person
    signal closeWanted()
    signal verifyWanted(string person)
    signal checkWanted(string person, string name)
    signal forgetWanted()

    color: Theme.sidebar
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Details of %1").arg(person.name)

    component Fact: Column {
        id: fact
        property string title
        property string text
        property bool mono: false
        Layout.fillWidth: true
        visible: text !== ""
        ThemeText {
            width: parent.width
            text: fact.title
            color: Theme.text3
            font.pixelSize: Theme.meta
        }
        TextEdit {
            width: parent.width
            text: fact.text
            readOnly: true
            selectByMouse: true
            color: Theme.text
            font.pixelSize: fact.mono ? Theme.meta : Theme.body
            wrapMode: TextEdit.Wrap
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            Accessible.role: Accessible.StaticText
            Accessible.name: fact.title + ": " + fact.text
        }
    }

    Flickable {
        id: view
        anchors.fill: parent
        contentHeight: column.implicitHeight + 2 * Theme.gap4
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.vertical: Bar {}
        ColumnLayout {
            id: column
            x: Theme.gap4
            y: Theme.gap4
            width: view.width - 2 * Theme.gap4
            spacing: Theme.gap3

            RowLayout {
                Layout.fillWidth: true
                ThemeText {
                    Layout.fillWidth: true
                    text: qsTr("Details")
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                }
                IconButton {
                    objectName: "closeDetails"
                    glyph: "close"
                    tip: qsTr("Close the details")
                    keys: qsTr("Esc")
                    onClicked: pane.closeWanted()
                }
            }
            Avatar {
                Layout.alignment: Qt.AlignHCenter
                initials: pane.person.initials
                hue: pane.person.hue
                presence: pane.person.presence
                size: Theme.px(72)
            }
            ThemeText {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: pane.person.name
                font.pixelSize: Theme.headline
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
            }
            TextButton {
                objectName: "detailsVerify"
                Layout.alignment: Qt.AlignHCenter
                glyph: "shield"
                text: pane.person.verified ? qsTr("Verified") : qsTr("Make sure who it is")
                onClicked: pane.verifyWanted(pane.person.id)
            }
            Fact {
                title: qsTr("Status")
                text: pane.person.statusText
            }
            Fact {
                title: qsTr("Calls themselves")
                text: pane.person.alias !== "" ? pane.person.ownName : ""
            }
            Fact {
                title: qsTr("Last seen")
                text: pane.person.presence === "offline" && pane.person.lastSeen > 0
                      ? Session.times.moment(pane.person.lastSeen) : ""
            }
            Fact {
                title: qsTr("Reached at")
                text: pane.person.through
                      ? qsTr("through %1, who cannot read it").arg(pane.person.through)
                      : pane.person.addresses.join("\n")
            }
            Fact {
                title: qsTr("Devices")
                text: pane.person.devices > 0 ? String(pane.person.devices) : ""
            }
            Fact {
                title: qsTr("Key")
                text: pane.person.id
                mono: true
            }
            ThemeText {
                Layout.topMargin: Theme.gap2
                text: qsTr("What you call them")
                color: Theme.text3
                font.pixelSize: Theme.meta
            }
            Field {
                objectName: "aliasField"
                Layout.fillWidth: true
                label: qsTr("What you call them; only you see it")
                hint: pane.person.ownName
                text: pane.person.alias
                maximumLength: 64
                onAccepted: if (text.trim() !== pane.person.alias)
                                Session.contacts.setAlias(pane.person.id, text.trim())
            }
            Toggle {
                objectName: "muteToggle"
                Layout.fillWidth: true
                visible: Session.chat.isOpen && Session.abilities.mute
                text: qsTr("Mute")
                detail: qsTr("No notifications from this conversation.")
                checked: Session.chat.isMuted
                onClicked: Session.chat.setMuted(checked)
            }
            Toggle {
                objectName: "watchToggle"
                Layout.fillWidth: true
                visible: Session.abilities.watch && pane.person.standing !== "blocked"
                text: qsTr("Tell me when they come")
                detail: qsTr("Once, when they are at their computer and were not before.")
                checked: pane.person.watched
                onClicked: Session.contacts.watch(pane.person.id, checked)
            }
            TextButton {
                objectName: "checkPerson"
                Layout.fillWidth: true
                glyph: "pulse"
                text: qsTr("Why can't I reach them?")
                onClicked: pane.checkWanted(pane.person.id, pane.person.name)
            }
            TextButton {
                objectName: "blockPerson"
                Layout.fillWidth: true
                glyph: "block"
                harmful: pane.person.standing !== "blocked"
                text: pane.person.standing === "blocked" ? qsTr("Unblock") : qsTr("Block")
                onClicked: pane.person.standing === "blocked"
                           ? Session.contacts.unblock(pane.person.id)
                           : Session.contacts.block(pane.person.id)
            }
            TextButton {
                objectName: "forgetPerson"
                Layout.fillWidth: true
                glyph: "delete"
                harmful: true
                text: qsTr("Forget…")
                onClicked: pane.forgetWanted()
            }
        }
    }
}
