"""The doctor names the true cause, whatever is wrong with the network."""
import contextlib
import glob
import json
import os
import subprocess
import sys
import unittest

from daemons import BIN, Household, until
from messages_test import Case
from mounts import enter_own_mounts, fill, small_disk
from office import require, skip

SECONDS_MAX = 5.0
NETWORK_PROBLEM = 9
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
DISK_BYTES = 16 * 1024 * 1024
LISTENER = "import socket; s = socket.create_server(('0.0.0.0', 47700)); print('ready', flush=True); s.accept()"


@contextlib.contextmanager
def as_nobody():
    """What is opened within is opened by nobody, who is no root."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


class Doctor(Case):
    def examine(self, office, computer, daemon, *words, user=()):
        """All findings by check, and the exit code; run on the computer, where the socket is."""
        command = [*user, BIN / "earshot", "--profile-dir", daemon.folder, "--json", "doctor", *words]
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

    def test_two_people_at_one_computer_are_no_others_to_be_heard(self):
        with self.office(1) as (office, (anna,)), Household() as house:
            bob = self.profile(office, house, 1)
            self.meet(anna, bob)
            findings, status = self.examine(office, 1, anna)
            self.assertEqual("nobody_to_hear", findings["mcast.others"]["code"], findings)
            self.assertEqual(0, status, findings)

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
            office.drop_inbound(1)
            found = self.examine(office, 1, anna)
            self.assert_cause(found, "firewall keeps_out")
            self.assertEqual("not_reached", found[0]["unicast.in"]["code"])
            said = anna.cli("doctor", check=False).stdout
            self.assertIn("Most likely: the firewall of this computer keeps others out", said)

    def run_as_nobody(self, office, computer, daemon):
        """From its next start on; who asks it has to be nobody, too."""
        trial = subprocess.run([*AS_NOBODY, BIN / "earshot-daemon", "--version"], capture_output=True, check=False)
        if trial.returncode != 0:
            skip("nobody may not run these programs")
        daemon.folder.parent.chmod(0o711)
        daemon.folder.mkdir(mode=0o700)
        os.chown(daemon.folder, NOBODY, NOBODY)
        daemon.popen = lambda command, **options: office.popen(computer, AS_NOBODY + command, **options)
        control = daemon.control

        def control_as_nobody(**options):
            with as_nobody():
                return control(**options)

        daemon.control = control_as_nobody

    def behind_unreadable_firewall(self, office, anna, bob):
        """What the doctor finds there who is not root."""
        self.run_as_nobody(office, 1, anna)
        office.drop_inbound(1)
        bob.start()
        anna.start("--seed", f"{office.address(2)}:{bob.port}")
        self.assert_see([anna, bob])
        found = self.examine(office, 1, anna, user=AS_NOBODY)
        self.assert_cause(found, "unicast.in not_reached")
        self.assertEqual("open_port", found[0]["unicast.in"]["fix"])
        # Bob does nobody the favour again at once; what he found still counts.
        self.assert_cause(self.examine(office, 1, anna, user=AS_NOBODY), "unicast.in not_reached")
        return found

    def test_firewall_whose_rules_only_root_may_read(self):
        with self.office(2) as (office, (anna, bob)):
            found = self.behind_unreadable_firewall(office, anna, bob)
            self.assertEqual(("skip", "not_readable"), self.verdict(found, "firewall"))

    def test_firewall_that_everybody_may_know_to_be_on(self):
        with self.office(2) as (office, (anna, bob)):
            (office.home(1) / "run").chmod(0o711)
            (office.home(1) / "run" / "firewalld").mkdir()  # As it makes where it runs.
            found = self.behind_unreadable_firewall(office, anna, bob)
            self.assertEqual(("warn", "perhaps"), self.verdict(found, "firewall"))
            said = found[0]["firewall"]
            self.assertEqual("firewalld", said["evidence"]["program"])
            self.assertIn(said["fix"], ("allow_firewalld", "allow_firewalld_service"))

    @staticmethod
    def verdict(found, check):
        return found[0][check]["verdict"], found[0][check]["code"]

    def test_hidden_from_strangers(self):
        with self.office(2) as (office, (anna, bob)):
            self.meet(anna, bob)
            self.assertEqual(("ok", "seen"), self.verdict(self.examine(office, 1, anna), "visibility"))
            anna.cli("net", "visibility", "hidden")
            self.assert_hidden(office, anna)
            anna.cli("net", "visibility", "known")
            self.assertEqual(("ok", "seen"), self.verdict(self.examine(office, 1, anna), "visibility"))
            office.run(1, ["sh", "-c", "ip addr flush dev eth0 && ip addr add 10.99.1.11/24 brd + dev eth0"])
            until(lambda: any(not each["known"] for each in anna.call("net.here")["networks"]), "a new network")
            self.assert_hidden(office, anna)
            anna.cli("net", "here", "allow")
            self.assertEqual(("ok", "seen"), self.verdict(self.examine(office, 1, anna), "visibility"))

    def assert_hidden(self, office, daemon):
        found = self.examine(office, 1, daemon)
        self.assertEqual(("warn", "hidden"), self.verdict(found, "visibility"))
        said = found[0]["visibility"]
        self.assertEqual(("eth0", "allow_here"), (said["evidence"]["interface"], said["fix"]))
        self.assertIn("strangers do not see you on eth0", daemon.cli("doctor", check=False).stdout)

    def test_full_disk(self):
        with self.office(2) as (office, (anna, bob)), small_disk(anna.folder, DISK_BYTES):
            self.meet(anna, bob)
            self.assertEqual(("warn", "low"), self.verdict(self.examine(office, 1, anna), "disk"))
            fill(anna.folder, but=DISK_BYTES // 16)
            found = self.examine(office, 1, anna)
            self.assert_cause(found, "disk full")
            self.assertEqual("make_room", found[0]["disk"]["fix"])
            self.assertIn("Most likely: the disk is full", anna.cli("doctor", check=False).stdout)

    def test_store_on_a_disk_without_any_room(self):
        with self.office(2) as (office, (anna, bob)), small_disk(anna.folder, DISK_BYTES):
            self.meet(anna, bob)
            fill(anna.folder)
            until(lambda: anna.cli("send", bob.person, "x" * 1000, check=False).returncode != 0, "no room left")
            found = self.examine(office, 1, anna)
            self.assert_cause(found, "disk full")
            self.assertEqual(("fail", "broken"), self.verdict(found, "store"))
            anna.cli("daemon", "stop")

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

    def test_packets_lost_on_the_way_for_their_size(self):
        """As in a tunnel that tells nobody how little it carries."""
        with self.office(2) as (office, (anna, bob)):
            self.meet(anna, bob)
            self.assertEqual("usual", self.examine(office, 1, anna)[0]["mtu"]["code"])
            office.narrow(2, 1400)
            found = self.examine(office, 1, anna)[0]["mtu"]
            self.assertEqual(("warn", "cut"), (found["verdict"], found["code"]), found)
            self.assertIn("lost on the way", anna.cli("doctor", check=False).stdout)

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
    enter_own_mounts()
    os.environ["LC_ALL"] = "C"
    unittest.main(verbosity=2)
