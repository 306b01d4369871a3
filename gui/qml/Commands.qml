import QtQuick
import Earshot

/// Every key of the window and what it does: one table for shortcuts, the list of keys and the
/// switcher.
Item {
    id: commands

    signal wanted(string command)

    // `keys` is what people read; what is pressed stands below. `go`: offered by the switcher.
    readonly property var all: every.filter(command => able(command.id))
    readonly property var every: [
        { id: "switch", name: qsTr("Go to a person or do something"), keys: "Ctrl+K", go: false },
        { id: "nth", name: qsTr("Go to the nth conversation"), keys: "Ctrl+1 … 9", go: false },
        { id: "previous", name: qsTr("Previous conversation"), keys: "Alt+↑", go: false },
        { id: "next", name: qsTr("Next conversation"), keys: "Alt+↓", go: false },
        { id: "unread", name: qsTr("Next unread conversation"),
          keys: "Alt+A, Alt+Shift+↓", go: true },
        { id: "search-here", name: qsTr("Search in this conversation"), keys: "Ctrl+F", go: true },
        { id: "search", name: qsTr("Search everywhere"), keys: "Ctrl+Shift+F", go: true },
        { id: "add", name: qsTr("Add somebody"), keys: "Ctrl+N", go: true },
        { id: "details", name: qsTr("Details of the conversation"), keys: "Ctrl+I", go: true },
        { id: "emoji", name: qsTr("Insert an emoji"), keys: "Ctrl+.", go: false },
        { id: "mute", name: qsTr("Mute the conversation, or not any more"),
          keys: "Ctrl+Shift+M", go: true },
        { id: "dnd", name: qsTr("Do not disturb, or not any more"),
          keys: "Ctrl+Shift+D", go: true },
        { id: "check", name: qsTr("Check the network"), keys: "Ctrl+Shift+N", go: true },
        { id: "list", name: qsTr("To the list of people"), keys: "Ctrl+L", go: false },
        { id: "send", name: qsTr("Send the message"), keys: qsTr("Enter"), go: false },
        { id: "break", name: qsTr("New line in the message"),
          keys: qsTr("Shift+Enter"), go: false },
        { id: "up", name: qsTr("From an empty message to the messages above"),
          keys: "↑", go: false },
        { id: "escape", name: qsTr("Close what is open, then to the newest message"),
          keys: qsTr("Esc"), go: false },
        { id: "larger", name: qsTr("Everything larger"), keys: "Ctrl++", go: false },
        { id: "smaller", name: qsTr("Everything smaller"), keys: "Ctrl+-", go: false },
        { id: "usual", name: qsTr("The usual size"), keys: "Ctrl+0", go: false },
        { id: "settings", name: qsTr("Settings"), keys: "Ctrl+,", go: true },
        { id: "keys", name: qsTr("List of keys"), keys: "Ctrl+/", go: true },
        { id: "quit", name: qsTr("Close the window; messages still arrive"),
          keys: "Ctrl+Q", go: false }
    ]
    onAllChanged: offer()
    Component.onCompleted: offer()

    function able(command: string): bool {
        switch (command) {
        case "search-here": return Session.abilities.search;
        case "mute": return Session.abilities.mute;
        default: return true;
        }
    }
    function offer() {
        Session.switcher.commands = all.filter(command => command.go);
    }

    Shortcut {
        sequences: ["Ctrl+K"]
        onActivated: commands.wanted("switch")
    }
    Shortcut {
        sequences: ["Alt+Up"]
        onActivated: commands.wanted("previous")
    }
    Shortcut {
        sequences: ["Alt+Down"]
        onActivated: commands.wanted("next")
    }
    Shortcut {
        sequences: ["Alt+A", "Alt+Shift+Down", "Alt+Shift+Up"]
        onActivated: commands.wanted("unread")
    }
    Shortcut {
        sequences: ["Ctrl+F"]
        onActivated: commands.wanted("search-here")
    }
    Shortcut {
        sequences: ["Ctrl+Shift+F"]
        onActivated: commands.wanted("search")
    }
    Shortcut {
        sequences: ["Ctrl+N"]
        onActivated: commands.wanted("add")
    }
    Shortcut {
        sequences: ["Ctrl+I"]
        onActivated: commands.wanted("details")
    }
    Shortcut {
        sequences: ["Ctrl+."]
        onActivated: commands.wanted("emoji")
    }
    Shortcut {
        sequences: ["Ctrl+Shift+M"]
        onActivated: commands.wanted("mute")
    }
    Shortcut {
        sequences: ["Ctrl+Shift+D"]
        onActivated: commands.wanted("dnd")
    }
    Shortcut {
        sequences: ["Ctrl+Shift+N"]
        onActivated: commands.wanted("check")
    }
    Shortcut {
        sequences: ["Ctrl+L"]
        onActivated: commands.wanted("list")
    }
    Shortcut {
        sequences: ["Esc"]
        onActivated: commands.wanted("escape")
    }
    Shortcut {
        sequences: ["Ctrl++", "Ctrl+="]
        onActivated: commands.wanted("larger")
    }
    Shortcut {
        sequences: ["Ctrl+-"]
        onActivated: commands.wanted("smaller")
    }
    Shortcut {
        sequences: ["Ctrl+0"]
        onActivated: commands.wanted("usual")
    }
    Shortcut {
        sequences: ["Ctrl+,"]
        onActivated: commands.wanted("settings")
    }
    Shortcut {
        sequences: ["Ctrl+/", "F1"]
        onActivated: commands.wanted("keys")
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        onActivated: commands.wanted("quit")
    }
    Shortcut { sequence: "Ctrl+1"; onActivated: commands.wanted("nth-1") }
    Shortcut { sequence: "Ctrl+2"; onActivated: commands.wanted("nth-2") }
    Shortcut { sequence: "Ctrl+3"; onActivated: commands.wanted("nth-3") }
    Shortcut { sequence: "Ctrl+4"; onActivated: commands.wanted("nth-4") }
    Shortcut { sequence: "Ctrl+5"; onActivated: commands.wanted("nth-5") }
    Shortcut { sequence: "Ctrl+6"; onActivated: commands.wanted("nth-6") }
    Shortcut { sequence: "Ctrl+7"; onActivated: commands.wanted("nth-7") }
    Shortcut { sequence: "Ctrl+8"; onActivated: commands.wanted("nth-8") }
    Shortcut { sequence: "Ctrl+9"; onActivated: commands.wanted("nth-9") }
}
