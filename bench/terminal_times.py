"""How long the terminal face takes from its start to its first picture with people on it, and its memory; how long a
verb of the command line takes beyond its calls.

    python3 bench/terminal_times.py build/release/bin [RUNS]

It runs on a pseudo terminal that answers what terminals answer, against a real daemon with one neighbour and a
conversation of 500 messages. The first picture is there when the neighbour's name was written to the terminal. The
daemon may be of another build: EARSHOT_DAEMON is its folder.
"""
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import termios
import time

PROGRAMS = os.path.abspath(sys.argv[1])
os.environ["EARSHOT_BIN"] = os.environ.get("EARSHOT_DAEMON", PROGRAMS)
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tests/support"))
from daemons import Household, befriend, until  # noqa: E402  The folder of programs comes first.

COLUMNS, ROWS = 100, 30
MESSAGES = 500
SETTLED = 1.0  # Seconds after the first picture, until memory is read.
ANSWERS = [(rb"\x1b\[5n", b"\x1b[0n"), (rb"\x1b\[\?6n", b"\x1b[?1;1R"), (rb"\x1b\[6n", b"\x1b[1;1R"),
           (rb"\x1b\[c", b"\x1b[?64;1;2c"), (rb"\x1b\[>c", b"\x1b[>41;370;0c"),
           (rb"\x1b\[=c", b"\x1bP!|00000000\x1b\\"), (rb"\x1b\[>q", b"\x1bP>|XTerm(370)\x1b\\"),
           (rb"\x1b\]11;\?\x1b\\", b"\x1b]11;rgb:1313/1616/1818\x1b\\")]


class Terminal:
    """A terminal of our own: takes what is written, answers questions."""

    def __init__(self, command):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.begin = time.monotonic()
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                        env=os.environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"})
        os.close(slave)
        self.written = b""
        self.answered = 0

    def wait_for(self, text, seconds=10):
        while text not in self.written:
            if not select.select([self.master], [], [], seconds)[0]:
                raise AssertionError(f"{text} was not written: {self.written[-300:]}")
            self.written += os.read(self.master, 65536)
            self._answer()
        return time.monotonic() - self.begin

    def _answer(self):
        found = [(match.start(), match.end(), answer) for question, answer in ANSWERS
                 for match in re.finditer(question, self.written[self.answered:])]
        for _, _, answer in sorted(found):
            os.write(self.master, answer)
        if found:
            self.answered += max(end for _, end, _ in found)

    def rest(self, seconds):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                self.written += os.read(self.master, 65536)
                self._answer()

    def processor_time(self):
        """Since its start, ms; waiting for a processor is not in it."""
        with open(f"/proc/{self.process.pid}/schedstat", encoding="ascii") as schedstat:
            return int(schedstat.read().split()[0]) / 1e6

    def memory(self):
        """Resident and proportional, in MiB."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as rollup:
            fields = dict(line.split(":", 1) for line in rollup.read().splitlines()[1:])
        return tuple(int(fields[name].split()[0]) / 1024 for name in ("Rss", "Pss"))

    def close(self):
        os.write(self.master, b"\x11")  # Ctrl-Q
        while self.process.poll() is None:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    break
        self.process.wait(10)
        os.close(self.master)


def verb_times(daemon, runs):
    """Of `earshot rpc session.ping`, its processor time, and of the same two calls without a program, in ms."""
    command = [f"{PROGRAMS}/earshot", "--profile-dir", str(daemon.folder), "--no-start", "rpc", "session.ping"]
    verbs, used, calls = [], [], []
    for _ in range(runs):
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, process.returncode, usage = os.wait4(process.pid, 0)
        verbs.append((time.monotonic() - begin) * 1000)
        used.append((usage.ru_utime + usage.ru_stime) * 1000)
        begin = time.monotonic()
        daemon.call("session.ping")
        calls.append((time.monotonic() - begin) * 1000)
    return verbs, used, calls


def spread(times):
    return f"p50 {statistics.median(times):.1f}, least {min(times):.1f}, most {max(times):.1f}"


def main():
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with Household() as house:
        anna = house.daemon("Anna")
        bob = house.daemon("Bob", seeds=[anna])
        until(lambda: anna.sees(bob) and bob.sees(anna), "they see each other")
        befriend(anna, bob)
        with bob.control() as control:
            for number in range(MESSAGES):
                control.call("message.send", {"to": anna.person, "body": f"Message {number}, of **some** words."})
        until(lambda: len(anna.messages(bob)) == MESSAGES, "all messages are there")
        times, used, memory = [], [], []
        for _ in range(runs):
            terminal = Terminal([f"{PROGRAMS}/earshot", "--profile-dir", str(anna.folder)])
            times.append(terminal.wait_for(b"Bob") * 1000)
            used.append(terminal.processor_time())
            os.write(terminal.master, b"\x1b1")  # Alt-1: the conversation.
            terminal.wait_for(f"Message {MESSAGES - 1},".encode())
            terminal.rest(SETTLED)
            memory.append(terminal.memory())
            terminal.close()
        verbs, verbs_used, calls = verb_times(anna, 4 * runs)
        resident, proportional = zip(*memory)
        print(f"load average {os.getloadavg()[0]:.1f}, {runs} runs")
        print(f"start to people on the screen, ms: {spread(times)}; processor time {spread(used)}")
        print(f"memory with a conversation open, MiB: resident {spread(resident)}; proportional {spread(proportional)}")
        print(f"a verb, ms: {spread(verbs)}; processor time {spread(verbs_used)}; its calls alone: {spread(calls)}")


if __name__ == "__main__":
    main()
