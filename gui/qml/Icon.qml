import QtQuick
import QtQuick.Window

/// One of the icons of gui/icons. It has a size of its own, whatever the image behind it measures.
Item {
    id: icon

    required property string glyph
    property color ink: Theme.text2
    property int size: Theme.icon

    implicitWidth: size
    implicitHeight: size

    readonly property real pixels: size * Screen.devicePixelRatio

    Image {
        anchors.fill: parent
        source: "image://icon/" + icon.glyph + "/" + String(icon.ink).slice(-6)
        sourceSize.width: Math.ceil(icon.pixels)
        sourceSize.height: Math.ceil(icon.pixels)
        Accessible.ignored: true
    }
}
