"""What is written to somebody who is away reaches them by way of a third computer, while its author is off."""
import pathlib
import sqlite3
import sys
import unittest

from daemons import until
from messages_test import Case
from office import require

SECRET = "whoever carries this reads nothing"
# Every packet that the computer sends or gets, one after another.
CAPTURE = """
import socket, sys
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
print("ready", flush=True)
with open(sys.argv[1], "wb") as log:
    while True:
        log.write(packets.recv(65535))
        log.flush()
"""


class Carried(Case):
    @staticmethod
    def last_state(sender, receiver):
        return [m["state"] for m in sender.messages(receiver) if m["own"]][-1]

    @staticmethod
    def envelopes(daemon):
        """How many sealed copies are kept there."""
        with sqlite3.connect(f"file:{daemon.folder / 'messages.db'}?mode=ro", uri=True) as database:
            return database.execute("SELECT count(*) FROM held").fetchone()[0]

    def capture(self, office, house_folder, i):
        path = pathlib.Path(house_folder) / f"packets-{i}"
        process = office.popen(i, [sys.executable, "-c", CAPTURE, str(path)], stdout=-1)
        self.assertEqual(b"ready", process.stdout.readline().strip())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return path

    def test_message_waits_with_a_third_computer_while_its_author_is_off(self):
        with self.office(3) as (office, daemons):
            anna, bob, carol = daemons
            packets = [self.capture(office, bob.folder.parent, i) for i in office.computers()]
            for daemon in daemons:
                daemon.start()
            self.assert_see(daemons)
            self.send(anna, carol, ["before"])
            self.assert_arrive(anna, carol, ["before"])
            self.send(bob, carol, ["hello"])
            self.assert_arrive(bob, carol, ["hello"])

            carol.stop()
            until(lambda: not anna.sees(carol), "Anna sees Carol go")
            self.send(anna, carol, [SECRET])
            until(lambda: self.last_state(anna, carol) == "carried", "the message is carried", 60)
            self.assertEqual(1, self.envelopes(bob))
            anna.stop()
            self.assert_nobody_reads(SECRET, bob)

            carol.start()
            until(lambda: SECRET in [m["text"] for m in carol.messages(anna)], "Carol reads it", 60)
            carol.stop()
            anna.start()
            until(lambda: self.last_state(anna, carol) == "delivered", "Anna learns that Carol has it", 60)
            until(lambda: self.envelopes(bob) == 0, "no copy is left", 60)
            self.assert_nobody_reads(SECRET, bob)

            bob.stop()
            carol.start()
            until(lambda: anna.sees(carol), "Anna sees Carol again")
            self.send(anna, carol, ["after"])
            self.assert_arrive(anna, carol, ["after"])
            self.assertEqual(["before", SECRET, "after"], [m["text"] for m in carol.messages(anna)])
            self.assert_unread(packets, SECRET, *(daemon.name for daemon in daemons))

    def assert_unread(self, packets, *texts):
        for path in packets:
            seen = path.read_bytes()
            self.assertGreater(len(seen), 10_000, path)
            for text in texts:
                self.assertNotIn(text.encode(), seen, path)


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
