import QtQuick
import Earshot
import QtQuick.Layouts

/// Asks before a link opens that may do more than show a page.
Sheet {
    id: sheet

    property string target

    objectName: "linkSheet"
    title: qsTr("Open this link?")
    lead: qsTr("It leads to a place that another program opens. Open it only if you trust "
             + "whoever sent it.")
    wide: Theme.px(460)

    function ask(link: string) {
        target = link;
        open();
    }

    ThemeText {
        Layout.fillWidth: true
        text: sheet.target ? Session.targetWords(sheet.target) : ""
        font.family: Appearance.monoFamily
        font.pixelSize: Theme.preview
        wrapMode: Text.WrapAnywhere
    }
    actions: [
        TextButton {
            objectName: "openLink"
            primary: true
            text: qsTr("Open")
            onClicked: {
                Session.openLink(sheet.target);
                sheet.close();
            }
        },
        TextButton {
            glyph: "copy"
            text: qsTr("Copy")
            onClicked: {
                Session.copy(sheet.target);
                sheet.close();
            }
        }
    ]
}
