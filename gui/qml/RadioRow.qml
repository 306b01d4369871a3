import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

/// One of several choices, with a word of explanation.
T.RadioButton {
    id: control

    property string detail

    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap2)
    leftPadding: Theme.gap1
    checkable: false  // What is chosen is said from outside.
    autoExclusive: false
    indicator: null
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Accessible.name: text
    Accessible.onPressAction: control.clicked()
    Accessible.onToggleAction: control.clicked()
    Accessible.description: detail
    Accessible.checkable: true
    Accessible.checked: checked

    contentItem: RowLayout {
        spacing: Theme.gap3
        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.px(6)
            implicitWidth: Theme.px(18)
            implicitHeight: implicitWidth
            radius: width / 2
            color: "transparent"
            border.width: 2
            border.color: control.checked ? Theme.accent : Theme.text3
            Rectangle {
                anchors.centerIn: parent
                width: parent.width / 2
                height: width
                radius: width / 2
                color: Theme.accent
                visible: control.checked
            }
        }
        Column {
            id: words
            Layout.fillWidth: true
            ThemeText {
                width: parent.width
                text: control.text
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
            ThemeText {
                width: parent.width
                visible: text !== ""
                text: control.detail
                color: Theme.text2
                font.pixelSize: Theme.meta
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: control.hovered ? Theme.hover : "transparent"
        FocusRing { shown: control.visualFocus }
    }
}
