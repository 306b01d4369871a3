import QtQuick
import Earshot

/// What can be done with one message.
ThemeMenu {
    id: menu

    property string message
    property string body
    property string state
    signal infoWanted(string message)

    function open(row: int, from: Item) {
        const item = from as MessageRow;
        message = item.messageId;
        body = item.body;
        state = item.own ? item.msgState : "";
        popup(from);
    }

    ThemeMenuItem {
        objectName: "copyMessage"
        glyph: "copy"
        text: qsTr("Copy the text")
        keys: "Ctrl+C"
        onTriggered: Session.copy(menu.body)
    }
    ThemeMenuItem {
        objectName: "messageDetails"
        visible: Session.abilities.messageDetails
        glyph: "info"
        text: qsTr("Details")
        onTriggered: menu.infoWanted(menu.message)
    }
    ThemeMenuItem {
        objectName: "takeBack"
        visible: menu.state === "queued" || menu.state === "carried"
        glyph: "undo"
        harmful: true
        text: qsTr("Take it back")
        onTriggered: Session.chat.takeBack(menu.message)
    }
}
