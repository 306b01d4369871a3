"""A fresh Debian 12 in a folder, made by debootstrap from the mirror that this machine's own apt is set up with.

    with FreshDebian(cache) as debian:
        debian.install("earshot_0.1.0-1_amd64.deb")
        debian.run("earshot", "version")

It lies in memory, in a mount namespace that the process has made before (see `own_mounts`), and is gone with it.
Packages that debootstrap downloads are kept in `cache`.
"""
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from daemons import skip

CODENAME = "bookworm"
NEEDS = ("debootstrap", "apt-get", "apt-config", "chroot", "unshare", "mount")
ROOM = "3g"  # Of memory, at most.
FAST = "force-unsafe-io\n"  # Nobody keeps it.


def own_mounts(mark):
    """Starts this program again in a mount namespace of its own, once: what it mounts goes with it."""
    if os.geteuid() != 0:
        skip("only root can have another Debian in a folder")
    for program in NEEDS:
        if shutil.which(program) is None:
            skip(f"there is no {program}")
    if mark in sys.argv:
        sys.argv.remove(mark)
        return
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv, mark])


def words_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def sources():
    """(address, suite, component) of Debian 12 in this machine's own lists."""
    fields = "$(CODENAME) $(REPO_URI) $(RELEASE) $(COMPONENT)"
    rows = (line.split() for line in words_of("apt-get", "indextargets", "--format", fields, "Created-By: Packages")
            .splitlines())
    return [tuple(row[1:]) for row in sorted(set(map(tuple, rows))) if row[0].startswith(CODENAME) and len(row) == 4]


def network_settings():
    """What apt is told of the network: proxies, checks of dates."""
    return "".join(line + "\n" for line in words_of("apt-config", "dump").splitlines() if line.startswith("Acquire::"))


def proxy():
    said = words_of("apt-config", "shell", "PROXY", "Acquire::http::Proxy")
    return {"http_proxy": shlex.split(said.partition("=")[2])[0]} if said else {}


class FreshDebian:
    def __init__(self, cache):
        self.cache = pathlib.Path(cache)
        self.root = None

    def __enter__(self):
        self.sources = sources()
        mirror = next((address for address, suite, component in self.sources
                       if (suite, component) == (CODENAME, "main")), None)
        if mirror is None:
            skip(f"this machine's apt knows no mirror of Debian 12 ({CODENAME})")
        self.require(mirror)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="fresh-debian-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tmpfs", self.root], check=True)
        try:
            self.build(mirror)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for folder in ("proc", "."):
            subprocess.run(["umount", "--lazy", self.root / folder], check=False, stderr=subprocess.DEVNULL)
        self.root.rmdir()

    def require(self, mirror):
        handler = urllib.request.ProxyHandler({"http": value for value in proxy().values()} or None)
        try:
            urllib.request.build_opener(handler).open(f"{mirror.rstrip('/')}/dists/{CODENAME}/InRelease", timeout=20)
        except (urllib.error.URLError, OSError) as error:
            skip(f"the mirror of this machine's apt cannot be reached: {error}")

    def build(self, mirror):
        done = subprocess.run(["debootstrap", "--variant=minbase", f"--cache-dir={self.cache.resolve()}", CODENAME,
                               self.root, mirror], env={**os.environ, **proxy()}, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"debootstrap: {done.stdout[-2000:]}{done.stderr}")
        (self.root / "etc/dpkg/dpkg.cfg.d/fast").write_text(FAST)
        (self.root / "etc/apt/sources.list").write_text(
            "".join(f"deb {address} {suite} {component}\n" for address, suite, component in self.sources))
        (self.root / "etc/apt/apt.conf.d/99host").write_text(network_settings())
        for name in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):  # Mirrors may want https.
            if pathlib.Path("/", name).exists():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(pathlib.Path("/", name), self.root / name)
        subprocess.run(["mount", "-t", "proc", "proc", self.root / "proc"], check=True)
        self.run("apt-get", "-q", "update")

    def run(self, *command, check=True, user=None, **environment):
        """In there; a subprocess.CompletedProcess with text."""
        words = [str(word) for word in command]
        done = subprocess.run([*self.enter(user), *words], env=self.environment(environment), capture_output=True,
                              text=True, check=False, timeout=600, stdin=subprocess.DEVNULL)
        if check and done.returncode != 0:
            raise AssertionError(f"{words} exited {done.returncode}\n{done.stdout[-3000:]}{done.stderr}")
        return done

    def enter(self, user=None):
        """What stands before a command that is to run in there."""
        return ["chroot", *([f"--userspec={user}:{user}"] if user else []), str(self.root)]

    @staticmethod
    def environment(more):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
                **more}

    def install(self, *debs):
        """With what they depend on, and nothing that is only recommended."""
        for deb in debs:
            shutil.copy(deb, self.root / "opt")
        self.run("apt-get", "-q", "install", "-y", "--no-install-recommends",
                 *(f"/opt/{pathlib.Path(deb).name}" for deb in debs))
