import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Why people do not find or reach each other, and what to do about it.
Sheet {
    id: sheet

    property string person
    property string personName

    objectName: "doctor"
    title: personName ? qsTr("Why can't I reach %1?").arg(personName) : qsTr("Network check")
    lead: Session.doctor.isRunning ? qsTr("Looking; this takes up to five seconds…")
                                   : Session.doctor.verdict
    wide: Theme.px(600)

    function examine(who: string, name: string) {
        person = who;
        personName = name;
        open();
        Session.doctor.run(who);
    }

    RowLayout {
        Layout.fillWidth: true
        visible: Session.doctor.isRunning
        spacing: Theme.gap3
        BusyIndicator {
            implicitWidth: Theme.px(28)
            implicitHeight: implicitWidth
            visible: running
            running: Session.doctor.isRunning && !Appearance.still
            palette.dark: Theme.accent
        }
        ThemeText {
            Layout.fillWidth: true
            text: qsTr("Network, firewall, clock and people are tried, all at once.")
            color: Theme.text2
            wrapMode: Text.Wrap
        }
    }
    Repeater {
        model: Session.doctor.isRunning ? 0 : Session.doctor
        RowLayout {
            id: line

            required property string level
            required property string finding
            required property string fix
            required property string action

            objectName: "finding"
            Layout.fillWidth: true
            spacing: Theme.gap3
            Accessible.role: Accessible.ListItem
            Accessible.name: fix ? finding + " " + fix : finding

            Icon {
                Layout.alignment: Qt.AlignTop
                glyph: line.level === "ok" ? "check" : line.level === "skip" ? "more" : "alert"
                ink: line.level === "fail" ? Theme.danger : line.level === "warn" ? Theme.attention
                   : line.level === "ok" ? Theme.online : Theme.text3
            }
            Column {
                Layout.fillWidth: true
                spacing: Theme.gap1
                ThemeText {
                    width: parent.width
                    text: line.finding
                    color: line.level === "ok" || line.level === "skip" ? Theme.text2 : Theme.text
                    font.weight: line.level === "fail" ? Font.DemiBold : Font.Normal
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }
                ThemeText {
                    width: parent.width
                    visible: line.fix !== ""
                    text: line.fix
                    color: Theme.text2
                    font.pixelSize: Theme.preview
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }
                TextButton {
                    visible: line.action === "allow_here"
                    text: qsTr("Be seen here")
                    onClicked: Session.network.allowHere(true)
                }
                TextButton {
                    visible: line.action === "unblock" && Session.doctor.person !== ""
                    text: qsTr("Unblock")
                    onClicked: Session.contacts.unblock(Session.doctor.person)
                }
                TextButton {
                    visible: line.fix.includes("sudo ")
                    glyph: "copy"
                    text: qsTr("Copy the command")
                    onClicked: Session.copy(line.fix.slice(line.fix.indexOf("sudo ")))
                }
            }
        }
    }
    actions: [
        TextButton {
            objectName: "checkAgain"
            glyph: "refresh"
            enabled: !Session.doctor.isRunning && Session.connection.state === "ready"
            text: qsTr("Check again")
            onClicked: Session.doctor.run(sheet.person)
        },
        TextButton {
            objectName: "lookNow"
            visible: sheet.person === ""
            enabled: Session.connection.state === "ready"
            glyph: "search"
            text: qsTr("Look for people now")
            onClicked: Session.network.look()
        },
        TextButton {
            visible: Session.connection.state === "failed"
                     || Session.connection.state === "lost"
            text: qsTr("Try to connect")
            onClicked: Session.connection.retry()
        }
    ]
}
