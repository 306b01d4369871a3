import QtQuick

/// One message as a bubble, with the day chip, the unread line and the line of what is missing
/// above it. Read out as one item.
Item {
    id: row

    required property int index
    required property string messageId
    required property bool own
    required property string author
    required property string body
    required property var blocks
    required property bool isFolded
    required property bool isEmoji
    required property string msgState
    required property string stateWord
    required property string delivery
    required property string clock
    required property string day
    required property bool startsUnread
    required property string missing
    required property bool startsGroup
    required property bool endsGroup
    required property string spoken

    property string initials
    property int hue
    property bool isCurrent: false
    signal menuWanted(bool atPointer)
    signal linkWanted(string target)
    signal linkHovered(string target)
    signal copyWanted(string text)
    signal unfoldWanted()
    signal detailsWanted()

    readonly property alias bubbleX: bubble.x
    readonly property real side: Theme.px(40)   ///< For the avatar of the others.
    readonly property real most: Math.min(Theme.px(560), (width - side - Theme.px(40)) * 0.84)
    readonly property bool hasLinks: blocks.some(block => block.html.includes("<a href="))
    readonly property int lines: (day !== "" ? 1 : 0) + (startsUnread ? 1 : 0)
                                 + (missing !== "" ? 1 : 0)
    readonly property int above: lines > 0 ? Theme.gap2 : startsGroup ? Theme.gap3 : Theme.px(3)

    // Counted, not measured: a Column measures itself only with the next frame, which is too late
    // for whoever has scrolled to this row.
    readonly property real over: (lines > 0 ? Theme.gap3 + (lines - 1) * Theme.gap2 : 0)
                                 + (day !== "" ? Theme.px(22) : 0)
                                 + (startsUnread ? Theme.px(18) : 0)
                                 + (missing !== "" ? missingLine.height : 0)

    // Kept for another row, it is only not drawn: assistive programs would go on telling of it.
    property bool isKept: false
    visible: !isKept
    ListView.onPooled: isKept = true
    ListView.onReused: isKept = false

    implicitHeight: over + above + bubble.height
                    + (deliveryText.isBelow ? deliveryText.height + Theme.px(3) : 0)
    height: implicitHeight

    Accessible.role: Accessible.ListItem
    Accessible.name: spoken
    Accessible.description: hasLinks ? qsTr("Has links, which its menu opens") : ""
    Accessible.onPressAction: row.menuWanted(false)
    Accessible.focusable: true
    Accessible.selected: isCurrent

    Column {
        width: parent.width
        topPadding: row.lines > 0 ? Theme.gap3 : 0
        spacing: Theme.gap2
        Rectangle {
            visible: row.day !== ""
            anchors.horizontalCenter: parent.horizontalCenter
            width: dayText.implicitWidth + Theme.px(22)
            height: Theme.px(22)
            radius: height / 2
            color: Theme.window
            ThemeText {
                id: dayText
                anchors.centerIn: parent
                text: row.day
                color: Theme.text2
                font.pixelSize: Theme.meta
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
        }
        RuledText {
            objectName: "unreadLine"
            visible: row.startsUnread
            width: parent.width
            text: qsTr("New")
            ink: Theme.attention
            lineColor: Theme.attention
            lineOpacity: 0.5
        }
        RuledText {
            id: missingLine
            objectName: "missingLine"
            visible: row.missing !== ""
            width: parent.width
            text: row.missing
        }
    }
    Avatar {
        visible: !row.own && row.endsGroup
        anchors.bottom: bubble.bottom
        x: Theme.gap4 + Theme.gap1
        initials: row.initials
        hue: row.hue
        size: Theme.px(30)
    }
    // Beside the bubble, or below it where there is too little room.
    ThemeText {
        id: deliveryText
        readonly property bool isBelow: visible && implicitWidth > bubble.x - Theme.gap6
        objectName: "delivery"
        visible: row.delivery !== ""
        x: (isBelow ? bubble.x + bubble.width : bubble.x - Theme.gap2) - width
        y: bubble.y + (isBelow ? bubble.height + Theme.px(3) : (bubble.height - height) / 2)
        width: Math.min(implicitWidth, row.width - Theme.gap6 - Theme.gap4)
        elide: Text.ElideRight
        text: row.delivery
        color: row.msgState === "failed" ? Theme.attention : Theme.text3
        font.pixelSize: Theme.meta
        Accessible.ignored: true
        TapHandler { onTapped: row.detailsWanted() }
    }
    Bubble {
        id: bubble
        objectName: "bubble"
        y: row.over + row.above
        x: row.own ? row.width - width - Theme.gap6 : row.side + Theme.px(20)
        own: row.own
        squared: row.endsGroup
        most: row.most
        blocks: row.blocks
        isEmoji: row.isEmoji
        isFolded: row.isFolded
        clock: row.clock
        msgState: row.own ? row.msgState : ""
        stateWord: row.stateWord
        ring: row.isCurrent
        onLinkWanted: target => row.linkWanted(target)
        onLinkHovered: target => row.linkHovered(target)
        onCopyWanted: text => row.copyWanted(text)
        onUnfoldWanted: row.unfoldWanted()
        onMenuWanted: row.menuWanted(true)
    }
}
