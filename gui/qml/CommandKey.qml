import QtQuick

/// A key that is heard in the whole window. An item, because a shortcut asks its parents for the
/// window that it belongs to.
Item {
    id: key

    required property var modelData     ///< A map with `sequence` and `command`.
    signal pressed(string command)

    Shortcut {
        sequences: [key.modelData.sequence]
        onActivated: key.pressed(key.modelData.command)
    }
}
