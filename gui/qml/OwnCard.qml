import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Ourselves at the foot of the people's pane: how we are seen, and the ways to change that.
Item {
    id: own

    signal settingsWanted()
    signal presenceWanted()

    readonly property string presenceWords: {
        if (Session.self.offHours)
            return qsTr("Outside your working hours");
        switch (Session.self.presence) {
        case "away": return qsTr("Away");
        case "busy": return qsTr("Do not disturb");
        case "invisible": return qsTr("Invisible");
        default: return qsTr("Available");
        }
    }

    // The end of what does not last.
    readonly property string end: Session.self.until > 0 ? Session.times.end(Session.self.until)
                                                         : ""

    function withEnd(words: string, separator: string): string {
        return end ? words + separator + end : words;
    }

    implicitHeight: Theme.px(52)

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap2
        anchors.rightMargin: Theme.gap2
        spacing: Theme.gap1
        AbstractButton {
            id: me
            objectName: "ownPresence"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.margins: 2
            hoverEnabled: true
            focusPolicy: Qt.TabFocus
            leftPadding: Theme.gap2
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("You: %1, %2").arg(Session.self.name)
                             .arg(own.withEnd(own.presenceWords, " "))
            Accessible.onPressAction: me.clicked()
            onClicked: own.presenceWanted()
            contentItem: RowLayout {
                spacing: Theme.gap3
                Avatar {
                    initials: Session.self.initials
                    hue: Session.self.hue
                    presence: Session.self.presence === "invisible" ? "offline"
                                                                    : Session.self.presence
                    size: Theme.px(34)
                    paper: me.hovered ? Theme.hover : Theme.sidebar
                }
                Column {
                    Layout.fillWidth: true
                    ThemeText {
                        width: parent.width
                        text: Session.self.name
                        font.weight: Font.DemiBold
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                    ThemeText {
                        width: parent.width
                        text: own.withEnd(Session.self.statusText || own.presenceWords, " · ")
                        color: Theme.text2
                        font.pixelSize: Theme.meta
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                }
            }
            background: Rectangle {
                radius: Theme.radiusRow
                color: me.hovered ? Theme.hover : "transparent"
                FocusRing { shown: me.visualFocus }
            }
        }
        IconButton {
            objectName: "dndButton"
            glyph: "moon"
            tip: checked ? qsTr("End do not disturb") : qsTr("Do not disturb")
            keys: "Ctrl+Shift+D"
            checked: Session.self.presence === "busy"
            ink: checked ? Theme.busy : Theme.text2
            onClicked: Session.self.toggleBusy()
        }
        IconButton {
            objectName: "settingsButton"
            glyph: "settings"
            tip: qsTr("Settings")
            keys: "Ctrl+,"
            onClicked: own.settingsWanted()
        }
    }
}
