"""A computer that one logs in to over ssh, for tests: this one, by an sshd of the test's own on the loopback interface,
with keys made for it. Nothing of the user's own ssh is read or written.

    with SshServer(folder) as server:
        subprocess.run(server.login("true"))
"""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile

from daemons import PATIENCE, until
from private_bus import DIE_TOO

PATHS = f"{os.environ['PATH']}:/usr/sbin"
TRIES = 5  # A port that was free may be taken a moment later.
# For root sshd wants a folder that only the computer's own service makes: it gets one that nobody else sees.
BY_ROOT = ["unshare", "--mount", "sh", "-c",
           'mount -t tmpfs none /run && mkdir -m 755 /run/sshd && exec setpriv --pdeathsig KILL "$@"', "sh"]


def missing():
    """What keeps people from logging in here; None when nothing does."""
    for program in ("ssh", "ssh-keygen", "sshd"):
        if shutil.which(program, path=PATHS) is None:
            return f"there is no {program}"
    with tempfile.TemporaryDirectory(prefix="earshot-ssh-") as folder:
        try:
            with SshServer(folder) as server:
                # Where the account is locked, for example, nobody gets in.
                login = subprocess.run(server.login("true"), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                       timeout=PATIENCE, check=False)
                said = server.log().replace("\n", "; ")
                return None if login.returncode == 0 else f"nobody can log in here: {said}"
        except ServerError as error:
            return f"sshd does not start here: {error}"


class ServerError(Exception):
    """What sshd said at its end."""


class SshServer:
    """Lets the user who runs the test in, with the test's key."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "ssh"
        self.process = self.port = None

    def __enter__(self):
        self.folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        if not any(self._listens() for _ in range(TRIES)):
            raise ServerError(self.log())
        key = (self.folder / "host.pub").read_text().split()[:2]
        (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {' '.join(key)}\n")
        return self

    def __exit__(self, *_):
        self._end()

    def _listens(self):
        """Starts it on a port that is free; whether it got that."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        config = self.folder / "config"
        config.write_text(f"""ListenAddress 127.0.0.1:{self.port}
HostKey {self.folder}/host
AuthorizedKeysFile {self.folder}/user.pub
AuthenticationMethods publickey
PermitRootLogin prohibit-password
PermitUserRC no
PidFile none
StrictModes no
UsePAM no
AcceptEnv LC_ALL
""")
        command = [shutil.which("sshd", path=PATHS), "-D", "-e", "-f", str(config)]
        command = [*BY_ROOT, *command] if os.geteuid() == 0 else [*DIE_TOO, *command]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen([*DIE_TOO, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until(lambda: "listening" in self.log() or self.process.poll() is not None, "sshd listens, or gives up")
        if self.process.poll() is None:
            return True
        self._end()
        return False

    def log(self):
        return (self.folder / "log").read_text(errors="replace").strip()

    def _end(self):
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process = None

    def login(self, *command, words=()):
        """The command that runs `command` there; `words` are more options of ssh."""
        user = pwd.getpwuid(os.geteuid()).pw_name
        options = {"UserKnownHostsFile": self.folder / "known", "StrictHostKeyChecking": "yes", "BatchMode": "yes",
                   "IdentityFile": self.folder / "user", "IdentitiesOnly": "yes", "IdentityAgent": "none",
                   "ControlPath": "none", "Port": self.port, "LogLevel": "ERROR"}
        given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        return ["ssh", "-F", "/dev/null", *given, *words, f"{user}@127.0.0.1", *command]
