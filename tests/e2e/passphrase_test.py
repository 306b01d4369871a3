"""A profile under a passphrase, with real daemons: locked after a restart, seen by nobody, then open with all of it."""
import json
import os
import pathlib
import pty
import select
import signal
import socket
import subprocess
import unittest

from daemons import BIN, PATIENCE, Household, Refusal, until

SECRET, ANOTHER = "correct horse battery", "another horse battery"


class Typist:
    """Somebody at a terminal who types when asked."""

    def __init__(self, daemon, *words):
        command = [str(BIN / "earshot"), "--profile-dir", str(daemon.folder), "--no-start", *words]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execv(command[0], command)
        self.shown = ""

    def wait_for(self, text):
        def has_come():
            if text not in self.shown and select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    self.shown += os.read(self.terminal, 4096).decode()
                except OSError:  # The program has ended.
                    pass
            return text in self.shown
        until(has_come, f"{text!r} on the terminal")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def end(self):
        """All that was shown, and the exit code."""
        while True:
            try:
                piece = os.read(self.terminal, 4096).decode()
            except OSError:
                break
            self.shown += piece
        os.close(self.terminal)
        return self.shown, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Passphrase(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.anna = self.house.daemon("Anna")
        self.person = self.anna.person

    def set_passphrase(self, secret=SECRET):
        self.anna.cli("profile", "passphrase", "--stdin", typed=f"{secret}\n")

    def restart(self):
        self.anna.stop()
        self.anna.start()

    def unlock(self, secret=SECRET):
        done = self.anna.cli("profile", "unlock", "--stdin", typed=f"{secret}\n")
        self.anna.begun()
        return done

    def state(self):
        told = self.anna.json("profile", "state")[0]
        # Which process it is, and whether this session has a keyring, differs.
        return {key: value for key, value in told.items() if key not in ("pid", "keyring")}

    def test_history_is_there_after_the_unlock(self):
        bob = self.house.daemon("Bob", seeds=[self.anna])
        until(lambda: bob.sees(self.anna), "Bob sees Anna")
        self.anna.call("message.send", {"to": bob.person, "body": "before the lock"})
        until(lambda: bob.messages(self.anna), "it arrives")
        self.assertEqual({"schema": "earshot.profile.v1", "locked": False, "protection": "key_file"}, self.state())
        self.set_passphrase()
        self.assertFalse((self.anna.folder / "keyfile.bin").exists())
        self.assertEqual("passphrase", self.state()["protection"])

        self.restart()
        self.assertIsNone(self.anna.person)
        self.assertEqual({"schema": "earshot.profile.v1", "locked": True, "protection": "passphrase"}, self.state())
        until(lambda: not bob.sees(self.anna), "Bob sees that Anna is gone")
        wrong = self.anna.cli("profile", "unlock", "--stdin", typed="wrong horse battery\n", check=False)
        self.assertEqual(7, wrong.returncode)
        self.assertIn("the passphrase is wrong", wrong.stderr)
        self.assertTrue(self.state()["locked"])

        self.assertEqual("unlocked\n", self.unlock().stdout)
        self.assertEqual(self.person, self.anna.person)
        self.assertEqual(["before the lock"], [message["text"] for message in self.anna.messages(bob)])
        until(lambda: bob.sees(self.anna), "Bob sees Anna again")
        self.assertEqual("the profile is open already\n", self.anna.cli("profile", "unlock").stdout)

        self.anna.cli("profile", "passphrase", "--remove", "--stdin", typed=f"{SECRET}\n")
        self.restart()
        self.assertEqual(self.person, self.anna.person)
        log = self.anna.log.read_text()
        self.assertNotIn(SECRET, log)
        self.assertNotIn("wrong horse", log)

    def test_everything_else_says_that_the_profile_is_locked(self):
        self.set_passphrase()
        self.restart()
        for words in (["status"], ["people"], ["doctor"], ["send", self.person, "hello"], ["config", "list"],
                      ["profile", "passphrase"]):
            done = self.anna.cli(*words, check=False)
            self.assertEqual((4, ""), (done.returncode, done.stdout), words)
            self.assertIn("the profile is locked with a passphrase", done.stderr)
            self.assertIn("earshot profile unlock", done.stderr)
        failure = json.loads(self.anna.cli("--json", "people", check=False).stderr)
        self.assertEqual("locked", failure["kind"])
        status = self.anna.cli("daemon", "status")
        self.assertIn("the profile is locked", status.stdout)
        self.assertEqual("runs already", self.anna.cli("daemon", "start").stdout.split(",")[0])

    def test_nothing_listens_and_no_store_is_open_while_locked(self):
        self.set_passphrase()
        self.restart()
        open_files = [os.readlink(file) for file in pathlib.Path(f"/proc/{self.anna.process.pid}/fd").iterdir()]
        self.assertFalse([file for file in open_files if "messages.db" in file])
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.anna.port), PATIENCE)

    def test_clients_stay_until_the_unlock_and_are_served_again_at_once(self):
        self.set_passphrase()
        self.restart()
        with self.anna.control(hello=False) as waiting:
            with self.assertRaises(Refusal) as refused:
                waiting.call("session.hello", {"client": "test", "version": "1", "api": "1.0"})
            self.assertEqual("locked", refused.exception.kind)
            self.assertTrue(waiting.call("profile.state")["locked"])
            self.anna.cli("profile", "unlock", "--stdin", typed=f"{SECRET}\n")
            with self.assertRaises(ConnectionError):
                waiting.call("session.ping")
        # Whoever comes now waits at the same socket, and finds somebody there.
        self.assertEqual(self.person, self.anna.call("profile.get")["person"]["id"])

    def test_a_locked_daemon_ends_when_told(self):
        self.set_passphrase()
        self.restart()
        self.assertEqual("stopped\n", self.anna.cli("daemon", "stop").stdout)
        self.assertEqual(0, self.anna.process.wait(PATIENCE))
        self.anna.kill()
        self.anna.start()
        self.assertEqual(0, self.anna.kill(signal.SIGTERM))
        self.anna.start()
        second = subprocess.run([BIN / "earshot-daemon", "--profile-dir", self.anna.folder], capture_output=True,
                                text=True, timeout=PATIENCE, check=False)
        self.assertEqual(3, second.returncode)
        self.assertIn("another daemon owns this profile", second.stderr)

    def test_programs_start_the_daemon_of_a_locked_profile(self):
        self.set_passphrase()
        self.anna.stop()
        started = subprocess.run([BIN / "earshot", "--profile-dir", self.anna.folder, "daemon", "start"],
                                 capture_output=True, text=True, timeout=PATIENCE, check=True)
        self.assertRegex(started.stdout, r"^started, process \d+\nthe profile is locked")
        self.assertEqual("stopped\n", self.anna.cli("daemon", "stop").stdout)

    def test_a_passphrase_that_was_answered_for_is_kept_when_the_daemon_is_killed(self):
        self.set_passphrase()
        with self.anna.control() as control:
            control.call("profile.changeSecret", {"old": SECRET, "new": ANOTHER})
            self.anna.kill()
        self.anna.start()
        self.anna.cli("profile", "unlock", "--stdin", typed=f"{ANOTHER}\n")
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)

    def test_a_person_types_it_unseen(self):
        typist = Typist(self.anna, "profile", "passphrase")
        typist.wait_for("New passphrase: ")
        typist.type("correcx\x7ft horse batteré\x7fy\n")
        typist.wait_for("Once more: ")
        typist.type(SECRET + "\n")
        shown, code = typist.end()
        self.assertEqual(0, code, shown)
        self.assertNotIn("horse", shown)

        self.restart()
        gives_up = Typist(self.anna, "profile", "unlock")
        gives_up.wait_for("Passphrase: ")
        gives_up.type("corr\x03")
        self.assertEqual(130, gives_up.end()[1])
        typist = Typist(self.anna, "profile", "unlock")
        typist.wait_for("Passphrase: ")
        typist.type("nonsense\x15" + SECRET + "\n")
        shown, code = typist.end()
        self.assertEqual(0, code, shown)
        self.assertIn("unlocked", shown)

        differs = Typist(self.anna, "profile", "passphrase")
        differs.wait_for("Passphrase until now: ")
        differs.type(SECRET + "\n")
        differs.wait_for("New passphrase: ")
        differs.type("one horse battery\n")
        differs.wait_for("Once more: ")
        differs.type("two horse battery\n")
        shown, code = differs.end()
        self.assertEqual(1, code, shown)
        self.assertIn("two different passphrases", shown)

    def test_what_cannot_be_asked_for_is_said(self):
        short = self.anna.cli("profile", "passphrase", "--stdin", typed="short\n", check=False)
        self.assertEqual(2, short.returncode)
        self.assertIn("8 letters at least", short.stderr)
        nothing = self.anna.cli("profile", "passphrase", "--stdin", check=False)
        self.assertEqual(2, nothing.returncode)
        blind = self.anna.cli("profile", "passphrase", check=False)
        self.assertEqual(2, blind.returncode)
        self.assertIn("--stdin", blind.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
