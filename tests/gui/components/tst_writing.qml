import QtQuick
import QtTest
import Earshot
import "items.js" as Items

Item {
    width: 600
    height: 400

    Composer {
        id: composer
        width: 500
        name: "Bob"
        foot: "Encrypted for Bob"
        bytesMost: 64
    }
    Field {
        id: field
        y: 320
        width: 200
        label: "Your name"
        hint: "As others see you, which may well be long"
    }
    SignalSpy {
        id: sent
        target: composer
        signalName: "sent"
    }
    SignalSpy {
        id: upwards
        target: composer
        signalName: "leftUpwards"
    }

    TestCase {
        name: "Writing"
        when: windowShown

        function init() {
            composer.text = "";
            composer.focusText();
            sent.clear();
            upwards.clear();
        }
        function test_enter_sends_and_shift_enter_breaks() {
            keyClick("a");
            keyClick(Qt.Key_Return, Qt.ShiftModifier);
            keyClick("b");
            compare(sent.count, 0);
            keyClick(Qt.Key_Return);
            compare(sent.signalArguments[0][0], "a\nb");
        }

        function test_nothing_and_spaces_are_not_sent() {
            verify(!Items.named(composer, "sendButton").enabled);
            keyClick(Qt.Key_Return);
            composer.text = "  \n ";
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
        }

        function test_too_long_is_said_and_not_sent() {
            composer.text = "ж".repeat(33);
            verify(composer.tooLong);
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
            composer.text = "ж".repeat(32);
            verify(composer.sendable);
        }

        function test_up_leaves_an_empty_composer_only() {
            keyClick(Qt.Key_Up);
            compare(upwards.count, 1);
            composer.text = "a";
            keyClick(Qt.Key_Up);
            compare(upwards.count, 1);
        }

        function test_code_goes_around_what_is_selected() {
            composer.text = "run make now";
            const area = Items.named(composer, "composer");
            area.select(4, 8);
            mouseClick(Items.named(composer, "codeButton"));
            compare(composer.text, "run `make` now");
            composer.text = "";
            mouseClick(Items.named(composer, "codeButton"));
            compare(composer.text, "```\n\n```");
            compare(area.cursorPosition, 4);
            verify(area.activeFocus);
        }

        function test_tab_goes_through_the_buttons_and_inserts_nothing() {
            composer.text = "a";
            keyClick(Qt.Key_Tab);
            verify(Items.named(composer, "codeButton").visualFocus);
            keyClick(Qt.Key_Tab);
            verify(Items.named(composer, "emojiButton").visualFocus);
            keyClick(Qt.Key_Tab);
            verify(Items.named(composer, "sendButton").visualFocus);
            compare(composer.text, "a");
        }

        function test_it_grows_with_its_lines_up_to_a_bound() {
            const one = composer.implicitHeight;
            composer.text = "a\nb\nc\nd";
            verify(composer.implicitHeight > one);
            composer.text = "a\n".repeat(30);
            verify(composer.implicitHeight < 260);
        }

        function test_places_to_write_are_named() {
            const area = Items.named(composer, "composer");
            compare(area.Accessible.name, "Message to Bob");
            compare(area.Accessible.role, Accessible.EditableText);
            compare(field.Accessible.name, "Your name");
        }

        function test_right_to_left_text_is_right_to_left() {
            const area = Items.named(composer, "composer");
            composer.text = "שלום";
            compare(area.effectiveHorizontalAlignment, TextEdit.AlignRight);
            composer.text = "hello";
            compare(area.effectiveHorizontalAlignment, TextEdit.AlignLeft);
        }

        function test_hint_of_a_field_is_cut_off_and_goes_with_the_first_letter() {
            const hint = Items.all(field, each => each.text === field.hint)[0];
            verify(hint.visible && hint.truncated);
            field.text = "M";
            verify(!hint.visible);
            field.text = "";
        }
    }
}
