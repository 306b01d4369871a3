"""How long from the start of an mDNS helper until two computers have each other's address.

    bench/discovery_times.py build/release/bin [RUNS]

As root: on the loopback of a namespace, and over a cable (veth) between two namespaces. The first
computer has been there for three seconds when the second one starts; times are of the second's start.
"""
import base64, os, pathlib, selectors, statistics, subprocess, sys, time

SETTLED = 3.0
PATIENCE = 20.0
TAGS = "A" * 43


def name():
    return base64.b32encode(os.urandom(16)).decode().lower().rstrip("=")


class Computer:
    def __init__(self, programs, namespace, port):
        self.instance = name()
        command = [str(programs / "earshot-mdns")]
        if namespace:
            command = ["ip", "netns", "exec", namespace] + command
        self.start = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        words = f"interfaces\nannounce {self.instance} {name()} {port} {TAGS}\n"
        self.process.stdin.write(words.encode())
        self.process.stdin.flush()
        self.found = {}  # Instance to the time of its first sighting.
        self.rest = b""

    def read(self):
        data = os.read(self.process.stdout.fileno(), 65536)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            words = line.decode().split()
            if words[0] == "found":
                self.found.setdefault(words[3], time.monotonic())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def run_until(computers, condition, seconds):
    with selectors.DefaultSelector() as selector:
        for computer in computers:
            selector.register(computer.process.stdout, selectors.EVENT_READ, computer)
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            for key, _ in selector.select(0.05):
                key.data.read()


def measure(programs, first_namespace, second_namespace):
    first = Computer(programs, first_namespace, 47700)
    run_until([first], lambda: False, SETTLED)
    second = Computer(programs, second_namespace, 47701)
    both = lambda: second.instance in first.found and first.instance in second.found
    run_until([first, second], both, PATIENCE)
    times = [second.found.get(first.instance), first.found.get(second.instance)]
    second.end()
    first.end()
    return [(moment - second.start) * 1000 if moment else float("inf") for moment in times]


def report(title, programs, runs, *namespaces):
    times = [measure(programs, *namespaces) for _ in range(runs)]
    for what, column in (("the newcomer finds the other", 0), ("the other finds the newcomer", 1)):
        values = sorted(run[column] for run in times)
        print(f"{title:10} {what:30} min {values[0]:6.0f}  median {statistics.median(values):6.0f}"
              f"  max {values[-1]:6.0f} ms", flush=True)


def ip(*words):
    subprocess.run(["ip", *words], check=True)


if "EARSHOT_IN_NAMESPACE" not in os.environ:
    os.environ["EARSHOT_IN_NAMESPACE"] = "1"
    os.execvp("unshare", ["unshare", "--net", "--mount", sys.executable] + sys.argv)

programs = pathlib.Path(sys.argv[1]).resolve()
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 10
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
ip("link", "set", "lo", "up")
report("loopback", programs, runs, None, None)
for end in ("a", "b"):
    ip("netns", "add", end)
ip("link", "add", "eth0", "netns", "a", "type", "veth", "peer", "eth0", "netns", "b")
for end, address in (("a", "10.77.0.1/24"), ("b", "10.77.0.2/24")):
    ip("-n", end, "address", "add", address, "brd", "+", "dev", "eth0")
    ip("-n", end, "link", "set", "eth0", "up")
    ip("-n", end, "link", "set", "lo", "up")
time.sleep(3)  # IPv6 looks for duplicates of its new addresses.
report("cable", programs, runs, "a", "b")
