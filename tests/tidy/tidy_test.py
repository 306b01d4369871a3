"""Proves that each check fails on what it is for: a check that cannot fail is worth nothing."""
import unittest

import check_layers
import check_text
from rules import RULES, find
from tree import without_literals

PLACES = ["core/link/x.hpp", "core/link/x.cpp", "core/base/x.hpp", "node/x.cpp", "cli/x.cpp", "tests/unit/x.cpp",
          "docs/x.md", "tests/x.py"]
LINK = "earshot_module(core/link SOURCES link.cpp DEPENDS core/base EXTERNAL x)\nearshot_module(core/base)\n"
HPP = "#pragma once\n\n/// A unit.\nnamespace earshot::link {}\n"


def layers(check, **files):
    return list(check(check_layers.Tree(files)))


class Rules(unittest.TestCase):
    def test_each_finds_its_bad_sample_and_not_its_good_one(self):
        for rule in RULES:
            with self.subTest(rule.name):
                self.assertTrue(any(rule.where(place) for place in PLACES), "holds nowhere")
                self.assertTrue(list(find(rule, rule.bad, rule.bad)))
                self.assertFalse(list(find(rule, rule.good, rule.good)))

    def test_each_name_is_used_once(self):
        self.assertEqual(len(RULES), len({rule.name for rule in RULES}))

    def test_a_reason_beside_or_above_a_line_allows_it(self):
        rule = next(rule for rule in RULES if rule.name == "memcmp")
        for text in ["memcmp(a, b, 1);  // tidy(memcmp): x", "// tidy(memcmp): x\nmemcmp(a, b, 1);"]:
            self.assertFalse(list(find(rule, text, without_literals(text))))
        for above in ["// tidy(other): x\n", "// tidy(memcmp): x\n\n\n\n"]:
            text = above + "memcmp(a, b, 1);"
            self.assertEqual([text.count("\n") + 1], list(find(rule, text, without_literals(text))))

    def test_lines_are_counted_right_below_strings(self):
        rule = next(rule for rule in RULES if rule.name == "memcmp")
        text = 'f("a long string");\ng(R"(two\nlines)");\n\n\nmemcmp(a, b, 1);\n'
        self.assertEqual([6], list(find(rule, text, without_literals(text))))

    def test_comments_and_strings_are_not_code(self):
        text = '// std::cout\nauto x = "std::cout"; /* std::cout\n*/ auto y = 1\'000; auto z = R"(std::cout)";\n'
        self.assertFalse(list(check_text.banned("core/link/x.cpp", text)))
        self.assertTrue(list(check_text.banned("core/link/x.cpp", text + "std::cout << 1;")))

    def test_every_co_await_of_a_brace_is_seen(self):
        rule = next(rule for rule in RULES if rule.name == "co_await_brace")
        for text in ["co_await f({});", "co_await f(\n    a, Options{.b = 1});",
                     "auto x = co_await f<T>(std::pair<int>{a});"]:
            self.assertTrue(list(find(rule, text, text)), text)


class Shape(unittest.TestCase):
    def test_of_lines(self):
        for path, text in [("x.cpp", "a" * 101 + "\n"), ("x.md", "a \n"), ("x.py", "\tb\n"), ("x.md", "a")]:
            self.assertEqual(1, len(list(check_text.shape(path, text))), text)
        self.assertFalse(list(check_text.shape("x.cpp", "a" * 100 + "\n")))

    def test_of_headers(self):
        self.assertFalse(list(check_text.header("x.hpp", HPP)))
        self.assertEqual(1, len(list(check_text.header("x.hpp", HPP.replace("///", "//")))))
        self.assertEqual(1, len(list(check_text.header("x.hpp", HPP.replace("#pragma once", "")))))

    def test_of_the_first_include(self):
        paths = {"a/x.cpp", "a/x.hpp"}
        self.assertFalse(list(check_text.own_header_first("a/x.cpp", '#include "a/x.hpp"\n#include <b>\n', paths)))
        self.assertTrue(list(check_text.own_header_first("a/x.cpp", '#include <b>\n#include "a/x.hpp"\n', paths)))

    def test_of_functions(self):
        def function(head, lines, indent=""):
            return f"namespace a {{\n{indent}{head} {{\n" + "x();\n" * lines + f"{indent}}}\n}}\n"
        for head in ["int f()", "void A::g(int a) const noexcept", "auto h() -> std::vector<int>",
                     "int f(int a,\n    int b)"]:
            self.assertTrue(list(check_text.long_functions("x.cpp", function(head, 70))), head)
            self.assertFalse(list(check_text.long_functions("x.cpp", function(head, 50))), head)
        self.assertFalse(list(check_text.long_functions("x.cpp", function("class A", 70))))
        self.assertFalse(list(check_text.long_functions("x.cpp", function('TEST_CASE("a sentence")', 70))))
        self.assertTrue(list(check_text.long_functions("x.cpp", function('TEST_CASE("a sentence")', 110))))

    def test_of_files_that_nothing_uses(self):
        lists = {"core/CMakeLists.txt": LINK, "tests/CMakeLists.txt": "earshot_test(a SOURCES a_test.cpp)\nb.py\n"}
        used = {"core/link/link.cpp": "", "tests/a_test.cpp": "", "tests/b.py": ""}
        self.assertFalse(list(check_text.dead_files(lists | used)))
        self.assertEqual(4, len(list(check_text.dead_files(
            lists | used | {"core/link/other.cpp": "", "tests/c_test.cpp": "", "tests/d.py": "", "core/x.hpp": ""}))))
        alone = {"core/link/link.hpp": "", "core/link/link.cpp": '#include "core/link/link.hpp"\n'}
        self.assertEqual(1, len(list(check_text.dead_files(lists | used | alone))))

    def test_of_numbers_of_frames(self):
        one = "inline constexpr std::uint8_t one_frame = 0x30;"
        other = "inline constexpr std::uint8_t other_frame = {};"
        self.assertFalse(list(check_text.frame_types({"core/a.hpp": one, "core/b.hpp": other.format("0x31")})))
        self.assertEqual(1, len(list(check_text.frame_types({"core/a.hpp": one, "core/b.hpp": other.format("0x30")}))))


class Layers(unittest.TestCase):
    def test_of_long_files(self):
        self.assertTrue(layers(check_layers.long_files, **{"tests/x.py": "\n" * 501}))
        self.assertFalse(layers(check_layers.long_files, **{"tests/x.py": "\n" * 500}))

    def test_of_includes(self):
        files = {"core/CMakeLists.txt": LINK + "earshot_module(core/wire)\n", "core/base/b.hpp": "",
                 "core/wire/w.hpp": "", "tests/t.hpp": ""}
        for include, found in [("core/base/b.hpp", 0), ("core/wire/w.hpp", 1), ("tests/t.hpp", 1), ("b.hpp", 1)]:
            text = f'#include "{include}"\n'
            self.assertEqual(found, len(layers(check_layers.includes, **files, **{"core/link/x.cpp": text})), include)

    def test_of_programs(self):
        files = {"x/CMakeLists.txt": LINK + "earshot_program(p SOURCES tools/p.cpp DEPENDS core/base)\n",
                 "core/base/b.hpp": "", "core/link/l.hpp": ""}
        for include, found in [("core/base/b.hpp", 0), ("core/link/l.hpp", 1)]:
            text = f'#include "{include}"\n'
            self.assertEqual(found, len(layers(check_layers.includes, **files, **{"tools/p.cpp": text})), include)

    def test_of_walls(self):
        modules = "".join(f"earshot_module({m})\n" for m in [
            "crypto", "core/base", "core/link", "core/session", "core/engine", "core/control", "node", "node/net",
            "node/store", "discovery", "cli"])
        for line, found in [("core/identity DEPENDS crypto core/base", 0), ("crypto2 DEPENDS nothing", 1),
                            ("crypto DEPENDS core/base", 1), ("core/base DEPENDS crypto", 1),
                            ("core/link DEPENDS node", 1), ("core/link DEPENDS core/engine", 1),
                            ("core/link DEPENDS core/session", 1), ("node/net DEPENDS node/store", 1),
                            ("node/net DEPENDS node", 1), ("cli DEPENDS core/engine", 1),
                            ("cli DEPENDS core/control", 0),
                            ("discovery DEPENDS node", 1), ("core/control DEPENDS core/link", 1)]:
            lists = {"CMakeLists.txt": modules + f"earshot_module({line})\n"}
            self.assertEqual(found, len(layers(check_layers.walls, **lists)), line)

    def test_of_namespaces(self):
        for text, found in [("namespace earshot::link {}\n", 0), ("namespace earshot::link::detail {}\n", 0),
                            ("namespace earshot {}\n", 1), ("namespace earshot::net {}\n", 1), ("int x;\n", 1)]:
            files = {"core/CMakeLists.txt": LINK, "core/link/x.hpp": text}
            self.assertEqual(found, len(layers(check_layers.namespaces, **files)), text)
        files = {"CMakeLists.txt": "earshot_module(crypto/noise)",
                 "crypto/noise/x.hpp": "namespace earshot::crypto::noise {"}
        self.assertFalse(layers(check_layers.namespaces, **files))

    def test_of_cycles(self):
        files = {"core/CMakeLists.txt": LINK, "core/link/a.cpp": '#include "core/link/b.hpp"\n', "core/link/a.hpp": "",
                 "core/link/b.hpp": ""}
        self.assertFalse(layers(check_layers.include_cycles, **files))
        files["core/link/b.hpp"] = '#include "core/link/a.hpp"\n'
        self.assertEqual(1, len(layers(check_layers.include_cycles, **files)))

    def test_of_the_diagram(self):
        doc = "# A\n```\n core/link\n {}\n```\n"
        for drawn, found in [("core/base", 0), ("", 1), ("core/bases", 2),
                             ("core/base core/more", 1)]:
            files = {"CMakeLists.txt": LINK, check_layers.DIAGRAM: doc.format(drawn)}
            self.assertEqual(found, len(layers(check_layers.diagram, **files)), drawn)
        self.assertTrue(layers(check_layers.diagram, **{"CMakeLists.txt": LINK}))


if __name__ == "__main__":
    unittest.main()
