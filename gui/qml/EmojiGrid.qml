import QtQuick
import QtQuick.Controls.Basic

/// Emoji beside and below each other.
GridView {
    id: grid

    signal chosen(int row)

    clip: true
    cellWidth: Math.floor(width / Math.max(1, Math.floor(width / Theme.px(38))))
    cellHeight: Theme.px(38)
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    ScrollBar.vertical: Bar {}
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Emoji")
    delegate: EmojiCell {
        width: (GridView.view as EmojiGrid).cellWidth
        height: (GridView.view as EmojiGrid).cellHeight
        onClicked: (GridView.view as EmojiGrid).chosen(index)
    }
}
