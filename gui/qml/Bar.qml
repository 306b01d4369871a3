import QtQuick
import QtQuick.Controls.Basic

/// A scroll bar that keeps out of the way.
ScrollBar {
    id: bar

    padding: 2
    minimumSize: 0.06
    // Of a view without anything in it the size is 0.
    visible: size > 0 && size < 1
    Accessible.ignored: true
    contentItem: Rectangle {
        implicitWidth: Theme.px(6)
        implicitHeight: Theme.px(6)
        radius: width / 2
        color: Theme.text3
        opacity: bar.pressed ? 0.9 : bar.hovered ? 0.7 : bar.active ? 0.45
               : 0.25
        Behavior on opacity { NumberAnimation { duration: Theme.panelTime } }
    }
}
