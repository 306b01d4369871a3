import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// The window: people on the left, the conversation beside them, details where there is room; one
/// pane at a time where there is not.
ApplicationWindow {
    id: window

    readonly property bool narrow: width < Theme.onePaneBelow
    property bool details: false
    readonly property bool showsDetails: details && Session.chat.isOpen
    // Beside the conversation where there is room for both, otherwise in its place.
    readonly property bool detailsBeside: showsDetails && width >= Theme.px(960)

    objectName: "window"
    width: Theme.px(1200)
    height: Theme.px(800)
    minimumWidth: Theme.px(320)
    minimumHeight: Theme.px(420)
    title: Session.roster.unread > 0 ? qsTr("(%1) Earshot").arg(Session.roster.unread)
                                     : qsTr("Earshot")
    color: Theme.canvas
    palette {
        window: Theme.window
        windowText: Theme.text
        base: Theme.surface
        text: Theme.text
        highlight: Theme.accent
        highlightedText: Theme.accentInk
        link: Theme.accent
    }

    // Windows of several profiles are told apart at a glance; the name is in the network strip.
    header: Rectangle {
        objectName: "profileBand"
        implicitHeight: Theme.px(4)
        visible: Session.profile !== ""
        color: Theme.band(Session.profileHue)
    }

    RowLayout {
        anchors.fill: parent
        visible: !unlock.locked
        spacing: 0
        Sidebar {
            id: sidebar
            objectName: "sidebar"
            Layout.fillHeight: true
            Layout.preferredWidth: window.narrow ? window.width : Theme.px(316)
            Layout.maximumWidth: Layout.preferredWidth
            visible: !window.narrow || !Session.chat.isOpen
            onCheckWanted: sheets.examine("", "")
            onAddWanted: sheets.add()
            onQueueWanted: sheets.queue()
            onSettingsWanted: sheets.settings()
            onPresenceWanted: from => presenceMenu.popup(from, 0, -presenceMenu.implicitHeight)
        }
        Rectangle {
            Layout.fillHeight: true
            implicitWidth: 1
            visible: !window.narrow
            color: Theme.line
        }
        ChatPane {
            id: chatPane
            objectName: "chatPane"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: (!window.narrow || Session.chat.isOpen)
                     && (!window.showsDetails || window.detailsBeside)
            narrow: window.narrow
            details: window.showsDetails
            onBackWanted: Session.chat.close()
            onDetailsWanted: window.details = !window.details
            onVerifyWanted: person => sheets.verify(person)
            onInfoWanted: message => sheets.info(message)
            onLinkWanted: target => sheets.follow(target)
        }
        Rectangle {
            Layout.fillHeight: true
            implicitWidth: 1
            visible: window.detailsBeside
            color: Theme.line
        }
        Loader {
            id: detailsPane
            Layout.fillHeight: true
            Layout.fillWidth: !window.detailsBeside
            Layout.preferredWidth: Theme.px(300)
            active: window.showsDetails
            visible: active
            sourceComponent: DetailsPane {}
        }
    }

    Unlock {
        id: unlock
        anchors.fill: parent
    }
    Toast {
        id: toast
        objectName: "toast"
        z: 10
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(96)
    }
    Commands {
        id: commands
        onWanted: command => window.run(command)
    }
    Sheets {
        id: sheets
        commands: commands.all
        onCommandWanted: command => window.run(command)
    }
    PresenceMenu {
        id: presenceMenu
        onTextWanted: sheets.status()
    }

    Connections {
        target: detailsPane.item as DetailsPane
        function onCloseWanted() {
            window.details = false;
        }
        function onVerifyWanted(person: string) {
            sheets.verify(person);
        }
        function onCheckWanted(person: string, name: string) {
            sheets.examine(person, name);
        }
        function onForgetWanted() {
            sheets.forget();
        }
    }
    Connections {
        target: Session
        function onNotice(words: string) {
            toast.show(words);
        }
        function onQuitAsked() {
            sheets.quit();
        }
        function onLinkHandedOver(target: string) {
            sheets.follow(target);
        }
    }
    Connections {
        target: Session.contacts
        function onAdded(person: string, name: string) {
            toast.show(person ? qsTr("%1 was added.").arg(name) : qsTr("The address was added."));
            if (person !== "")
                Session.chat.open(person);
        }
    }
    Connections {
        target: Session.connection
        function onReady() {
            if (!Appearance.welcomed)
                sheets.welcome();
        }
    }

    function run(command: string) {
        if (!commands.able(command) || (unlock.locked && !unlock.allows(command)))
            return;
        const chat = Session.chat;
        switch (command) {
        case "switch": sheets.goTo(); break;
        case "search": sidebar.focusSearch(); break;
        case "search-here": if (chat.isOpen) chatPane.search(); break;
        case "add": sheets.add(); break;
        case "previous": visit(Session.roster.neighbour(-1)); break;
        case "next": visit(Session.roster.neighbour(1)); break;
        case "unread": visit(Session.roster.nextUnread()); break;
        case "first-unread": if (chat.isOpen) chatPane.toUnread(); break;
        case "queue": sheets.queue(); break;
        case "mute": if (chat.isOpen) chat.setMuted(!chat.isMuted); break;
        case "dnd": Session.self.toggleBusy(); break;
        case "details": details = !details; break;
        case "check": sheets.examine("", ""); break;
        case "emoji": if (chat.isOpen) chatPane.openEmoji(); break;
        case "settings": sheets.settings(); break;
        case "keys": sheets.keys(); break;
        case "larger": Appearance.scale += 10; break;
        case "smaller": Appearance.scale -= 10; break;
        case "usual": Appearance.scale = 100; break;
        case "list": sidebar.focusList(); break;
        case "escape": stepBack(); break;
        case "quit": window.close(); break;
        default:
            if (command.startsWith("nth-"))
                visit(Session.roster.nth(Number(command.slice(4)) - 1));
        }
    }

    function visit(person: string) {
        if (person !== "")
            Session.chat.open(person);
    }

    /// One step back: the panel, then to the end of the messages, then to the list.
    function stepBack() {
        if (chatPane.searching)
            chatPane.endSearch();
        else if (sidebar.searching)
            sidebar.endSearch();
        else if (showsDetails)
            details = false;
        else if (narrow && Session.chat.isOpen)
            Session.chat.close();
        else if (Session.chat.isOpen)
            chatPane.toEnd();
    }
}
