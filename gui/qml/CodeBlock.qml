import QtQuick
import Earshot
import QtQuick.Controls.Basic

/// Code as it was typed: monospace, not wrapped, to be copied with one click.
Rectangle {
    id: block

    property string code
    property string language
    property real most: Theme.px(536)
    property bool offered: false    ///< Its message is the current one: the keyboard gets at it.
    property bool touched: false    ///< A finger does not hover.
    signal copyWanted(string text)

    implicitWidth: Math.min(most, Math.max(Theme.px(160), edit.implicitWidth + 2 * Theme.px(10)))
    implicitHeight: Math.ceil(edit.contentHeight) + 2 * Theme.gap2
                    + (view.contentWidth > view.width + 1 ? Theme.px(8) : 0)
    radius: Theme.radiusBlock
    color: Theme.code
    border.color: Theme.line

    Flickable {
        id: view
        anchors.fill: parent
        anchors.margins: 1
        contentWidth: edit.implicitWidth + 2 * Theme.px(10) - 2
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.horizontal: Bar {}
        TextEdit {
            id: edit
            x: Theme.px(10)
            y: Theme.gap2
            text: block.code
            textFormat: TextEdit.PlainText
            readOnly: true
            selectByMouse: true
            activeFocusOnPress: false
            wrapMode: TextEdit.NoWrap
            color: Theme.text
            font.family: Appearance.monoFamily
            font.pixelSize: Theme.preview
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            Accessible.ignored: true
            // Here and not on the block: what is nearer takes the touch away.
            TapHandler {
                acceptedDevices: PointerDevice.TouchScreen | PointerDevice.Stylus
                onTapped: block.touched = !block.touched
            }
        }
    }
    HoverHandler { id: pointer }
    IconButton {
        objectName: "copyCode"
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: 3
        implicitWidth: Theme.px(26)
        implicitHeight: Theme.px(26)
        visible: pointer.hovered || block.offered || block.touched
        fill: Theme.surface
        glyph: "copy"
        glyphSize: Theme.px(15)
        tip: qsTr("Copy the code")
        onClicked: block.copyWanted(block.code)
    }
}
