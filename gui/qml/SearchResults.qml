import QtQuick
import Earshot

/// What was found everywhere: people by their names, then messages by their words.
FocusScope {
    HitList {
        objectName: "searchResults"
        anchors.fill: parent
        focus: true
        model: Session.search
        showsPeer: true
        keyNavigationEnabled: true
        Accessible.name: qsTr("Search results")
        onContentYChanged: if (atYEnd) Session.search.more()
        Keys.onReturnPressed: choose(currentIndex)
        Keys.onEnterPressed: choose(currentIndex)
        onChosen: row => Session.chat.openConversation(Session.search.conversationAt(row),
                                                       Session.search.messageAt(row))
        header: FoundPeople { width: ListView.view.width }
    }
}
