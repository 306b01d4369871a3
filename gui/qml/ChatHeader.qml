import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Who the open conversation is with, how sure that is, and where they are.
Rectangle {
    id: header

    property bool narrow: false
    property bool searching: false
    property bool details: false
    signal backWanted()
    signal searchWanted()
    signal detailsWanted()
    signal verifyWanted()

    readonly property var person: Session.chat.person
    readonly property string where: {
        const parts = [];
        if (person.sharesName || person.namesake)
            parts.push(person.shortId);
        if (person.presence === "offline" || person.presence === "")
            parts.push(person.lastSeen > 0
                       ? qsTr("last seen %1").arg(Session.times.moment(person.lastSeen))
                       : qsTr("not seen yet"));
        else if (!person.answers)
            parts.push(qsTr("does not answer"));
        else
            parts.push(presenceWords());
        if (person.statusText)
            parts.push(person.statusText);
        if (person.nearby && person.through)
            parts.push(qsTr("through %1").arg(person.through));
        return parts.join(" · ");
    }

    implicitHeight: Theme.headerHeight
    color: Theme.canvas

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: header.narrow ? Theme.gap1 : Theme.px(20)
        anchors.rightMargin: Theme.gap4
        spacing: Theme.gap2
        IconButton {
            objectName: "backButton"
            visible: header.narrow
            glyph: "back"
            tip: qsTr("Back to the list")
            keys: "Esc"
            onClicked: header.backWanted()
        }
        AbstractButton {
            id: who
            objectName: "chatPerson"
            Layout.fillWidth: true
            Layout.fillHeight: true
            focusPolicy: Qt.TabFocus
            hoverEnabled: true
            Accessible.role: Accessible.Button
            Accessible.name: header.person.name + ", " + header.where
            Accessible.onPressAction: who.clicked()
            Accessible.description: qsTr("Opens the details")
            onClicked: header.detailsWanted()
            background: Item { FocusRing { shown: who.visualFocus } }
            contentItem: RowLayout {
                spacing: Theme.gap3
                Avatar {
                    initials: header.person.initials
                    hue: header.person.hue
                    presence: header.person.presence
                    paper: Theme.canvas
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 2
                    NameLine {
                        Layout.fillWidth: true
                        name: header.person.name
                        verified: header.person.verified
                        word: header.width > Theme.px(520) ? qsTr("verified") : ""
                        muted: Session.chat.isMuted
                        size: Theme.title
                    }
                    ThemeText {
                        Layout.fillWidth: true
                        text: header.where
                        color: Theme.text2
                        font.pixelSize: Theme.meta
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                }
            }
        }
        IconButton {
            objectName: "verifyButton"
            visible: !header.person.verified && header.person.standing === "accepted"
            glyph: "shield"
            tip: qsTr("Make sure who it is")
            onClicked: header.verifyWanted()
        }
        IconButton {
            objectName: "searchHereButton"
            visible: Session.abilities.search
            glyph: "search"
            tip: qsTr("Search here")
            keys: "Ctrl+F"
            checked: header.searching
            onClicked: header.searchWanted()
        }
        IconButton {
            objectName: "detailsButton"
            glyph: "info"
            tip: qsTr("Details")
            keys: "Ctrl+I"
            checked: header.details
            onClicked: header.detailsWanted()
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }

    function presenceWords(): string {
        switch (person.presence) {
        case "away": return qsTr("away");
        case "busy": return qsTr("do not disturb");
        default: return qsTr("online");
        }
    }
}
