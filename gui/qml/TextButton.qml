import QtQuick
import QtQuick.Controls.Basic

/// A button with words: the one thing to do (`primary`), something else, or something that destroys
/// (`harmful`).
AbstractButton {
    id: control

    property bool primary: false
    property bool harmful: false
    property string glyph
    readonly property color ink: primary ? (harmful ? Theme.dangerInk : Theme.accentInk)
                                         : harmful ? Theme.danger : Theme.accent
    readonly property color paper: primary ? (harmful ? Theme.danger : Theme.accent) : "transparent"

    implicitHeight: Theme.target
    implicitWidth: row.implicitWidth + 2 * Theme.gap4
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.onPressAction: control.clicked()

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.gap2
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.glyph !== ""
                glyph: control.glyph || "check"
                ink: control.ink
                size: Theme.px(18)
            }
            ThemeText {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth,
                                control.width - 2 * Theme.gap2 - (control.glyph ? Theme.px(26) : 0))
                text: control.text
                color: control.ink
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: control.primary ? control.paper : control.hovered ? Theme.hover : Theme.surface
        border.width: control.primary ? 0 : 1
        border.color: Theme.line
        opacity: control.primary && control.hovered ? 0.9 : 1
        // Beside a filled button, not on it, where it would not be seen.
        FocusRing {
            shown: control.visualFocus
            anchors.margins: control.primary ? -4 : -1
            radius: Theme.radiusRow + (control.primary ? 3 : 0)
        }
    }
    HoverHandler { cursorShape: Qt.PointingHandCursor }
}
