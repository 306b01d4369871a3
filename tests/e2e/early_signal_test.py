"""A signal to end that comes before the daemon has begun, with a real daemon."""
import os
import signal
import subprocess
import unittest

from daemons import BIN, PATIENCE, Household, until


def full_pipe():
    """Whoever writes into it waits until somebody reads."""
    out, into = os.pipe()
    os.set_blocking(into, False)
    try:
        while True:
            os.write(into, bytes(65536))
    except BlockingIOError:
        os.set_blocking(into, True)
    return out, into


class EarlySignal(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.anna = self.house.profile("Anna")

    def test_a_daemon_that_is_about_to_say_that_it_is_ready_ends_cleanly(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            out, into = full_pipe()
            with self.anna.log.open("ab") as log, os.fdopen(out, "rb") as said:
                process = subprocess.Popen(
                    ["setpriv", "--pdeathsig", "KILL", BIN / "earshot-daemon", "--profile-dir", self.anna.folder,
                     "--no-mdns", "--listen", "127.0.0.1:0"], stdin=subprocess.DEVNULL, stdout=into, stderr=log)
                os.close(into)
                # It is there before the daemon says anything, which it cannot yet.
                until(lambda: self.anna.socket_path.exists() or process.poll() is not None, "the socket is there")
                process.send_signal(how)
                said.read()
                self.assertEqual(0, process.wait(PATIENCE), how)
            self.assertFalse(self.anna.socket_path.exists())
            self.assertIn("daemon ends", self.anna.log.read_text())
            self.anna.log.unlink()


if __name__ == "__main__":
    unittest.main(verbosity=2)
