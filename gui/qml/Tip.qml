import QtQuick
import QtQuick.Controls.Basic

/// A tooltip.
ToolTip {
    id: tip

    delay: 600
    padding: Theme.gap2
    contentItem: ThemeText {
        text: tip.text
        font.pixelSize: Theme.meta
        wrapMode: Text.Wrap
    }
    background: Rectangle {
        color: Theme.surface
        border.color: Theme.line
        radius: Theme.radiusBlock
    }
}
