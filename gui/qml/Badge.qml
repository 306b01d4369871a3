import QtQuick

/// How many are unread; grey where the conversation is muted.
Rectangle {
    id: badge

    required property int count
    property bool quiet: false

    visible: count > 0
    implicitHeight: Theme.px(20)
    implicitWidth: Math.max(implicitHeight, number.implicitWidth + Theme.px(12))
    radius: height / 2
    color: quiet ? Theme.text3 : Theme.accent
    Accessible.ignored: true

    ThemeText {
        id: number
        anchors.centerIn: parent
        text: badge.count > 999 ? "999+" : badge.count
        color: badge.quiet ? Theme.sidebar : Theme.accentInk
        font.pixelSize: Theme.meta
        font.weight: Font.Bold
        Accessible.ignored: true
    }
}
