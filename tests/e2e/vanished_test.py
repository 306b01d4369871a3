"""Somebody vanishes without a word, as when a computer hangs: who writes to them is told, and nothing is lost."""
import signal
import time
import unittest

from daemons import Household, befriend, delivered, until

SECONDS_MAX = 3


class Vanished(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.anna = self.house.daemon("Anna")
        self.bob = self.house.daemon("Bob", seeds=[self.anna])
        until(lambda: self.anna.sees(self.bob) and self.bob.sees(self.anna), "they see each other")
        befriend(self.anna, self.bob)

    def bob_for_anna(self):
        return self.anna.call("people.get", {"who": self.bob.person})

    def test_writer_is_told_that_nobody_answers(self):
        [sent] = self.anna.json("send", "Bob", "are you there?")
        self.assertEqual("delivered", sent["state"])
        self.assertTrue(self.bob_for_anna()["answers"])

        self.bob.process.send_signal(signal.SIGSTOP)
        begin = time.monotonic()
        [sent] = self.anna.json("send", "Bob", "and now?")
        taken = time.monotonic() - begin
        print(f"said so after {taken:.2f} s")
        self.assertLess(taken, SECONDS_MAX)
        self.assertEqual("queued", sent["state"])
        # Whether the link died or is only quiet: that they are here and answer, nobody says.
        self.assertFalse(sent["answers"] and sent["presence"] == "online", sent)

        self.bob.process.send_signal(signal.SIGCONT)
        until(lambda: delivered(self.anna, self.bob), "it arrives as soon as Bob runs again")
        until(lambda: self.bob_for_anna()["answers"], "Bob answers")
        self.assertEqual(["are you there?", "and now?"], [message["text"] for message in self.bob.messages(self.anna)])

    def test_who_does_not_want_to_know_is_not_kept(self):
        self.bob.process.send_signal(signal.SIGSTOP)
        [sent] = self.anna.json("send", "Bob", "for later", "--wait", "queued")
        self.assertEqual(("queued", True), (sent["state"], sent["answers"]))
        until(lambda: not self.bob_for_anna()["answers"] or not self.anna.sees(self.bob), "Anna learns it all the same")
        self.bob.process.send_signal(signal.SIGCONT)
        until(lambda: delivered(self.anna, self.bob), "it arrives")


if __name__ == "__main__":
    unittest.main(verbosity=2)
