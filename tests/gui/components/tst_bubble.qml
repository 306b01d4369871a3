import QtQuick
import QtTest
import Earshot
import "items.js" as Items

Item {
    width: 700
    height: 500

    component TestBubble: Bubble {
        own: true
        squared: true
        most: 400
        isEmoji: false
        isFolded: false
        clock: "09:05"
        msgState: "delivered"
        stateWord: "on Bob's computer"
    }
    TestBubble {
        id: bubble
        blocks: [paragraph("Yes")]

        function paragraph(html: string): var {
            return { kind: "text", html: html, plain: html, marker: "", quotes: 0, lists: 0,
                     rightToLeft: false, language: "" };
        }
    }
    SignalSpy {
        id: copies
        target: bubble
        signalName: "copyWanted"
    }

    TestCase {
        name: "Bubble"
        when: windowShown

        function init() {
            bubble.isFolded = false;
            bubble.ring = false;
            bubble.most = 400;
            bubble.msgState = "delivered";
            bubble.blocks = [bubble.paragraph("Yes")];
        }
        function test_a_short_message_has_its_time_on_its_line() {
            tryVerify(() => bubble.onLastLine);
            tryVerify(() => bubble.width < 160);
            tryVerify(() => bubble.height < 50, 2000, String(bubble.height));
        }

        function test_a_long_message_wraps_within_the_bound_and_words_do_not_break_it_data() {
            return [
                { tag: "words", html: "word ".repeat(80) },
                { tag: "one word", html: "x".repeat(300) }
            ];
        }
        function test_a_long_message_wraps_within_the_bound_and_words_do_not_break_it(data) {
            bubble.blocks = [bubble.paragraph(data.html)];
            tryVerify(() => bubble.height > 80);
            const meta = Items.named(bubble, "meta");
            verify(bubble.width <= 400);
            const blocks = Items.all(bubble, each => each.visible && each.lineEnd !== undefined);
            for (const child of blocks)
                verify(child.mapToItem(bubble, child.width, 0).x <= bubble.width);
            verify(meta.y + meta.height <= bubble.height);
        }

        function test_time_never_lies_on_right_to_left_words() {
            const block = bubble.paragraph("שלום");
            block.rightToLeft = true;
            bubble.blocks = [block];
            verify(!bubble.mayFit);
        }

        function test_states_have_icons_of_their_own() {
            const glyphs = new Set();
            for (const state of ["queued", "carried", "delivered", "read", "failed"]) {
                bubble.msgState = state;
                glyphs.add(Items.named(bubble, "state").glyph);
            }
            compare(glyphs.size, 5);
            bubble.msgState = "";
            verify(!Items.named(bubble, "state").visible);
        }

        function test_what_is_folded_can_be_unfolded() {
            const button = () => Items.named(bubble, "unfold");
            compare(button(), undefined);
            bubble.isFolded = true;
            const spy = createTemporaryObject(spies, bubble);
            mouseClick(button());
            compare(spy.count, 1);
        }
        Component {
            id: spies
            SignalSpy {
                target: bubble
                signalName: "unfoldWanted"
            }
        }

        function test_code_can_be_copied_as_it_was_written() {
            const code = bubble.paragraph("");
            code.kind = "code";
            code.plain = "int a = 1;\n";
            bubble.blocks = [bubble.paragraph("Look:"), code];
            copies.clear();
            // The button comes with the mouse.
            const button = Items.named(bubble, "copyCode");
            tryVerify(() => bubble.height > 60);
            mouseMove(button.parent, 10, 10);
            tryVerify(() => button.visible);
            mouseClick(button);
            compare(copies.signalArguments[0][0], "int a = 1;\n");
        }

        function test_code_can_be_copied_without_a_mouse() {
            const code = bubble.paragraph("");
            code.kind = "code";
            code.plain = "int a = 1;\n";
            bubble.blocks = [code];
            tryVerify(() => bubble.height > 30);
            mouseMove(bubble.parent, 690, 490);
            const button = Items.named(bubble, "copyCode");
            tryVerify(() => !button.visible);
            // Of the current message: by the keyboard.
            bubble.ring = true;
            tryVerify(() => button.visible);
            compare(button.Accessible.name, "Copy the code");
            bubble.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Tab);
            tryVerify(() => button.activeFocus);
            copies.clear();
            keyClick(Qt.Key_Space);
            compare(copies.signalArguments[0][0], "int a = 1;\n");
            bubble.ring = false;
            tryVerify(() => !button.visible);
            // By a finger.
            const touch = touchEvent(button.parent);
            touch.press(0, button.parent, 20, 16).commit();
            touch.release(0, button.parent, 20, 16).commit();
            tryVerify(() => button.visible);
            copies.clear();
            touch.press(0, button, 8, 8).commit();
            touch.release(0, button, 8, 8).commit();
            tryCompare(copies, "count", 1);
        }
    }
}
