import QtQuick
import Earshot
import QtQuick.Layouts

/// Asks before somebody is forgotten.
Sheet {
    id: sheet

    objectName: "forgetSheet"
    title: qsTr("Forget %1?").arg(Session.chat.person.name)
    lead: qsTr("As if you had never met: your comparison of keys, what you call them and what "
             + "waits for them goes.")
    wide: Theme.px(460)
    onAboutToShow: withHistory.checked = false
    Toggle {
        id: withHistory
        objectName: "forgetHistory"
        Layout.fillWidth: true
        text: qsTr("Delete the conversation, too")
    }
    actions: TextButton {
        objectName: "forgetNow"
        primary: true
        harmful: true
        text: qsTr("Forget")
        onClicked: {
            Session.contacts.forget(Session.chat.person.id, withHistory.checked);
            sheet.close();
        }
    }
}
