import QtQuick
import Earshot

/// What can be done with one message.
ThemeMenu {
    id: menu

    property string message
    property string body
    property string state
    property var links: []     ///< Where the message's links lead.
    signal infoWanted(string message)
    signal linkWanted(string target)

    wide: links.length > 0 ? Theme.px(360) : Theme.px(240)

    function open(row: int, from: Item, atPointer: bool) {
        const item = from as MessageRow;
        message = item.messageId;
        body = item.body;
        state = item.own ? item.msgState : "";
        links = Session.chat.timeline.linksOf(row);
        if (atPointer)
            popup(from);
        else
            popup(from, item.bubbleX, item.height);
    }

    ThemeMenuItem {
        objectName: "copyMessage"
        glyph: "copy"
        text: qsTr("Copy the text")
        keys: "Ctrl+C"
        onTriggered: Session.copy(menu.body)
    }
    // With the whole target: what a link is called, whoever sent it has chosen.
    Instantiator {
        model: menu.links
        delegate: ThemeMenuItem {
            required property int index
            required property string modelData
            objectName: "openLink-" + index
            glyph: "link"
            whole: true
            text: qsTr("Open %1").arg(Session.targetWords(modelData))
        }
        onObjectAdded: (index, item) => {
            const target = menu.links[index];
            const entry = item as ThemeMenuItem;
            entry.triggered.connect(() => menu.linkWanted(target));
            menu.insertItem(1 + index, entry);
        }
        onObjectRemoved: (index, item) => menu.removeItem(item as ThemeMenuItem)
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
