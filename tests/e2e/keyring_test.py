"""A profile whose key the session's keyring has, with real daemons and a real keyring."""
import functools
import json
import os
import re
import subprocess
import time
import unittest

import desktop_session
from daemons import BIN, PATIENCE, Household, Refusal, skip, until

SECRET = "correct horse battery"
# Longer than a locked daemon waits for its keyring before it says so, shorter than it waits for an answer.
SOON = 20.0


class Keyring(unittest.TestCase):
    def setUp(self):
        self.session = self.enterContext(desktop_session.DesktopSession())
        self.house = self.enterContext(Household())
        self.session.log_in()
        popen = functools.partial(subprocess.Popen, env=os.environ | self.session.environment)
        self.anna = self.house.daemon("Anna", popen=popen)
        self.person = self.anna.person

    def move_to_keyring(self):
        return self.anna.cli("profile", "keyring")

    def restart(self):
        self.assertEqual(0, self.anna.stop())
        return self.anna.start()

    def state(self):
        state = self.anna.json("profile", "state")[0]
        return state["protection"], state["locked"], state["keyring"]

    def key_file(self):
        return self.anna.folder / "keyfile.bin"

    def test_profile_opens_by_itself_while_the_session_is_there(self):
        self.assertEqual(("key_file", False, True), self.state())
        self.assertIn("done", self.move_to_keyring().stdout)
        self.assertEqual(("keyring", False, True), self.state())
        self.assertEqual("open, unlocked by your session's keyring\n", self.anna.cli("profile", "state").stdout)
        self.assertFalse(self.key_file().exists())
        self.assertEqual(1, len(self.session.items()))
        self.assertIn("already", self.move_to_keyring().stdout)

        self.restart()
        self.assertEqual(self.person, self.anna.person)  # It never said that it is locked.
        # Whoever starts the daemon is answered as by any other.
        self.anna.stop()
        status = subprocess.run([BIN / "earshot", "--profile-dir", self.anna.folder, "status", "--json"], text=True,
                                capture_output=True, timeout=PATIENCE, check=True,
                                env=os.environ | self.session.environment)
        self.assertIn(self.person, status.stdout)
        self.assertEqual("stopped\n", self.anna.cli("daemon", "stop").stdout)

    def test_without_a_keyring_it_stays_locked_and_says_what_next(self):
        self.move_to_keyring()
        self.session.log_out()
        self.restart()
        self.assertIsNone(self.anna.person)
        self.assertEqual(("keyring", True, False), self.state())
        for words in (["status"], ["people"], ["profile", "keyring"], ["profile", "passphrase"]):
            done = self.anna.cli(*words, check=False)
            self.assertEqual((4, ""), (done.returncode, done.stdout), words)
            self.assertIn("the session's keyring has its key", done.stderr)
            self.assertIn("earshot profile unlock", done.stderr)
        failure = json.loads(self.anna.cli("--json", "people", check=False).stderr)
        self.assertEqual(("locked", "keyring"), (failure["kind"], failure["protection"]))
        asked = self.anna.cli("profile", "unlock", check=False)
        self.assertEqual(4, asked.returncode)
        self.assertIn("no keyring runs in this session", asked.stderr)
        self.assertIn("log in to your desktop", asked.stderr)
        self.assertIn("the session's keyring has its key", self.anna.cli("daemon", "status").stdout)

        self.session.log_in()
        self.assertEqual(0, self.anna.cli("profile", "unlock", check=False).returncode)
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)

    def test_it_opens_by_itself_once_the_keyring_is_there(self):
        self.move_to_keyring()
        self.session.log_out()
        self.restart()
        self.assertIsNone(self.anna.person)
        self.session.log_in()
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)

    def test_it_stays_locked_with_a_keyring_that_nobody_opens(self):
        self.move_to_keyring()
        self.session.lock()
        self.restart()
        self.assertIsNone(self.anna.person)
        asked = self.anna.cli("profile", "unlock", check=False)
        self.assertEqual(4, asked.returncode, asked.stderr)
        self.assertIn("the session's keyring is locked", asked.stderr)
        self.session.log_in()
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)

    def test_a_keyring_that_answers_nothing_keeps_nobody_waiting(self):
        self.move_to_keyring()
        self.session.freeze()
        self.assertLess(self.restart(), SOON)
        self.assertIsNone(self.anna.person)
        with self.anna.control(hello=False) as control:
            with self.assertRaises(Refusal):
                control.call("session.hello", {"client": "test", "version": "1", "api": "1.0"})
            self.assertTrue(control.call("profile.state")["locked"])
            with self.assertRaises(Refusal) as refused:
                control.call("profile.unlock")
            self.assertEqual("busy", refused.exception.kind)
        self.assertEqual("stopped\n", self.anna.cli("daemon", "stop").stdout)
        self.assertEqual(0, self.anna.process.wait(SOON))

    def test_the_end_of_the_session_ends_no_daemon(self):
        self.move_to_keyring()
        self.session.bus.kill()
        self.session.bus.wait()
        self.assertEqual(("keyring", False, False), self.state())
        self.assertEqual(self.person, self.anna.call("profile.get")["person"]["id"])
        self.restart()
        self.assertIsNone(self.anna.person)

    def unlock_after_a_restart(self):
        self.restart()
        self.assertEqual(("passphrase", True), self.state()[:2])
        self.anna.cli("profile", "unlock", "--stdin", typed=f"{SECRET}\n")
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)

    def test_a_key_that_the_keyring_lost_while_the_daemon_runs_is_no_loss(self):
        self.move_to_keyring()
        self.session.forget_items()
        self.assertEqual([], self.session.items())
        # The same keyring gets a new key, after a detour.
        self.anna.cli("profile", "keyring", "--remove")
        self.move_to_keyring()
        self.restart()
        self.assertEqual(self.person, self.anna.person)

        self.session.forget_items()
        self.anna.cli("profile", "passphrase", "--stdin", typed=f"{SECRET}\n")
        self.unlock_after_a_restart()
        with self.assertRaises(Refusal):
            self.anna.call("profile.changeSecret", {"protection": "key_file"})
        with self.assertRaises(Refusal) as refused:
            self.anna.call("profile.changeSecret", {"protection": "key_file", "old": "wrong horse battery"})
        self.assertEqual("wrong_secret", refused.exception.kind)

    def test_without_its_keyring_a_profile_that_is_open_moves_to_a_passphrase(self):
        self.move_to_keyring()
        self.restart()
        self.session.log_out()
        self.anna.cli("profile", "passphrase", "--stdin", typed=f"{SECRET}\n")
        self.unlock_after_a_restart()
        self.session.log_in()
        self.anna.cli("profile", "keyring", "--stdin", typed=f"{SECRET}\n")
        self.session.bus.kill()
        self.session.bus.wait()
        self.anna.cli("profile", "keyring", "--remove")
        self.restart()
        self.assertEqual(self.person, self.anna.person)
        self.assertEqual("key_file", self.state()[0])

    def doctor(self):
        """What it says of the keyring, and the seconds that took."""
        begin = time.monotonic()
        findings = {finding["id"]: finding for finding in self.anna.call("doctor.run")["findings"]}
        took = time.monotonic() - begin
        finding = findings.get("keyring")
        return finding and (finding["verdict"], finding["code"], finding["fix"]), took

    def assert_doctor_says(self, *expected):
        said, took = self.doctor()
        self.assertEqual(expected, said)
        self.assertLess(took, SOON)

    def test_the_doctor_tells_whether_the_keyring_has_the_key(self):
        self.assertIsNone(self.doctor()[0])
        self.move_to_keyring()
        self.assert_doctor_says("ok", "there", "")
        self.session.lock()
        self.assert_doctor_says("ok", "there", "")
        self.session.log_in()
        self.session.freeze()
        self.assert_doctor_says("warn", "silent", "start_keyring")
        self.session.log_out()
        self.assert_doctor_says("warn", "absent", "start_keyring")
        self.session.log_in()
        self.session.forget_items()
        self.assert_doctor_says("warn", "lost", "save_profile")
        said = self.anna.cli("doctor", check=False)
        self.assertIn("warn  keyring: the session's keyring has lost the key of your profile", said.stdout)
        self.assertIn("fix: earshot profile passphrase, before the daemon ends", said.stdout)
        self.session.lock()
        self.assert_doctor_says("warn", "locked", "open_keyring")

        self.anna.cli("profile", "passphrase", "--stdin", typed=f"{SECRET}\n")
        self.assertIsNone(self.doctor()[0])
        self.session.bus.kill()
        self.session.bus.wait()
        self.assertIsNone(self.doctor()[0])

    def test_every_way_back(self):
        self.move_to_keyring()
        self.anna.cli("profile", "keyring", "--remove")
        self.assertTrue(self.key_file().exists())
        self.assertEqual([], self.session.items())
        self.move_to_keyring()
        self.anna.cli("profile", "passphrase", "--remove")
        self.assertEqual(("key_file", False, True), self.state())
        self.move_to_keyring()
        self.anna.cli("profile", "passphrase", "--stdin", typed=f"{SECRET}\n")
        self.assertEqual([], self.session.items())
        self.session.log_out()
        self.restart()
        self.assertEqual(("passphrase", True, False), self.state())
        self.anna.cli("profile", "unlock", "--stdin", typed=f"{SECRET}\n")
        self.anna.begun()
        self.assertEqual(self.person, self.anna.person)
        refused = self.anna.cli("profile", "keyring", "--stdin", typed=f"{SECRET}\n", check=False)
        self.assertEqual(1, refused.returncode)
        self.assertEqual("passphrase", self.state()[0])
        self.session.log_in()
        self.anna.cli("profile", "keyring", "--stdin", typed=f"{SECRET}\n")
        self.restart()
        self.assertEqual(self.person, self.anna.person)

    def test_killed_while_it_moves_it_opens_all_the_same(self):
        for turn in range(6):
            wanted = "key_file" if turn % 2 else "keyring"
            with self.anna.control() as control:
                control.post("profile.changeSecret", {"protection": wanted})
                if turn >= 4:  # Then surely in the middle of it or after.
                    until(lambda: turn % 2 or self.session.items() or self.key_file().exists(), "it has begun")
                self.anna.kill()
            self.anna.start()
            self.assertEqual(self.person, self.anna.person, f"turn {turn}")
            self.anna.call("profile.changeSecret", {"protection": wanted})

    def test_the_key_is_in_no_log_and_no_file(self):
        self.move_to_keyring()
        self.restart()
        log = self.anna.log.read_text()
        self.assertIsNone(re.search(r"[0-9a-f]{64}", log))
        self.assertEqual([], [file.name for file in self.anna.folder.iterdir() if file.name.startswith("keyfile")])


if __name__ == "__main__":
    if reason := desktop_session.missing():
        skip(reason)
    if "libsecret" not in subprocess.run(["ldd", BIN / "earshot-daemon"], capture_output=True, text=True,
                                         check=False).stdout:
        skip("the daemon was built without libsecret")
    unittest.main(verbosity=2)
