import QtQuick
import QtQuick.Controls.Basic

/// Messages that were found; one of them is current, and can be chosen.
ListView {
    id: hits

    property bool showsPeer: false
    signal chosen(int row)

    clip: true
    currentIndex: -1
    highlightMoveDuration: 0
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: Bar {}
    Accessible.role: Accessible.List

    delegate: SearchHit {
        width: ListView.view.width
        showsPeer: (ListView.view as HitList).showsPeer
        isCurrent: ListView.isCurrentItem
        onClicked: (ListView.view as HitList).choose(index)
    }

    function step(by: int) {
        choose(Math.max(0, Math.min(count - 1, currentIndex + by)));
    }
    function choose(row: int) {
        if (count === 0)
            return;
        currentIndex = Math.max(0, row);
        chosen(currentIndex);
    }
}
