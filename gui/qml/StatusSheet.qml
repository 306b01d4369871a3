import QtQuick
import Earshot
import QtQuick.Layouts

/// The line that others read beside our presence.
Sheet {
    id: sheet

    objectName: "statusSheet"
    title: qsTr("Status text")
    lead: qsTr("Everybody on this network reads it beside your name.")
    wide: Theme.px(420)
    firstFocus: field
    onOpened: field.text = Session.self.statusText

    Field {
        id: field
        objectName: "statusField"
        Layout.fillWidth: true
        label: qsTr("Status text")
        hint: qsTr("For example: in room 4 until noon")
        maximumLength: 128
        onAccepted: sheet.save(text)
    }
    actions: [
        TextButton {
            objectName: "saveStatus"
            primary: true
            text: qsTr("Save")
            onClicked: sheet.save(field.text)
        },
        TextButton {
            visible: Session.self.statusText !== ""
            text: qsTr("Remove")
            onClicked: sheet.save("")
        }
    ]

    function save(text: string) {
        Session.self.setPresence(Session.self.presence, text.trim());
        close();
    }
}
