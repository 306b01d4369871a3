import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Emoji by name in the language of the window. Arrow keys go through them, Enter takes one.
Popup {
    id: picker

    signal chosen(string character)

    objectName: "emojiPicker"
    width: Math.min(Theme.px(340), parent ? parent.width - Theme.gap4 : 340)
    height: Theme.px(320)
    padding: Theme.gap2
    focus: true
    background: Rectangle {
        radius: Theme.radiusRow
        color: Theme.surface
        border.color: Theme.line
    }
    onAboutToShow: {
        field.clear();
        emoji.refresh();
    }
    onOpened: field.forceActiveFocus(Qt.PopupFocusReason)

    function openAt(item: Item) {
        const corner = item.mapToItem(parent, item.width, 0);
        x = Math.max(Theme.gap2, Math.min(corner.x - width, parent.width - width - Theme.gap2));
        y = Math.max(Theme.gap2, corner.y - height - Theme.gap2);
        open();
    }

    EmojiModel {
        id: emoji
        text: field.text
    }
    contentItem: ColumnLayout {
        spacing: Theme.gap2
        Field {
            id: field
            objectName: "emojiField"
            Layout.fillWidth: true
            label: qsTr("Find an emoji")
            hint: label
            Keys.onDownPressed: grid.moveCurrentIndexDown()
            Keys.onUpPressed: grid.moveCurrentIndexUp()
            Keys.onRightPressed: grid.moveCurrentIndexRight()
            Keys.onLeftPressed: grid.moveCurrentIndexLeft()
            onAccepted: picker.take(grid.currentIndex)
            onTextChanged: grid.currentIndex = 0
        }
        EmojiGrid {
            id: grid
            objectName: "emojiGrid"
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: emoji
            onChosen: row => picker.take(row)
        }
    }

    function take(row: int) {
        const character = emoji.at(row);
        if (character === "")
            return;
        close();
        chosen(character);
    }
}
