import QtQuick
import Earshot

/// Somebody who is no contact has written: accept, decline, block.
Banner {
    id: banner

    required property var person

    objectName: "requestBanner"
    loud: false
    glyph: "person-add"
    text: qsTr("%1 is no contact of yours and would like to write to you. They are not told what "
             + "you decide.")
          .arg(person.name)

    TextButton {
        objectName: "acceptRequest"
        primary: true
        text: qsTr("Accept")
        onClicked: Session.contacts.accept(banner.person.id)
    }
    TextButton {
        objectName: "declineRequest"
        text: qsTr("Decline")
        onClicked: Session.contacts.decline(banner.person.id)
    }
    TextButton {
        objectName: "blockRequest"
        harmful: true
        text: qsTr("Block")
        onClicked: {
            Session.contacts.block(banner.person.id);
            Session.contacts.decline(banner.person.id);
        }
    }
}
