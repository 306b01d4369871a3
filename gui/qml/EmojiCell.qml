import QtQuick
import QtQuick.Controls.Basic

/// One emoji of the picker.
AbstractButton {
    id: cell

    required property int index
    required property string character
    required property string name

    focusPolicy: Qt.NoFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.onPressAction: cell.clicked()

    contentItem: ThemeText {
        text: cell.character
        font.pixelSize: Theme.px(22)
        horizontalAlignment: Text.AlignHCenter
        Accessible.ignored: true
    }
    background: Rectangle {
        radius: Theme.radiusBlock
        color: cell.hovered || cell.GridView.isCurrentItem ? Theme.hover : "transparent"
    }
    Tip {
        visible: cell.hovered
        text: cell.name
    }
}
