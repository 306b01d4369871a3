import QtQuick
import QtQuick.Layouts

/// One thing to know, with its icon.
RowLayout {
    id: promise

    required property string glyph
    required property string text

    Layout.fillWidth: true
    spacing: Theme.gap3
    Icon {
        Layout.alignment: Qt.AlignTop
        glyph: promise.glyph
        ink: Theme.accent
    }
    ThemeText {
        Layout.fillWidth: true
        text: promise.text
        color: Theme.text2
        font.pixelSize: Theme.preview
        wrapMode: Text.Wrap
        lineHeight: 1.2
    }
}
