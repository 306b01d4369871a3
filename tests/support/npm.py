"""Node and packages from npm for tests, or a reason why they cannot be had here."""
import fcntl
import hashlib
import shutil
import subprocess

from daemons import skip


def node(minimum):
    """Node's path, if it is young enough."""
    program = shutil.which("node") or skip("no Node (nodejs)")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < minimum:
        skip(f"Node is {version}, the packages need {minimum[0]}.{minimum[1]}")
    return program


def node_modules(manifest, build):
    """Installs exactly what the package-lock.json in `manifest` names, once for each of its versions."""
    npm = shutil.which("npm") or skip("no npm")
    folder = build / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Two tests may want the same folder.
        wanted = hashlib.sha256((manifest / "package-lock.json").read_bytes()).hexdigest()
        stamp = folder / "installed"
        if not stamp.exists() or stamp.read_text() != wanted:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(manifest / name, folder / name)
            ended = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                                   capture_output=True, text=True)
            if ended.returncode != 0:
                skip("npm cannot install the packages: " + " | ".join(ended.stderr.strip().splitlines()[-2:]))
            stamp.write_text(wanted)
    return folder / "node_modules"
