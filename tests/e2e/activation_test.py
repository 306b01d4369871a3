"""A supervisor, as systemd is one, listens at the control socket and starts the daemon when a client comes."""
import os
import pathlib
import select
import shutil
import socket
import subprocess
import tempfile
import unittest

from daemons import BIN, PATIENCE, Control, until

# The socket becomes descriptor 3 of a process that knows its own number, sd_listen_fds(3).
HAND_OVER = 'exec 3<&"$1"; shift; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'


class ActivationTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="earshot-activation-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = self.folder / "run/earshot/default.sock"
        self.path.parent.mkdir(parents=True, mode=0o700)
        self.listener = self.listen(self.path)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.notify.close)
        self.notify.bind(str(self.folder / "notify"))
        self.notify.settimeout(PATIENCE)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder),
                            "XDG_RUNTIME_DIR": str(self.folder / "run")}

    def listen(self, path):
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(str(path))
        listener.listen(16)
        listener.setblocking(False)
        return listener

    def start(self, listener=None):
        number = (listener or self.listener).fileno()
        daemon = subprocess.Popen(["sh", "-c", HAND_OVER, "sh", str(number), BIN / "earshot-daemon", "--listen",
                                   "127.0.0.1:0", "--no-mdns", "--name", "Anna"], pass_fds=[number], text=True,
                                  env={**self.environment, "NOTIFY_SOCKET": str(self.folder / "notify")},
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def end():
            daemon.kill()
            daemon.communicate()

        self.addCleanup(end)
        return daemon

    def heard(self):
        return self.notify.recv(4096).decode().splitlines()

    def earshot(self, *words, typed=""):
        return subprocess.run([BIN / "earshot", *words], env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=False, input=typed)

    def test_a_client_is_served_by_the_daemon_that_is_started_for_it(self):
        with Control(self.path, hello=False) as client:
            hello = client.post("session.hello", {"client": "test", "version": "1", "api": "1.0"})
            self.assertTrue(select.select([self.listener], [], [], PATIENCE)[0], "the supervisor notices")
            daemon = self.start()
            self.assertEqual(client.answer(hello)["person"]["name"], "Anna")
            ready = self.heard()
            self.assertEqual(ready[0], "READY=1")
            self.assertRegex(ready[1], r"^STATUS=Listens at port \d+$")
            daemon.terminate()
            self.assertEqual(daemon.wait(PATIENCE), 0)
        self.assertEqual(self.heard(), ["STOPPING=1"])
        # The socket is the supervisor's: the next client has a daemon started again.
        with Control(self.path, hello=False) as client:
            self.assertTrue(select.select([self.listener], [], [], PATIENCE)[0])
            self.start()
            client.call("session.hello", {"client": "test", "version": "1", "api": "1.0"})

    def test_asking_starts_nothing(self):
        for words, code in ((("daemon", "status"), 3), (("daemon", "stop"), 0), (("--no-start", "people"), 3),
                            (("doctor",), 9), (("__complete", "person", "show", ""), 0)):
            self.assertEqual(self.earshot(*words).returncode, code, words)
            self.assertEqual(select.select([self.listener], [], [], 0)[0], [], f"{words} came to the socket")

    def test_stop_waits_for_the_daemon_and_not_for_the_supervisor(self):
        daemon = self.start()
        self.assertEqual(self.heard()[0], "READY=1")
        self.assertIn("runs, process", self.earshot("daemon", "status").stdout)
        stopped = self.earshot("daemon", "stop")
        self.assertEqual((stopped.returncode, stopped.stdout, stopped.stderr), (0, "stopped\n", ""))
        self.assertEqual(daemon.wait(1), 0)
        self.assertEqual(self.earshot("daemon", "status").returncode, 3)

    def test_a_verb_is_answered_whoever_starts_the_daemon(self):
        verb = subprocess.Popen([BIN / "earshot", "status", "--json"], env=self.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)
        self.addCleanup(verb.kill)
        self.assertTrue(select.select([self.listener], [], [], PATIENCE)[0])
        daemon = self.start()
        out, error = verb.communicate(timeout=PATIENCE)
        self.assertEqual((verb.returncode, error), (0, ""))
        self.assertIn(f'"pid":{daemon.pid},', out)

    def test_the_doctor_says_who_starts_the_daemon(self):
        self.start()
        self.heard()
        self.assertIn("systemd: systemd starts the daemon with your session", self.earshot("doctor").stdout)

    def test_a_locked_profile_is_unlocked_at_the_same_socket(self):
        daemon = self.start()
        self.assertEqual("READY=1", self.heard()[0])
        secret = "correct horse battery\n"
        self.assertEqual(0, self.earshot("profile", "passphrase", "--stdin", typed=secret).returncode)
        self.assertEqual(0, self.earshot("daemon", "stop").returncode)
        self.assertEqual(0, daemon.wait(PATIENCE))
        self.assertEqual(["STOPPING=1"], self.heard())

        self.start()
        self.assertEqual(["READY=1", "STATUS=Locked with a passphrase: earshot profile unlock"], self.heard())
        self.assertEqual(4, self.earshot("status").returncode)
        place = os.stat(self.path).st_ino
        self.assertEqual(0, self.earshot("profile", "unlock", "--stdin", typed=secret).returncode)
        self.assertEqual(0, self.earshot("status").returncode)
        self.assertRegex(self.heard()[1], r"^STATUS=Listens at port \d+$")
        self.assertEqual(place, os.stat(self.path).st_ino)

    def test_a_socket_of_another_profile_is_not_taken(self):
        daemon = self.start(self.listen(self.path.with_name("other.sock")))
        self.assertEqual(daemon.wait(PATIENCE), 1)
        self.assertIn("no socket of the supervisor is this profile's", daemon.stderr.read())

    def test_a_daemon_that_was_started_by_hand_is_not_replaced(self):
        self.listener.close()
        self.path.unlink()
        hand = subprocess.Popen([BIN / "earshot-daemon", "--listen", "127.0.0.1:0", "--no-mdns"], text=True,
                                env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(hand.communicate)
        self.addCleanup(hand.kill)
        self.assertTrue(hand.stdout.readline().startswith("ready "))
        os.rename(self.path, self.path.with_name("hidden"))
        late = self.start(self.listen(self.path))
        self.assertEqual(late.wait(PATIENCE), 3)
        self.assertIn(f"another daemon owns this profile (process {hand.pid})", late.stderr.read())
        until(lambda: hand.poll() is None, "the first one goes on")


if __name__ == "__main__":
    unittest.main()
