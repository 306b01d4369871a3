import QtQuick
import Earshot

/// What a search is narrowed to: who wrote it, and when.
Flow {
    id: filters

    required property SearchModel search
    /// Who may be chosen beside ourselves, as maps of `id` and `name`.
    property var writers: []
    property string writerName
    signal writersWanted()

    readonly property var writerChoices: [
        { value: "", name: qsTr("By anybody") },
        { value: Session.self.id, name: qsTr("By you") },
        ...writers.map(writer => ({ value: writer.id, name: qsTr("By %1").arg(writer.name) }))
    ]
    readonly property var periodChoices: [
        { value: "", name: qsTr("Any time") },
        { value: "today", name: qsTr("Today") },
        { value: "week", name: qsTr("The last 7 days") },
        { value: "month", name: qsTr("The last 30 days") },
        { value: "year", name: qsTr("The last 12 months") },
        { value: "before-month", name: qsTr("Before the last 30 days") },
        { value: "before-year", name: qsTr("Before the last 12 months") }
    ]

    spacing: Theme.gap2

    FilterChip {
        id: writerChip
        objectName: "writerFilter"
        label: qsTr("Written by")
        text: filters.writerName || qsTr("By anybody")
        active: filters.search.writer !== ""
        most: filters.width
        onClicked: {
            filters.writersWanted();
            writerMenu.popup(writerChip, 0, writerChip.height);
        }
        FilterMenu {
            id: writerMenu
            prefix: "writer"
            values: filters.writerChoices
            value: filters.search.writer
            onChosen: (value, name) => filters.choose(value, name)
        }
    }
    FilterChip {
        id: periodChip
        objectName: "periodFilter"
        label: qsTr("Written when")
        text: filters.periodChoices.find(each => each.value === filters.search.period)?.name ?? ""
        active: filters.search.period !== ""
        most: filters.width
        onClicked: periodMenu.popup(periodChip, 0, periodChip.height)
        FilterMenu {
            id: periodMenu
            prefix: "period"
            values: filters.periodChoices
            value: filters.search.period
            onChosen: value => filters.search.period = value
        }
    }

    function choose(writer: string, name: string) {
        search.writer = writer;
        writerName = writer === "" ? "" : name;
    }
    /// Back to everything: what nobody sees narrows nothing.
    function reset() {
        choose("", "");
        search.period = "";
    }
}
