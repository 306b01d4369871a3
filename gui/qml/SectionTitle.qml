import QtQuick

/// What a part of a list holds.
ThemeText {
    leftPadding: Theme.px(20)
    topPadding: Theme.gap2
    bottomPadding: Theme.gap1
    color: Theme.text2
    font.pixelSize: Theme.meta
    font.weight: Font.DemiBold
    elide: Text.ElideRight
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
