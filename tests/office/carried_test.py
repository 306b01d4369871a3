"""What is written to somebody who is away reaches them by way of a third computer, while its author is off."""
import base64
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


def raw(text):
    """The bytes that an id is the text of."""
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))


class Carried(Case):
    @staticmethod
    def last_state(sender, receiver):
        return [m["state"] for m in sender.messages(receiver) if m["own"]][-1]

    @staticmethod
    def rows(daemon, query):
        with sqlite3.connect(f"file:{daemon.folder / 'messages.db'}?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def count(self, daemon, table):
        return self.rows(daemon, f"SELECT count(*) FROM {table}")[0][0]

    def assert_tells_nothing(self, carrier, author, message):
        """Of what lies there only the column of who left it names anybody but the mailbox."""
        device = raw(author.call("profile.get")["device"])
        rows = self.rows(carrier, "SELECT depositor, envelope FROM held"
                                  " JOIN held_envelope ON held.id = held_envelope.id")
        self.assertEqual([device], [depositor for depositor, _ in rows])
        for _, envelope in rows:
            for name in (SECRET.encode(), author.name.encode(), device, raw(author.person), raw(message)):
                self.assertNotIn(name, envelope)
        for path in filter(pathlib.Path.is_file, carrier.folder.rglob("*")):
            content = path.read_bytes()
            for name in (message.encode(), raw(message)):
                self.assertNotIn(name, content, path)

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
            self.assertEqual(1, self.count(bob, "held"))
            waiting = anna.messages(carol)[-1]
            self.assertEqual(1, waiting["carriers"])
            self.assert_tells_nothing(bob, anna, waiting["id"])
            shown = anna.json("message", "show", waiting["id"])[0]
            self.assertEqual([bob.name], [carrier["person"]["name"] for carrier in shown["carriers"]])
            self.assertRegex(anna.cli("message", "show", waiting["id"]).stdout, f"carried by\n  {bob.name} ")
            self.assertRegex(anna.cli("read", carol.person).stdout, f"{SECRET}.*carried by 1")
            anna.stop()
            self.assert_nobody_reads(SECRET, bob)

            carol.start()
            until(lambda: SECRET in [m["text"] for m in carol.messages(anna)], "Carol reads it", 60)
            carol.stop()
            anna.start()
            until(lambda: self.last_state(anna, carol) == "delivered", "Anna learns that Carol has it", 60)
            until(lambda: self.count(bob, "held") == 0, "no copy is left", 60)
            self.assertEqual(0, self.count(bob, "held_envelope"))
            for table in ("outgoing", "deposit_content"):
                self.assertEqual(0, self.count(anna, table), table)
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
