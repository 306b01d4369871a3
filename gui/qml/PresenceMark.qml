import QtQuick

/// How somebody is seen, by shape first and colour second: disc, crescent, disc with a bar, ring.
Item {
    id: mark

    required property string presence
    property color paper: Theme.sidebar
    property int size: Theme.px(12)

    implicitWidth: size + 4
    implicitHeight: size + 4

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: mark.paper
    }
    Icon {
        anchors.centerIn: parent
        glyph: {
            switch (mark.presence) {
            case "online": return "presence-online";
            case "away": return "presence-away";
            case "busy": return "presence-busy";
            default: return "presence-offline";
            }
        }
        ink: Theme.presenceColor(mark.presence)
        size: mark.size
    }
}
