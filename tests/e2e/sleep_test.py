"""A daemon whose computer says that it will sleep: it says goodbye first, rests, and is back after the wake."""
import functools
import os
import subprocess
import unittest

import logind
from daemons import Household, delivered, skip, until

BACK_MAX = 5.0  # Seconds from the wake to a link that works.


class Sleep(unittest.TestCase):
    def setUp(self):
        self.logind = self.enterContext(logind.Logind())
        self.house = self.enterContext(Household())
        self.desk = self.house.daemon("Desk")
        popen = functools.partial(subprocess.Popen,
                                  env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self.logind.address})
        self.laptop = self.house.daemon("Laptop", seeds=[self.desk], popen=popen)
        self.logind.wait_for("held")
        until(lambda: self.desk.sees(self.laptop), "the desk sees the laptop")

    def test_goodbye_comes_before_the_sleep(self):
        self.logind.say("sleep")
        waited = self.logind.wait_for("released")
        self.assertLess(waited, 1.0)
        self.assertEqual(0, self.laptop.call("daemon.info")["links"])
        until(lambda: not self.desk.sees(self.laptop), "the desk knows that the laptop is gone", seconds=1)
        # Whatever the desk tries now: who is about to sleep meets nobody.
        self.assertNotIn("reason=cut_off", self.desk.log.read_text())

        self.logind.say("wake")
        self.logind.wait_for("held")  # For the next time.
        until(lambda: self.desk.sees(self.laptop), "the laptop is back", seconds=BACK_MAX)
        self.logind.say("sleep")
        self.logind.wait_for("released")

    def test_messages_of_the_meantime_arrive_after_the_wake(self):
        self.logind.say("sleep")
        self.logind.wait_for("released")
        until(lambda: not self.desk.sees(self.laptop), "the desk knows that the laptop is gone")
        sent = self.desk.call("message.send", {"to": self.laptop.person, "body": "while you slept"})
        self.assertEqual("queued", sent["state"])
        self.logind.say("wake")
        until(lambda: delivered(self.desk, self.laptop), "the message arrives", seconds=BACK_MAX)

    def test_login_daemon_that_goes_away_ends_nothing(self):
        self.logind.bus.kill()
        self.logind.bus.wait()
        sent = self.laptop.call("message.send", {"to": self.desk.person, "body": "still here"})
        until(lambda: self.laptop.call("message.get", {"id": sent["id"]})["state"] == "delivered", "it arrives")


if __name__ == "__main__":
    if reason := logind.missing():
        skip(reason)
    unittest.main(verbosity=2)
