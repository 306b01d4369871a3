"""A desktop's session with a real keyring, gnome-keyring's, and nobody at the screen.

    with DesktopSession() as session:
        session.log_in()
        daemon.start(env=session.environment)
        session.lock()      # from now on its owner would have to be asked
        session.log_out()   # no keyring, but still a bus
"""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from private_bus import DIE_TOO, start_bus

PASSWORD = b"a password of a session"
SERVICE, OBJECT = "org.freedesktop.secrets", "/org/freedesktop/secrets"


def missing():
    """What keeps this from working here; None when nothing does."""
    for program in ("dbus-daemon", "dbus-send", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            return f"there is no {program}"
    return None


class DesktopSession:
    def __enter__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="desktop-"))
        self.keyring = None
        self.bus, address = start_bus(self.root)
        runtime = self.root / "run"
        runtime.mkdir(mode=0o700)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.root),
                            "XDG_DATA_HOME": str(self.root / "data"), "XDG_RUNTIME_DIR": str(runtime),
                            "DBUS_SESSION_BUS_ADDRESS": address}
        return self

    def __exit__(self, *_):
        self.log_out()
        self.bus.kill()
        self.bus.wait()
        self.bus.stdout.close()
        shutil.rmtree(self.root)

    def log_in(self):
        """The keyring runs and is open, as after a log-in with the password."""
        self._start(["--unlock"], PASSWORD)

    def lock(self):
        """The keyring runs and is locked, and nobody can be asked."""
        self._start(["--start"], b"")

    def log_out(self):
        if self.keyring:
            self.keyring.send_signal(signal.SIGCONT)
            self.keyring.kill()
            self.keyring.wait()
            self.keyring = None

    def freeze(self):
        """The keyring is there and answers nothing."""
        self.keyring.send_signal(signal.SIGSTOP)

    def items(self):
        """The paths of all that it keeps for Earshot."""
        answer = self._ask("SearchItems", "dict:string:string:application,earshot", check=True)
        return [word.strip('"') for word in answer.split() if word.startswith(f'"{OBJECT}/collection/')]

    def forget_items(self):
        """As when its owner deletes them, or begins with a new keyring."""
        for path in self.items():
            self._send(path, "org.freedesktop.Secret.Item.Delete", check=True)

    def _start(self, options, password):
        self.log_out()
        self.keyring = subprocess.Popen([*DIE_TOO, "gnome-keyring-daemon", *options, "--components=secrets",
                                         "--foreground"], env=self.environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.keyring.stdin.write(password)
        self.keyring.stdin.close()
        deadline = time.monotonic() + 30
        while OBJECT + "/collection/" not in self._ask("ReadAlias", "string:default"):
            if time.monotonic() > deadline:
                raise AssertionError("no keyring within 30 s")
            time.sleep(0.02)

    def _ask(self, method, *words, check=False):
        return self._send(OBJECT, f"org.freedesktop.Secret.Service.{method}", *words, check=check)

    def _send(self, path, method, *words, check=False):
        return subprocess.run(["dbus-send", "--session", "--print-reply", f"--dest={SERVICE}", path, method, *words],
                              env=self.environment, check=check, capture_output=True, text=True, timeout=60).stdout
