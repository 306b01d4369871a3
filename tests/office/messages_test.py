"""An office of real daemons: they find one another by mDNS, and messages arrive whatever becomes of the network.

    messages_test.py COMPUTERS
"""
import contextlib
import itertools
import sys
import unittest

from daemons import Household, befriend, numbered, until
from office import Office, require

COMPUTERS = int(sys.argv.pop(1)) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 3
LOSS_PERCENT = 20


class Case(unittest.TestCase):
    @contextlib.contextmanager
    def office(self, count, **options):
        with Office(count, **options) as office, Household() as house:
            yield office, [self.profile(office, house, i) for i in office.computers()]

    @staticmethod
    def profile(office, house, i):
        return house.profile(f"Person{i}", popen=lambda command, **options: office.popen(i, command, **options))

    def send(self, sender, receiver, texts):
        with sender.control() as control:
            calls = [control.post("message.send", {"to": receiver.person, "body": text}) for text in texts]
            return [control.answer(call)["id"] for call in calls]

    def assert_arrive(self, sender, receiver, texts):
        """Once each, in order; and the sender learns of it."""
        def arrived():
            return [m["text"] for m in receiver.messages(sender) if not m["own"] and m["text"] in set(texts)]

        until(lambda: len(arrived()) >= len(texts), f"{sender.name} to {receiver.name}: {len(texts)} messages")
        self.assertEqual(texts, arrived())

        def states():
            return {m["state"] for m in sender.messages(receiver) if m["own"]}

        until(lambda: states() == {"delivered"}, f"{sender.name} learns that {receiver.name} has all of them")

    def assert_nobody_reads(self, text, *middles):
        """Neither on the disk nor in the log of those who carried it."""
        for middle in middles:
            for path in [middle.log, *(each for each in middle.folder.rglob("*") if each.is_file())]:
                self.assertNotIn(text.encode(), path.read_bytes(), path)

    def assert_see(self, daemons):
        for one in daemons:
            others = [daemon for daemon in daemons if daemon is not one]
            until(lambda: one.sees(*others), f"{one.name} sees {[other.name for other in others]}")
        befriend(*daemons)


class Segment(Case):
    def test_all_see_all_and_a_message_goes_between_each_two(self):
        with self.office(COMPUTERS) as (_, daemons):
            for daemon in daemons:
                daemon.start()
            self.assert_see(daemons)
            listed = {person["id"]: person["presence"] for person in daemons[0].json("people")}
            self.assertEqual({d.person: "online" for d in daemons[1:]},
                             {person: listed[person] for person in listed if person != daemons[0].person})
            for sender, receiver in itertools.permutations(daemons, 2):
                self.send(sender, receiver, [f"{sender.name} to {receiver.name}"])
            for sender, receiver in itertools.permutations(daemons, 2):
                self.assert_arrive(sender, receiver, [f"{sender.name} to {receiver.name}"])

    def test_messages_pass_through_loss(self):
        with self.office(2) as (office, (anna, bob)):
            anna.start()
            bob.start()
            self.assert_see([anna, bob])
            office.loss(LOSS_PERCENT)
            there, back = numbered(20, "there"), numbered(20, "back")
            for one, other in zip(there, back):
                self.send(anna, bob, [one])
                self.send(bob, anna, [other])
            self.assert_arrive(anna, bob, there)
            self.assert_arrive(bob, anna, back)

    def test_messages_written_while_the_cable_was_out_arrive(self):
        with self.office(3) as (office, daemons):
            for daemon in daemons:
                daemon.start()
            self.assert_see(daemons)
            anna, bob, carol = daemons
            office.cut(1)
            there, back = numbered(5, "there"), numbered(5, "back")
            self.send(anna, bob, there)
            self.send(bob, anna, back)
            self.send(bob, carol, ["we go on"])
            self.assert_arrive(bob, carol, ["we go on"])
            self.assertTrue(all(m["state"] == "queued" for m in anna.messages(bob)))
            until(lambda: not anna.sees(bob), "Anna sees that Bob is gone")
            until(lambda: not bob.sees(anna), "Bob sees that Anna is gone")
            office.plug(1)
            self.assert_arrive(anna, bob, there)
            self.assert_arrive(bob, anna, back)
            self.assert_see(daemons)


class Subnets(Case):
    def test_are_joined_by_one_seed(self):
        with self.office(3, subnets=2) as (office, (anna, bob, carol)):
            anna.start()
            carol.start()
            bob.start("--seed", f"{office.address(1)}:{anna.port}")
            self.assert_see([anna, bob, carol])  # Bob and Carol have it from Anna.
            self.send(bob, anna, ["over the router"])
            self.assert_arrive(bob, anna, ["over the router"])
            self.send(anna, bob, ["and back"])
            self.assert_arrive(anna, bob, ["and back"])


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
