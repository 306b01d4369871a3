"""In a network where a daemon never was, strangers neither see it nor get an answer, until its person allows it."""
import time
import unittest

from daemons import until
from messages_test import Case
from office import require

LOOKS_FOR = 5  # Seconds in which whoever can be found has been found.


class Visibility(Case):
    def visible(self, daemon):
        networks = daemon.call("net.here")["networks"]
        return bool(networks) and all(network["visible"] for network in networks)

    def move(self, office, computer, prefix):
        """To another network without a gateway, on the same switch."""
        office.run(computer, ["ip", "addr", "flush", "dev", "eth0"])
        office.run(computer, ["ip", "addr", "add", f"{prefix}.{computer + 10}/24", "brd", "+", "dev", "eth0"])

    def test_a_new_network_hides_who_comes_until_it_is_allowed(self):
        with self.office(3) as (office, (anna, bob, carol)):
            anna.start()
            bob.start()
            self.assert_see([anna, bob])
            self.assertTrue(self.visible(anna))
            self.send(anna, bob, ["we know each other"])
            self.send(bob, anna, ["and I you"])
            self.assert_arrive(anna, bob, ["we know each other"])
            self.assert_arrive(bob, anna, ["and I you"])

            with anna.control() as events:
                events.call("session.subscribe", {"kinds": ["network.unknown"]})
                for computer in office.computers():
                    self.move(office, computer, "10.99.1")
                self.assertEqual("eth0", events.event()["network"]["interface"])
            until(lambda: not self.visible(anna) and not self.visible(bob), "both are in an unknown network")
            carol.start()  # Her first network: she is seen there.
            self.assertIn("earshot net here allow", anna.cli("status").stdout)
            time.sleep(LOOKS_FOR)
            self.assertFalse(carol.sees(anna) or anna.sees(carol) or carol.sees(bob) or bob.sees(carol))

            bob.cli("net", "here", "allow")
            until(lambda: carol.sees(bob), "Carol sees Bob, who allowed it")
            until(lambda: anna.sees(bob) and bob.sees(anna), "Anna found Bob, whom she knows")
            time.sleep(LOOKS_FOR)
            self.assertFalse(carol.sees(anna))  # That Carol is here Bob may tell Anna, sooner or later.

            anna.cli("net", "here", "allow")
            self.assert_see([anna, bob, carol])

    def test_a_network_is_known_by_its_gateway(self):
        with self.office(2, subnets=2) as (office, (anna, _)):
            anna.start()
            (here,) = until(lambda: anna.call("net.here")["networks"], "a network")
            self.assertEqual(("10.77.1.1", True), (here["gateway"], here["visible"]))
            self.move(office, 1, "10.77.1")
            office.run(1, ["ip", "addr", "add", "10.77.1.77/24", "dev", "eth0"])
            office.run(1, ["ip", "route", "add", "default", "via", "10.77.1.1"])
            until(lambda: anna.call("net.here")["networks"] == [here], "another address, the same gateway")
            office.run(1, ["ip", "neigh", "replace", "10.77.1.1", "lladdr", "02:00:00:00:00:99", "dev", "eth0"])
            office.run(1, ["ip", "addr", "add", "10.77.1.78/24", "dev", "eth0"])
            until(lambda: not self.visible(anna), "another gateway, the same addresses")

    def test_nobody_is_seen_who_hides(self):
        with self.office(2) as (_, (anna, bob)):
            anna.start()
            (said,) = anna.json("net", "visibility", "hidden")
            self.assertEqual("hidden", said["visibility"])
            self.assertEqual("hidden", anna.call("net.status")["discovery"]["publishing"])
            bob.start()
            time.sleep(LOOKS_FOR)
            self.assertFalse(bob.sees(anna) or anna.sees(bob))
            anna.cli("net", "visibility", "known")
            self.assert_see([anna, bob])


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
