import QtQuick
import QtQuick.Controls.Basic

/// A tooltip.
ToolTip {
    id: tip

    delay: 600
    padding: Theme.gap2
    // Measured apart: what wraps to the room it is given cannot say how much it would like.
    contentWidth: Math.ceil(measure.advanceWidth) + 1

    TextMetrics {
        id: measure
        font: words.font
        text: tip.text
    }
    contentItem: ThemeText {
        id: words
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
