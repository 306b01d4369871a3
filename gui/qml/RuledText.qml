import QtQuick

/// Words in the middle of a line through the whole width: what stands between two messages. Wrapped
/// where they are long; for the eye only.
Item {
    id: ruled

    property string text
    property color ink: Theme.text2
    property color lineColor: Theme.line
    property real lineOpacity: 1

    implicitHeight: Math.max(Theme.px(18), words.height)

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gap4
        width: parent.width - 2 * Theme.gap4
        height: 1
        color: ruled.lineColor
        opacity: ruled.lineOpacity
    }
    Rectangle {
        anchors.centerIn: parent
        width: words.width + Theme.px(20)
        height: parent.height
        color: Theme.canvas
        ThemeText {
            id: words
            anchors.centerIn: parent
            width: Math.min(implicitWidth, ruled.width - Theme.px(80))
            text: ruled.text
            color: ruled.ink
            font.pixelSize: Theme.meta
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
