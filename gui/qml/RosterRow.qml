import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T

/// One line of the people's pane: a conversation, somebody's request, or somebody nearby.
T.ItemDelegate {
    id: row

    required property string section
    required property string conversationId
    required property string personId
    required property string name
    required property string detail      ///< What tells two of one name apart; where they are.
    required property string presence
    required property string presenceWord
    required property bool verified
    required property bool muted
    required property string timeWord
    required property string preview
    required property string previewKind ///< "text", "draft", "typing" or "waiting".
    required property int unread
    required property string initials
    required property int hue
    required property bool isOpen
    readonly property color paper: isOpen ? Theme.selected : hovered ? Theme.hover : Theme.sidebar

    // Kept for another row, it is only not drawn: assistive programs would go on telling of it.
    property bool isKept: false
    visible: !isKept
    ListView.onPooled: isKept = true
    ListView.onReused: isKept = false

    objectName: "row-" + personId
    implicitHeight: Theme.rowHeight + (detail && section === "conversations" ? Theme.px(14) : 0)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    leftPadding: Theme.gap2 + Theme.px(10)
    rightPadding: Theme.gap2 + Theme.gap3

    Accessible.name: spoken()
    Accessible.onPressAction: row.clicked()
    Accessible.selected: isOpen
    Accessible.focusable: true

    contentItem: RowLayout {
        spacing: Theme.gap3
        Avatar {
            initials: row.initials
            hue: row.hue
            presence: row.presence
            paper: row.paper
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 1
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap2
                NameLine {
                    Layout.fillWidth: true
                    name: row.name
                    verified: row.verified
                    muted: row.muted
                }
                ThemeText {
                    text: row.timeWord
                    color: Theme.text3
                    font.pixelSize: Theme.meta
                    Accessible.ignored: true
                }
            }
            ThemeText {
                Layout.fillWidth: true
                visible: row.detail !== "" && row.section === "conversations"
                text: row.detail
                color: Theme.text3
                font.pixelSize: Theme.small
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap2
                ThemeText {
                    Layout.fillWidth: true
                    text: row.section === "nearby" ? row.detail : row.preview
                    color: row.previewKind === "draft" ? Theme.attention
                         : row.previewKind === "typing" ? Theme.accent : Theme.text2
                    font.pixelSize: Theme.preview
                    font.italic: row.previewKind === "draft"
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
                Badge {
                    count: row.unread
                    quiet: row.muted
                }
            }
        }
    }
    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap2
            anchors.rightMargin: Theme.gap2
            radius: Theme.radiusRow
            color: row.paper
            border.width: row.isOpen ? 1 : 0
            border.color: Theme.line
            FocusRing {
                shown: row.ListView.isCurrentItem && row.ListView.view !== null
                       && row.ListView.view.activeFocus
            }
        }
        Rectangle {
            x: Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(3)
            height: parent.height * 0.5
            radius: width / 2
            color: Theme.accent
            visible: row.isOpen
        }
    }
    HoverHandler { cursorShape: Qt.PointingHandCursor }

    /// What a screen reader says: everything that is to see here.
    function spoken(): string {
        let words = name + ", " + presenceWord;
        if (verified)
            words += ", " + qsTr("verified");
        if (muted)
            words += ", " + qsTr("muted");
        if (detail)
            words += ", " + detail;
        if (unread > 0)
            words += ", " + qsTr("%n unread message(s)", "", unread);
        if (preview)
            words += ", " + preview;
        return timeWord ? words + ", " + timeWord : words;
    }
}
