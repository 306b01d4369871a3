"""Real daemons for tests, and their control sockets.

    with Household() as house:
        anna, bob = house.daemon("Anna"), house.daemon("Bob", seeds=[...])
        anna.control().call("message.send", {"to": bob.person, "body": "hello"})

The end of the `with` kills every daemon and removes its folder; when the test failed, it prints the end of their logs.
"""
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77  # What ctest counts as skipped.
BIN = pathlib.Path(os.environ["EARSHOT_BIN"])
PATIENCE = float(os.environ.get("EARSHOT_TEST_PATIENCE", "90"))  # Seconds for what takes one on an idle machine.
LOG_LINES = 25


def skip(reason):
    print(f"SKIPPED: {reason}", flush=True)
    sys.exit(SKIPPED)


def until(condition, what, seconds=PATIENCE):
    """Asks until `condition` gives something true, and gives that."""
    deadline = time.monotonic() + seconds
    pause = 0.01
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:.0f} s")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    return found


class Refusal(Exception):
    """The daemon answered a call with an error."""

    def __init__(self, error):
        self.data = error.get("data") or {}
        self.kind, self.message = self.data.get("kind"), error.get("message")
        super().__init__(f"{self.kind}: {self.message}")


class Control:
    """One connection to a control socket. Calls may be pipelined: `post` several, then `answer` each."""

    def __init__(self, path, hello=True):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))  # With a timeout this would not wait for a place in the queue.
        self.socket.settimeout(PATIENCE)
        self.buffer = bytearray()
        self.last_id = 0
        self.answers, self.events = {}, []
        if hello:
            try:
                self.call("session.hello", {"client": "test", "version": "1", "api": "1.0"})
            except (OSError, Refusal):
                self.close()
                raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def post(self, method, params=None):
        self.last_id += 1
        call = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params or {}}
        self.socket.sendall(json.dumps(call).encode() + b"\n")
        return self.last_id

    def answer(self, number):
        while number not in self.answers:
            self._take(self.read())
        answer = self.answers.pop(number)
        if "error" in answer:
            raise Refusal(answer["error"])
        return answer["result"]

    def call(self, method, params=None):
        return self.answer(self.post(method, params))

    def event(self):
        while not self.events:
            self._take(self.read())
        return self.events.pop(0)

    def arrived(self):
        """The events that are here already; waits for none."""
        while b"\n" in self.buffer or select.select([self.socket], [], [], 0)[0]:
            self._take(self.read())
        arrived, self.events = self.events, []
        return arrived

    def read(self):
        """The next line; ConnectionError at the end."""
        while (end := self.buffer.find(b"\n")) < 0:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("the daemon closed the connection")
            self.buffer += piece
        line = bytes(self.buffer[:end])
        del self.buffer[:end + 1]
        return json.loads(line)

    def _take(self, said):
        if "id" in said:
            self.answers[said["id"]] = said
        else:
            self.events.append(said["params"])


class Daemon:
    """A profile in `folder` and, between `start` and `kill` or `stop`, the daemon that serves it.

    `popen` starts it, as subprocess.Popen does. With `listen`, an address, it has any port there, and the same one when
    it is started again.
    """

    def __init__(self, folder, name, log, arguments=(), listen=None, popen=subprocess.Popen):
        self.folder, self.name, self.log = pathlib.Path(folder), name, pathlib.Path(log)
        self.arguments, self.listen = list(arguments), listen
        self.popen = popen
        self.process = None
        self.person = self.port = None

    @property
    def socket_path(self):
        return self.folder / "control.sock"

    def start(self, *more):
        """Starts it, waits until it listens. Gives the seconds that this took."""
        begin = time.monotonic()
        listen = ["--listen", f"{self.listen}:{self.port or 0}"] if self.listen else []
        # It dies with the test, however that ends.
        command = ["setpriv", "--pdeathsig", "KILL", str(BIN / "earshot-daemon"), "--profile-dir", str(self.folder),
                   "--name", self.name, *listen, *self.arguments, *more]
        with self.log.open("ab") as log:
            self.process = self.popen(command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL)
        self.begun()
        return time.monotonic() - begin

    def begun(self):
        """Waits until it listens, or says that its profile is locked; then `person` is None."""
        line = self.process.stdout.readline().decode()
        if line == "locked\n":
            self.person = None
            return
        words = dict(word.split("=") for word in line.split()[1:]) if line.startswith("ready ") else None
        if not words:
            raise AssertionError(f"{self.name} did not start: {line!r}, exit {self.process.wait()}")
        self.person, self.port = words["id"], int(words["port"])

    def kill(self, how=signal.SIGKILL):
        """Ends it at once, or with another signal, and waits for that; gives its exit status."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        self.process.stdout.close()
        status = self.process.wait(PATIENCE)
        self.process = None
        return status

    def stop(self):
        return self.kill(signal.SIGTERM)

    def control(self, **options):
        return Control(self.socket_path, **options)

    def call(self, method, params=None):
        with self.control() as control:
            return control.call(method, params)

    def cli(self, *words, check=True, typed=None):
        """Runs `earshot` on this profile, with `typed` as input; gives a subprocess.CompletedProcess with text."""
        command = [str(BIN / "earshot"), "--profile-dir", str(self.folder), "--no-start", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, input=typed or "", check=False,
                              timeout=2 * PATIENCE)
        if check and done.returncode != 0:
            raise AssertionError(f"{self.name}: {words} exited {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def json(self, *words):
        """What `earshot --json` prints, an object a line."""
        return [json.loads(line) for line in self.cli("--json", *words).stdout.splitlines()]

    def sees(self, *others):
        """Whether links to all of them are up."""
        online = {person["id"] for person in self.call("people.list")["people"] if person["presence"] == "online"}
        return online >= {other.person for other in others}

    def messages(self, who):
        """The whole conversation with `who`, oldest first."""
        pages, before = [], {}
        with self.control() as control:
            while True:
                page = control.call("message.list", {"who": who.person, "limit": 500} | before)["messages"]
                if not page:
                    return [message for page in reversed(pages) for message in page]
                pages.append(page)
                before = {"before": page[0]["id"]}

    def memory(self):
        """Resident bytes."""
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


class Household:
    """A temporary folder of daemons, gone with the `with`."""

    def __init__(self):
        self.root = None
        self.daemons = []

    def __enter__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="earshot-test-"))
        return self

    def __exit__(self, failure, *_):
        for daemon in self.daemons:
            daemon.kill()
        if failure is not None and failure is not SystemExit:
            for daemon in self.daemons:
                self.print_log(daemon)
        shutil.rmtree(self.root)

    @staticmethod
    def print_log(daemon):
        lines = daemon.log.read_text(errors="replace").splitlines() if daemon.log.exists() else []
        print(f"--- {daemon.name}: the last of {len(lines)} lines of log", *lines[-LOG_LINES:], sep="\n",
              file=sys.stderr, flush=True)

    def profile(self, name, folder=None, **options):
        """A daemon that is not started yet."""
        daemon = Daemon(folder or self.root / name, name, self.root / f"{name}.log", **options)
        self.daemons.append(daemon)
        return daemon

    def daemon(self, name, seeds=(), **options):
        """A daemon that runs, on any port of the loopback interface, and looks for nobody but `seeds`."""
        arguments = [word for seed in seeds for word in ("--seed", f"127.0.0.1:{seed.port}")]
        daemon = self.profile(name, arguments=["--no-mdns", *arguments], listen="127.0.0.1", **options)
        daemon.start()
        return daemon


def befriend(*daemons):
    """Each accepts every other one, whom they must have met."""
    for one in daemons:
        for other in daemons:
            if one is not other:
                one.call("requests.accept", {"who": other.person})


def numbered(count, prefix):
    return [f"{prefix} {number}" for number in range(count)]


def delivered(sender, receiver):
    """Whether nothing of what `sender` wrote to `receiver` is on its way."""
    own = [message for message in sender.messages(receiver) if message["own"]]
    return all(message["state"] == "delivered" for message in own)
