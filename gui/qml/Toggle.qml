import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

/// A switch with its words: the whole row can be clicked.
T.Switch {
    id: control

    property string detail

    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap2)
    implicitWidth: Theme.px(280)
    indicator: null
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45

    Accessible.name: text
    Accessible.onPressAction: press()
    Accessible.onToggleAction: press()
    Accessible.description: detail
    Accessible.checkable: true
    Accessible.checked: checked

    contentItem: RowLayout {
        spacing: Theme.gap3
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
                visible: control.detail !== ""
                text: control.detail
                color: Theme.text2
                font.pixelSize: Theme.meta
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
        Rectangle {
            implicitWidth: Theme.px(36)
            implicitHeight: Theme.px(20)
            radius: height / 2
            color: control.checked ? Theme.accent : Theme.text3
            Rectangle {
                x: control.checked ? parent.width - width - 2 : 2
                y: 2
                width: parent.height - 4
                height: width
                radius: width / 2
                color: control.checked ? Theme.accentInk : Theme.surface
                Behavior on x { NumberAnimation { duration: Theme.hoverTime } }
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: "transparent"
        FocusRing { shown: control.visualFocus }
    }

    /// As a click does, for assistive programs.
    function press() {
        toggle();
        clicked();
    }
}
