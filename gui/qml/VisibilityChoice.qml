import QtQuick
import Earshot
import QtQuick.Layouts

/// Where strangers see us: everywhere, in networks we know, or nowhere.
ColumnLayout {
    id: choice

    spacing: Theme.gap1
    Repeater {
        model: [
            { mode: "known", title: qsTr("In networks you know"),
              detail: qsTr("In a new network nobody sees you until you say so. A good choice.") },
            { mode: "everywhere", title: qsTr("Everywhere"),
              detail: qsTr("Whoever is on a network with you sees your name.") },
            { mode: "hidden", title: qsTr("Nowhere"),
              detail: qsTr("Only your contacts find you. You still see the others.") }
        ]
        RadioRow {
            required property var modelData
            Layout.fillWidth: true
            objectName: "visibility-" + modelData.mode
            text: modelData.title
            detail: modelData.detail
            checked: Session.network.visibility === modelData.mode
            onClicked: Session.network.setVisibility(modelData.mode)
        }
    }
}
