import QtQuick
import Earshot
import QtQuick.Layouts

/// What was written and has not reached anybody yet: tries it now, or takes it back.
Sheet {
    id: sheet

    readonly property var queue: Session.queue

    objectName: "queueSheet"
    title: qsTr("Messages that wait")
    lead: queue.waiting > 0
          ? qsTr("They are sealed and go out by themselves as soon as their people are in reach.")
          : qsTr("Nothing waits: whatever you wrote has arrived or was taken back.")
    wide: Theme.px(560)
    onAboutToShow: queue.isShown = true
    onClosed: queue.isShown = false

    Repeater {
        model: sheet.queue
        RowLayout {
            id: line
            required property string messageId
            required property string name
            required property string body
            required property string since
            required property string spoken
            Layout.fillWidth: true
            spacing: Theme.gap2
            Accessible.role: Accessible.ListItem
            Accessible.name: spoken
            Column {
                Layout.fillWidth: true
                spacing: 1
                RowLayout {
                    width: parent.width
                    ThemeText {
                        Layout.fillWidth: true
                        text: line.name
                        font.weight: Font.DemiBold
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                    ThemeText {
                        text: line.since
                        color: Theme.text3
                        font.pixelSize: Theme.meta
                        Accessible.ignored: true
                    }
                }
                ThemeText {
                    width: parent.width
                    text: line.body
                    color: Theme.text2
                    font.pixelSize: Theme.preview
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
            }
            IconButton {
                objectName: "tryNow"
                glyph: "refresh"
                tip: qsTr("Try now")
                enabled: Session.connection.state === "ready"
                Accessible.description: line.spoken
                onClicked: Session.queue.retry(line.messageId)
            }
            IconButton {
                objectName: "cancelWaiting"
                glyph: "undo"
                tip: qsTr("Take it back")
                ink: Theme.danger
                enabled: Session.connection.state === "ready"
                Accessible.description: line.spoken
                onClicked: Session.queue.takeBack(line.messageId)
            }
        }
    }
    ThemeText {
        Layout.fillWidth: true
        visible: sheet.queue.beyond > 0
        text: qsTr("And %n more.", "", sheet.queue.beyond)
        color: Theme.text2
        wrapMode: Text.Wrap
    }
    actions: [
        TextButton {
            objectName: "tryAll"
            visible: sheet.queue.waiting > 0
            enabled: Session.connection.state === "ready"
            glyph: "refresh"
            text: qsTr("Try all now")
            onClicked: sheet.queue.retry()
        }
    ]
}
