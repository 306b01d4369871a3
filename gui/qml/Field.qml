import QtQuick
import QtQuick.Controls.Basic

/// One line to type in. `label` is its name for screen readers; say it beside it, too, or in it as
/// the `hint` of an empty one, which is plain text whatever stands in it.
TextField {
    id: field

    required property string label
    property string hint: ""
    property bool wrong: false

    implicitHeight: Theme.target
    leftPadding: Theme.gap3
    rightPadding: Theme.gap3
    color: Theme.text
    font.pixelSize: Theme.body
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter

    Accessible.name: label

    ThemeText {
        anchors.fill: parent
        anchors.leftMargin: field.leftPadding
        anchors.rightMargin: field.rightPadding
        verticalAlignment: Text.AlignVCenter
        visible: field.length === 0 && field.preeditText === ""
        text: field.hint
        color: Theme.text3
        elide: Text.ElideRight
        Accessible.ignored: true
    }

    background: Rectangle {
        radius: Theme.radiusRow
        color: Theme.surface
        border.width: field.activeFocus ? 2 : 1
        border.color: field.activeFocus ? Theme.focus : field.wrong ? Theme.danger : Theme.line
    }
}
