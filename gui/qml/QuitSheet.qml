import QtQuick
import Earshot

/// Asks what to quit: only the window, or also the daemon, so that nothing arrives any more.
Sheet {
    id: sheet

    objectName: "quitSheet"
    title: qsTr("Quit Earshot?")
    lead: qsTr("Without the window messages still arrive, and others see you, but nobody tells you "
             + "of what is new. Offline, messages wait until you are back.")
    wide: Theme.px(460)
    actions: [
        TextButton {
            objectName: "quitWindow"
            primary: true
            text: qsTr("Quit the window only")
            onClicked: Session.quit(false)
        },
        TextButton {
            objectName: "quitAll"
            text: qsTr("Go offline, too")
            onClicked: Session.quit(true)
        }
    ]
}
