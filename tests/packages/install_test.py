"""The packages on a fresh Debian 12: two people on two computers install them with apt, find each other, and talk.

    install_test.py FOLDER-OF-DEBS [CACHE-OF-DEBOOTSTRAP]
"""
import os
import pathlib
import sys
import unittest

from daemons import until
from fresh_debian import FreshDebian, own_mounts
from office import Office, require

MARK = "--in-own-mounts"
HOMES = {1: "/home/alice/", 2: "/home/bob/"}
# A fresh system has no systemctl: this one stands for it, so that the units of the package are used.
SYSTEMCTL = '#!/bin/sh\necho "$*" >>"$HOME/told"\n'


class Person:
    """An ordinary user of the fresh Debian, at a computer of the office."""

    def __init__(self, office, debian, computer):
        self.office, self.debian, self.computer = office, debian, computer
        self.home = pathlib.Path(HOMES[computer])
        debian.run("useradd", "--create-home", self.home.name)
        status = self.folder.stat()
        (debian.root / "run" / self.home.name).mkdir(mode=0o700)
        os.chown(debian.root / "run" / self.home.name, status.st_uid, status.st_gid)

    @property
    def folder(self):
        """The home folder, seen from outside."""
        return self.debian.root / str(self.home).lstrip("/")

    def run(self, *words, **more):
        own = self.debian.environment({"HOME": self.home, "XDG_RUNTIME_DIR": f"/run/{self.home.name}", **more})
        command = [*self.debian.enter(self.home.name), "env", "-i", *(f"{name}={own[name]}" for name in own), *words]
        return self.office.run(self.computer, command, check=False)

    def earshot(self, *words, code=0):
        done = self.run("earshot", *words)
        if done.returncode != code:
            raise AssertionError(f"{self.home.name}: {words} exited {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr


class InstallTest(unittest.TestCase):
    debs, cache = [], None

    def test_two_people_install_it_and_talk(self):
        with FreshDebian(self.cache) as debian, Office(2) as office:
            debian.install(*(deb for deb in self.debs if not deb.name.startswith("earshot-gui")))
            alice, bob = Person(office, debian, 1), Person(office, debian, 2)
            with self.subTest("they find each other by mDNS, told nothing, and talk"):
                alice.earshot("config", "set", "name", "Alice")  # Starts the daemon, as everything does.
                bob.earshot("config", "set", "name", "Bob")
                until(lambda: "Bob" in alice.earshot("people", "--nearby"), "Alice sees Bob")
                until(lambda: "Alice" in bob.earshot("people", "--nearby"), "Bob sees Alice")
                self.assertIn("delivered", alice.earshot("send", "Bob", "lunch?", "--wait", "delivered", "--json"))
                self.assertIn("lunch?", bob.earshot("read", "Alice"))
                bob.earshot("send", "Alice", "at noon", "--wait", "delivered")
                self.assertIn("at noon", alice.earshot("read", "Bob"))
                self.assertIn('"backend":"avahi-embedded"', alice.earshot("--json", "status"))
            with self.subTest("what is not there is said in a line, and costs nothing else"):
                said = alice.earshot("doctor")
                self.assertIn("skip  systemd: there is no systemd: programs start the daemon when they need it", said)
                self.assertIn("skip  dbus: there is no D-Bus: Earshot speaks mDNS by itself", said)
                self.assertIn("there is no systemd here", alice.earshot("daemon", "install", code=1))
            with self.subTest("the shell completes"):
                # bash-completion loads files of this folder by the name of the program.
                script = ("source /usr/share/bash-completion/completions/earshot; COMP_WORDS=(earshot daemon inst); "
                          "COMP_CWORD=2; _earshot; echo ${COMPREPLY[*]}")
                self.assertEqual(debian.run("bash", "-c", script).stdout, "install\n")
            for person in (alice, bob):
                person.earshot("daemon", "stop")
            with self.subTest("where there is systemd the package's own units are enabled"):
                systemctl = debian.root / "usr/bin/systemctl"
                systemctl.write_text(SYSTEMCTL)
                systemctl.chmod(0o755)
                alice.earshot("daemon", "install")
                told = (alice.folder / "told").read_text()
                self.assertIn("enable --now earshot.socket earshot.service", told)
                self.assertFalse((alice.folder / ".config").exists(), "nothing is written beside them")
                systemctl.unlink()
            self.check_window(alice)
            self.check_removal(debian)
            self.assertTrue((alice.folder / ".local/share/earshot/default").is_dir())

    def check_window(self, person):
        window = [deb for deb in self.debs if deb.name.startswith("earshot-gui")]
        if not window:
            return
        with self.subTest("the window opens with what its package brings"):
            person.debian.install(*window)
            begun = person.run("timeout", "10", "earshot-gui", QT_QPA_PLATFORM="offscreen",
                               QT_QUICK_BACKEND="software")
            self.assertEqual(begun.returncode, 124, f"it does not stay: {begun.stderr}")
            self.assertNotIn("is not installed", begun.stderr)
            person.earshot("daemon", "stop")

    def check_removal(self, debian):
        with self.subTest("nothing stays when it is purged but what people wrote"):
            listed = debian.run("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n", "earshot*")
            names = [line.split()[1] for line in listed.stdout.splitlines() if line.startswith("installed ")]
            files = [line for name in names for line in debian.run("dpkg", "-L", name).stdout.splitlines()
                     if "earshot" in line]
            self.assertGreater(len(files), 50)
            debian.run("apt-get", "-q", "purge", "-y", *names)
            self.assertEqual([path for path in files if (debian.root / path[1:]).exists()], [])


if __name__ == "__main__":
    own_mounts(MARK)
    require()
    folder = pathlib.Path(sys.argv[1])
    InstallTest.debs = sorted(folder.glob("*.deb"))
    InstallTest.cache = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "debootstrap"
    unittest.main(argv=sys.argv[:1])
