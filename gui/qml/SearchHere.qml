import QtQuick
import Earshot

/// Searching the open conversation, in its own pane: what is found is shown below the field, one
/// click jumps to it.
Rectangle {
    id: bar

    signal done()
    signal chosen(string message)

    implicitHeight: field.height + filters.height + 3 * Theme.gap2
                    + (hits.visible ? hits.height + Theme.gap2 : 0)
    color: Theme.window

    Field {
        id: field
        objectName: "searchHereField"
        x: Theme.gap4
        y: Theme.gap2
        width: parent.width - 2 * Theme.gap4 - closeButton.width
        label: qsTr("Search in this conversation")
        hint: label
        onTextChanged: Session.searchHere.text = text
        Keys.onEscapePressed: bar.done()
        Keys.onDownPressed: hits.step(1)
        Keys.onUpPressed: hits.step(-1)
        Keys.onReturnPressed: hits.choose(hits.currentIndex)
        Keys.onEnterPressed: hits.choose(hits.currentIndex)
        ThemeText {
            anchors.right: parent.right
            anchors.rightMargin: Theme.gap3
            anchors.verticalCenter: parent.verticalCenter
            visible: field.text.trim() !== ""
            color: Theme.text3
            font.pixelSize: Theme.meta
            text: Session.searchHere.isAsking && hits.count === 0 ? qsTr("Searching…")
                : hits.count === 0 ? qsTr("Nothing found")
                : Session.searchHere.hasMore ? qsTr("More than %n message(s)", "", hits.count)
                                             : qsTr("%n message(s)", "", hits.count)
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    IconButton {
        id: closeButton
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap3
        y: Theme.gap2
        glyph: "close"
        tip: qsTr("End the search")
        keys: qsTr("Esc")
        onClicked: bar.done()
    }
    SearchFilters {
        id: filters
        objectName: "filtersHere"
        anchors.top: field.bottom
        anchors.topMargin: Theme.gap2
        x: Theme.gap4
        width: parent.width - 2 * Theme.gap4
        search: Session.searchHere
        onWritersWanted: writers = [{ id: Session.chat.person.id,
                                      name: Session.chat.person.name }]
    }
    HitList {
        id: hits
        objectName: "hitsHere"
        anchors.top: filters.bottom
        anchors.topMargin: Theme.gap2
        width: parent.width
        height: Math.min(contentHeight, Theme.px(220))
        visible: count > 0
        model: Session.searchHere
        Accessible.name: qsTr("Messages found here")
        onContentYChanged: if (atYEnd) Session.searchHere.more()
        onChosen: row => bar.chosen(Session.searchHere.messageAt(row))
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }

    function focusField() {
        field.forceActiveFocus(Qt.ShortcutFocusReason);
        field.selectAll();
    }
    onVisibleChanged: {
        if (visible)
            return;
        field.clear();
        filters.reset();
    }
}
