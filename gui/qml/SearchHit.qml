import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

/// One message that was found.
T.ItemDelegate {
    id: hit

    required property int index
    required property string peer
    required property string author
    required property string snippet
    required property string timeWord
    required property string spoken
    property bool showsPeer: false
    property bool isCurrent: false

    implicitHeight: words.implicitHeight + 2 * Theme.gap2
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    leftPadding: Theme.px(20)
    rightPadding: Theme.px(20)
    Accessible.name: spoken
    Accessible.onPressAction: hit.clicked()

    contentItem: Column {
        id: words
        spacing: 1
        RowLayout {
            width: parent.width
            ThemeText {
                Layout.fillWidth: true
                text: hit.showsPeer ? hit.peer : hit.author
                font.weight: Font.DemiBold
                font.pixelSize: Theme.preview
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            ThemeText {
                text: hit.timeWord
                color: Theme.text3
                font.pixelSize: Theme.meta
                Accessible.ignored: true
            }
        }
        ThemeText {
            width: parent.width
            text: hit.snippet
            textFormat: Text.StyledText
            color: Theme.text2
            font.pixelSize: Theme.preview
            maximumLineCount: 2
            wrapMode: Text.Wrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap2
        anchors.rightMargin: Theme.gap2
        radius: Theme.radiusRow
        color: hit.hovered || hit.isCurrent ? Theme.hover : "transparent"
        FocusRing {
            shown: hit.isCurrent && hit.ListView.view !== null && hit.ListView.view.activeFocus
        }
    }
}
