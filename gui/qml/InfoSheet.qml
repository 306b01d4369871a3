import QtQuick
import Earshot
import QtQuick.Layouts

/// How far one message has come, device by device, and who keeps a sealed copy of it meanwhile.
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

    component Fact: RowLayout {
        id: fact
        required property string glyph
        required property string words
        Layout.fillWidth: true
        spacing: Theme.gap3
        Accessible.role: Accessible.ListItem
        Accessible.name: words
        Icon {
            Layout.alignment: Qt.AlignTop
            glyph: fact.glyph
        }
        ThemeText {
            Layout.fillWidth: true
            text: fact.words
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }

    Fact {
        objectName: "source"
        visible: Session.messageDetails.source !== ""
        glyph: "network"
        words: Session.messageDetails.source
    }
    Repeater {
        model: Session.messageDetails.devices
        RowLayout {
            id: line
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.gap3
            Accessible.role: Accessible.ListItem
            Accessible.name: [modelData.device].concat(modelData.steps).join(", ")
            Icon {
                Layout.alignment: Qt.AlignTop
                glyph: "network"
            }
            ThemeText {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop
                text: qsTr("Device %1").arg(line.modelData.device)
                Accessible.ignored: true
            }
            ThemeText {
                text: line.modelData.steps.join("\n")
                color: Theme.text2
                font.pixelSize: Theme.preview
                horizontalAlignment: Text.AlignRight
                Accessible.ignored: true
            }
        }
    }
    ThemeText {
        Layout.fillWidth: true
        visible: Session.messageDetails.carriers.length > 0
        text: qsTr("Sealed copies are kept for them by")
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Repeater {
        model: Session.messageDetails.carriers
        Fact {
            required property string modelData
            objectName: "carrier"
            glyph: "carried"
            words: modelData
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
