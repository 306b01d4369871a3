import QtQuick

/// Shows where the keyboard is: two pixels around whatever it lies in.
Rectangle {
    property bool shown: false

    anchors.fill: parent
    anchors.margins: -1
    visible: shown
    color: "transparent"
    radius: Theme.radiusRow
    border.width: 2
    border.color: Theme.focus
}
