"""Starting and stopping a daemon: on demand, in a race, and when it will not."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).parent
CLIENTS = 8


def is_alive(pid):
    try:
        # A zombie has ended; nobody may be there to reap it.
        return "\nState:\tZ" not in pathlib.Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


class LaunchTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="earshot-launch-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(self.end_daemons)
        # The daemon is looked for beside the program, so the program moves beside the scripted one.
        self.earshot = self.folder / "bin/earshot"
        self.earshot.parent.mkdir()
        shutil.copy(pathlib.Path(os.environ["EARSHOT_BIN"]) / "earshot", self.earshot)
        self.place_daemon(self.folder / "bin/earshot-daemon")
        self.profile = self.folder / "profile"

    def place_daemon(self, path):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"#!/bin/sh\nexec {sys.executable} {HERE}/scripted_daemon.py \"$@\"\n")
        path.chmod(0o755)

    def pids(self, profile=None):
        started = (profile or self.profile) / "started"
        return [int(line) for line in started.read_text().split()] if started.exists() else []

    def wait_until(self, condition):
        deadline = time.monotonic() + 10
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it did not come about within ten seconds")
            time.sleep(0.01)

    def end_daemons(self):
        for pid in self.pids():
            if is_alive(pid):
                os.kill(pid, 9)

    def command(self, *words, profile=None):
        return [str(self.earshot), "--profile-dir", str(profile or self.profile), *words]

    def run_it(self, *words, profile=None, cwd=None, **environment):
        return subprocess.run(self.command(*words, profile=profile), capture_output=True, text=True, timeout=60,
                              cwd=cwd, env={**os.environ, **environment})

    def test_a_verb_starts_the_daemon_when_none_runs(self):
        result = self.run_it("status", "--json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(self.pids()), 1)
        self.assertEqual(self.profile.stat().st_mode & 0o777, 0o700)
        log = self.profile / "daemon.log"
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)
        self.wait_until(lambda: "ready id=" in log.read_text())
        self.assertEqual(self.run_it("status").returncode, 0)
        self.assertEqual(len(self.pids()), 1, "the second one found it")

    def test_the_daemon_has_a_life_of_its_own(self):
        self.assertEqual(self.run_it("daemon", "start").returncode, 0)  # Returns: the daemon holds no pipe of ours.
        pid = self.pids()[0]
        self.assertTrue(is_alive(pid))
        self.assertEqual(os.getsid(pid), pid)
        self.assertEqual(os.readlink(f"/proc/{pid}/cwd"), "/")
        self.assertEqual(os.readlink(f"/proc/{pid}/fd/0"), "/dev/null")

    def test_stop_returns_when_the_process_is_gone(self):
        self.assertIn("started, process", self.run_it("daemon", "start").stdout)
        self.assertIn("runs already", self.run_it("daemon", "start").stdout)
        self.assertEqual(self.run_it("daemon", "stop").stdout, "stopped\n")
        self.assertFalse(is_alive(self.pids()[0]))
        self.assertEqual(self.run_it("daemon", "stop").stdout, "does not run\n")
        self.assertEqual(self.run_it("daemon", "status").returncode, 3)
        self.assertEqual(len(self.pids()), 1, "asking starts nothing")

    def test_many_clients_at_once_start_one_daemon(self):
        environment = {**os.environ, "SCRIPTED_DELAY": "0.3"}
        clients = [subprocess.Popen(self.command("status", "--json"), env=environment, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, text=True) for _ in range(CLIENTS)]
        results = [(client.communicate(timeout=60), client.returncode) for client in clients]
        for (out, error), code in results:
            self.assertEqual((code, error), (0, ""))
            self.assertIn("earshot.status.v1", out)
        self.assertEqual(len(self.pids()), 1)

    def test_a_daemon_that_ends_at_once_is_told_with_its_last_words(self):
        self.profile.mkdir(mode=0o700)
        (self.profile / "daemon.log").write_text("words of another day\n")
        started = time.monotonic()
        result = self.run_it("people", SCRIPTED_DEATH="cannot open the store: disk is full")
        self.assertLess(time.monotonic() - started, 9)
        self.assertEqual(result.returncode, 3)
        self.assertIn("the daemon ended while it started\n  cannot open the store: disk is full\n", result.stderr)
        self.assertNotIn("another day", result.stderr)
        self.assertIn("daemon.log", result.stderr)

    def test_a_missing_daemon_is_told(self):
        (self.folder / "bin/earshot-daemon").unlink()
        for words in (("people",), ("daemon", "run")):
            result = self.run_it(*words)
            self.assertEqual(result.returncode, 3)
            self.assertIn("earshot-daemon is not installed", result.stderr)

    def test_the_daemon_may_be_in_libexec(self):
        (self.folder / "bin/earshot-daemon").unlink()
        self.place_daemon(self.folder / "libexec/earshot/earshot-daemon")
        self.assertEqual(self.run_it("status").returncode, 0)

    def test_no_start_starts_nothing(self):
        result = self.run_it("--no-start", "status")
        self.assertEqual(result.returncode, 3)
        self.assertFalse(self.profile.exists())

    def test_a_stale_socket_is_no_daemon(self):
        self.assertEqual(self.run_it("daemon", "start").returncode, 0)
        pid = self.pids()[0]
        os.kill(pid, 9)
        while is_alive(pid):
            time.sleep(0.01)
        self.assertTrue((self.profile / "control.sock").exists())
        self.assertEqual(self.run_it("daemon", "status").returncode, 3)

    def test_a_folder_may_be_relative_and_its_path_long(self):
        name = "a" * 120
        result = self.run_it("status", profile=name, cwd=self.folder)
        self.addCleanup(lambda: [os.kill(pid, 9) for pid in self.pids(self.folder / name)])
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertGreater(len(str(self.folder / name / "control.sock")), 107)

    def test_an_unwritable_place_is_told(self):
        (self.folder / "file").write_text("")
        result = self.run_it("status", profile=self.folder / "file/profile")
        self.assertEqual(result.returncode, 3)
        self.assertIn("cannot make the folder", result.stderr)

    def test_run_hands_its_options_on(self):
        process = subprocess.Popen(
            self.command("daemon", "run", "--name", "Bot", "--interface", "eth0", "--interface", "eth1", "--seed",
                         "10.0.0.7:1", "--listen", "127.0.0.1:0", "--no-mdns", "--log-level", "debug"),
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        words = process.stdout.readline().split()
        self.assertEqual(words, ["scripted", "daemon", "--profile-dir", str(self.profile), "--name", "Bot",
                                 "--listen", "127.0.0.1:0", "--log-level", "debug", "--interface", "eth0",
                                 "--interface", "eth1", "--seed", "10.0.0.7:1", "--no-mdns"])
        self.assertRegex(process.stdout.readline(), r"^ready id=\S+ port=\d+\n$")
        self.assertEqual(self.pids(), [process.pid], "it becomes the daemon")
        process.terminate()
        self.assertEqual(process.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
