"""The manual pages that the build made: all there, with an example each, and groff has nothing to say about them.

    pages_test.py FOLDER-OF-WHAT-PACKAGING-MADE
"""
import concurrent.futures
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from daemons import BIN, skip

MADE = pathlib.Path(sys.argv.pop()) if len(sys.argv) > 1 else pathlib.Path()
PAGES = MADE / "man1"
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
REFERENCE = re.compile(r"\bearshot(-[a-z-]+)?\(1\)")


def name_of(verb):
    return "earshot-" + verb.replace(" ", "-")


def source(name):
    """Roff, without its escaped hyphens and changes of font."""
    text = gzip.decompress((PAGES / f"{name}.1.gz").read_bytes()).decode()
    return re.sub(r"\\f[BIRP]", "", text).replace("\\-", "-")


def section(text, title):
    match = re.search(rf"^\.SH {title}\n(.*?)(?=^\.SH |\Z)", text, re.M | re.S)
    return match[1] if match else ""


def render(path):
    """What man says while it renders a page."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", path], env=environment, capture_output=True,
                          check=False)
    return path.name, done.returncode, done.stderr.decode(), len(done.stdout)


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        table = json.loads((MADE / "verbs.json").read_text())
        cls.verbs, cls.groups = table["verbs"], table["groups"]

    def test_every_verb_has_a_page_with_its_options_and_an_example(self):
        self.assertGreater(len(self.verbs), 20)
        for verb in self.verbs:
            with self.subTest(verb["path"]):
                text = source(name_of(verb["path"]))
                examples = section(text, "EXAMPLES")
                self.assertRegex(examples, rf"(?m)earshot (--?\S+ (\S+ )?)?{re.escape(verb['path'])}\b")
                self.assertGreater(len(section(text, "DESCRIPTION")), 40)
                for parameter in verb["parameters"]:
                    for name in parameter["names"]:
                        self.assertIn(name, section(text, "OPTIONS"))

    def test_no_page_is_about_nothing(self):
        known = {name_of(each["path"]) for each in self.verbs + self.groups}
        known |= {"earshot", "earshot-daemon", "earshot-tui", "earshot-gui"}
        there = {path.name.removesuffix(".1.gz") for path in PAGES.iterdir()}
        self.assertEqual(there - known, set())
        for name in there:
            for suffix in REFERENCE.findall(source(name)):
                self.assertIn("earshot" + suffix, there | {"earshot-tui", "earshot-gui"}, f"{name} refers to it")

    def test_pages_written_by_hand_have_the_options_of_their_programs(self):
        for program in ("earshot-daemon", "earshot-tui", "earshot-gui"):
            if not (PAGES / f"{program}.1.gz").exists():
                continue  # This build has none.
            told = subprocess.run([BIN / program, "--help"], capture_output=True, text=True, check=True).stdout
            options = set(OPTION.findall(told.partition("Options:")[2])) - {"--help-all"}  # Of Qt, not of ours.
            self.assertGreater(len(options), 5)
            self.assertEqual(set(OPTION.findall(section(source(program), "OPTIONS"))), options, program)

    def test_all_pages_render_without_a_warning(self):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, code, said, size in pool.map(render, sorted(PAGES.iterdir())):
                self.assertEqual((code, said), (0, ""), name)
                self.assertGreater(size, 300, name)


if __name__ == "__main__":
    if not PAGES.is_dir():
        skip("no manual pages were built: scdoc is not installed")
    if shutil.which("man") is None:
        skip("there is no man")
    unittest.main()
