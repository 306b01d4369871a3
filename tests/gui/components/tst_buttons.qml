import QtQuick
import QtTest
import Earshot
import "items.js" as Items

Item {
    id: stage
    width: 400
    height: 300

    Column {
        TextButton {
            id: words
            text: "Accept"
        }
        IconButton {
            id: icon
            glyph: "settings"
            tip: "Settings"
            keys: "Ctrl+,"
        }
        Toggle {
            id: toggle
            text: "Reduce motion"
            detail: "Nothing glides."
        }
        TextButton {
            id: off
            text: "Not now"
            enabled: false
        }
    }
    SignalSpy {
        id: clicks
        signalName: "clicked"
    }

    TestCase {
        name: "Buttons"
        when: windowShown

        function cleanup() {
            Appearance.scale = 100;
            words.width = undefined;
        }

        function test_every_button_is_named_and_pressed_by_keyboard_and_mouse_data() {
            return [
                { tag: "words", item: words, name: "Accept", role: Accessible.Button },
                { tag: "icon", item: icon, name: "Settings", role: Accessible.Button },
                { tag: "toggle", item: toggle, name: "Reduce motion", role: Accessible.CheckBox }
            ];
        }
        function test_every_button_is_named_and_pressed_by_keyboard_and_mouse(data) {
            compare(data.item.Accessible.name, data.name);
            clicks.target = data.item;
            clicks.clear();
            mouseClick(data.item);
            compare(clicks.count, 1);
            data.item.forceActiveFocus(Qt.TabFocusReason);
            verify(data.item.visualFocus);
            keyClick(Qt.Key_Space);
            compare(clicks.count, 2);
        }

        function test_assistive_programs_press_what_a_click_presses() {
            clicks.target = icon;
            clicks.clear();
            icon.Accessible.pressAction();
            compare(clicks.count, 1);
            const before = toggle.checked;
            toggle.Accessible.toggleAction();
            compare(toggle.checked, !before);
            compare(toggle.Accessible.checked, !before);
            compare(toggle.Accessible.description, "Nothing glides.");
        }

        function test_focus_is_seen_only_when_it_came_by_the_keyboard() {
            stage.forceActiveFocus();
            words.forceActiveFocus(Qt.MouseFocusReason);
            verify(!words.visualFocus);
            stage.forceActiveFocus();
            words.forceActiveFocus(Qt.TabFocusReason);
            verify(words.visualFocus);
            keyClick(Qt.Key_Tab);
            verify(icon.visualFocus);
            keyClick(Qt.Key_Backtab);
            verify(words.visualFocus);
        }

        function test_what_is_off_takes_no_focus_and_no_click() {
            clicks.target = off;
            clicks.clear();
            mouseClick(off);
            compare(clicks.count, 0);
            toggle.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Tab);
            verify(!off.activeFocus);
        }

        function test_targets_are_large_enough_and_grow_with_the_scale() {
            for (const item of [words, icon, toggle])
                verify(item.height >= 36);
            Appearance.scale = 200;
            compare(words.height, 72);
            compare(icon.width, 72);
        }

        function test_a_narrow_button_cuts_its_words_off() {
            words.width = 60;
            const label = Items.texts(words)[0];
            verify(label.width <= 60 - 16);
            verify(label.truncated);
        }

    }
}
