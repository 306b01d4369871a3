import QtQuick
import QtQuick.Layouts

/// Every key of the window.
Sheet {
    id: sheet

    property var commands: []   ///< Maps with `name` and `keys`.

    objectName: "keysSheet"
    title: qsTr("Keys")
    wide: Theme.px(560)

    Repeater {
        model: sheet.commands.filter(command => command.keys !== "")
        RowLayout {
            id: line
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.gap4
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.name + ": " + modelData.keys
            ThemeText {
                Layout.fillWidth: true
                text: line.modelData.name
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
            Rectangle {
                implicitWidth: keys.implicitWidth + 2 * Theme.gap2
                implicitHeight: Theme.px(24)
                radius: Theme.radiusBlock
                color: Theme.surface
                border.color: Theme.line
                ThemeText {
                    id: keys
                    anchors.centerIn: parent
                    text: line.modelData.keys
                    font.pixelSize: Theme.meta
                    color: Theme.text2
                    Accessible.ignored: true
                }
            }
        }
    }
}
