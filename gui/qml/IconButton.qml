import QtQuick
import QtQuick.Controls.Basic

/// A button that is an icon; `tip` is its name for everybody, seen or read out.
AbstractButton {
    id: control

    required property string glyph
    required property string tip
    property string keys
    property color ink: Theme.text2
    property color fill: "transparent"
    property int glyphSize: Theme.icon

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.4

    Accessible.role: Accessible.Button
    Accessible.name: tip
    Accessible.onPressAction: control.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            glyph: control.glyph
            ink: control.ink
            size: control.glyphSize
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: control.fill.a > 0 ? control.fill
                                  : control.hovered || control.checked ? Theme.hover : "transparent"
        Behavior on color { ColorAnimation { duration: Theme.hoverTime } }
        FocusRing { shown: control.visualFocus }
    }
    HoverHandler { cursorShape: Qt.PointingHandCursor }

    Tip {
        visible: control.hovered || control.visualFocus
        text: control.keys ? control.tip + "  " + control.keys : control.tip
    }
}
