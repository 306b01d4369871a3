import QtQuick
import Earshot
import QtQuick.Controls.Basic

/// The messages themselves, row 0 the newest at the bottom.
ListView {
    id: list

    signal menuWanted(int row, Item from, bool atPointer)
    signal linkWanted(string target)
    signal linkHovered(string target)
    signal detailsWanted(string message)
    signal endWanted()

    verticalLayoutDirection: ListView.BottomToTop
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: Math.max(0, height)
    reuseItems: true    // A frame that scrolls takes half the time.
    currentIndex: -1
    keyNavigationEnabled: false
    highlightFollowsCurrentItem: false
    topMargin: Theme.gap2
    bottomMargin: Theme.gap2
    clip: true
    ScrollBar.vertical: Bar {}
    Accessible.role: Accessible.List

    delegate: MessageRow {
        id: message
        readonly property MessageList view: ListView.view as MessageList
        width: view ? view.width : 0
        initials: Session.chat.person.initials
        hue: Session.chat.person.hue
        isCurrent: ListView.isCurrentItem && view.activeFocus
        onMenuWanted: atPointer => {
            view.currentIndex = index;
            view.menuWanted(index, message, atPointer);
        }
        onLinkWanted: target => view.linkWanted(target)
        onLinkHovered: target => view.linkHovered(target)
        onCopyWanted: text => Session.copy(text)
        onUnfoldWanted: Session.chat.timeline.unfold(index)
        onDetailsWanted: view.detailsWanted(messageId)
    }

    Keys.onPressed: event => {
        if (event.matches(StandardKey.Copy))
            copyCurrent();
        else if (event.modifiers & ~Qt.KeypadModifier)
            return;
        else if (event.key === Qt.Key_Up)
            step(1);
        else if (event.key === Qt.Key_Down)
            step(-1);
        else if (event.key === Qt.Key_PageUp)
            page(-1);
        else if (event.key === Qt.Key_PageDown)
            page(1);
        else if (event.key === Qt.Key_Home)
            step(count);
        else if (event.key === Qt.Key_End)
            endWanted();
        else if (event.key === Qt.Key_Menu || event.key === Qt.Key_Return
                 || event.key === Qt.Key_Enter)
            openMenu();
        else
            return;
        event.accepted = true;
    }

    function step(by: int) {
        currentIndex = Math.max(0, Math.min(count - 1, currentIndex + by));
        positionViewAtIndex(currentIndex, ListView.Contain);
    }
    function page(by: int) {
        const least = originY - topMargin;
        contentY = Math.max(least, Math.min(lowest(), contentY + by * height * 0.9));
    }
    function toBottom() {
        positionViewAtBeginning();
        contentY = lowest();    // The margin is left out of that.
    }
    function lowest(): real {
        return originY + contentHeight - height + bottomMargin;
    }
    function openMenu() {
        if (currentItem !== null)
            menuWanted(currentIndex, currentItem, false);
    }
    function copyCurrent() {
        if (currentItem !== null)
            Session.copy((currentItem as MessageRow).body);
    }
}
