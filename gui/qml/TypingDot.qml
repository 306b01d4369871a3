import QtQuick
import Earshot

/// One of the three dots that move while somebody types; still when it is not to be seen.
Rectangle {
    id: dot

    required property int index

    width: Theme.px(6)
    height: width
    radius: width / 2
    color: Theme.accent
    opacity: 0.4 + 0.3 * index
    SequentialAnimation on opacity {
        running: dot.visible && !Appearance.still
        loops: Animation.Infinite
        PauseAnimation { duration: dot.index * 160 }
        NumberAnimation { to: 1; duration: 300 }
        NumberAnimation { to: 0.35; duration: 300 }
        PauseAnimation { duration: (2 - dot.index) * 160 }
    }
}
