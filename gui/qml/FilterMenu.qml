import QtQuick

/// What a filter may be, with a tick at what it is.
ThemeMenu {
    id: choices

    property var values: []  ///< Maps of `value` and `name`.
    property string value
    property string prefix   ///< Of the names that tests know the lines by.
    signal chosen(string value, string name)

    Repeater {
        model: choices.values
        ThemeMenuItem {
            id: item
            required property var modelData
            objectName: (item.menu as FilterMenu)?.prefix + "-" + modelData.value
            text: modelData.name
            checkable: true
            checked: (item.menu as FilterMenu)?.value === modelData.value
            onTriggered: (item.menu as FilterMenu).chosen(modelData.value, modelData.name)
        }
    }
}
