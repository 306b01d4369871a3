import QtQuick
import Earshot

/// The people whose names fit a search, above the messages that do.
Column {
    SectionTitle {
        visible: people.count > 0
        text: qsTr("People")
    }
    Repeater {
        id: people
        model: Session.peopleFound
        SwitcherRow {
            width: parent.width
            onClicked: {
                Session.chat.open(targetId);
                Session.search.text = "";
            }
        }
    }
    SectionTitle {
        visible: Session.abilities.search || people.count === 0
        text: !Session.abilities.search ? qsTr("Nobody is called like that")
            : Session.search.count > 0 ? qsTr("Messages")
            : Session.search.isAsking ? qsTr("Searching…")
                                      : qsTr("No message has these words")
    }
}
