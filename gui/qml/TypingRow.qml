import QtQuick

/// That the other one is writing.
Row {
    id: row

    property string name
    property bool shown: false

    height: Theme.px(22)
    spacing: Theme.gap2
    Row {
        anchors.verticalCenter: parent.verticalCenter
        visible: row.shown
        spacing: Theme.px(4)
        Repeater {
            model: 3
            TypingDot {}
        }
    }
    ThemeText {
        anchors.verticalCenter: parent.verticalCenter
        visible: row.shown
        text: qsTr("%1 is typing").arg(row.name)
        color: Theme.text2
        font.pixelSize: Theme.meta
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
