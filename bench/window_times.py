"""How long the window takes from its start to its first frame, and to the first with people on it; its memory; what it
costs when nothing happens; and how long a frame takes while somebody scrolls.

    /usr/bin/python3 bench/window_times.py build/release/bin [RUNS]

In an X server without a screen (Xvfb), drawn in software, against a real daemon whose database history-maker has filled
with 200 contacts and 10,000 messages; for scrolling 100,000 messages in one conversation. Memory and cost of idleness
are those of earshot-gui; what has a clock in it is window-bench. Prints a table. Needs what tests of the window need.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import time

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
os.environ["EARSHOT_BIN"] = str(PROGRAMS)
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tests/support"))
from daemons import Household  # noqa: E402  The folder of programs comes first.
import desktop  # noqa: E402

PEOPLE, MESSAGES, LONG, FRAMES = 200, 10_000, 100_000, 600
SETTLED, IDLE = 2.5, 20.0  # Seconds from the start until memory is read, and of doing nothing.


def made(house, name, people, messages):
    """A daemon with so many contacts and messages."""
    daemon = house.daemon(name)
    maker = [PROGRAMS / "history-maker"]
    daemon.stop()
    subprocess.run([*maker, "people", daemon.folder, str(people)], check=True)
    daemon.start()
    with daemon.control() as control:
        contacts = [person["id"] for person in control.call("people.list", {"limit": 500})["people"]]
        rows = [(control.call("conversation.open", {"who": person})["id"], person) for person in contacts]
    daemon.stop()
    subprocess.run([*maker, "messages", daemon.folder, daemon.person, str(messages)], check=True, text=True,
                   input="".join(f"{conversation} {person}\n" for conversation, person in rows))
    # Nobody is welcomed: no sheet over the first frame.
    (daemon.folder / "window.ini").write_text("[ui]\nwelcomed=true\n")
    daemon.start()
    return daemon, contacts


def bench(screen, daemon, *words):
    """What window-bench prints, by the first word of each line."""
    begin = str(time.monotonic_ns())
    done = subprocess.run([PROGRAMS / "window-bench", begin, daemon.folder, *words], env=screen.environment, check=True,
                          capture_output=True, text=True, timeout=300)
    lines = {}
    for line in done.stdout.splitlines():
        word, *rest = line.split(" ", 1)
        lines.setdefault(word, []).append(rest[0])
    return lines


def processor_time(pid):
    """Of all its threads, in seconds; waiting for a processor is not in it."""
    return sum(int(task.joinpath("schedstat").read_text().split()[0])
               for task in pathlib.Path(f"/proc/{pid}/task").iterdir()) / 1e9


def memory(pid):
    """Resident and proportional, in MiB."""
    fields = dict(line.split(":", 1)
                  for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("Rss", "Pss"))


def spread(values, digits=0):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def quantiles(values):
    ordered = sorted(values)
    return " / ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.1f}" for part in (0.5, 0.95, 0.99))


def main():
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    if reason := desktop.missing():
        sys.exit(reason)
    with desktop.Desktop() as screen, Household() as house:
        load = os.getloadavg()[0]
        usual, _ = made(house, "Usual", PEOPLE, MESSAGES)
        starts = [bench(screen, usual) for _ in range(runs)]
        sizes = []
        for _ in range(3):
            window = screen.open("earshot-gui", "--profile-dir", usual.folder)
            time.sleep(SETTLED)
            sizes.append(memory(window.process.pid))
            if len(sizes) == 3:
                time.sleep(SETTLED)
                before = processor_time(window.process.pid)
                time.sleep(IDLE)
                idle = (processor_time(window.process.pid) - before) / IDLE * 100
            window.close()
        long, contacts = made(house, "Long", 1, LONG)
        scrolled = bench(screen, long, contacts[0], str(FRAMES))
        frames = [tuple(int(each) / 1000 for each in line.split()) for line in scrolled["scrolled"]]
        oldest = int(scrolled["oldest"][0].split()[1].rstrip(","))
    resident, proportional = zip(*sizes)
    print(f"load average {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end; {runs} starts, {FRAMES} frames")
    print("| What | Measured | Aim |\n| --- | --- | --- |")
    print(f"| start to the first frame | {spread([float(each['frame'][0]) for each in starts])} ms | 400 ms |")
    print(f"| start to the first frame with people | {spread([float(each['people'][0]) for each in starts])} ms | |")
    print(f"| resident / proportional memory | {spread(resident)} / {spread(proportional)} MiB | 90 MiB |")
    print(f"| processor time when nothing happens | {idle:.2f} % | 1 % |")
    print(f"| a frame while scrolling through {LONG - oldest} messages, p50 / p95 / p99 | "
          f"{quantiles([wall for wall, _ in frames])} ms | 16.7 ms |")
    print(f"| processor time in it | {quantiles([used for _, used in frames])} ms | |")


if __name__ == "__main__":
    main()
