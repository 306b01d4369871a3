import QtQuick
import QtQuick.Controls.Basic

/// One filter of a search: says what it lets through, and opens what it may be instead. Coloured
/// while it leaves something out.
AbstractButton {
    id: chip

    required property string label  ///< What it is about, for those who hear it.
    property bool active: false
    property int most: Theme.px(200)

    implicitHeight: Theme.px(28)
    implicitWidth: Math.min(most, words.implicitWidth + Theme.px(40))
    focusPolicy: Qt.TabFocus
    hoverEnabled: true

    Accessible.role: Accessible.ButtonMenu
    Accessible.name: label + ": " + text
    Accessible.onPressAction: chip.clicked()

    contentItem: Item {
        ThemeText {
            id: words
            x: Theme.px(12)
            anchors.verticalCenter: parent.verticalCenter
            width: chip.width - Theme.px(40)
            text: chip.text
            color: chip.active ? Theme.accent : Theme.text2
            font.pixelSize: Theme.meta
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        Icon {
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            glyph: "down"
            ink: words.color
            size: Theme.px(14)
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.active ? Theme.accentSoft : chip.hovered ? Theme.hover : Theme.surface
        border.width: chip.active ? 0 : 1
        border.color: Theme.line
        FocusRing { shown: chip.visualFocus }
    }
    HoverHandler { cursorShape: Qt.PointingHandCursor }
}
