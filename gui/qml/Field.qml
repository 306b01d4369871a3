import QtQuick
import QtQuick.Controls.Basic

/// One line to type in. `label` is its name for screen readers; say it beside it, too.
TextField {
    id: field

    required property string label
    property bool wrong: false

    implicitHeight: Theme.target
    leftPadding: Theme.gap3
    rightPadding: Theme.gap3
    color: Theme.text
    font.pixelSize: Theme.body
    placeholderTextColor: Theme.text3
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter

    Accessible.name: label

    background: Rectangle {
        radius: Theme.radiusRow
        color: Theme.surface
        border.width: field.activeFocus ? 2 : 1
        border.color: field.activeFocus ? Theme.focus : field.wrong ? Theme.danger : Theme.line
    }
}
