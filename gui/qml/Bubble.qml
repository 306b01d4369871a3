import QtQuick

/// The bubble of a message: its blocks, then time and state, on the last line where there is room.
Item {
    id: bubble

    required property bool own
    required property bool squared     ///< The last one of a group: the corner shows who speaks.
    required property real most
    required property var blocks
    required property bool isEmoji
    required property bool isFolded
    required property string clock
    required property string msgState
    required property string stateWord
    property bool ring: false
    signal linkWanted(string target)
    signal linkHovered(string target)
    signal copyWanted(string text)
    signal unfoldWanted()
    signal menuWanted()

    readonly property color ink: own ? Theme.mineText : Theme.text
    readonly property color quiet: own ? Theme.mineText2 : Theme.text3
    readonly property int pad: Theme.gap3
    readonly property real inner: most - 2 * pad
    // What the last block leaves free beside its last line.
    property BubbleBlock last: null
    property real widest: 0
    readonly property bool lastIsText: last !== null && last.isText && !isFolded
    readonly property bool mayFit: lastIsText && !last.rightToLeft
    readonly property real taken: mayFit ? last.lineEnd + Theme.gap2 + meta.width : inner + 1
    readonly property bool onLastLine: taken <= inner && lastIsText
    readonly property real contentWidth: Math.max(widest, onLastLine ? taken : meta.width,
                                                  more.visible ? more.implicitWidth : 0)

    width: Math.ceil(contentWidth) + 2 * pad
    height: column.y + column.height + (more.visible ? more.height : 0)
            + (onLastLine ? 0 : meta.height) + Theme.gap2

    Rectangle {
        id: paper
        anchors.fill: parent
        radius: Math.min(Theme.radiusBubble, height / 2)
        color: bubble.own ? Theme.mine : Theme.surface
        border.color: bubble.own ? Theme.mineLine : Theme.line
    }
    // The corner nearest to whoever speaks is squared: a small rectangle over the round one.
    Item {
        visible: bubble.squared
        x: bubble.own ? parent.width - width : 0
        y: parent.height - height
        width: paper.radius
        height: paper.radius
        clip: true
        Rectangle {
            x: bubble.own ? -width + parent.width : 0
            y: -height + parent.height
            width: parent.width * 2
            height: parent.height * 2
            radius: 3
            color: paper.color
            border.color: paper.border.color
        }
    }
    FocusRing {
        shown: bubble.ring
        radius: paper.radius + 1
    }

    Column {
        id: column
        x: bubble.pad
        y: Theme.gap2
        width: bubble.contentWidth
        spacing: Theme.gap1
        Repeater {
            id: repeater
            model: bubble.blocks
            BubbleBlock {}
            onItemAdded: bubble.measure()
            onItemRemoved: bubble.measure()
        }
    }
    Loader {
        id: more
        active: bubble.isFolded
        visible: active
        x: bubble.pad
        y: column.y + column.height + Theme.gap1
        sourceComponent: TextButton {
            objectName: "unfold"
            text: qsTr("Show all of it")
        }
    }
    Connections {
        target: more.item as TextButton
        function onClicked() {
            bubble.unfoldWanted();
        }
    }
    Row {
        id: meta
        objectName: "meta"
        anchors.right: parent.right
        anchors.rightMargin: bubble.pad
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(6)
        spacing: Theme.px(5)
        ThemeText {
            anchors.verticalCenter: parent.verticalCenter
            text: bubble.clock
            color: bubble.quiet
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        Icon {
            objectName: "state"
            anchors.verticalCenter: parent.verticalCenter
            visible: bubble.msgState !== "" && glyph !== ""
            glyph: {
                switch (bubble.msgState) {
                case "queued": return "clock";
                case "carried": return "carried";
                case "delivered": return "check";
                case "read": return "read";
                case "failed": return "alert";
                case "canceled": return "block";
                default: return "clock";
                }
            }
            ink: bubble.msgState === "failed" ? Theme.attention
               : bubble.msgState === "read" ? Theme.accent : bubble.quiet
            size: Theme.px(14)
            HoverHandler { id: stateHover }
            Loader {
                anchors.fill: parent
                active: stateHover.hovered && bubble.stateWord !== ""
                sourceComponent: Tip {}
                onLoaded: {
                    const tip = item as Tip;
                    tip.text = bubble.stateWord;
                    tip.open();
                }
            }
        }
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: bubble.menuWanted()
    }
    TapHandler {
        acceptedDevices: PointerDevice.TouchScreen
        onLongPressed: bubble.menuWanted()
    }

    function measure() {
        let widest = 0;
        let last = null;
        for (let i = 0; i < repeater.count; ++i) {
            const block = repeater.itemAt(i) as BubbleBlock;
            if (block === null)
                continue;
            widest = Math.max(widest, Math.min(block.wanted, inner));
            last = block;
        }
        bubble.widest = widest;
        bubble.last = last;
    }
    onInnerChanged: measure()
}
