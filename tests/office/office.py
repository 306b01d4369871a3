"""An office in a box for tests: computers that are network namespaces, on a switch that can lose frames and be cut.

    with Office(3) as office:
        office.popen(1, [earshot, "daemon", "run"])
        office.run(2, [earshot, "people"])
        office.loss(20)

Computers count from 1. Each has its own address, host name, /run and home folder. Everything dies with the `with`, or
with the test, however it ends. Needs root, iproute2, nftables and util-linux; without them the test is skipped.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77  # What ctest counts as skipped.
SCRIPT = pathlib.Path(__file__).with_name("office.sh")
DROPS_INBOUND = """table inet filter {
    chain input {
        type filter hook input priority 0; policy drop;
        ct state established,related accept
        iifname "lo" accept
    }
}
"""
DROPS_DIALS = """table inet filter {
    chain output {
        type filter hook output priority 0; policy accept;
        oifname "lo" accept
        tcp flags & (syn | ack) == syn drop
    }
}
"""
# Host name and /run of computer $1; the command keeps the process id, so that killing it kills it.
ENTER = 'hostname "$1" && mount --bind "$2" /run && shift 2 && exec "$@"'


class OfficeError(Exception):
    """The office did not do as it was told."""


def skip(reason):
    print(f"SKIPPED: {reason}", flush=True)
    sys.exit(SKIPPED)


def require():
    """Skips the test, by exiting, where there can be no office."""
    if os.geteuid() != 0:
        skip("only root can make network namespaces")
    for program in ("ip", "bridge", "nft", "unshare", "nsenter"):
        if shutil.which(program) is None:
            skip(f"there is no {program}")
    trial = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, text=True, check=False)
    if trial.returncode != 0:
        skip(f"this system allows no network namespaces: {trial.stderr.strip()}")


class Office:
    def __init__(self, count, subnets=1):
        self.count, self.subnets = count, subnets
        self.switch = None
        self.processes = []
        self.root = None

    def __enter__(self):
        require()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="office-"))
        for i in range(1, self.count + 1):
            (self.home(i) / "run").mkdir(parents=True, mode=0o700)
        self.switch = subprocess.Popen([SCRIPT, str(self.count), "--subnets", str(self.subnets)], text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        ready = self.switch.stdout.readline().split()
        if ready[:1] != ["ready"]:
            self.__exit__()
            raise OfficeError("the office was not built; see above")
        self.namespaces = f"/proc/{ready[1]}/root/run/netns"
        return self

    def __exit__(self, *_):
        self.switch.stdin.close()
        self.switch.wait()
        for process in self.processes:
            process.kill()  # It may not have got as far as into the office.
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    stream.close()
        self.switch.stdout.close()
        shutil.rmtree(self.root)

    def computers(self):
        return range(1, self.count + 1)

    def address(self, i):
        segment = (i + 1) % 2 + 1 if self.subnets == 2 else 1
        return f"10.77.{segment}.{i + 10}"

    def home(self, i):
        return self.root / f"pc{i}"

    def popen(self, i, command, env=None, **options):
        """Starts a command on computer `i`; `pid` is the command's own."""
        enter = ["nsenter", f"--net={self.namespaces}/pc{i}", "unshare", "--uts", "--mount",
                 "sh", "-c", ENTER, "sh", f"pc{i}", str(self.home(i) / "run")]
        own = {"HOME": str(self.home(i)), "XDG_RUNTIME_DIR": "/run"}
        own |= {name: os.environ[name] for name in os.environ if not name.startswith(("XDG_", "DBUS_", "EARSHOT_"))
                and name != "HOME"}
        options.setdefault("stdin", subprocess.DEVNULL)
        process = subprocess.Popen(enter + [str(word) for word in command], env=own | (env or {}), **options)
        self.processes.append(process)
        return process

    def run(self, i, command, timeout=60, check=True, input=None, **options):
        """Runs a command on computer `i` to its end; gives a subprocess.CompletedProcess with text."""
        stdin = subprocess.PIPE if input is not None else subprocess.DEVNULL
        process = self.popen(i, command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             **options)
        try:
            out, err = process.communicate(input, timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise OfficeError(f"pc{i}: {command} ran longer than {timeout} s\n{out}{err}") from None
        finally:
            self.processes.remove(process)
        if check and process.returncode != 0:
            raise OfficeError(f"pc{i}: {command} exited {process.returncode}\n{out}{err}")
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def loss(self, percent, *computers):
        """Every computer, or those named, loses so many percent of the frames sent to it."""
        try:
            self._tell("loss", percent, *computers)
        except OfficeError as error:
            if percent == 0 or "not supported" not in str(error):
                raise
            skip(f"this kernel cannot drop frames: {error}")

    def cut(self, i):
        self._tell("cut", i)

    def plug(self, i):
        self._tell("plug", i)

    def narrow(self, i, frame_bytes):
        self._tell("narrow", i, frame_bytes)

    def isolate(self, on, *computers):
        """No frames between any two computers, or any two of those named."""
        self._tell("isolate", "on" if on else "off", *computers)

    def multicast(self, on):
        self._tell("mcast", "on" if on else "off")

    def drop_inbound(self, i):
        """A firewall on computer `i`: it connects to others, nobody to it."""
        self._filter(i, DROPS_INBOUND, "this kernel tracks no connections")

    def drop_dials(self, i):
        """A firewall on computer `i`: others connect to it, it to nobody."""
        self._filter(i, DROPS_DIALS, "this kernel filters no packets")

    def _filter(self, i, rules, problem):
        done = self.run(i, ["nft", "-f", "-"], input=rules, check=False)
        if done.returncode != 0:
            skip(f"{problem}: {done.stderr}")

    def _tell(self, *words):
        self.switch.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.switch.stdin.flush()
        said = self.switch.stdout.readline().strip()
        while said and said != "ok" and not said.startswith("failed: "):
            said = self.switch.stdout.readline().strip()
        if said != "ok":
            raise OfficeError(f"{words}: {said or 'the office is gone'}")
