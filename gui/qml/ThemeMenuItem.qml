import QtQuick
import QtQuick.Controls.Basic

/// A line of a menu. One that cannot be chosen is not shown.
MenuItem {
    id: item

    property string glyph
    property string mark       ///< A presence, shown by its shape.
    property string keys
    property bool harmful: false
    property bool whole: false     ///< Long words wrap: nothing of them is left out.
    readonly property color ink: harmful ? Theme.danger : Theme.text

    implicitHeight: visible ? Math.max(Theme.target, words.implicitHeight + 2 * Theme.gap2) : 0
    height: implicitHeight
    leftPadding: Theme.gap2
    rightPadding: Theme.gap2
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.onPressAction: {
        item.triggered();
        if (item.menu)
            item.menu.dismiss();
    }

    indicator: null
    arrow: null
    contentItem: Row {
        spacing: Theme.gap2
        Item {
            width: Theme.icon
            height: parent.height
            visible: item.glyph !== "" || item.mark !== "" || item.checkable
            Icon {
                anchors.centerIn: parent
                visible: item.glyph !== "" || item.checked
                glyph: item.checkable ? "check" : item.glyph || "check"
                ink: item.harmful ? Theme.danger : item.checked ? Theme.accent : Theme.text2
                size: Theme.px(18)
            }
            PresenceMark {
                anchors.centerIn: parent
                visible: item.mark !== ""
                presence: item.mark
                paper: "transparent"
            }
        }
        ThemeText {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            width: item.width - Theme.px(52) - shortcut.implicitWidth
            text: item.text
            color: item.ink
            elide: item.whole ? Text.ElideNone : Text.ElideRight
            wrapMode: item.whole ? Text.Wrap : Text.NoWrap
            Accessible.ignored: true
        }
        ThemeText {
            id: shortcut
            anchors.verticalCenter: parent.verticalCenter
            text: item.keys
            color: Theme.text3
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radiusBlock
        color: item.highlighted ? Theme.hover : "transparent"
    }
}
