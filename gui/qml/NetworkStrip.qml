import QtQuick
import Earshot
import QtQuick.Controls.Basic
import QtQuick.Layouts

/// Our own connection at a glance, always there: how many people are near, or what is wrong. Opens
/// the check.
AbstractButton {
    id: strip

    readonly property var connection: Session.connection
    readonly property bool connected: connection.state === "ready"
    readonly property bool troubled: connected ? Session.network.trouble !== "" || badVerdict
                                               : connection.state !== "connecting"
                                                 && connection.state !== "starting"
    readonly property bool badVerdict: Session.doctor.hasRun && Session.doctor.person === ""
                                       && Session.doctor.level === "fail"
    readonly property string words: {
        switch (connection.state) {
        case "connecting": return qsTr("Connecting…");
        case "starting": return qsTr("Earshot is starting…");
        case "lost": return qsTr("Connection lost, connecting again…");
        case "failed": return qsTr("Earshot's background program does not start");
        case "refused": return qsTr("Another version of Earshot is running");
        }
        if (badVerdict)
            return Session.doctor.verdict;
        if (Session.network.trouble === "no_network")
            return qsTr("This computer is in no network");
        if (Session.network.trouble === "discovery")
            return qsTr("People cannot be looked for here");
        const near = Session.roster.nearby;
        if (!Session.network.isVisible)
            return qsTr("%n person(s) nearby, strangers do not see you", "", near);
        return near === 0 ? qsTr("Nobody nearby yet · no server")
                          : qsTr("%n person(s) nearby · no server", "", near);
    }

    objectName: "networkStrip"
    implicitHeight: Theme.px(48)
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    leftPadding: Theme.gap2
    rightPadding: Theme.gap2

    Accessible.role: Accessible.Button
    Accessible.name: words
    Accessible.onPressAction: strip.clicked()
    Accessible.description: qsTr("Opens the network check")

    contentItem: RowLayout {
        spacing: Theme.gap2
        Icon {
            glyph: strip.troubled ? "alert" : "network"
            ink: strip.troubled ? Theme.attention : strip.connected ? Theme.online : Theme.text3
        }
        Column {
            Layout.fillWidth: true
            ThemeText {
                width: parent.width
                text: Session.profile ? qsTr("Earshot · %1").arg(Session.profile) : qsTr("Earshot")
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            ThemeText {
                width: parent.width
                text: strip.words
                color: strip.troubled ? Theme.attention : Theme.text2
                font.pixelSize: Theme.meta
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusRow
        color: strip.troubled ? Theme.attentionSoft : strip.hovered ? Theme.hover : "transparent"
        FocusRing { shown: strip.visualFocus }
    }
    Tip {
        visible: strip.hovered
        text: strip.words + "\n" + qsTr("Click to check the network")
    }
}
