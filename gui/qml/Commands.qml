import QtQuick
import Earshot

/// Every key of the window and what it does: one table for shortcuts, the list of keys and the
/// switcher.
Item {
    id: commands

    signal wanted(string command)

    // `sequences` as Qt names keys. `at`: where the keys are heard; everywhere, as shortcuts, where
    // nothing is said. `go`: offered by the switcher. In the tables that come of it, `keys` is what
    // people read.
    readonly property var all: every.filter(command => able(command.id))
    readonly property var every: table.map(command => Object.assign({ keys: shown(command) },
                                                                    command))
    readonly property var table: [
        { id: "switch", name: qsTr("Go to a person or do something"), sequences: ["Ctrl+K"] },
        { id: "nth", name: qsTr("Go to the nth conversation"), keys: "Ctrl+1 … 9",
          sequences: ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+7",
                      "Ctrl+8", "Ctrl+9"] },
        { id: "previous", name: qsTr("Previous conversation"), sequences: ["Alt+Up"] },
        { id: "next", name: qsTr("Next conversation"), sequences: ["Alt+Down"] },
        { id: "unread", name: qsTr("Next unread conversation"),
          sequences: ["Alt+A", "Alt+Shift+Down", "Alt+Shift+Up"], go: true },
        { id: "first-unread", name: qsTr("To the first unread message"),
          sequences: ["Alt+Home"], go: true },
        { id: "search-here", name: qsTr("Search in this conversation"),
          sequences: ["Ctrl+F"], go: true },
        { id: "search", name: qsTr("Search everywhere"), sequences: ["Ctrl+Shift+F"], go: true },
        { id: "add", name: qsTr("Add somebody"), sequences: ["Ctrl+N"], go: true },
        { id: "details", name: qsTr("Details of the conversation"),
          sequences: ["Ctrl+I"], go: true },
        { id: "emoji", name: qsTr("Insert an emoji"), sequences: ["Ctrl+."] },
        { id: "mute", name: qsTr("Mute the conversation, or not any more"),
          sequences: ["Ctrl+Shift+M"], go: true },
        { id: "dnd", name: qsTr("Do not disturb, or not any more"),
          sequences: ["Ctrl+Shift+D"], go: true },
        { id: "queue", name: qsTr("Messages that wait to be delivered"),
          sequences: ["Ctrl+Shift+O"], go: true },
        { id: "check", name: qsTr("Check the network"), sequences: ["Ctrl+Shift+N"], go: true },
        { id: "list", name: qsTr("To the list of people"), sequences: ["Ctrl+L"] },
        { id: "send", name: qsTr("Send the message"), sequences: ["Return"], at: "writing" },
        { id: "break", name: qsTr("New line in the message"),
          sequences: ["Shift+Return"], at: "writing" },
        { id: "up", name: qsTr("From an empty message to the messages above"),
          sequences: ["Up"], at: "writing" },
        { id: "step", name: qsTr("In the messages: one up, one down"),
          sequences: ["Up", "Down"], at: "messages" },
        { id: "page", name: qsTr("In the messages: a page up, a page down"),
          sequences: ["PgUp", "PgDown"], at: "messages" },
        { id: "ends", name: qsTr("In the messages: to the first one here, to the newest"),
          sequences: ["Home", "End"], at: "messages" },
        { id: "menu", name: qsTr("In the messages: what can be done with one, and its links"),
          sequences: ["Return", "Menu"], at: "messages" },
        { id: "copy", name: qsTr("In the messages: copy the text of one"),
          sequences: ["Ctrl+C", "Ctrl+Ins"], at: "messages" },
        { id: "escape", name: qsTr("Close what is open, then to the newest message"),
          sequences: ["Esc"] },
        { id: "larger", name: qsTr("Everything larger"), sequences: ["Ctrl++", "Ctrl+="] },
        { id: "smaller", name: qsTr("Everything smaller"), sequences: ["Ctrl+-"] },
        { id: "usual", name: qsTr("The usual size"), sequences: ["Ctrl+0"] },
        { id: "settings", name: qsTr("Settings"), sequences: ["Ctrl+,"], go: true },
        { id: "keys", name: qsTr("List of keys"), sequences: ["Ctrl+/", "F1"], go: true },
        { id: "quit", name: qsTr("Close the window; messages still arrive"),
          sequences: ["Ctrl+Q"] }
    ]
    /// One for each key that is heard everywhere.
    readonly property var bindings: bindingsOf(table)

    objectName: "commands"
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
    function shown(command: var): string {
        return command.sequences.map(sequence => sequence.replace(/(^|\+)Up$/, "$1↑")
                                                         .replace(/(^|\+)Down$/, "$1↓")
                                                         .replace("Return", qsTr("Enter"))
                                                         .replace("Esc", qsTr("Esc")))
                                .join(", ");
    }

    function bindingsOf(table: var): var {
        const bindings = [];
        for (const command of table.filter(each => !each.at))
            command.sequences.forEach((sequence, index) => bindings.push({
                sequence: sequence,
                command: command.id === "nth" ? "nth-" + (index + 1) : command.id
            }));
        return bindings;
    }

    Repeater {
        model: commands.bindings
        delegate: CommandKey {}
        onItemAdded: (index, key) => (key as CommandKey).pressed.connect(commands.wanted)
    }
}
