import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// The people's pane: network, search, requests, conversations and people nearby, ourselves.
Rectangle {
    id: sidebar

    signal checkWanted()
    signal addWanted()
    signal queueWanted()
    signal settingsWanted()
    signal presenceWanted(Item from)
    readonly property bool searching: searchField.text.trim() !== ""

    onSearchingChanged: if (!searching) filters.reset()
    color: Theme.sidebar
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("People and conversations")

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gap2
            Layout.rightMargin: Theme.gap3
            Layout.topMargin: Theme.gap2
            spacing: Theme.gap1
            NetworkStrip {
                Layout.fillWidth: true
                onClicked: sidebar.checkWanted()
            }
            IconButton {
                objectName: "addButton"
                glyph: "add"
                tip: qsTr("Add somebody")
                keys: "Ctrl+N"
                onClicked: sidebar.addWanted()
            }
        }
        TextButton {
            objectName: "queueButton"
            Layout.leftMargin: Theme.gap2
            Layout.rightMargin: Theme.gap2
            Layout.maximumWidth: sidebar.width - 2 * Theme.gap2
            visible: Session.queue.waiting > 0
            glyph: "clock"
            text: qsTr("%n message(s) waiting", "", Session.queue.waiting)
            Accessible.description: qsTr("Shows what waits to be delivered")
            onClicked: sidebar.queueWanted()
        }
        Field {
            id: searchField
            objectName: "searchField"
            label: Session.abilities.search ? qsTr("Search people and messages")
                                            : qsTr("Search people")
            hint: label
            Layout.fillWidth: true
            Layout.margins: Theme.gap3
            Layout.topMargin: Theme.gap2
            Layout.bottomMargin: Theme.gap2
            leftPadding: Theme.px(36)
            onTextChanged: {
                Session.search.text = text;
                Session.peopleFound.text = text.trim();
            }
            Keys.onDownPressed: {
                if (sidebar.searching)
                    results.forceActiveFocus(Qt.TabFocusReason);
                else
                    list.forceActiveFocus(Qt.TabFocusReason);
            }
            Icon {
                x: Theme.px(10)
                anchors.verticalCenter: parent.verticalCenter
                glyph: "search"
                size: Theme.px(18)
            }
            ThemeText {
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(10)
                anchors.verticalCenter: parent.verticalCenter
                visible: searchField.text === "" && !searchField.activeFocus
                text: "Ctrl K"
                color: Theme.text3
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
            IconButton {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: searchField.text !== ""
                glyph: "close"
                glyphSize: Theme.px(16)
                tip: qsTr("End the search")
                onClicked: searchField.clear()
            }
        }
        SearchFilters {
            id: filters
            objectName: "filters"
            visible: sidebar.searching && Session.abilities.search
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gap3
            Layout.rightMargin: Theme.gap3
            Layout.bottomMargin: Theme.gap2
            search: Session.search
            onWritersWanted: writers = Session.roster.partners()
        }
        Banner {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gap2
            Layout.rightMargin: Theme.gap2
            Layout.bottomMargin: Theme.gap2
            visible: Session.network.unknownNetwork !== ""
            glyph: "hidden"
            text: qsTr("You are new in this network, and strangers here do not see you.")
            TextButton {
                objectName: "allowHere"
                text: qsTr("Be seen here")
                onClicked: Session.network.allowHere(true)
            }
        }
        ListView {
            id: list
            objectName: "roster"
            visible: !sidebar.searching
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: Session.roster
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            highlightMoveDuration: 0
            reuseItems: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Conversations and people nearby")
            ScrollBar.vertical: Bar {}
            Keys.onReturnPressed: open(currentIndex)
            Keys.onEnterPressed: open(currentIndex)
            Keys.onSpacePressed: open(currentIndex)
            section.property: "section"
            section.delegate: SectionTitle {
                required property string section
                width: ListView.view.width
                text: section === "requests" ? qsTr("Requests")
                    : section === "conversations" ? qsTr("Conversations")
                                                  : qsTr("Nearby, not contacted yet")
            }
            delegate: RosterRow {
                width: ListView.view.width
                onClicked: Session.chat.open(personId)
            }
            EmptyState {
                parent: list
                anchors.fill: parent
                visible: list.count === 0 && Session.roster.isLoaded
                glyph: "network"
                title: lookedLong.elapsed ? qsTr("Nobody is here yet") : qsTr("Looking around…")
                text: lookedLong.elapsed
                      ? qsTr("Others appear by themselves as soon as Earshot runs on their "
                           + "computers.")
                      : qsTr("People on this network appear here by themselves.")
                TextButton {
                    objectName: "emptyCheck"
                    visible: lookedLong.elapsed
                    glyph: "pulse"
                    text: qsTr("Check the network")
                    onClicked: sidebar.checkWanted()
                }
                TextButton {
                    objectName: "emptyAdd"
                    visible: lookedLong.elapsed
                    glyph: "person-add"
                    text: qsTr("Add by card or address")
                    onClicked: sidebar.addWanted()
                }
            }
            Timer {
                id: lookedLong
                property bool elapsed: false
                interval: 10000
                running: list.count === 0 && Session.roster.isLoaded
                onTriggered: elapsed = true
            }

            function open(row: int) {
                if (itemAtIndex(row))
                    (itemAtIndex(row) as RosterRow).clicked();
            }
        }
        SearchResults {
            id: results
            visible: sidebar.searching
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
        Connections {
            target: Session.search
            function onTextChanged() {
                if (Session.search.text === "")
                    searchField.clear();
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.line
        }
        OwnCard {
            id: own
            Layout.fillWidth: true
            onSettingsWanted: sidebar.settingsWanted()
            onPresenceWanted: sidebar.presenceWanted(own)
        }
    }

    function focusSearch() {
        searchField.forceActiveFocus(Qt.ShortcutFocusReason);
        searchField.selectAll();
    }
    function endSearch() {
        searchField.clear();
        focusList();
    }
    function focusList() {
        list.forceActiveFocus(Qt.TabFocusReason);
    }
}
