"""Runs a transcript: a text file that a user can read, and that the programs must reproduce.

    $ command            must exit with 0
    ! 5 command          must exit with 5
    ~ command            is repeated until it does what stands below, for at most 20 seconds
    alice$ command       the same as another person: each has folders of their own

Below a command stands what it prints: standard output as it is, standard error after `2> `. In both, `...` alone on a
line is any number of lines, `<...>` any text, `<name>` some word, the same wherever the name comes again; in a command,
`<name>` is replaced by that word. Commands run in bash.

    needs fish                           is skipped where there is no such program
    alone                                plays in a network that has nothing but loopback
    daemon alice OPTIONS                 starts `earshot daemon run` for loopback; binds <alice> and <alice-port>
    daemon> METHOD -> {"a": 1}           a scripted daemon answers so (the first such line starts it)
    daemon> METHOD -> failure not_found {"message": "..."}
    daemon> METHOD -> hang               or close, garbage, huge, stranger, text: see scripted_daemon.py
    daemon> event {"event": "..."}       is sent to whoever subscribes
    daemon< METHOD {"a": 1}              the last call of the method had these parameters, perhaps others too

Lines that begin with `#` tell the story.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from scripted_daemon import ScriptedDaemon

COMMAND = re.compile(r"^(?P<who>[a-z]*)(?:(?P<sign>[$~])|! (?P<code>\d+)) (?P<command>.*)$")
BEGINS = re.compile(rf"$|# |needs |alone$|daemon[<>]? |{COMMAND.pattern}")  # Not the output of a command.
PLACEHOLDER = re.compile(r"<([a-z][a-z-]*|\.\.\.)>")
COMMAND_SECONDS = 30
REPEAT_SECONDS = 20
FAILURE_CODE = -32000


class Mismatch(Exception):
    pass


class Skipped(Exception):
    pass


def midday_zone():
    """Where it is noon now, or a little later: nothing that is shown was yesterday, or will be tomorrow."""
    return f"NOON{time.gmtime().tm_hour - 12:+d}"  # POSIX counts west of Greenwich.


class Person:
    """The folders that one user of one computer would have."""

    def __init__(self, folder, zone):
        self.folder = folder
        self.zone = zone
        self.runtime = folder / "run"
        for place in (folder, self.runtime, self.runtime / "earshot"):
            place.mkdir(mode=0o700, parents=True)
        self.profile = folder / ".local/share/earshot/default"
        self.socket = self.runtime / "earshot/default.sock"

    def environment(self):
        path = os.environ["EARSHOT_BIN"] + os.pathsep + os.environ["PATH"]
        # Without a system bus: what a test announces must not go out through this computer's Avahi.
        return {"PATH": path, "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.runtime), "TZ": self.zone,
                "USER": self.folder.name, "LOGNAME": self.folder.name, "TERM": "dumb", "LC_ALL": "C.UTF-8",
                "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.runtime}/no-bus"}


class Stage:
    """What a transcript plays on: people, their daemons, and the words that placeholders stand for."""

    def __init__(self, zone):
        self.zone = zone
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="earshot-e2e-"))
        self.people = {}
        self.scripted = None
        self.daemons = []
        self.words = {}

    def person(self, name):
        name = name or "alice"
        if name not in self.people:
            self.people[name] = Person(self.folder / name, self.zone)
        return self.people[name]

    def script(self):
        if self.scripted is None:
            person = self.person("alice")
            self.scripted = ScriptedDaemon(str(person.socket))
        return self.scripted

    def run_daemon(self, name, options):
        person = self.person(name)
        log = open(self.folder / f"{name}.log", "w")
        if "--name" not in options:
            options = f"--name {name.capitalize()} {options}"
        command = ["bash", "-c", f"exec earshot daemon run --listen 127.0.0.1:0 --no-mdns {options}"]
        daemon = subprocess.Popen(command, env=person.environment(), cwd=person.folder, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=log, text=True)
        self.daemons.append(daemon)
        ready = re.match(r"ready id=(\S+) port=(\d+)$", daemon.stdout.readline())
        if not ready:
            raise Mismatch(f"the daemon of {name} is not ready:\n" + (self.folder / f"{name}.log").read_text())
        self.words[name], self.words[f"{name}-port"] = ready.groups()

    def run(self, who, command):
        person = self.person(who)
        process = subprocess.Popen(["bash", "-c", command], env=person.environment(), cwd=person.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, errors="backslashreplace", start_new_session=True)
        try:
            out, error = process.communicate(timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise Mismatch(f"it still runs after {COMMAND_SECONDS} s") from None
        return process.returncode, out.splitlines(), error.splitlines()

    def close(self):
        if self.scripted:
            self.scripted.stop()
        for daemon in self.daemons:
            daemon.terminate()
        for daemon in self.daemons:
            daemon.wait(timeout=10)
        for person in self.people.values():
            if person.profile.exists() and self.scripted is None:
                subprocess.run(["earshot", "daemon", "stop"], env=person.environment(), check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder)


def substituted(text, words):
    def word(match):
        if match[1] not in words:
            raise Mismatch(f"nothing says what {match[0]} is")
        return words[match[1]]
    return PLACEHOLDER.sub(word, text)


def pattern_of(line, words):
    """A regular expression for one expected line; words that are known stand in it literally."""
    pattern, seen, end = "", set(), 0
    for match in PLACEHOLDER.finditer(line):
        pattern += re.escape(line[end:match.start()])
        end = match.end()
        name = match[1].replace("-", "_")
        if match[1] == "...":
            pattern += ".*"
        elif match[1] in words:
            pattern += re.escape(words[match[1]])
        elif name in seen:
            pattern += f"(?P={name})"
        else:
            seen.add(name)
            pattern += rf"(?P<{name}>[^\s,]+)"
    return pattern + re.escape(line[end:])


def matches(expected, actual, words):
    """Words extended by what placeholders stand for, or None."""
    if not expected:
        return words if not actual else None
    if expected[0] == "...":
        for skipped in range(len(actual) + 1):
            found = matches(expected[1:], actual[skipped:], words)
            if found is not None:
                return found
        return None
    if not actual:
        return None
    match = re.fullmatch(pattern_of(expected[0], words), actual[0])
    if match is None:
        return None
    found = {name.replace("_", "-"): word for name, word in match.groupdict().items()}
    return matches(expected[1:], actual[1:], {**words, **found})


def check(stage, result, code, expected):
    got_code, out, error = result
    words = stage.words
    for stream, lines in (("output", out), ("error output", error)):
        wanted = [line for line in expected if not line.startswith("2> ")]
        if stream == "error output":
            wanted = [line[3:] for line in expected if line.startswith("2> ")]
        found = matches(wanted, lines, words)
        if found is None:
            raise Mismatch("\n".join([f"{stream} differs; wanted:", *wanted, "got:", *lines,
                                      f"(exit code {got_code}; error output: {error})"]))
        words = found
    if got_code != code:
        raise Mismatch("\n".join([f"exit code {got_code}, wanted {code}", *out, *error]))
    stage.words = words


def play_command(stage, match, expected):
    command = substituted(match["command"], stage.words)
    code = int(match["code"] or 0)
    deadline = time.monotonic() + (REPEAT_SECONDS if match["sign"] == "~" else 0)
    while True:
        try:
            return check(stage, stage.run(match["who"], command), code, expected)
        except Mismatch:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.05)


def play_script(stage, line):
    daemon = stage.script()
    if line.startswith("daemon> event "):
        daemon.events.append(json.loads(line.removeprefix("daemon> event ")))
    elif line.startswith("daemon> "):
        method, outcome = line.removeprefix("daemon> ").split(" -> ", 1)
        if outcome.startswith("failure "):
            _, kind, fields = outcome.split(" ", 2)
            fields = json.loads(fields)
            message = fields.pop("message", "")
            outcome = {"error": {"code": FAILURE_CODE, "message": message,
                                 "data": {"kind": kind, "retryable": False, **fields}}}
        elif outcome.startswith("{"):
            outcome = {"result": json.loads(outcome)}
        daemon.script(method, outcome)
    else:
        method, fields = line.removeprefix("daemon< ").split(" ", 1)
        calls = [params for called, params in daemon.calls if called == method]
        wanted = json.loads(substituted(fields, stage.words))
        if not calls or not wanted.items() <= calls[-1].items():
            raise Mismatch(f"{method} was called with {calls[-1:]}")


def go_alone():
    """Starts again inside a network namespace. Comes back only there."""
    if "EARSHOT_ALONE" in os.environ:
        return
    enter = ["unshare", "--net"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    if subprocess.run([*enter, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode != 0:
        raise Skipped("this system allows no network namespaces")
    os.environ["EARSHOT_ALONE"] = "yes"
    os.execvp(enter[0], [*enter, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv])


def play(path):
    lines = path.read_text().splitlines()
    if "alone" in lines:
        go_alone()
    # A scripted daemon tells of times that its script says.
    is_scripted = any(line.startswith("daemon> ") for line in lines)
    stage = Stage("UTC" if is_scripted else midday_zone())
    number = 0
    try:
        while number < len(lines):
            line, start = lines[number], number + 1
            number += 1
            command = COMMAND.match(line)
            expected = []
            while command and number < len(lines) and not BEGINS.match(lines[number]):
                expected.append(lines[number])
                number += 1
            try:
                if command:
                    play_command(stage, command, expected)
                elif line.startswith(("daemon> ", "daemon< ")):
                    play_script(stage, line)
                elif line.startswith("needs "):
                    for program in line.split()[1:]:
                        if shutil.which(program) is None:
                            raise Skipped(f"no {program} here")
                elif line.startswith("daemon "):
                    _, name, options = (line + " ").split(" ", 2)
                    stage.run_daemon(name, substituted(options, stage.words))
                elif line and line != "alone" and not line.startswith("#"):
                    raise Mismatch("this line is neither a command nor anything else")
            except Mismatch as problem:
                return f"{path.name}:{start}: {line}\n{problem}"
    finally:
        stage.close()
    return None


if __name__ == "__main__":
    os.environ["PATH"] = os.environ["EARSHOT_BIN"] + os.pathsep + os.environ["PATH"]
    try:
        sys.exit(play(pathlib.Path(sys.argv[1])))
    except Skipped as reason:
        print(f"SKIPPED: {reason}")
        sys.exit(77)
