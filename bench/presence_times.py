"""How fast everybody knows what becomes of somebody, and what it costs to sit there: Earshot beside HashiCorp's Serf.

    python3 bench/presence_times.py build/release/bin [--computers 50] [--settle 360] [--only earshot|serf]

As root. Each program runs on so many computers (network namespaces on one switch) as it ships, both encrypting. After
`settle` seconds, when what starts brings about is over, an idle minute is measured, then changes of status, then
deaths by SIGKILL. Both are observed from outside by one thread: Earshot through its control socket, from the
call that changes the status on; Serf through its log, from the line on in which the changed agent says so itself.
"""
import argparse
import contextlib
import os
import pathlib
import re
import selectors
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/support"), str(ROOT / "tests/office")]

from follower import Follower

CHANGES = 20
DEATHS = 5
PAUSE = 2.0
IDLE = 60.0
PATIENCE = 120.0
SERF_PORT = 7946


class Earshot:
    name = "Earshot"

    def __init__(self, office, stack):
        from daemons import Household  # Only now is it known where the programs are.
        self.house = stack.enter_context(Household())
        self.daemons = [self.house.profile(f"pc{i}", popen=lambda command, i=i, **options:
                                           office.popen(i, command, **options)) for i in office.computers()]
        self.watch = None
        self.stack = stack

    def start(self):
        from watch import Watch
        for daemon in self.daemons:
            daemon.start()
        self.watch = self.stack.enter_context(Watch(self.daemons))
        self.watch.until_all_see_all(PATIENCE)

    def follow(self, seconds):
        self.watch.follow(seconds)

    def change(self, which, text):
        since = time.monotonic()
        self.daemons[which].call("presence.set", {"state": "online", "text": text})
        return self.watch.times(self.daemons[which], ("online", text), since, PATIENCE)

    def kill(self, which):
        victim = self.daemons[which]
        self.watch.drop(victim)
        since = time.monotonic()
        victim.process.kill()
        times = self.watch.times(victim, ("offline",), since, PATIENCE)
        victim.kill()
        return times

    def processes(self):
        """Of each computer, the daemon and its helper."""
        return [with_children(daemon.process.pid) for daemon in self.daemons if daemon.process]


class Serf(Follower):
    name = "Serf"
    LINE = re.compile(rb"serf: (EventMember\w+): (\S+)")

    def __init__(self, office, _):
        super().__init__()
        self.office = office
        self.agents = {}  # By computer.
        self.rest = {}
        self.events = []  # (moment, observer, event, subject), as they came.
        self.key = subprocess.run(["serf", "keygen"], capture_output=True, text=True, check=True).stdout.strip()

    def start(self):
        for i in self.office.computers():
            command = ["serf", "agent", f"-node=pc{i}", f"-bind={self.office.address(i)}:{SERF_PORT}",
                       f"-encrypt={self.key}"]
            if i > 1:
                command.append(f"-join={self.office.address(1)}:{SERF_PORT}")
            agent = self.office.popen(i, command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.agents[i], self.rest[i] = agent, b""
            self.selector.register(agent.stdout, selectors.EVENT_READ, i)
            if i == 1:
                self.until(lambda: self.seen(1, "EventMemberJoin", 1))
        everybody = list(self.agents)
        self.until(lambda: all(self.seen(one, "EventMemberJoin", other) for one in everybody for other in everybody))

    def seen(self, observer, event, subject, since=0.0):
        """The moment when it was first seen."""
        wanted = (observer, event, f"pc{subject}")
        return next((moment for moment, *rest in self.events if tuple(rest) == wanted and moment >= since), None)

    def until(self, condition):
        if not self.follow_until(condition, PATIENCE):
            raise TimeoutError("Serf did not get there")

    def take(self, observer):
        data = os.read(self.agents[observer].stdout.fileno(), 65536)
        if not data:
            self.selector.unregister(self.agents[observer].stdout)
            return
        moment = time.monotonic()
        *lines, self.rest[observer] = (self.rest[observer] + data).split(b"\n")
        for line in lines:
            if found := self.LINE.search(line):
                self.events.append((moment, observer, found[1].decode(), found[2].decode()))

    def times(self, event, subject, since):
        others = [i for i, agent in self.agents.items() if agent.poll() is None and i != subject]
        self.until(lambda: all(self.seen(one, event, subject, since) for one in others))
        return [self.seen(one, event, subject, since) - since for one in others]

    def change(self, which, text):
        subject, before = which + 1, time.monotonic()
        # Followed from the first moment on: a line's time is that of its reading.
        command = self.office.popen(subject, ["serf", "tags", "-set", f"status={text}"], stdout=subprocess.DEVNULL)
        self.until(lambda: self.seen(subject, "EventMemberUpdate", subject, before))
        times = self.times("EventMemberUpdate", subject, self.seen(subject, "EventMemberUpdate", subject, before))
        command.wait()
        return times

    def kill(self, which):
        subject, since = which + 1, time.monotonic()
        self.agents[subject].kill()
        self.agents[subject].wait()
        return self.times("EventMemberFailed", subject, since)

    def processes(self):
        return [with_children(agent.pid) for agent in self.agents.values() if agent.poll() is None]


def with_children(pid):
    found = [pid]
    for children in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in children.read_text().split()]
    return found


def processor_seconds(pid):
    tasks = pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def memory_kib(pid, what):
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(rf"^{what}: *(\d+) kB", text, re.MULTILINE)[1])


def sent_bytes(office, computer):
    """Received and sent by its cable's end."""
    text = office.run(computer, ["cat", "/proc/net/dev"]).stdout
    words = next(line for line in text.splitlines() if line.strip().startswith("eth0:")).split(":")[1].split()
    return int(words[0]), int(words[8])


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def seconds(values):
    p50, p99, most = quantile(values, 0.5), quantile(values, 0.99), max(values)
    return f"{p50:.3f} / {p99:.3f} / {most:.3f} s"


def idle(program, office):
    groups = program.processes()
    processor = [sum(map(processor_seconds, pids)) for pids in groups]
    wire = [sent_bytes(office, i) for i in office.computers()]
    begin = time.monotonic()
    program.follow(IDLE)
    taken = time.monotonic() - begin
    processor = [sum(map(processor_seconds, pids)) - before for pids, before in zip(groups, processor)]
    after = [sent_bytes(office, i) for i in office.computers()]
    rates = [[(now - was) / taken for was, now in zip(*pair)] for pair in zip(wire, after)]
    received, sent = (statistics.mean(rate[k] for rate in rates) for k in (0, 1))
    resident, own = ([sum(memory_kib(pid, what) for pid in pids) / 1024 for pids in groups] for what in ("Rss", "Pss"))
    return {"idle: bytes per second and node, sent / received": f"{sent:,.0f} / {received:,.0f}",
            "idle: processor time per node, mean / max":
                f"{statistics.mean(processor) / taken * 100:.3f} / {max(processor) / taken * 100:.3f} %",
            "idle: resident memory per node, all processes": f"{statistics.mean(resident):.1f} MiB",
            "idle: the same, what is shared divided up (PSS)": f"{statistics.mean(own):.1f} MiB"}


def measure(kind, options):
    from office import Office
    rows = {}
    with Office(options.computers) as office, contextlib.ExitStack() as stack:
        program = kind(office, stack)
        print(f"{program.name}: starting, load average {os.getloadavg()[0]:.1f}", flush=True)
        begin = time.monotonic()
        program.start()
        rows["all started one after another, until all see all"] = f"{time.monotonic() - begin:.1f} s"
        program.follow(options.settle)
        rows["load average before / after what follows"] = f"{os.getloadavg()[0]:.1f} / "
        rows |= idle(program, office)
        changes = []
        for number in range(CHANGES):
            which = number * options.computers // CHANGES
            changes += program.change(which, f"change{number}")
            program.follow(PAUSE)
        rows[f"change of status known to all, p50 / p99 / max of {len(changes)}"] = seconds(changes)
        deaths = []
        for number in range(DEATHS):
            deaths += program.kill(1 + number * (options.computers - 1) // DEATHS)
            program.follow(PAUSE)
        rows[f"SIGKILL known to all, p50 / p99 / max of {len(deaths)}"] = seconds(deaths)
        rows["load average before / after what follows"] += f"{os.getloadavg()[0]:.1f}"
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--computers", type=int, default=50)
    parser.add_argument("--settle", type=float, default=360)
    parser.add_argument("--only", choices=["earshot", "serf"])
    options = parser.parse_args()
    if options.computers < DEATHS + 2:
        parser.error(f"at least {DEATHS + 2} computers: {DEATHS} die")
    os.environ["EARSHOT_BIN"] = str(options.programs.resolve())
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    kinds = [kind for kind in (Earshot, Serf) if options.only in (None, kind.name.lower())]
    if Serf in kinds and shutil.which("serf") is None:
        sys.exit("presence_times.py: there is no serf; ./run packages bench installs it, or say --only earshot")
    results = [measure(kind, options) for kind in kinds]
    print(f"| {options.computers} computers | " + " | ".join(kind.name for kind in kinds) + " |")
    print("| --- |" + " --- |" * len(kinds))
    for what in results[0]:
        print(f"| {what} | " + " | ".join(rows.get(what, "") for rows in results) + " |", flush=True)


if __name__ == "__main__":
    main()
