import QtQuick
import Earshot
import QtQuick.Controls.Basic

/// How others see us: four states, a line of text, and for how long.
ThemeMenu {
    id: menu

    signal textWanted()

    wide: Theme.px(290)
    Repeater {
        model: [
            { state: "online", mark: "online", name: qsTr("Available") },
            { state: "away", mark: "away", name: qsTr("Away") },
            { state: "busy", mark: "busy", name: qsTr("Do not disturb") },
            { state: "invisible", mark: "offline", name:
                qsTr("Invisible: you look as if you were not there") }
        ]
        ThemeMenuItem {
            required property var modelData
            objectName: "presence-" + modelData.state
            mark: modelData.mark
            text: modelData.name
            font.bold: Session.self.presence === modelData.state
            onTriggered: Session.self.setPresence(modelData.state, Session.self.statusText)
        }
    }
    MenuSeparator {
        contentItem: Rectangle {
            implicitHeight: 1
            color: Theme.line
        }
    }
    ThemeMenuItem {
        objectName: "presence-busy-hour"
        glyph: "clock"
        text: qsTr("Do not disturb for an hour")
        onTriggered: Session.self.setPresence("busy", Session.self.statusText, 3600000)
    }
    ThemeMenuItem {
        objectName: "presence-busy-tomorrow"
        glyph: "clock"
        text: qsTr("Do not disturb until tomorrow morning")
        onTriggered: Session.self.setPresence("busy", Session.self.statusText,
                                              Session.times.untilTomorrow())
    }
    ThemeMenuItem {
        objectName: "presence-text"
        glyph: "edit"
        text: Session.self.statusText ? qsTr("Change your status text…")
                                      : qsTr("Add a status text…")
        onTriggered: menu.textWanted()
    }
}
