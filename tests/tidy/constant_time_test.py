"""A32: no tag, MAC, code or key is compared byte by byte, so that nobody learns from the time how much was right."""
import pathlib
import re
import sys
import unittest

from rules import RULES, find
from tree import CPP, text_files, without_literals

ROOT = sys.argv.pop(1)
PROGRAM = ("cli/", "client/", "core/", "crypto/", "discovery/", "gui/", "node/", "tui/")
A32 = [rule for rule in RULES if rule.name in ("memcmp", "tag_compare")]
# What a secret shows of itself, on either side of a comparison or in an algorithm that stops at a difference.
EXPOSED = re.compile(r"expose(_secret)?\(\)\s*[!=]=|[!=]=\s*[\w.>()-]*expose(_secret)?\(\)"
                     r"|\b(equal|mismatch|lexicographical_compare)\([^;]*expose(_secret)?\(\)")


def sources():
    for path, text in text_files(ROOT):
        if path.startswith(PROGRAM) and pathlib.PurePosixPath(path).suffix in CPP:
            yield path, text, without_literals(text)


class ConstantTime(unittest.TestCase):
    def test_A32_no_program_compares_tags_macs_or_codes_with_memcmp_or_an_operator(self):
        self.assertEqual(2, len(A32))
        seen = 0
        for path, text, code in sources():
            seen += 1
            for rule in A32:
                if rule.where(path):
                    self.assertFalse(list(find(rule, text, code)), f"{path}: {rule.name}")
        self.assertGreater(seen, 300)

    def test_A32_no_program_compares_what_a_secret_exposes(self):
        for sample in ["a.expose() == b", "x != key->expose()", "std::ranges::equal(a.expose(), b)"]:
            self.assertTrue(EXPOSED.search(sample), sample)
        for path, _, code in sources():
            found = [line for line in code.split("\n") if EXPOSED.search(line) and "crypto::equal(" not in line]
            self.assertFalse(found, path)

    def test_A32_the_one_comparison_for_them_is_libsodiums(self):
        code = without_literals((pathlib.Path(ROOT) / "crypto/compare.cpp").read_text())
        self.assertEqual(1, len(re.findall(r"\bsodium_memcmp\(", code)))
        self.assertEqual(1, len(re.findall(r"\bsodium_is_zero\(", code)))
        self.assertNotIn("for (", code)
        users = [path for path, _, code in sources() if "sodium_memcmp" in code]
        self.assertEqual(["crypto/compare.cpp"], users)


if __name__ == "__main__":
    unittest.main()
