import QtQuick
import Earshot
import QtQuick.Layouts

/// How far one message has come, device by device.
Sheet {
    id: sheet

    objectName: "infoSheet"
    title: qsTr("Message details")
    lead: Session.messageDetails.written
          ? qsTr("Written %1").arg(Session.messageDetails.written)
            + (Session.messageDetails.state ? " · " + Session.messageDetails.state : "") : ""
    wide: Theme.px(420)

    function show(message: string) {
        Session.messageDetails.open(message);
        open();
    }

    Repeater {
        model: Session.messageDetails.devices
        RowLayout {
            id: line
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.gap3
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData.device + ", " + modelData.state + ", " + modelData.time
            Icon { glyph: "network" }
            ThemeText {
                Layout.fillWidth: true
                text: qsTr("Device %1").arg(line.modelData.device)
                Accessible.ignored: true
            }
            ThemeText {
                text: [line.modelData.state, line.modelData.time].filter(Boolean).join(" · ")
                color: Theme.text2
                font.pixelSize: Theme.preview
                Accessible.ignored: true
            }
        }
    }
    ThemeText {
        Layout.fillWidth: true
        visible: Session.messageDetails.isLoaded && Session.messageDetails.devices.length === 0
        text: qsTr("There is nothing more to tell about this message.")
        color: Theme.text2
        wrapMode: Text.Wrap
    }
}
