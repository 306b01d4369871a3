"""What packages hand to other programs: desktop entry, AppStream, icons, firewall profiles, units of systemd.

    parts_test.py ROOT-OF-THE-SOURCES FOLDER-OF-WHAT-PACKAGING-MADE Desktop|AppStream|Systemd|Plain
"""
import configparser
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

from daemons import BIN, skip

NEEDS = {"Desktop": "desktop-file-validate", "AppStream": "appstreamcli", "Systemd": "systemd-analyze"}
ROOT, MADE = (pathlib.Path(sys.argv.pop(1)) for _ in range(2))
PACKAGING = ROOT / "packaging"
# In the specification since 1.5, which desktop-file-utils knows since 0.27.
NEW_KEY = '"SingleMainWindow"'


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)


def limit(name):
    text = (ROOT / "core/base/limits.hpp").read_text()
    return int(re.search(rf"\b{name} = (\d+);", text)[1])


def entry():
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read(PACKAGING / "desktop/earshot.desktop")
    return parser


class Desktop(unittest.TestCase):
    def test_the_desktop_entry_is_valid(self):
        said = run("desktop-file-validate", PACKAGING / "desktop/earshot.desktop").stdout.splitlines()
        self.assertEqual([line for line in said if NEW_KEY not in line], [])
        self.assertEqual(entry()["Desktop Entry"]["SingleMainWindow"], "true")


class Plain(unittest.TestCase):
    def test_programs_know_what_the_desktop_entry_calls_them_with(self):
        for name in entry().sections():
            program, *words = entry()[name]["Exec"].split()
            if not (BIN / program).exists():
                continue
            helped = run(BIN / program, *(word for word in words if not word.startswith(("-", "%"))), "--help",
                         env={"QT_QPA_PLATFORM": "offscreen", "HOME": "/nonexistent"})
            self.assertEqual(helped.returncode, 0, f"{program} {words}: {helped.stderr}")
            for option in (word for word in words if word.startswith("-")):
                self.assertIn(option, helped.stdout, f"[{name}] calls {program} with it")

    def test_english_and_russian_are_complete(self):
        for name in entry().sections():
            for key in ("Name", "GenericName", "Comment", "Keywords"):
                if key in entry()[name] and entry()[name][key] != "Earshot":
                    self.assertRegex(entry()[name].get(f"{key}[ru]", ""), "[а-яё]", f"[{name}] {key}")
        tree = xml.parse(PACKAGING / "desktop/earshot.metainfo.xml.in")
        language = "{http://www.w3.org/XML/1998/namespace}lang"
        for tag in ("summary", "developer_name", "p", "li"):
            elements = list(tree.iter(tag))
            english = [each for each in elements if language not in each.attrib]
            russian = [each for each in elements if each.get(language) == "ru"]
            self.assertEqual(len(english), len(russian), tag)
            for each in russian:
                self.assertRegex(each.text, "[а-яё]")

    def test_icons_are_drawings(self):
        for name in ("earshot", "earshot-small", "earshot-symbolic"):
            svg = xml.parse(PACKAGING / f"icons/{name}.svg").getroot()
            self.assertEqual(svg.get("width"), svg.get("height"))
            self.assertEqual(svg.get("viewBox"), f"0 0 {svg.get('width')} {svg.get('height')}")
            self.assertGreaterEqual(len(svg.findall(".//{http://www.w3.org/2000/svg}path")), 2)

    def test_firewalls_open_the_ports_that_the_daemon_takes(self):
        first = limit("port_preferred")
        last = first + limit("ports_preferred") - 1
        service = xml.parse(PACKAGING / "firewall/firewalld.xml").getroot()
        self.assertEqual({(port.get("protocol"), port.get("port")) for port in service.iter("port")},
                         {("tcp", f"{first}-{last}"), ("udp", str(first))})
        self.assertEqual([each.get("service") for each in service.iter("include")], ["mdns"])
        profile = configparser.ConfigParser()
        profile.read(PACKAGING / "firewall/ufw")
        self.assertEqual(profile["Earshot"]["ports"], f"{first}:{last}/tcp|{first},5353/udp")


class AppStream(unittest.TestCase):
    def test_appstream_takes_the_description(self):
        text = (PACKAGING / "desktop/earshot.metainfo.xml.in").read_text()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "local.earshot.earshot.metainfo.xml"
            path.write_text(re.sub(r"@PROJECT_VERSION@", "0.1.0", re.sub(r"@\w+DATE@", "2026-01-01", text)))
            done = run("appstreamcli", "validate", "--no-net", path)
        self.assertEqual(done.returncode, 0, done.stdout)


class Systemd(unittest.TestCase):
    def test_systemd_has_nothing_to_say_about_the_units(self):
        with tempfile.TemporaryDirectory() as folder:
            units = pathlib.Path(folder)
            for unit in MADE.glob("earshot*.s*"):
                # Where the program is, and its page, are for the installed package.
                text = unit.read_text().replace("ExecStart=earshot-daemon", f"ExecStart={BIN}/earshot-daemon")
                (units / unit.name).write_text(re.sub(r"(?m)^Documentation=.*\n", "", text))
            self.assertEqual(len(list(units.iterdir())), 4)
            for name in ("earshot.service", "earshot.socket", "earshot@work.service", "earshot@work.socket"):
                done = run("systemd-analyze", "--user", "verify", units / name,
                           env={"HOME": folder, "XDG_RUNTIME_DIR": folder, "PATH": "/usr/bin:/bin"})
                self.assertEqual((done.returncode, done.stderr), (0, ""), name)


if __name__ == "__main__":
    for chosen in sys.argv[1:]:
        if chosen in NEEDS and shutil.which(NEEDS[chosen]) is None:
            skip(f"there is no {NEEDS[chosen]}")
    unittest.main()
