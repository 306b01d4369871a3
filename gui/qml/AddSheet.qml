import QtQuick
import Earshot
import QtQuick.Layouts

/// Adding somebody who is not seen by themselves: by their card or an address. And our own card,
/// for them.
Sheet {
    id: sheet

    objectName: "addSheet"
    title: qsTr("Add somebody")
    lead: qsTr("Whoever is on this network appears in the list by themselves. Others can be "
             + "added by their card or by an address.")
    firstFocus: field
    onOpened: {
        field.clear();
        Session.self.fetchCard();
    }

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap2
        Field {
            id: field
            objectName: "cardField"
            Layout.fillWidth: true
            label: qsTr("Their card (earshot:…) or an address")
            hint: label
            onAccepted: addIt.clicked()
        }
        TextButton {
            id: addIt
            objectName: "addIt"
            primary: true
            enabled: field.text.trim() !== ""
            text: qsTr("Add")
            onClicked: if (enabled) Session.contacts.add(field.text)
        }
    }
    ThemeText {
        Layout.topMargin: Theme.gap3
        text: qsTr("Your card")
        font.weight: Font.DemiBold
    }
    ThemeText {
        Layout.fillWidth: true
        text: qsTr("Let others scan it, or send it to them. It is no secret, but it must arrive "
                 + "as it is.")
        color: Theme.text2
        wrapMode: Text.Wrap
    }
    QrCode {
        Layout.alignment: Qt.AlignHCenter
        implicitWidth: Theme.px(232)
        implicitHeight: implicitWidth
        visible: fits
        text: Session.self.card.toUpperCase()
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("QR code of your card")
    }
    TextButton {
        objectName: "copyCard"
        Layout.alignment: Qt.AlignHCenter
        glyph: "copy"
        enabled: Session.self.card !== ""
        text: qsTr("Copy your card")
        onClicked: Session.copy(Session.self.card)
    }
    Connections {
        target: Session.contacts
        function onAdded() {
            sheet.close();
        }
    }
}
