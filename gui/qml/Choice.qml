import QtQuick

/// A few values of which one holds, side by side; arrow keys go through them.
FocusScope {
    id: choice

    required property string label
    required property var values  ///< Texts that are stored.
    required property var words   ///< What people read, in the same order.
    property string value
    signal chosen(string value)

    implicitHeight: Theme.target
    implicitWidth: row.implicitWidth + 4

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusRow
        color: Theme.hover
    }
    Row {
        id: row
        x: 2
        y: 2
        Repeater {
            id: options
            model: choice.values.length
            ChoiceOption {}
        }
    }

    function step(index: int) {
        const there = options.itemAt((index + values.length) % values.length);
        there.forceActiveFocus(Qt.TabFocusReason);
        chosen(values[there.index]);
    }
}
