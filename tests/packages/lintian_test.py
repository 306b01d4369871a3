"""lintian and the contents of the packages: lintian_test.py FOLDER-OF-DEBS [Packages] [Window]"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from daemons import skip

DEBS = sorted(pathlib.Path(sys.argv.pop(1)).glob("*.deb"))


def field(deb, name):
    done = subprocess.run(["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def files_of(deb):
    """Path to the letters of its rights, of what is no folder."""
    listed = subprocess.run(["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 5) for line in listed.splitlines())
    return {path.removeprefix("."): (rights, owner) for rights, owner, _, _, _, path in rows if rights[0] != "d"}


def deb_of(package):
    (found,) = (deb for deb in DEBS if field(deb, "Package") == package)
    return found


class Packages(unittest.TestCase):
    def test_lintian_finds_nothing(self):
        as_root = ["--allow-root"] if os.geteuid() == 0 else []
        done = subprocess.run(["lintian", *as_root, "--fail-on", "error,warning", *DEBS], capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_everything_is_at_its_place(self):
        files = files_of(deb_of("earshot"))
        for path in ("/usr/bin/earshot", "/usr/bin/earshot-daemon", "/usr/bin/earshot-tui",
                     "/usr/libexec/earshot/earshot-mdns", "/usr/libexec/earshot/earshot-avahi"):
            self.assertEqual(files[path], ("-rwxr-xr-x", "root/root"))
        for path in ("/usr/share/man/man1/earshot.1.gz", "/usr/share/man/man1/earshot-daemon.1.gz",
                     "/usr/share/man/man1/earshot-tui.1.gz", "/usr/share/man/man1/earshot-send.1.gz",
                     "/usr/share/bash-completion/completions/earshot", "/usr/share/zsh/vendor-completions/_earshot",
                     "/usr/share/fish/vendor_completions.d/earshot.fish",
                     "/usr/lib/systemd/user/earshot.socket", "/usr/lib/systemd/user/earshot.service",
                     "/usr/lib/systemd/user/earshot@.socket", "/usr/lib/systemd/user/earshot@.service",
                     "/usr/lib/firewalld/services/earshot.xml", "/etc/ufw/applications.d/earshot",
                     "/usr/share/doc/earshot/copyright", "/usr/share/doc/earshot/changelog.Debian.gz"):
            self.assertEqual(files[path], ("-rw-r--r--", "root/root"))
        self.assertIn("avahi-daemon", field(deb_of("earshot"), "Recommends"))
        self.assertRegex(field(deb_of("earshot"), "Depends"), r"libsodium23 .*libsqlite3-0 .*libtermpaint0a")


class Window(unittest.TestCase):
    def test_it_brings_what_desktops_and_qml_need(self):
        deb = deb_of("earshot-gui")
        files = files_of(deb)
        self.assertEqual(files["/usr/bin/earshot-gui"], ("-rwxr-xr-x", "root/root"))
        self.assertIn("/usr/share/applications/earshot.desktop", files)
        self.assertIn("/usr/share/metainfo/earshot.metainfo.xml", files)
        self.assertIn("/usr/share/man/man1/earshot-gui.1.gz", files)
        icons = {path.split("/")[5] for path in files if path.startswith("/usr/share/icons/hicolor/")}
        self.assertEqual(icons, {"scalable", "symbolic",
                                 *(f"{n}x{n}" for n in (16, 22, 24, 32, 48, 64, 96, 128, 256, 512))})
        depends = set(re.split(r",\s*", field(deb, "Depends")))
        self.assertIn(f"earshot (= {field(deb, 'Version')})", depends)
        self.assertLessEqual({"qml6-module-qtquick", "qml6-module-qtquick-controls"}, depends)


if __name__ == "__main__":
    for program in ("lintian", "dpkg-deb"):
        if shutil.which(program) is None:
            skip(f"there is no {program}")
    unittest.main()
