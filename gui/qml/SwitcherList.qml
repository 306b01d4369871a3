import QtQuick
import QtQuick.Controls.Basic

/// Where one can go.
ListView {
    id: list

    signal chosen(int row)

    clip: true
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    ScrollBar.vertical: Bar {}
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Places to go to")
    delegate: SwitcherRow {
        required property int index
        width: ListView.view.width
        isCurrent: ListView.isCurrentItem
        onClicked: (ListView.view as SwitcherList).chosen(index)
    }
}
