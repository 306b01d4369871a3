import QtQuick

/// Initials on a tint of the person's key, with how they are seen.
Item {
    id: avatar

    required property string initials
    required property int hue
    property string presence      ///< Empty: no mark.
    property color paper: Theme.sidebar
    property int size: Theme.px(40)

    implicitWidth: size
    implicitHeight: size
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: Theme.tint(avatar.hue)
        ThemeText {
            anchors.centerIn: parent
            text: avatar.initials
            color: Theme.tintInk(avatar.hue)
            font.pixelSize: Math.round(avatar.size * 0.36)
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }
    }
    PresenceMark {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.rightMargin: -3
        anchors.bottomMargin: -3
        visible: avatar.presence !== ""
        presence: avatar.presence
        paper: avatar.paper
    }
}
