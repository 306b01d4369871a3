"""Two laptops that do not reach each other talk through a computer that reaches both; whom none can dial is called."""
import unittest

from daemons import befriend, until
from messages_test import Case
from office import require

LAPTOPS = (1, 2)
SECRET = "nobody in the middle reads this"


class KeptApart(Case):
    def meet(self, office, daemons):
        office.isolate(True, *LAPTOPS)
        for daemon in daemons:
            daemon.start()
        self.assert_see(daemons)

    @staticmethod
    def through(one, other):
        """Whose computer carries the link of `one` with `other`; None where there is none, or a direct one."""
        people = one.call("people.list")["people"]
        return next(person.get("through") for person in people if person["id"] == other.person)

    def test_message_goes_through_a_third_computer_and_the_next_one_when_it_dies(self):
        with self.office(4) as (office, daemons):
            anna, carol, bob, dora = daemons
            self.meet(office, daemons)
            self.send(anna, carol, [SECRET])
            self.assert_arrive(anna, carol, [SECRET])
            middle, other = (bob, dora) if self.through(anna, carol) == bob.name else (dora, bob)
            self.assertEqual(middle.name, self.through(anna, carol))
            self.assertEqual(middle.name, self.through(carol, anna))
            self.assertIn(f"through {middle.name}", anna.cli("people").stdout)
            self.assertIn(f"through {middle.name}", anna.cli("net", "status").stdout)
            links = {link["name"]: link for link in anna.call("net.status")["links"]}
            self.assertEqual(("", middle.name), (links[carol.name]["address"], links[carol.name]["through"]))
            self.send(carol, anna, ["and back"])
            self.assert_arrive(carol, anna, ["and back"])

            middle.kill()
            self.send(anna, carol, ["through somebody else"])
            self.assert_arrive(anna, carol, ["through somebody else"])
            self.assertEqual(other.name, self.through(anna, carol))
            self.assert_nobody_reads(SECRET, middle, other)

    def test_firewalls_on_both_sides_are_no_obstacle(self):
        with self.office(3) as (office, (anna, carol, bob)):
            for laptop in LAPTOPS:
                office.drop_inbound(laptop)
            bob.start()
            for laptop in (anna, carol):
                laptop.start("--seed", f"{office.address(3)}:{bob.port}")
            self.assert_see([anna, carol, bob])
            self.send(anna, carol, ["through two firewalls"])
            self.assert_arrive(anna, carol, ["through two firewalls"])
            self.assertEqual(bob.name, self.through(anna, carol))

    def test_message_waits_while_nobody_reaches_both(self):
        with self.office(3) as (office, daemons):
            anna, carol, bob = daemons
            self.meet(office, daemons)
            self.send(anna, carol, ["first"])
            self.assert_arrive(anna, carol, ["first"])
            bob.kill()
            until(lambda: self.through(anna, carol) is None, "Anna notices that the way is gone")
            self.send(anna, carol, ["second"])
            self.assertEqual("queued", anna.messages(carol)[-1]["state"])
            bob.start()
            self.assert_arrive(anna, carol, ["second"])

    def test_direct_link_takes_the_place_of_the_other_as_soon_as_there_can_be_one(self):
        with self.office(3) as (office, daemons):
            anna, carol, bob = daemons
            self.meet(office, daemons)
            self.send(anna, carol, ["through Bob"])
            self.assert_arrive(anna, carol, ["through Bob"])
            self.assertEqual(bob.name, self.through(anna, carol))
            office.isolate(False, *LAPTOPS)
            until(lambda: self.through(anna, carol) is None and self.through(carol, anna) is None,
                  "a direct link", 180)
            until(lambda: [link["name"] for link in anna.call("net.status")["links"]].count(carol.name) == 1,
                  "the end of the other link")
            self.send(anna, carol, ["directly"])
            self.assert_arrive(anna, carol, ["directly"])


class BehindFirewall(Case):
    CROWD = 12  # So many that not everybody keeps a link with everybody.
    NEWCOMERS = 3

    @staticmethod
    def is_dialled_by(other, one):
        """Whether `one` has a link with `other`, through nobody, that the other one dialled."""
        return any(link["name"] == other.name and link["direction"] == "in" and not link.get("through")
                   for link in one.call("net.status")["links"])

    def test_who_cannot_be_dialled_is_called_and_dials(self):
        with self.office(self.CROWD + self.NEWCOMERS) as (office, daemons):
            carol, *others = daemons[:self.CROWD]
            office.drop_inbound(1)
            for daemon in others:
                daemon.start()
            carol.start("--seed", f"{office.address(2)}:{others[0].port}")
            self.assert_see([carol, *others])
            for newcomer in daemons[self.CROWD:]:
                newcomer.start()
                until(lambda: newcomer.sees(carol) and carol.sees(newcomer), f"{newcomer.name} and Carol meet")
                befriend(carol, newcomer)
                self.send(newcomer, carol, ["come here"])
                self.assert_arrive(newcomer, carol, ["come here"])
                # Where the call got lost, a neighbour carries a link meanwhile.
                until(lambda: self.is_dialled_by(carol, newcomer), f"Carol dials {newcomer.name}")


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
