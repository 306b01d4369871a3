"""The manual and the program say the same: verbs, options, examples, exit codes, schemas."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

MANUAL = pathlib.Path(sys.argv.pop()).read_text()
EARSHOT = pathlib.Path(os.environ["EARSHOT_BIN"]) / "earshot"


def earshot(*words):
    return subprocess.run([EARSHOT, *words], capture_output=True, text=True, check=True, timeout=30).stdout


def verbs():
    listed = earshot("help").split("Verbs:\n")[1].split("\n\n")[0]
    return [re.split(r"  +", line.strip())[0] for line in listed.splitlines()]


def section(verb):
    match = re.search(rf"^### {re.escape(verb)}\n(.*?)(?=^##)", MANUAL, re.M | re.S)
    return match[1] if match else None


class ManualTest(unittest.TestCase):
    def test_every_verb_has_a_section_with_an_example_and_its_options(self):
        self.assertGreater(len(verbs()), 20)
        for verb in verbs():
            with self.subTest(verb):
                text = section(verb)
                self.assertIsNotNone(text, "no section")
                self.assertIn(f"earshot {verb}", text)
                for option in re.findall(r"--[a-z-]+", re.search(r"Usage:.*?\n\n", earshot("help", *verb.split()),
                                                                 re.S)[0]):
                    self.assertIn(option, text)

    def test_no_section_is_about_a_verb_that_is_not_there(self):
        chapter = MANUAL.split("## Verbs\n")[1].split("\n## ")[0]
        self.assertEqual(re.findall(r"^### (.*)$", chapter, re.M), verbs())

    def test_exit_codes_are_the_same(self):
        told = re.findall(r"^  (\d+) +(.*)$", earshot("help", "exit-codes"), re.M)
        chapter = MANUAL.split("## Exit codes\n")[1].split("\n## ")[0]
        self.assertEqual(re.findall(r"^\| (\d+) \| (.*) \|$", chapter, re.M), told)

    def test_schemas_are_the_same(self):
        told = re.findall(r"^  (earshot\.\w+\.v1)", earshot("help", "json"), re.M)
        self.assertEqual(re.findall(r"^\| `(earshot\.\w+\.v1)`", MANUAL, re.M), told)

    def test_global_options_and_variables_are_the_same(self):
        for option in re.findall(r"^  .*?(--[a-z-]+)", earshot("help").split("Options of every verb:")[1], re.M):
            self.assertIn(f"`{option}", MANUAL.replace(" ", "`"))
        for variable in re.findall(r"^  ([A-Z_]+)", earshot("help", "environment"), re.M):
            self.assertIn(f"| `{variable}` |", MANUAL)


if __name__ == "__main__":
    unittest.main()
