"""The doctor names the true cause, whatever is wrong with the network."""
import glob
import json
import os
import sys
import unittest

from daemons import BIN, until
from messages_test import Case
from office import require, skip

SECONDS_MAX = 5.0
NETWORK_PROBLEM = 9
DROPS_INBOUND = """table inet filter {
    chain input {
        type filter hook input priority 0; policy drop;
        ct state established,related accept
        iifname "lo" accept
    }
}
"""
LISTENER = "import socket; s = socket.create_server(('0.0.0.0', 47700)); print('ready', flush=True); s.accept()"


class Doctor(Case):
    def examine(self, office, computer, daemon, *words):
        """All findings by check, and the exit code; run on the computer, where the socket is."""
        command = [BIN / "earshot", "--profile-dir", daemon.folder, "--json", "doctor", *words]
        done = office.run(computer, command, check=False)
        findings = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertTrue(findings, done.stderr)
        return {finding["id"]: finding for finding in findings}, done.returncode

    def assert_cause(self, found, cause):
        findings, status = found
        failures = [f"{each['id']} {each['code']}" for each in findings.values() if each["verdict"] == "fail"]
        self.assertEqual(cause, failures[0] if failures else None, findings)
        self.assertEqual(NETWORK_PROBLEM, status)

    def meet(self, *daemons):
        for daemon in daemons:
            daemon.start()
        self.assert_see(daemons)
        # A message each, so that both have dialled or been dialled by the other.
        for one, other in zip(daemons, daemons[1:]):
            self.send(one, other, ["hello"])
            self.assert_arrive(one, other, ["hello"])

    def test_nothing_is_wrong_in_a_healthy_office(self):
        with self.office(2) as (office, (anna, bob)):
            self.meet(anna, bob)
            findings, status = self.examine(office, 1, anna)
            self.assertEqual((0, set()), (status, {f["id"] for f in findings.values() if f["verdict"] == "fail"}))
            self.assertEqual("heard", findings["mcast.others"]["code"])
            self.assertEqual("reached", findings["unicast.in"]["code"])
            self.assertLess(anna.call("doctor.run")["took_ms"], SECONDS_MAX * 1000)
            findings, _ = self.examine(office, 1, anna, "--peer", bob.person)
            self.assertIn(findings["peer"]["code"], ("linked", "answers"))

    def test_daemon_not_running(self):
        with self.office(1) as (office, (anna,)):
            self.assert_cause(self.examine(office, 1, anna), "daemon not_running")

    def test_cable_out(self):
        with self.office(2) as (office, (anna, bob)):
            self.meet(anna, bob)
            office.cut(1)
            until(lambda: not anna.call("net.here")["networks"], "Anna's computer notices")
            self.assert_cause(self.examine(office, 1, anna), "iface unplugged")
            office.plug(1)

    def test_firewall_that_drops_who_comes_in(self):
        with self.office(2) as (office, (anna, bob)):
            self.meet(anna, bob)
            done = office.run(1, ["nft", "-f", "-"], input=DROPS_INBOUND, check=False)
            if done.returncode != 0:
                skip(f"this kernel tracks no connections: {done.stderr}")
            found = self.examine(office, 1, anna)
            self.assert_cause(found, "firewall keeps_out")
            self.assertEqual("not_reached", found[0]["unicast.in"]["code"])
            said = anna.cli("doctor", check=False).stdout
            self.assertIn("Most likely: the firewall of this computer keeps others out", said)

    def test_multicast_dropped(self):
        with self.office(2) as (office, (anna, bob)):
            office.multicast(False)
            self.meet(anna, bob)  # By broadcast.
            self.assert_cause(self.examine(office, 1, anna), "mcast.others dropped")

    def test_devices_kept_apart(self):
        with self.office(3, subnets=2) as (office, (anna, _, carol)):
            self.meet(anna, carol)
            office.isolate(True)
            office.run(1, ["ip", "neigh", "flush", "dev", "eth0"])
            self.assert_cause(self.examine(office, 1, anna), "isolation isolated")

    def test_who_else_reaches_somebody(self):
        with self.office(3) as (office, (anna, bob, carol)):
            office.isolate(True, 1, 2)
            for daemon in (anna, bob, carol):
                daemon.start()
            self.assert_see([anna, bob, carol])
            self.send(anna, bob, ["hello"])
            self.assert_arrive(anna, bob, ["hello"])  # By Carol's computer.
            said = self.examine(office, 1, anna, "--peer", bob.person)[0]["peer"]
            self.assertEqual(("ok", "through"), (said["verdict"], said["code"]))
            self.assertEqual((carol.name, "1", carol.name),
                             tuple(said["evidence"][key] for key in ("through", "asked", "reached_by")))
            carol.stop()
            said = until(lambda: self.not_from_here(office, anna, bob), "Carol's computer is missed")
            self.assertNotIn("reached_by", said["evidence"])

    def not_from_here(self, office, daemon, other):
        said = self.examine(office, 1, daemon, "--peer", other.person)[0]["peer"]
        return said if said["code"] != "through" else None

    def test_wrong_clock(self):
        libraries = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
        if not libraries:
            skip("there is no faketime")
        with self.office(3) as (office, (anna, bob, carol)):
            env = {"LD_PRELOAD": libraries[0], "FAKETIME": "-7m", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            anna.popen = lambda command, **options: office.popen(1, command, env=env, **options)
            self.meet(anna, bob)
            carol.start()
            self.assert_see([anna, bob, carol])
            self.send(anna, carol, ["hello"])
            self.assert_arrive(anna, carol, ["hello"])
            clock = until(lambda: self.clock(office, anna), "two clocks to compare with")
            self.assertEqual(("warn", "behind"), (clock["verdict"], clock["code"]))
            self.assertAlmostEqual(420, int(clock["evidence"]["seconds_behind"]), delta=20)

    def clock(self, office, daemon):
        clock = self.examine(office, 1, daemon)[0]["clock"]
        return clock if clock["evidence"].get("compared") == "2" else None

    def test_port_taken(self):
        with self.office(1) as (office, (anna,)):
            taker = office.popen(1, [sys.executable, "-c", LISTENER], stdout=-1)
            taker.stdout.readline()
            anna.start()
            findings, status = self.examine(office, 1, anna)
            port = findings["port"]
            self.assertEqual(("warn", "taken", "47701"), (port["verdict"], port["code"], port["evidence"]["port"]))
            self.assertIn(f"({taker.pid})", port["evidence"]["holder"])
            self.assertEqual(0, status)


if __name__ == "__main__":
    require()
    os.environ["LC_ALL"] = "C"
    unittest.main(verbosity=2)
