"""In an office of many, mDNS falls silent after the first minutes: twelve are visible, and nobody keeps looking."""
import sys
import textwrap
import time
import unittest

from daemons import until
from messages_test import Case
from office import require

DAEMONS = 14
BEACONS = 12
FRESH = 120  # Seconds in which everybody is visible and looks.
WATCHED = 20
# Prints how many packets to port 5353 it sees within argv[1] seconds.
COUNT = textwrap.dedent("""
    import socket, sys, time
    s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    end, count = time.monotonic() + float(sys.argv[1]), 0
    while (left := end - time.monotonic()) > 0:
        s.settimeout(left)
        try:
            packet, (_, protocol, kind, *_) = s.recvfrom(2048)
        except TimeoutError:
            break
        udp = {0x0800: 20, 0x86dd: 40}.get(protocol)
        count += udp is not None and kind != socket.PACKET_OUTGOING and packet[udp + 2:udp + 4] == b"\\x14\\xe9"
    print(count)
""")


def packets(office, computer, seconds):
    return int(office.run(computer, [sys.executable, "-c", COUNT, seconds], timeout=seconds + 60).stdout)


class Beacons(Case):
    def discovery(self, daemon):
        return daemon.call("net.status")["discovery"]

    def test_many_fall_silent_but_for_twelve_and_a_newcomer_finds_all(self):
        with self.office(DAEMONS + 1) as (office, everybody):
            *daemons, newcomer = everybody
            started = time.monotonic()
            for daemon in daemons:
                daemon.start()
            busy = packets(office, newcomer_computer := DAEMONS + 1, WATCHED)
            self.assert_see(daemons)
            time.sleep(max(0.0, FRESH + 10 - (time.monotonic() - started)))

            def publishing():
                return [d for d in daemons if self.discovery(d)["publishing"] != "no"]

            until(lambda: len(publishing()) <= BEACONS, "all but the beacons are silent")
            quiet = packets(office, newcomer_computer, WATCHED)
            said = [self.discovery(daemon) for daemon in daemons]
            print(f"mDNS packets in {WATCHED} s: {busy} at first, {quiet} later", file=sys.stderr)
            self.assertEqual(BEACONS, sum(each["publishing"] == "beacon" for each in said), said)
            self.assertEqual(BEACONS, sum(each["state"] == "announced" for each in said), said)
            self.assertTrue(all(each["looking"] in ("no", "beacon") for each in said), said)
            self.assertLess(sum(each["looking"] == "beacon" for each in said), BEACONS)
            self.assertLess(quiet, busy)

            newcomer.start()
            self.assert_see([newcomer])
            self.assertEqual("fresh", self.discovery(newcomer)["publishing"])


if __name__ == "__main__":
    require()
    unittest.main(verbosity=2)
