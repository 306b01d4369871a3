import QtQuick

/// One block of a message: a paragraph, or code.
Item {
    id: block

    required property var modelData     ///< As message_text.hpp says; never changes.
    // Untyped: two types that name each other do not load.
    readonly property var bubble: parent ? parent.parent : null
    readonly property real inner: bubble ? bubble.inner : 0
    readonly property bool isText: modelData.kind === "text"
    readonly property bool rightToLeft: modelData.rightToLeft
    readonly property real lineEnd: isText ? words.lineEnd : 0
    readonly property real wanted: isText ? words.implicitWidth : code.implicitWidth

    width: isText || !bubble ? Math.min(wanted, inner) : Math.max(wanted, bubble.contentWidth)
    height: isText ? words.implicitHeight : code.implicitHeight
    onWantedChanged: if (bubble) bubble.measure()

    TextBlock {
        id: words
        visible: block.isText
        width: parent.width
        html: block.isText ? block.modelData.html : ""
        marker: block.modelData.marker
        quotes: block.modelData.quotes
        lists: block.modelData.lists
        rightToLeft: block.rightToLeft
        ink: block.bubble ? block.bubble.ink : Theme.text
        quiet: block.bubble ? block.bubble.quiet : Theme.text2
        size: block.bubble && block.bubble.isEmoji ? Theme.px(32) : Theme.body
        most: block.inner
        onLinkWanted: target => block.bubble.linkWanted(target)
        onLinkHovered: target => block.bubble.linkHovered(target)
    }
    Loader {
        id: code
        active: !block.isText
        width: parent.width
        height: implicitHeight
        sourceComponent: CodeBlock {}
        onLoaded: {
            const view = item as CodeBlock;
            view.code = block.modelData.plain;
            view.language = block.modelData.language;
            view.most = Qt.binding(() => block.inner);
            view.offered = Qt.binding(() => block.bubble ? block.bubble.ring : false);
        }
    }
    Connections {
        target: code.item as CodeBlock
        function onCopyWanted(text: string) {
            block.bubble.copyWanted(text);
        }
    }
}
