import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

/// A person or a command to go to.
T.ItemDelegate {
    id: row

    required property string kind
    required property string targetId
    required property string name
    required property string detail
    required property string presence
    required property string initials
    required property int hue
    required property bool verified
    required property int unread
    property bool isCurrent: false
    readonly property bool isPerson: kind === "person"
    readonly property color paper: isCurrent || hovered ? Theme.hover : "transparent"

    objectName: "goto-" + targetId
    implicitHeight: Theme.px(48)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    leftPadding: Theme.gap4
    rightPadding: Theme.gap4
    Accessible.name: detail ? name + ", " + detail : name
    Accessible.onPressAction: row.clicked()
    Accessible.selected: isCurrent

    contentItem: RowLayout {
        spacing: Theme.gap3
        Avatar {
            visible: row.isPerson
            initials: row.initials
            hue: row.hue
            presence: row.presence
            paper: row.paper.a > 0 ? row.paper : Theme.canvas
            size: Theme.px(34)
        }
        Item {
            visible: !row.isPerson
            implicitWidth: Theme.px(34)
            implicitHeight: implicitWidth
            Icon {
                anchors.centerIn: parent
                glyph: "right"
                size: Theme.px(16)
            }
        }
        NameLine {
            Layout.fillWidth: true
            name: row.name
            verified: row.verified
            weight: row.isPerson ? Font.DemiBold : Font.Normal
        }
        Badge { count: row.unread }
        ThemeText {
            text: row.detail
            color: Theme.text3
            font.pixelSize: Theme.meta
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap2
        anchors.rightMargin: Theme.gap2
        radius: Theme.radiusRow
        color: row.paper
    }
}
