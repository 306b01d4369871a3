import QtQuick

/// Where there is nothing yet: what this place is for, and the next step.
Item {
    id: empty

    property string glyph: "chat"
    property string title
    property string text
    default property alias actions: buttons.data

    implicitHeight: column.implicitHeight

    Column {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.gap6, Theme.px(380))
        spacing: Theme.gap3
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.px(56)
            height: width
            radius: width / 2
            color: Theme.accentSoft
            Icon {
                anchors.centerIn: parent
                glyph: empty.glyph
                ink: Theme.accent
                size: Theme.px(28)
            }
        }
        ThemeText {
            width: parent.width
            text: empty.title
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
        }
        ThemeText {
            width: parent.width
            visible: text !== ""
            text: empty.text
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            color: Theme.text2
            lineHeight: 1.2
        }
        Flow {
            id: buttons
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, wanted)
            property real wanted: {
                let sum = 0;
                for (let i = 0; i < children.length; ++i)
                    sum += children[i].implicitWidth + spacing;
                return Math.max(1, sum - spacing);
            }
            visible: children.length > 0
            spacing: Theme.gap2
        }
    }
}
