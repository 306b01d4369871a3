import QtQuick
import QtQuick.Layouts

/// What the person should look at, in one sentence, with what to do about it.
Rectangle {
    id: banner

    property string glyph: "alert"
    property string text
    property bool loud: true
    default property alias actions: buttons.data

    implicitHeight: body.implicitHeight + 2 * Theme.gap3
    radius: Theme.radiusRow
    color: loud ? Theme.attentionSoft : Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    ColumnLayout {
        id: body
        anchors.fill: parent
        anchors.margins: Theme.gap3
        spacing: Theme.gap2
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap2
            Icon {
                Layout.alignment: Qt.AlignTop
                glyph: banner.glyph
                ink: banner.loud ? Theme.attention : Theme.accent
            }
            ThemeText {
                Layout.fillWidth: true
                text: banner.text
                wrapMode: Text.Wrap
                lineHeight: 1.15
                Accessible.ignored: true
            }
        }
        Flow {
            id: buttons
            Layout.fillWidth: true
            visible: children.length > 0
            spacing: Theme.gap2
        }
    }
}
