"""The office itself: computers reach one another, frames get lost, cables are cut, and nothing outlives it."""
import os
import pathlib
import signal
import subprocess
import sys
import textwrap
import time
import unittest

from office import Office, OfficeError, require

PYTHON = sys.executable
PORT = 4770
GROUP = "224.0.0.251"
ON_ETH0 = f'struct.pack("4s4si", socket.inet_aton("{GROUP}"), bytes(4), socket.if_nametoindex("eth0"))'
ECHO = textwrap.dedent(f"""
    import socket, struct
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("", {PORT}))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, {ON_ETH0})
    print("ready", flush=True)
    while True:
        data, sender = s.recvfrom(99)
        s.sendto(data, sender)
""")
# Sends numbered datagrams to argv[1], argv[2] of them, and prints how many came back.
ASK = textwrap.dedent(f"""
    import socket, struct, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, {ON_ETH0})
    s.settimeout(0.5)
    back = set()
    for i in range(int(sys.argv[2])):
        try:
            s.sendto(str(i).encode(), (sys.argv[1], {PORT}))
            if i % 100 == 99 or i == int(sys.argv[2]) - 1:
                while len(back) <= i:
                    back.add(s.recv(99))
        except OSError:
            pass
    print(len(back))
""")


def listen(office, i):
    server = office.popen(i, [PYTHON, "-c", ECHO], stdout=subprocess.PIPE, text=True)
    assert server.stdout.readline() == "ready\n"
    return server


def answers(office, i, address, count=3):
    return int(office.run(i, [PYTHON, "-c", ASK, address, count]).stdout)


def processes_with(mark):
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes():
                found.append(path)
        except OSError:
            pass
    return found


def wait_until_gone(mark):
    deadline = time.monotonic() + 10
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not processes_with(mark)


class Segment(unittest.TestCase):
    def test_computers_reach_one_another_until_the_cable_is_cut(self):
        with Office(3) as office:
            listen(office, 1)
            for i in (2, 3):
                self.assertEqual(3, answers(office, i, office.address(1)))
            office.cut(1)
            self.assertEqual(0, answers(office, 2, office.address(1)))
            office.plug(1)
            self.assertEqual(3, answers(office, 2, office.address(1)))

    def test_loses_as_many_frames_as_it_is_told(self):
        with Office(2) as office:
            listen(office, 1)
            answers(office, 2, office.address(1))  # Both know the other's hardware address from now on.
            office.loss(50)
            back = answers(office, 2, office.address(1), 400)
            self.assertTrue(50 < back < 160, f"{back} of 400 came back; 100 should")
            office.loss(0)
            self.assertEqual(100, answers(office, 2, office.address(1), 100))

    def test_isolated_computers_do_not_see_one_another(self):
        with Office(2) as office:
            listen(office, 1)
            office.isolate(True)
            self.assertEqual(0, answers(office, 2, office.address(1)))
            office.isolate(False)
            self.assertEqual(3, answers(office, 2, office.address(1)))

    def test_isolated_computers_see_the_others(self):
        with Office(3) as office:
            office.isolate(True, 1, 2)
            listen(office, 1)
            self.assertEqual(0, answers(office, 2, office.address(1)))
            self.assertEqual(3, answers(office, 3, office.address(1)))

    def test_carries_multicast_until_told_not_to(self):
        with Office(2) as office:
            listen(office, 1)
            self.assertEqual(3, answers(office, 2, GROUP))
            office.multicast(False)
            self.assertEqual(0, answers(office, 2, GROUP))
            self.assertEqual(3, answers(office, 2, office.address(1)))

    def test_router_carries_unicast_only(self):
        with Office(2, subnets=2) as office:
            listen(office, 1)
            self.assertEqual(3, answers(office, 2, office.address(1)))
            self.assertEqual(0, answers(office, 2, GROUP))


class Computer(unittest.TestCase):
    def test_has_its_own_name_run_folder_and_home(self):
        with Office(2) as office:
            for i in office.computers():
                self.assertEqual(f"pc{i}\n", office.run(i, ["hostname"]).stdout)
                self.assertEqual("", office.run(i, ["ls", "/run"]).stdout)
                self.assertEqual(f"{office.home(i)}\n", office.run(i, ["sh", "-c", "echo $HOME"]).stdout)
            office.run(1, ["touch", "/run/mine"])
            self.assertEqual("mine\n", office.run(1, ["ls", "/run"]).stdout)
            self.assertEqual("", office.run(2, ["ls", "/run"]).stdout)

    def test_that_does_not_exist_is_refused(self):
        with Office(1) as office:
            with self.assertRaises(OfficeError):
                office.cut(2)
            with self.assertRaises(OfficeError):
                office.run(1, ["false"])

    def test_process_id_is_that_of_the_command(self):
        with Office(1) as office:
            process = office.popen(1, ["sleep", "300"], stdout=subprocess.DEVNULL)
            comm = pathlib.Path(f"/proc/{process.pid}/comm")
            while comm.read_text() != "sleep\n":
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            self.assertEqual(-signal.SIGKILL, process.wait())


class End(unittest.TestCase):
    def test_kills_what_went_into_the_background(self):
        mark = f"300.{os.getpid()}1"
        with Office(1) as office:
            office.run(1, ["setsid", "--fork", "sh", "-c", f"exec sleep {mark} >/dev/null 2>&1"])
            self.assertEqual(1, len(processes_with(mark)))
            home = office.home(1)
        self.assertTrue(wait_until_gone(mark))
        self.assertFalse(home.exists())

    def test_comes_even_when_the_test_is_killed(self):
        mark = f"300.{os.getpid()}2"
        script = textwrap.dedent(f"""
            import sys
            from office import Office
            office = Office(1).__enter__()
            office.popen(1, ["sh", "-c", "echo up; exec sleep {mark}"])
            print(office.root, flush=True)
            sys.stdin.read()
        """)
        test = subprocess.Popen([PYTHON, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                env=os.environ | {"PYTHONPATH": str(pathlib.Path(__file__).parent)})
        lines = {test.stdout.readline().strip(), test.stdout.readline().strip()}
        self.assertEqual(1, len(processes_with(mark + "\0")))
        test.kill()
        test.communicate()
        self.assertTrue(wait_until_gone(mark))
        lines.remove("up")
        subprocess.run(["rm", "-r", *lines], check=True)


if __name__ == "__main__":
    require()
    unittest.main()
