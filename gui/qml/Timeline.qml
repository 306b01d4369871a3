import QtQuick
import Earshot

/// The messages of the open conversation, the newest at the bottom. Keeps what is read in sight
/// while others come, and asks for more at both ends.
FocusScope {
    id: timeline

    readonly property bool atEnd: list.atYEnd && !Session.chat.hasNewer
    readonly property int ahead: 40     ///< Rows that are to be there before they are in sight.
    property string wanted       ///< A message to bring into sight as soon as it is there.
    readonly property string firstUnread: Session.chat.timeline.firstUnread
    property bool unreadSeen: false     ///< The line above it was in sight once.
    property bool unreadAway: false
    property bool endWanted: false      ///< As soon as it is loaded.
    property bool restsAtEnd: true      ///< And stays there when it gets more or less room.
    signal menuWanted(int row, Item from, bool atPointer)
    signal linkWanted(string target)
    signal detailsWanted(string message)

    MessageList {
        id: list
        objectName: "timeline"
        anchors.fill: parent
        anchors.bottomMargin: Theme.gap1
        focus: true
        activeFocusOnTab: true
        model: Session.chat.timeline
        Accessible.name: qsTr("Messages with %1").arg(Session.chat.person.name)
        onMovementStarted: holdUnread.stop()
        onContentYChanged: look.start()
        onHeightChanged: {
            if (timeline.restsAtEnd)
                list.toBottom();
            look.start();
        }
        onCountChanged: look.start()
        onMenuWanted: (row, from, atPointer) => timeline.menuWanted(row, from, atPointer)
        onLinkWanted: target => timeline.linkWanted(target)
        onLinkHovered: target => hoveredLink.target = target
        onDetailsWanted: message => timeline.detailsWanted(message)
        onEndWanted: timeline.toEnd()
    }

    onVisibleChanged: look.restart()
    onFirstUnreadChanged: {
        unreadSeen = false;
        unreadAway = false;
        look.restart();
    }

    // What is in sight decides what is loaded, kept and read. Also while it moves: asked for only
    // when it rests, messages come too late and all at once.
    Timer {
        id: look
        interval: 40
        onTriggered: timeline.lookAround()
    }
    // Rows grow and shrink as their neighbours come: for a moment what was gone to is held.
    Timer {
        id: holdUnread
        interval: 600
    }

    Rectangle {
        id: toEndButton
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gap4
        width: Theme.px(40)
        height: width
        radius: width / 2
        color: Theme.surface
        border.color: Theme.line
        visible: !timeline.atEnd && list.count > 0
        IconButton {
            objectName: "toEnd"
            anchors.centerIn: parent
            glyph: "down"
            tip: qsTr("To the newest message")
            keys: "End"
            onClicked: timeline.toEnd()
        }
        Badge {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.top
            anchors.bottomMargin: -Theme.gap2
            count: Session.chat.unread
        }
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.gap3
        width: toUnreadButton.implicitWidth
        height: toUnreadButton.implicitHeight
        radius: height / 2
        color: Theme.surface
        border.color: Theme.line
        visible: timeline.unreadAway
        TextButton {
            id: toUnreadButton
            objectName: "toUnread"
            glyph: "up"
            text: qsTr("To the first unread message")
            onClicked: timeline.toUnread()
            Tip {
                visible: toUnreadButton.hovered || toUnreadButton.visualFocus
                text: "Alt+Home"
            }
        }
    }
    // Where the link under the pointer really leads.
    Rectangle {
        id: hoveredLink
        property string target
        objectName: "hoveredLink"
        visible: target !== ""
        x: Theme.gap2
        anchors.bottom: parent.bottom
        width: Math.min(linkText.implicitWidth + Theme.gap4, parent.width - 2 * Theme.gap2)
        height: linkText.implicitHeight + Theme.gap2
        radius: Theme.radiusBlock
        color: Theme.surface
        border.color: Theme.line
        ThemeText {
            id: linkText
            anchors.centerIn: parent
            width: parent.width - Theme.gap4
            text: hoveredLink.target ? Session.targetWords(hoveredLink.target) : ""
            elide: Text.ElideMiddle
            color: Theme.text2
            font.pixelSize: Theme.meta
            Accessible.ignored: true
        }
    }
    EmptyState {
        anchors.fill: parent
        visible: list.count === 0 && Session.chat.isLoaded
        glyph: "chat"
        title: qsTr("Say hello to %1").arg(Session.chat.person.name)
        text: Session.chat.person.nearby
              ? qsTr("What you write is sealed for their computer. Nobody in between can read it.")
              : qsTr("They are not here now. What you write waits for them, sealed.")
    }

    Connections {
        target: Session.chat
        function onOpened() {
            list.currentIndex = -1;
            hoveredLink.target = "";
        }
        function onSettled() {
            timeline.bringIntoSight();
            if (timeline.endWanted && !Session.chat.hasNewer) {
                timeline.endWanted = false;
                list.forceLayout();
                list.toBottom();
            }
            look.restart();
        }
    }

    function toEnd() {
        wanted = "";
        endWanted = Session.chat.hasNewer;
        holdUnread.stop();
        Session.chat.showEnd();
        Session.chat.keepInSight("");
        list.currentIndex = -1;
        list.toBottom();
        look.restart();
    }

    /// Shows a message that is, or will be, in the window.
    function show(message: string) {
        wanted = message;
        bringIntoSight();
    }

    function toUnread() {
        if (firstUnread === "")
            return;
        list.forceActiveFocus(Qt.ShortcutFocusReason);
        if (Session.chat.timeline.rowOf(firstUnread) >= 0) {
            show(firstUnread);
        } else {
            wanted = firstUnread;
            Session.chat.open(Session.chat.person.id, firstUnread);
        }
    }

    function bringIntoSight() {
        if (wanted === "" || !Session.chat.isLoaded)
            return;
        const row = Session.chat.timeline.rowOf(wanted);
        wanted = "";
        if (row < 0)
            return;
        list.forceLayout();
        // At the top, where the line stands above it; what is unread follows.
        const isUnread = Session.chat.timeline.idOf(row) === firstUnread;
        if (isUnread)
            holdUnread.restart();
        endWanted = false;
        list.positionViewAtIndex(row, isUnread ? ListView.End : ListView.Center);
        list.currentIndex = row;
    }

    function lookAround() {
        restsAtEnd = atEnd;
        Session.chat.lookAtEnd(atEnd && visible);
        if (list.count === 0)
            return;
        const top = list.indexAt(list.width / 2, list.contentY + 1);
        const bottom = list.indexAt(list.width / 2, list.contentY + list.height - 1);
        if (top < 0 || list.count - top < timeline.ahead)
            Session.chat.loadOlder();
        if (bottom >= 0 && bottom < timeline.ahead)
            Session.chat.loadNewer();
        lookForUnread();
        const middle = list.indexAt(list.width / 2, list.contentY + list.height / 2);
        Session.chat.keepInSight(atEnd || middle < 0 ? "" : Session.chat.timeline.idOf(middle));
        if (atEnd && visible)
            Session.chat.markRead();
    }

    function lookForUnread() {
        const row = firstUnread === "" ? -1 : Session.chat.timeline.rowOf(firstUnread);
        if (holdUnread.running && row >= 0 && list.currentIndex === row)
            list.positionViewAtIndex(row, ListView.End);
        const item = row < 0 ? null : list.itemAtIndex(row);
        if (item !== null && item.y >= list.contentY - 1 && item.y < list.contentY + list.height)
            unreadSeen = true;
        unreadAway = firstUnread !== "" && !unreadSeen;
    }

    function focusList() {
        if (list.currentIndex < 0)
            list.currentIndex = 0;
        list.forceActiveFocus(Qt.TabFocusReason);
    }
}
