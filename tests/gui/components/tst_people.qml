import QtQuick
import QtTest
import Earshot
import "items.js" as Items

Item {
    width: 400
    height: 300

    Column {
        spacing: 10
        Avatar {
            id: avatar
            initials: "BT"
            hue: 3
            presence: "online"
        }
        PresenceMark {
            id: mark
            presence: "online"
        }
        Badge {
            id: badge
            count: 3
        }
        NameLine {
            id: line
            width: 150
            name: "Bob"
            verified: true
            muted: true
        }
    }

    TestCase {
        name: "People"
        when: windowShown

        function test_presence_has_four_shapes_and_never_colour_alone() {
            const shapes = new Set();
            for (const presence of ["online", "away", "busy", "offline"]) {
                mark.presence = presence;
                shapes.add(Items.icons(mark)[0].glyph);
            }
            compare(shapes.size, 4);
            mark.presence = "of the future";
            compare(Items.icons(mark)[0].glyph, "presence-offline");
        }

        function test_avatar_has_a_mark_only_where_somebody_is_seen() {
            avatar.presence = "away";
            compare(Items.icons(avatar).length, 1);
            avatar.presence = "";
            compare(Items.icons(avatar).length, 0);
            compare(Items.texts(avatar)[0].text, "BT");
        }

        function test_decoration_is_not_read_out() {
            for (const item of [avatar, badge])
                verify(item.Accessible.ignored);
            for (const text of Items.texts(line).concat(Items.texts(avatar), Items.texts(badge)))
                verify(text.Accessible.ignored);
        }

        function test_badge_is_round_grows_and_vanishes_data() {
            return [
                { tag: "one digit", count: 3, text: "3" },
                { tag: "three digits", count: 999, text: "999" },
                { tag: "more", count: 1000, text: "999+" }
            ];
        }
        function test_badge_is_round_grows_and_vanishes(data) {
            badge.count = data.count;
            compare(Items.texts(badge)[0].text, data.text);
            verify(badge.width >= badge.height);
            verify(Items.texts(badge)[0].width <= badge.width);
            badge.count = 0;
            verify(!badge.visible);
        }

        function test_long_name_is_cut_off_before_its_marks_data() {
            return [
                { tag: "short", name: "Bob", cut: false },
                { tag: "long", name: "Maximiliane Wolfeschlegelsteinhausenbergerdorff", cut: true },
                { tag: "right to left", name: "שרה כהן ".repeat(12), cut: true }
            ];
        }
        function test_long_name_is_cut_off_before_its_marks(data) {
            line.name = data.name;
            const text = Items.texts(line)[0];
            compare(text.truncated, data.cut);
            const marks = Items.icons(line);
            compare(marks.length, 2);
            for (const each of marks) {
                const x = each.mapToItem(line, 0, 0).x;
                verify(x >= text.width, "beside the name");
                verify(x + each.width <= line.width + 0.5, "inside the line");
            }
        }

        function test_markup_in_a_name_is_only_letters() {
            line.name = "<b>Bob</b>";
            compare(Items.texts(line)[0].textFormat, Text.PlainText);
        }
    }
}
