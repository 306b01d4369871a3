"""Small disks for tests. Root only: they are mounted in a mount namespace of the test's own, and gone with it.

    enter_own_mounts()  # First of all.
    with small_disk(folder, 4 * 1024 * 1024):
        fill(folder)
"""
import contextlib
import os
import shutil
import subprocess
import sys

from daemons import skip

FILLER = "filler"


def enter_own_mounts():
    """Starts this test again in a mount namespace, so that its disk is gone with it."""
    if os.geteuid() != 0:
        skip("only root can mount a small disk")
    if os.environ.get("EARSHOT_OWN_MOUNTS"):
        return
    if shutil.which("unshare") is None or subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0:
        skip("this system allows no mount namespaces")
    os.execvpe("unshare", ["unshare", "--mount", sys.executable, *sys.argv], os.environ | {"EARSHOT_OWN_MOUNTS": "1"})


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


@contextlib.contextmanager
def small_disk(folder, size):
    """A disk of `size` bytes at `folder`, which it makes."""
    folder.mkdir(mode=0o700)
    mount("-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", folder)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder, but=0):
    """Fills what is free of the disk, but so many bytes, with a file."""
    with (folder / FILLER).open("wb", buffering=0) as filler:
        for size in (65536, 4096):
            try:
                while filler.write(bytes(size)) == size:
                    pass
            except OSError:
                pass
        filler.truncate(filler.tell() - but)
