"""Another user of this computer cannot use the control socket, whatever the modes of files say. Needs root."""
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import unittest

from daemons import Household, skip

NOBODY = 65534
CLIENT = textwrap.dedent("""
    import socket, sys
    client = socket.socket(socket.AF_UNIX)
    try:
        client.connect(sys.argv[1])
    except PermissionError:
        sys.exit(print("no entry"))
    client.settimeout(60)
    try:
        client.sendall(b'{"jsonrpc":"2.0","id":1,"method":"session.ping"}\\n')
        print("answer" if client.recv(99) else "no answer")
    except ConnectionError:
        print("no answer")
""")


def ask(path, *words):
    """What a client that is run by `words` comes to."""
    python = shutil.which("python3", path="/usr/bin:/bin") or sys.executable  # One that every user can run.
    done = subprocess.run([*words, python, "-c", CLIENT, str(path)], capture_output=True, text=True, check=False)
    if done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


def ask_as_nobody(path):
    return ask(path, "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


class OtherUser(unittest.TestCase):
    def test_is_not_served(self):
        with Household() as house:
            anna = house.daemon("Anna")
            self.assertEqual(0, stat.S_IMODE(anna.socket_path.stat().st_mode) & 0o077)
            self.assertEqual(0, stat.S_IMODE(anna.folder.stat().st_mode) & 0o077)
            self.assertEqual("no entry", ask_as_nobody(anna.socket_path))
            for path in (house.root, anna.folder, anna.socket_path):
                path.chmod(0o777)
            self.assertEqual("no answer", ask_as_nobody(anna.socket_path))
            self.assertEqual("answer", ask(anna.socket_path))


if __name__ == "__main__":
    if os.geteuid() != 0:
        skip("only root can be another user")
    unittest.main(verbosity=2)
