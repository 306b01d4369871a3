"""A daemon on a disk that is full, or read-only: a clear error, nothing lost, and it goes on by itself afterwards.

Root only: the disk is a small tmpfs, mounted in a mount namespace of the test's own.
"""
import unittest

from daemons import Household, Refusal, befriend, delivered, until
from mounts import FILLER, enter_own_mounts, fill, mount, small_disk

DISK_BYTES = 4 * 1024 * 1024
BODY = "x" * 8000
ATTEMPTS = 2000


class Disk(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.disk = self.house.root / "disk"
        self.enterContext(small_disk(self.disk, DISK_BYTES))
        self.addCleanup(lambda: [daemon.kill() for daemon in self.house.daemons])
        self.bob = self.house.daemon("Bob")
        self.anna = self.house.daemon("Anna", seeds=[self.bob], folder=self.disk / "anna")
        until(lambda: self.anna.sees(self.bob) and self.bob.sees(self.anna), "they see each other")
        befriend(self.anna, self.bob)

    def send(self, text, sender=None, receiver=None):
        sender, receiver = sender or self.anna, receiver or self.bob
        return sender.call("message.send", {"to": receiver.person, "body": text})["id"]

    def send_until_refused(self, text):
        """What was answered, and then the refusal: the files may still have some room of their own."""
        answered = []
        while len(answered) < ATTEMPTS:
            try:
                answered.append(self.send(text))
            except Refusal as refusal:
                return answered, refusal
        raise AssertionError(f"{ATTEMPTS} messages of {len(text)} bytes fitted on a full disk")

    def command_until_refused(self):
        """The same with the command line."""
        answered = []
        while len(answered) < ATTEMPTS:
            done = self.anna.cli("send", self.bob.person, "small", check=False)
            if done.returncode != 0:
                return answered, done
            answered.append(done.stdout.strip())
        raise AssertionError(f"{ATTEMPTS} commands fitted on a full disk")

    def sends_again(self):
        try:
            return self.send("works again")
        except Refusal:
            return None

    def assert_all_there(self, answered):
        """Everything answered is in both histories, once and in order, after a restart too; nothing refused is."""
        until(lambda: delivered(self.anna, self.bob), "all are delivered")
        self.anna.kill()
        self.anna.start()
        until(lambda: self.anna.sees(self.bob), "Anna sees Bob after her restart")
        for reader, other in ((self.anna, self.bob), (self.bob, self.anna)):
            self.assertEqual(answered, [message["id"] for message in reader.messages(other)])

    def test_that_is_full_refuses_until_there_is_space(self):
        answered = [self.send("before")]
        until(lambda: delivered(self.anna, self.bob), "the first is delivered")
        fill(self.disk)
        for text in (BODY, "small"):
            some, refusal = self.send_until_refused(text)
            answered += some
            self.assertEqual("no_space", refusal.kind, refusal)
            self.assertTrue(refusal.data["retryable"])
        some, refused = self.command_until_refused()
        answered += some
        self.assertEqual(1, refused.returncode)
        self.assertRegex(refused.stderr, "full or read-only")
        self.assertEqual("", refused.stdout)
        (self.disk / FILLER).unlink()
        answered.append(until(self.sends_again, "sending works again, without a restart"))
        self.assert_all_there(answered)

    def test_that_filled_up_takes_what_others_sent_meanwhile_later(self):
        until(lambda: self.bob.sees(self.anna), "Bob sees Anna")
        fill(self.disk)
        self.send_until_refused(BODY)
        waiting = [self.send(f"to a full disk {number}", self.bob, self.anna) for number in range(5)]
        (self.disk / FILLER).unlink()
        until(lambda: delivered(self.bob, self.anna), "what Bob sent is delivered")
        self.assertEqual(waiting, [m["id"] for m in self.anna.messages(self.bob) if not m["own"]])

    def test_that_is_read_only_lets_no_daemon_start(self):
        """The kernel makes no disk read-only while a file there is open for writing, so it is done between two runs."""
        answered = [self.send(f"before {number}") for number in range(3)]
        until(lambda: delivered(self.anna, self.bob), "the first are delivered")
        self.assertEqual(0, self.anna.stop())
        mount("-o", "remount,ro", self.disk)
        log = self.anna.log.stat().st_size
        with self.assertRaises(AssertionError):
            self.anna.start()
        self.assertEqual(1, self.anna.kill())
        self.assertRegex(self.anna.log.read_bytes()[log:].decode(), "full or read-only")
        mount("-o", "remount,rw", self.disk)
        self.anna.start()
        until(lambda: self.anna.sees(self.bob), "Anna sees Bob again")
        answered.append(self.send("after"))
        self.assert_all_there(answered)


if __name__ == "__main__":
    enter_own_mounts()
    unittest.main(verbosity=2)
