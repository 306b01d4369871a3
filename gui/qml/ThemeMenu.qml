import QtQuick
import QtQuick.Controls.Basic

/// A menu.
Menu {
    id: menu

    property int wide: Theme.px(240)

    implicitWidth: wide
    padding: Theme.gap1
    delegate: ThemeMenuItem {}
    background: Rectangle {
        implicitWidth: menu.wide
        radius: Theme.radiusRow
        color: Theme.surface
        border.color: Theme.line
    }
}
