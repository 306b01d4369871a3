import QtQuick

/// Says something for a few seconds.
Rectangle {
    id: toast

    property string text

    function show(words: string) {
        text = words;
        timer.restart();
    }

    visible: text !== "" && timer.running
    width: Math.min(words.implicitWidth + 2 * Theme.gap4, parent.width - 2 * Theme.gap4)
    height: words.implicitHeight + 2 * Theme.gap3
    radius: Theme.radiusRow
    color: Theme.text
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text
    ThemeText {
        id: words
        anchors.centerIn: parent
        width: Math.min(implicitWidth, toast.width - 2 * Theme.gap4)
        text: toast.text
        color: Theme.canvas
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
    Timer {
        id: timer
        interval: 6000
    }
    TapHandler { onTapped: timer.stop() }
}
