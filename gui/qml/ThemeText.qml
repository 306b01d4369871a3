import QtQuick

/// Text of the window: plain unless it says otherwise, in the theme's ink and the user's size.
Text {
    color: Theme.text
    font.pixelSize: Theme.body
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
