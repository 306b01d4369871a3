import QtQuick
import Earshot
import QtQuick.Layouts

/// Asks before a link opens that may do more than show a page, also before a card is added.
Sheet {
    id: sheet

    property string target
    readonly property bool isCard: Session.isCard(target)

    objectName: "linkSheet"
    title: isCard ? qsTr("Add somebody?") : qsTr("Open this link?")
    lead: isCard ? qsTr("The link is somebody's card. Whoever made it becomes your contact, and "
                      + "what they write arrives. Add them only if you trust where it came from.")
                 : qsTr("It leads to a place that another program opens. Open it only if you "
                      + "trust whoever sent it.")
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
            text: sheet.isCard ? qsTr("Add contact") : qsTr("Open")
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
