import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T

/// Ctrl+K: type a few letters, Enter goes there.
Popup {
    id: switcher

    signal commandWanted(string command)

    objectName: "switcher"
    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: Math.round(parent.height * 0.12)
    width: Math.min(Theme.px(520), parent.width - 2 * Theme.gap2)
    height: Math.min(Theme.px(460), parent.height * 0.8)
    modal: true
    focus: true
    padding: Theme.gap2
    background: Rectangle {
        radius: Theme.radiusBubble
        color: Theme.canvas
        border.color: Theme.line
    }
    T.Overlay.modal: Rectangle { color: Theme.veil }
    onAboutToShow: {
        field.clear();
        Session.switcher.text = "";
        Session.switcher.refresh();
        list.currentIndex = 0;
    }
    onOpened: field.forceActiveFocus(Qt.ShortcutFocusReason)

    contentItem: ColumnLayout {
        spacing: Theme.gap2
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Go to")
        Field {
            id: field
            objectName: "switcherField"
            Layout.fillWidth: true
            label: qsTr("Go to a person or do something")
            hint: label
            onTextChanged: {
                Session.switcher.text = text;
                list.currentIndex = 0;
            }
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            onAccepted: switcher.go(list.currentIndex)
        }
        SwitcherList {
            id: list
            objectName: "switcherList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: Session.switcher
            onChosen: row => switcher.go(row)
            ThemeText {
                parent: list
                anchors.centerIn: parent
                visible: list.count === 0
                text: qsTr("Nothing is called like that")
                color: Theme.text2
            }
        }
    }

    function go(row: int) {
        const kind = Session.switcher.kindAt(row);
        const id = Session.switcher.idAt(row);
        if (id === "")
            return;
        close();
        if (kind === "command")
            commandWanted(id);
        else
            Session.chat.open(id);
    }
}
