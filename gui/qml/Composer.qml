import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Where messages are written. Enter sends, Shift+Enter breaks the line, and pasting never sends.
FocusScope {
    id: composer

    property string name           ///< Of whom we write to.
    property string foot           ///< What is true of the message that is being written.
    property int bytesMost: 65536  ///< Longest text in UTF-8.
    property alias text: area.text
    readonly property int bytes: area.length > bytesMost / 8 ? Session.chat.bytesOf(area.text) : 0
    readonly property bool tooLong: bytes > bytesMost
    readonly property bool sendable: area.text.trim() !== "" && !tooLong
    signal edited(string text)
    signal sent(string text)
    signal emojiWanted(Item from)
    signal leftUpwards()

    implicitHeight: box.height + footLine.height + Theme.gap2

    Rectangle {
        id: box
        anchors.left: parent.left
        anchors.right: parent.right
        height: Math.max(Theme.px(48), Math.min(area.implicitHeight, Theme.px(200)))
        radius: Theme.radiusBubble
        color: Theme.surface
        border.width: area.activeFocus ? 2 : 1
        border.color: area.activeFocus ? Theme.focus : Theme.line

        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap2
            anchors.rightMargin: Theme.px(6)
            spacing: Theme.px(2)
            ScrollView {
                id: view
                Layout.fillWidth: true
                Layout.fillHeight: true
                ScrollBar.vertical: Bar {
                    parent: view
                    anchors.right: parent.right
                    height: parent.height
                }
                TextArea {
                    id: area
                    objectName: "composer"
                    focus: true
                    leftPadding: Theme.gap2
                    topPadding: Theme.px(15)
                    bottomPadding: Theme.px(15)
                    wrapMode: TextArea.Wrap
                    textFormat: TextEdit.PlainText
                    color: Theme.text
                    font.pixelSize: Theme.body
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.accentInk
                    selectByMouse: true
                    background: null
                    Accessible.name: qsTr("Message to %1").arg(composer.name)
                    Accessible.role: Accessible.EditableText
                    onTextChanged: composer.edited(text)
                    Keys.onPressed: event => composer.press(event)
                    KeyNavigation.priority: KeyNavigation.BeforeItem
                    KeyNavigation.tab: codeButton

                    ThemeText {
                        x: area.leftPadding
                        y: area.topPadding
                        width: area.width - area.leftPadding - area.rightPadding
                        visible: area.length === 0 && area.preeditText === ""
                        text: area.Accessible.name
                        color: Theme.text3
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                }
            }
            IconButton {
                id: codeButton
                objectName: "codeButton"
                Layout.alignment: Qt.AlignBottom
                Layout.bottomMargin: Theme.px(6)
                glyph: "code"
                tip: qsTr("Code")
                onClicked: composer.markCode()
            }
            IconButton {
                id: emojiButton
                objectName: "emojiButton"
                Layout.alignment: Qt.AlignBottom
                Layout.bottomMargin: Theme.px(6)
                glyph: "smile"
                tip: qsTr("Emoji")
                keys: "Ctrl+."
                onClicked: composer.emojiWanted(emojiButton)
            }
            IconButton {
                objectName: "sendButton"
                Layout.alignment: Qt.AlignBottom
                Layout.bottomMargin: Theme.px(6)
                glyph: "send"
                tip: qsTr("Send")
                keys: qsTr("Enter")
                ink: enabled ? Theme.accentInk : Theme.text3
                fill: enabled ? Theme.accent : "transparent"
                enabled: composer.sendable
                onClicked: composer.send()
            }
        }
    }
    ThemeText {
        id: footLine
        objectName: "foot"
        anchors.top: box.bottom
        anchors.topMargin: Theme.gap1
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.px(6)
        height: Math.max(Theme.px(18), implicitHeight)
        verticalAlignment: Text.AlignVCenter
        text: composer.tooLong
              ? qsTr("Too long: %1 of %2 bytes").arg(composer.bytes).arg(composer.bytesMost)
              : composer.foot
        color: composer.tooLong ? Theme.attention : Theme.text3
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
    }

    function press(event) {
        const isEnter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        if (isEnter && !(event.modifiers & Qt.ShiftModifier) && !area.inputMethodComposing) {
            event.accepted = true;
            send();
        } else if (isEnter) {
            event.accepted = true;
            area.insert(area.cursorPosition, "\n");
        } else if (event.key === Qt.Key_Up && area.text === "") {
            event.accepted = true;
            leftUpwards();
        }
    }

    function send() {
        if (sendable)
            sent(area.text);
    }

    /// Puts three backticks around what is selected, or begins a block of code.
    function markCode() {
        const first = area.selectionStart;
        const chosen = area.selectedText;
        area.remove(first, area.selectionEnd);
        if (chosen !== "" && !chosen.includes("\n")) {
            area.insert(first, "`" + chosen + "`");
        } else {
            const before = first > 0 && area.getText(first - 1, first) !== "\n" ? "\n" : "";
            area.insert(first, before + "```\n" + chosen + "\n```");
            area.cursorPosition = first + before.length + 4 + chosen.length;
        }
        area.forceActiveFocus();
    }

    function insert(text: string) {
        area.remove(area.selectionStart, area.selectionEnd);
        area.insert(area.cursorPosition, text);
        area.forceActiveFocus();
    }

    /// Shows another text without telling that it was edited here.
    function replace(text: string) {
        if (area.text !== text)
            area.text = text;
        area.cursorPosition = area.length;
    }

    function focusText() {
        area.forceActiveFocus(Qt.ShortcutFocusReason);
    }
}
