"""A real systemd of a user runs the daemon: installed, started by the first client, killed, stopped, uninstalled.

It has namespaces and a control group of its own, so that nothing of it is seen outside. Needs root.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from daemons import BIN, PATIENCE, skip, until

SYSTEMD = pathlib.Path("/lib/systemd/systemd")
NAMESPACES = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "--mount-proc"]
INSIDE = "--inside"


class OwnGroup:
    """A control group of its own, in the hierarchies that systemd uses, for this process and its children."""

    def __init__(self):
        mounts = pathlib.Path("/proc/self/mounts").read_text()
        self.folders = [pathlib.Path(folder) / f"earshot-test-{os.getpid()}" for folder, kind, options
                        in re.findall(r"^\S+ (\S+) (cgroup2?) (\S+)", mounts, re.M)
                        if kind == "cgroup2" or "name=systemd" in options]

    def __enter__(self):
        if not self.folders:
            skip("there are no control groups")
        try:
            for folder in self.folders:
                folder.mkdir()
                (folder / "cgroup.procs").write_text(str(os.getpid()))
        except OSError as error:
            self.__exit__()
            skip(f"control groups cannot be made here: {error}")

    def __exit__(self, *_):
        for folder in self.folders:
            (folder.parent / "cgroup.procs").write_text(str(os.getpid()))
            for path, _, _ in os.walk(folder, topdown=False):
                until(lambda each=path: self.is_gone(each), f"{path} is empty", 10)

    @staticmethod
    def is_gone(path):
        try:
            os.rmdir(path)
        except FileNotFoundError:
            pass
        except OSError:
            return False
        return True


class SystemdTest(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="earshot-systemd-", dir="/run"))
        (self.home / "run").mkdir(mode=0o700)
        self.environment = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run"),
                            "PATH": "/usr/bin:/bin", "SYSTEMD_LOG_TARGET": "console"}
        self.log = (self.home / "systemd.log").open("w+")
        self.systemd = subprocess.Popen([SYSTEMD, "--user"], env=self.environment, stdout=self.log, stderr=self.log)
        self.addCleanup(self.end)
        try:
            until(lambda: self.systemctl("is-system-running") in ("running", "degraded"), "systemd starts", 20)
        except AssertionError:
            skip(f"systemd does not run for a user here: {self.said()}")

    def end(self):
        self.systemd.terminate()
        self.systemd.wait(PATIENCE)
        self.log.close()

    def said(self):
        return (self.home / "systemd.log").read_text()[-2000:]

    def run_it(self, *command):
        return subprocess.run([str(word) for word in command], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)

    def systemctl(self, *words):
        return self.run_it("systemctl", "--user", *words).stdout.strip()

    def earshot(self, *words, code=0):
        done = self.run_it(BIN / "earshot", *words)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}\n{self.said()}")
        return done.stdout

    def state(self, unit="earshot.service"):
        return self.systemctl("is-active", unit)

    def pid(self):
        return int(self.systemctl("show", "--property", "MainPID", "--value", "earshot.service"))

    def test_the_life_of_a_unit(self):
        self.earshot("daemon", "start")  # By hand, before: it makes room.
        by_hand = self.earshot("--json", "daemon", "status")
        self.assertIn("starts with your session", self.earshot("daemon", "install"))
        self.assertEqual((self.state(), self.state("earshot.socket")), ("active", "active"))
        self.assertEqual(self.systemctl("is-enabled", "earshot.service", "earshot.socket"), "enabled\nenabled")
        self.assertNotIn(f'"pid":{self.pid()},', by_hand)
        self.assertIn(f"process {self.pid()},", self.earshot("daemon", "status"))
        self.assertRegex(self.systemctl("show", "--property", "StatusText", "--value", "earshot.service"),
                         r"^Listens at port \d+$")
        # Under all that it may not do any more, it does what it is for.
        self.earshot("config", "set", "name", "Anna")
        said = self.run_it(BIN / "earshot", "doctor").stdout
        self.assertIn("ok    systemd: systemd starts the daemon", said)
        self.assertIn("ok    mcast.self", said)
        self.assertIn("avahi-embedded", self.earshot("rpc", "daemon.info"))

        self.assertEqual(self.earshot("daemon", "stop"), "stopped\n")
        until(lambda: self.state() == "inactive", "systemd knows that it was asked to end", 10)
        self.earshot("daemon", "status", code=3)
        self.assertEqual(self.state(), "inactive", "asking starts nothing")
        self.assertIn("Anna", self.earshot("status"))
        self.assertEqual(self.state(), "active", "the first client has it started")

        killed = self.pid()
        os.kill(killed, 9)
        until(lambda: self.state() == "active" and self.pid() not in (0, killed), "it is started again", 30)
        self.assertIn("Anna", self.earshot("status"))

        self.earshot("daemon", "install")  # Once more does no harm.
        self.assertEqual(self.state(), "active")
        self.earshot("daemon", "uninstall")
        self.assertEqual((self.state(), self.state("earshot.socket")), ("inactive", "inactive"))
        self.assertFalse((self.home / "run/earshot/default.sock").exists())
        self.earshot("daemon", "status", code=3)
        self.assertIn("Anna", self.earshot("status"), "and programs start it as before")
        self.assertEqual(self.state(), "inactive")
        self.assertEqual(self.earshot("daemon", "stop"), "stopped\n")


def prepare():
    """A computer where systemd was booted, as far as its user's half can tell, with a network that has multicast."""
    for command in (["mount", "--make-rprivate", "/"], ["mount", "-t", "tmpfs", "tmpfs", "/run"],
                    ["ip", "link", "set", "lo", "up"],
                    ["ip", "link", "add", "eth0", "type", "veth", "peer", "name", "far"],
                    ["ip", "address", "add", "192.0.2.2/24", "dev", "eth0"], ["ip", "link", "set", "eth0", "up"],
                    ["ip", "link", "set", "far", "up"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            skip(f"{' '.join(command)}: {done.stderr.strip()}")
    pathlib.Path("/run/systemd/system").mkdir(parents=True)


def main():
    if os.geteuid() != 0:
        skip("only root can give systemd a place of its own")
    for program in ("unshare", "ip", "systemctl", str(SYSTEMD)):
        if shutil.which(program) is None:
            skip(f"there is no {program}")
    with OwnGroup():
        code = subprocess.run([*NAMESPACES, sys.executable, __file__, INSIDE], check=False).returncode
    sys.exit(code)


if __name__ == "__main__":
    if INSIDE in sys.argv:
        sys.argv.remove(INSIDE)
        prepare()
        unittest.main()
    else:
        main()
