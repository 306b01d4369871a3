import QtQuick
import Earshot
import QtQuick.Window
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T

/// A panel over the window: a title, what it is about, and at the bottom what can be done. Esc
/// closes it. In a narrow window it takes all the width there is; when it is higher than the
/// window, its middle scrolls.
Popup {
    id: sheet

    required property string title
    property string lead
    property bool closable: true
    property int wide: Theme.px(520)
    default property alias content: column.data
    property alias actions: footer.data
    property Item firstFocus: null

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(wide, parent ? parent.width - 2 * Theme.gap2 : wide)
    height: Math.min(implicitHeight, parent ? parent.height - 2 * Theme.gap2 : implicitHeight)
    modal: true
    focus: true
    padding: 0
    closePolicy: closable ? Popup.CloseOnEscape | Popup.CloseOnPressOutside : Popup.NoAutoClose

    onOpened: {
        if (firstFocus)
            firstFocus.forceActiveFocus(Qt.TabFocusReason);
        else
            inner.forceActiveFocus(Qt.PopupFocusReason);
    }

    // What it shows is nobody's any more, and it would lie over the passphrase.
    Connections {
        target: Session.connection
        function onStateChanged() {
            if (Session.connection.state === "locked")
                sheet.close();
        }
    }
    background: Rectangle {
        radius: Theme.radiusBubble
        color: Theme.canvas
        border.color: Theme.line
    }
    T.Overlay.modal: Rectangle { color: Theme.veil }
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.panelTime }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.panelTime }
    }

    contentItem: ColumnLayout {
        id: inner
        spacing: 0
        Accessible.role: Accessible.Dialog
        Accessible.name: sheet.title
        Accessible.description: sheet.lead

        RowLayout {
            Layout.fillWidth: true
            Layout.margins: Theme.gap6
            Layout.bottomMargin: Theme.gap2
            spacing: Theme.gap3
            Column {
                Layout.fillWidth: true
                spacing: Theme.gap1
                ThemeText {
                    width: parent.width
                    text: sheet.title
                    font.pixelSize: Theme.headline
                    font.weight: Font.DemiBold
                    wrapMode: Text.Wrap
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
                ThemeText {
                    width: parent.width
                    visible: text !== ""
                    text: sheet.lead
                    color: Theme.text2
                    wrapMode: Text.Wrap
                    lineHeight: 1.2
                }
            }
            IconButton {
                id: closeButton
                objectName: "closeSheet"
                Layout.alignment: Qt.AlignTop
                visible: sheet.closable
                glyph: "close"
                tip: qsTr("Close")
                keys: qsTr("Esc")
                onClicked: sheet.close()
            }
        }
        Flickable {
            id: middle
            Layout.fillWidth: true
            Layout.fillHeight: true
            implicitHeight: contentHeight
            contentHeight: column.implicitHeight + 2 * Theme.gap2
            contentWidth: width
            clip: contentHeight > height
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: Bar {}
            readonly property Item focused: Window.activeFocusItem
            onFocusedChanged: reveal(focused)

            /// Scrolls to what the keyboard has come to.
            function reveal(item: Item) {
                let above = item;
                while (above !== null && above !== column)
                    above = above.parent;
                if (above === null)
                    return;
                const top = item.mapToItem(column, 0, 0).y;
                contentY = Math.max(0, Math.min(top, Math.max(contentY, top + item.height
                                                              + 2 * Theme.gap2 - height)));
            }
            ColumnLayout {
                id: column
                x: Theme.gap6
                y: Theme.gap2
                width: middle.width - 2 * Theme.gap6
                spacing: Theme.gap3
            }
        }
        Flow {
            id: footer
            Layout.fillWidth: true
            Layout.margins: Theme.gap6
            Layout.topMargin: Theme.gap3
            visible: children.length > 0
            spacing: Theme.gap2
            layoutDirection: Qt.RightToLeft
        }
        Item {
            implicitHeight: Theme.gap4
            visible: !footer.visible
        }
    }
}
