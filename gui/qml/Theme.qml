pragma Singleton
import QtQuick
import Earshot

/// "Paper and petrol": every colour, size and time of the window. Sizes are multiplied by the
/// user's scale.
QtObject {
    readonly property bool dark: Appearance.dark
    readonly property real scale: Appearance.scale / 100

    readonly property color window: dark ? "#15181A" : "#F3F2EF"
    readonly property color sidebar: dark ? "#1A1E20" : "#ECEAE6"
    readonly property color canvas: dark ? "#131618" : "#F9F8F6"
    readonly property color surface: dark ? "#20262A" : "#FFFFFF"
    readonly property color hover: dark ? "#23292D" : "#E3E1DC"
    readonly property color selected: dark ? "#2A3338" : "#FFFFFF"
    readonly property color line: dark ? "#2B3236" : "#DFDDD7"
    readonly property color code: dark ? "#171C1F" : "#F3F2EF"
    readonly property color text: dark ? "#E7E9EA" : "#1E2224"
    readonly property color text2: dark ? "#A9B1B5" : "#565D61"
    readonly property color text3: dark ? "#939DA3" : "#5F6569"
    readonly property color accent: dark ? "#67BFCF" : "#176B7C"
    readonly property color accentInk: dark ? "#062A31" : "#FFFFFF"
    readonly property color accentSoft: dark ? "#1D3A42" : "#DBEBEE"
    readonly property color mine: dark ? "#1E434C" : "#DCECEF"
    readonly property color mineLine: dark ? "#2A535D" : "#CBE0E4"
    readonly property color mineText: dark ? "#E4F1F3" : "#12313A"
    readonly property color mineText2: dark ? "#A9C8CF" : "#3E626B"
    readonly property color attention: dark ? "#F0A36B" : "#A04D0E"
    readonly property color attentionInk: dark ? "#331904" : "#FFFFFF"
    readonly property color attentionSoft: dark ? "#3A2A1E" : "#FBEADB"
    readonly property color danger: dark ? "#F08A80" : "#B3362B"
    readonly property color dangerInk: dark ? "#3B0E0A" : "#FFFFFF"
    readonly property color focus: dark ? "#8FD3E0" : "#0F5A6A"
    readonly property color online: dark ? "#58C48A" : "#2B8A57"
    readonly property color away: dark ? "#E0B04F" : "#A87308"
    readonly property color busy: dark ? "#E9776C" : "#B8443A"
    readonly property color offline: dark ? "#7A848A" : "#7B8185"
    readonly property color veil: dark ? "#90000000" : "#661E2224"

    readonly property int gap1: px(4)
    readonly property int gap2: px(8)
    readonly property int gap3: px(12)
    readonly property int gap4: px(16)
    readonly property int gap6: px(24)
    readonly property int gap8: px(32)

    readonly property int radiusBlock: px(6)
    readonly property int radiusRow: px(10)
    readonly property int radiusBubble: px(16)

    readonly property int target: px(36)
    readonly property int rowHeight: px(60)
    readonly property int headerHeight: px(64)
    readonly property int icon: px(20)

    readonly property int body: px(14)
    readonly property int title: px(16)
    readonly property int preview: px(13)
    readonly property int meta: px(12)
    readonly property int small: px(11)
    readonly property int headline: px(20)

    readonly property int hoverTime: Appearance.still ? 0 : 120
    readonly property int panelTime: Appearance.still ? 0 : 180

    readonly property int onePaneBelow: px(720)
    readonly property int detailsFrom: px(1400)

    /// A length of the design at the user's scale, in whole pixels.
    function px(length: real): int {
        return Math.round(length * scale);
    }

    /// One of eight hues by a hash of the key, 0 to 7: the background of an avatar and the ink on
    /// it.
    function tint(hue: int): color {
        return Qt.hsla(hue / 8, dark ? 0.26 : 0.34, dark ? 0.27 : 0.83, 1);
    }
    function tintInk(hue: int): color {
        return Qt.hsla(hue / 8, dark ? 0.45 : 0.45, dark ? 0.82 : 0.22, 1);
    }

    /// Of a profile, by its name.
    function band(hue: int): color {
        return Qt.hsla(hue / 8, 0.5, dark ? 0.6 : 0.42, 1);
    }

    function presenceColor(presence: string): color {
        switch (presence) {
        case "online": return online;
        case "away": return away;
        case "busy": return busy;
        default: return offline;
        }
    }
}
