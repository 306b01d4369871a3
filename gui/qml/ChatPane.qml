import QtQuick
import Earshot
import QtQuick.Layouts

/// The open conversation: header, what should be looked at, messages, composer.
Rectangle {
    id: pane

    property bool narrow: false
    property bool details: false
    signal backWanted()
    signal detailsWanted()
    signal verifyWanted(string person)
    signal checkWanted(string person)
    signal infoWanted(string message)
    signal linkWanted(string target)

    readonly property var chat: Session.chat
    readonly property var person: chat.person
    property bool searching: false

    color: Theme.canvas
    Accessible.role: Accessible.Pane
    Accessible.name: chat.isOpen ? qsTr("Conversation with %1").arg(person.name)
                                 : qsTr("No conversation")

    EmptyState {
        anchors.fill: parent
        visible: !pane.chat.isOpen
        glyph: "ear"
        title: qsTr("Within earshot")
        text: Session.roster.count > 0 || !Session.roster.isLoaded
              ? qsTr("Choose somebody on the left. Whoever runs Earshot on this network is there "
                   + "by themselves.")
              : qsTr("This is where you talk. Whoever runs Earshot on this network appears on "
                   + "the left by themselves.")
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        visible: pane.chat.isOpen

        ChatHeader {
            Layout.fillWidth: true
            narrow: pane.narrow
            searching: pane.searching
            details: pane.details
            onBackWanted: pane.backWanted()
            onSearchWanted: pane.searching ? pane.endSearch() : pane.search()
            onDetailsWanted: pane.detailsWanted()
            onVerifyWanted: pane.verifyWanted(pane.person.id)
        }
        SearchHere {
            id: searchHere
            Layout.fillWidth: true
            visible: pane.searching
            onDone: pane.endSearch()
            onChosen: message => pane.showMessage(message)
        }
        RequestBanner {
            Layout.fillWidth: true
            Layout.margins: Theme.gap3
            visible: pane.chat.isRequest
            person: pane.person
        }
        Banner {
            objectName: "namesakeBanner"
            Layout.fillWidth: true
            Layout.margins: Theme.gap3
            visible: pane.person.namesake !== ""
            text: qsTr("This is not your contact %1 (%2): another key, another person with the "
                     + "same name.")
                  .arg(pane.person.name).arg(pane.person.namesake)
            TextButton {
                text: qsTr("Make sure who it is")
                onClicked: pane.verifyWanted(pane.person.id)
            }
        }
        Banner {
            Layout.fillWidth: true
            Layout.margins: Theme.gap3
            visible: pane.person.standing === "blocked"
            glyph: "block"
            loud: false
            text: qsTr("You have blocked %1. Nothing of theirs arrives.").arg(pane.person.name)
            TextButton {
                text: qsTr("Unblock")
                onClicked: Session.contacts.unblock(pane.person.id)
            }
        }
        Timeline {
            id: timeline
            Layout.fillWidth: true
            Layout.fillHeight: true
            onMenuWanted: (row, from, atPointer) => menu.open(row, from, atPointer)
            onLinkWanted: target => pane.linkWanted(target)
            onDetailsWanted: message => {
                if (Session.abilities.messageDetails)
                    pane.infoWanted(message);
            }
        }
        TypingRow {
            Layout.leftMargin: Theme.gap6
            shown: pane.chat.isTyping
            name: pane.person.name
        }
        Composer {
            id: composer
            Layout.fillWidth: true
            Layout.leftMargin: pane.narrow ? Theme.gap3 : Theme.gap6
            Layout.rightMargin: pane.narrow ? Theme.gap3 : Theme.gap6
            visible: pane.person.standing !== "blocked"
            name: pane.person.name
            bytesMost: pane.chat.textBytes
            foot: pane.foot()
            onEdited: text => pane.chat.edited(text)
            onSent: text => {
                pane.chat.send(text);
                timeline.toEnd();
            }
            onEmojiWanted: from => emoji.openAt(from)
            onLeftUpwards: timeline.focusList()
        }
    }

    Announcer {
        id: announcer
        objectName: "announcer"
        width: 1
        height: 1
        Accessible.role: Accessible.Notification
        Accessible.name: words
        Accessible.ignored: words === ""
    }
    MessageMenu {
        id: menu
        onInfoWanted: message => pane.infoWanted(message)
        onLinkWanted: target => pane.linkWanted(target)
    }
    EmojiPicker {
        id: emoji
        onChosen: character => composer.insert(character)
    }

    Connections {
        target: Session.chat
        function onHeard(spoken: string) {
            announcer.say(spoken);
        }
        function onDraftReplaced(text: string) {
            composer.replace(text);
        }
        function onOpened() {
            pane.endSearch();
            if (pane.chat.isOpen)
                composer.focusText();
        }
    }

    /// One line under the composer that is always true.
    function foot(): string {
        const parts = [];
        if (chat.isRequest)
            parts.push(qsTr("Writing to %1 accepts the request").arg(person.name));
        else if (person.presence === "busy")
            parts.push(qsTr("%1 does not want to be disturbed").arg(person.name));
        parts.push(person.devices > 0
                   ? qsTr("Encrypted for %n device(s) of %1", "", person.devices).arg(person.name)
                   : qsTr("Encrypted for %1").arg(person.name));
        if (!narrow)
            parts.push(qsTr("Enter sends, Shift+Enter makes a new line"));
        return parts.join(" · ");
    }

    function search() {
        searching = true;
        Session.searchHere.conversation = chat.conversation;
        searchHere.focusField();
    }
    function endSearch() {
        if (!searching)
            return;
        searching = false;
        Session.searchHere.text = "";
        composer.focusText();
    }
    function showMessage(message: string) {
        timeline.wanted = message;
        Session.chat.open(person.id, message);
    }
    function showWanted(message: string) {
        timeline.show(message);
    }
    function toEnd() {
        timeline.toEnd();
        composer.focusText();
    }
    function toUnread() {
        timeline.toUnread();
    }
    function openEmoji() {
        emoji.openAt(composer);
    }
    function focusComposer() {
        composer.focusText();
    }
}
