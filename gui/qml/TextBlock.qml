import QtQuick

/// A paragraph of a message: rich text that can be selected, with links that say where they lead.
Item {
    id: block

    required property string html
    property string marker        ///< "•" or "3." of a list item.
    property int quotes: 0
    property int lists: 0
    property bool rightToLeft: false
    property color ink: Theme.text
    property color quiet: Theme.text2
    property int size: Theme.body
    property real most: Theme.px(536)     ///< Width in which it wraps.
    readonly property int indent: quotes * Theme.px(12) + lists * Theme.px(20)
    readonly property real contentWidth: Math.ceil(edit.contentWidth) + indent
    readonly property real lineEnd: edit.lineEnd + indent
    signal linkWanted(string target)
    signal linkHovered(string target)

    implicitWidth: Math.min(Math.ceil(edit.implicitWidth) + indent, most)
    implicitHeight: Math.ceil(edit.contentHeight)

    Repeater {
        model: block.quotes
        Rectangle {
            required property int index
            x: index * Theme.px(12)
            width: Theme.px(3)
            height: parent ? parent.height : 0
            radius: 1
            color: Theme.accent
        }
    }
    ThemeText {
        visible: block.marker !== ""
        x: block.indent - width - Theme.gap1
        text: block.marker
        color: block.quiet
        font.pixelSize: block.size
        Accessible.ignored: true
    }
    TextEdit {
        id: edit

        readonly property real lineEnd: {
            length; contentHeight; contentWidth;  // It moves with all of these.
            return positionToRectangle(length).x;
        }

        x: block.indent
        width: block.width - block.indent
        text: "<p style=\"white-space:pre-wrap;line-height:118%\">"
              + block.html.replace(/\uE001/g, Theme.accent).replace(/\uE002/g, Theme.code) + "</p>"
        textFormat: TextEdit.RichText
        readOnly: true
        selectByMouse: true
        activeFocusOnPress: false
        persistentSelection: false
        wrapMode: TextEdit.Wrap
        color: block.quotes > 0 ? block.quiet : block.ink
        font.pixelSize: block.size
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentInk
        onLinkActivated: link => block.linkWanted(link)
        onLinkHovered: link => block.linkHovered(link)
        Accessible.ignored: true
        HoverHandler {
            cursorShape: edit.hoveredLink ? Qt.PointingHandCursor : Qt.IBeamCursor
        }
    }
}
