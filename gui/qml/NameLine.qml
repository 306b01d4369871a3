import QtQuick

/// A name with its shield, cut off where there is no more room.
Item {
    id: line

    required property string name
    property bool verified: false
    property string word            ///< Beside the shield.
    property bool muted: false
    property int size: Theme.body
    property int weight: Font.DemiBold
    readonly property real marks: (verified ? shield.width + Theme.gap1 : 0)
                                  + (says.visible ? says.width + Theme.gap1 : 0)
                                  + (muted ? bell.width + Theme.gap1 : 0)

    implicitWidth: Math.ceil(text.implicitWidth) + marks
    implicitHeight: text.implicitHeight

    ThemeText {
        id: text
        width: Math.min(Math.ceil(implicitWidth), Math.max(0, line.width - line.marks))
        text: line.name
        font.pixelSize: line.size
        font.weight: line.weight
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    Row {
        anchors.left: text.right
        anchors.leftMargin: Theme.gap1
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap1
        Icon {
            id: shield
            anchors.verticalCenter: parent.verticalCenter
            visible: line.verified
            glyph: "shield"
            ink: Theme.accent
            size: Math.round(line.size * 1.1)
        }
        ThemeText {
            id: says
            anchors.verticalCenter: parent.verticalCenter
            visible: line.verified && text !== ""
            text: line.word
            color: Theme.accent
            font.pixelSize: Theme.preview
            Accessible.ignored: true
        }
        Icon {
            id: bell
            anchors.verticalCenter: parent.verticalCenter
            visible: line.muted
            glyph: "muted"
            ink: Theme.text3
            size: Math.round(line.size * 1.1)
        }
    }
}
