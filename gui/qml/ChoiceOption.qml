import QtQuick
import QtQuick.Templates as T

/// One value of a Choice.
T.RadioButton {
    id: option

    required property int index
    // Untyped: two types that name each other do not load.
    readonly property var choice: parent ? parent.parent : null
    readonly property string value: choice ? choice.values[index] : ""
    readonly property bool isChosen: choice ? choice.value === value : false

    objectName: choice ? choice.objectName + "-" + value : ""
    text: choice ? choice.words[index] : ""
    height: choice ? choice.height - 4 : 0
    width: choice ? (choice.width - 4) / choice.values.length : 0
    checkable: false  // What is chosen is said from outside.
    autoExclusive: false
    indicator: null
    focusPolicy: Qt.TabFocus
    focus: isChosen
    activeFocusOnTab: isChosen
    Accessible.name: choice ? choice.label + ": " + text : text
    Accessible.onPressAction: option.clicked()
    Accessible.onToggleAction: option.clicked()
    Accessible.checkable: true
    Accessible.checked: isChosen
    onClicked: choice.chosen(value)
    Keys.onRightPressed: choice.step(index + 1)
    Keys.onLeftPressed: choice.step(index - 1)

    contentItem: ThemeText {
        text: option.text
        horizontalAlignment: Text.AlignHCenter
        color: option.isChosen ? Theme.text : Theme.text2
        font.pixelSize: Theme.preview
        font.weight: option.isChosen ? Font.DemiBold : Font.Normal
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    background: Rectangle {
        radius: Theme.radiusRow - 2
        color: option.isChosen ? Theme.selected : "transparent"
        border.width: option.isChosen ? 1 : 0
        border.color: Theme.line
        FocusRing { shown: option.visualFocus }
    }
}
