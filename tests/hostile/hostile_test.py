"""Strangers and broken programs at a real daemon: its memory stays bounded, and honest people are served
within seconds.

At the TCP port: garbage, connections that say nothing or a byte at a time, frames that are too long. At the control
socket: garbage, lines without end, too many clients, and one that does not read.
"""
import random
import socket
import time
import unittest

from daemons import Control, Household, befriend, delivered, until

GROWTH_BYTES_MAX = 20 * 1024 * 1024
PREFACE = b"ESH1" + bytes([0, 1, 1, 0])
STRANGERS = 60
SILENT = 300
CLIENTS_MAX = 64
LINE_BYTES_MAX = 1024 * 1024


class Case(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.bob = self.house.daemon("Bob")
        self.anna = self.house.daemon("Anna", seeds=[self.bob])
        until(lambda: self.anna.sees(self.bob) and self.bob.sees(self.anna), "they see each other")
        befriend(self.anna, self.bob)
        self.before = self.bob.memory()
        self.random = random.Random(1)
        self.sent = 0

    def assert_bounded(self):
        grown = self.bob.memory() - self.before
        print(f"{self._testMethodName}: {grown / 2**20:+.1f} MiB on {self.before / 2**20:.1f} MiB", flush=True)
        self.assertLess(grown, GROWTH_BYTES_MAX)

    def assert_serves(self):
        """A message between honest people arrives; gives the seconds that this took."""
        begin = time.monotonic()
        self.sent += 1
        self.anna.call("message.send", {"to": self.bob.person, "body": f"still here {self.sent}"})
        until(lambda: delivered(self.anna, self.bob), "an honest message is delivered", 30)
        self.assertEqual(self.sent, len(self.bob.messages(self.anna)))
        return time.monotonic() - begin

    def stranger(self, source):
        """A connection to Bob from another address of this computer."""
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.settimeout(60)
        connection.bind((f"127.0.1.{source}", 0))
        connection.connect(("127.0.0.1", self.bob.port))
        return connection

    @staticmethod
    def say(connection, what):
        try:
            connection.sendall(what)
        except OSError:
            return False  # Bob hung up.
        return True

    @staticmethod
    def has_ended(connection):
        """Reads what there is until the other side hangs up; TimeoutError if it never does."""
        try:
            while connection.recv(65536):
                pass
        except ConnectionError:
            pass
        return True


class TcpPort(Case):
    def test_hangs_up_on_garbage(self):
        for number in range(STRANGERS):
            connection = self.stranger(number + 1)
            self.say(connection, self.random.randbytes(self.random.choice([1, 7, 8, 9, 100, 65536])))
            connection.shutdown(socket.SHUT_WR)
            self.assertTrue(self.has_ended(connection))
        self.assert_serves()
        self.assert_bounded()

    def test_hangs_up_on_frames_that_are_too_long(self):
        for number in range(STRANGERS):
            connection = self.stranger(number + 1)
            self.say(connection, PREFACE)
            for _ in range(16):
                if not self.say(connection, b"\xff\xff" + self.random.randbytes(65535)):
                    break
            self.assertTrue(self.has_ended(connection))
        self.assert_serves()
        self.assert_bounded()

    def test_outlives_a_flood_of_silent_connections(self):
        silent = [self.stranger(number % 250 + 1) for number in range(SILENT)]
        self.assert_serves()
        # A newcomer gets in as soon as the first of the silent ones have had their time.
        carol = self.house.daemon("Carol", seeds=[self.bob])
        until(lambda: carol.sees(self.bob), "a newcomer gets in")
        for connection in silent:
            self.assertTrue(self.has_ended(connection))
        self.assert_bounded()

    def test_gives_a_slow_handshake_no_more_than_its_time(self):
        slow = {self.stranger(number + 1): PREFACE + b"\x00\x60" + bytes(96) for number in range(STRANGERS)}
        begin = time.monotonic()
        while slow:
            for connection, rest in list(slow.items()):
                if self.say(connection, rest[:1]):
                    slow[connection] = rest[1:] or b"\0"
                else:
                    del slow[connection]
            self.assertLess(time.monotonic() - begin, 60)
            self.assert_serves()
        self.assert_bounded()


class ControlSocket(Case):
    def client(self):
        client = Control(self.bob.socket_path, hello=False)
        self.addCleanup(client.close)
        return client

    def assert_takes_clients(self):
        def version():
            try:
                return self.bob.call("daemon.info")["version"]
            except (OSError, KeyError):
                return None

        until(version, "a client gets in", 60)

    def test_answers_garbage_with_an_error_or_the_end(self):
        lines = [b"\n", b"{\n", b"[]\n", b"[" * 5000 + b"\n", b"\0\xff\xfe\n", b'{"jsonrpc":"2.0","id":1}\n',
                 b'{"jsonrpc":"2.0","id":{},"method":[]}\n', b'{"a":' * 5000 + b"\n",
                 b'{"jsonrpc":"2.0","id":1,"method":"message.send"}\n']
        for _ in range(50):
            lines.append(self.random.randbytes(self.random.randrange(1, 2000)) + b"\n")
        for line in lines:
            client = self.client()
            self.say(client.socket, line)
            client.socket.shutdown(socket.SHUT_WR)
            try:
                while True:
                    self.assertIn("error", client.read())
            except ConnectionError:
                client.close()
        self.assert_takes_clients()
        self.assert_serves()
        self.assert_bounded()

    def test_takes_no_line_without_end(self):
        for _ in range(16):
            client = self.client()
            self.say(client.socket, b'{"jsonrpc":"2.0","id":1,"method":"' + b"x" * (4 * LINE_BYTES_MAX))
            try:
                self.assertEqual("too_large", client.read()["error"]["data"]["kind"])
            except ConnectionError:
                pass
            client.close()
        self.assert_takes_clients()
        self.assert_serves()
        self.assert_bounded()

    def test_gives_silent_clients_no_more_than_their_time(self):
        silent = [self.client() for _ in range(CLIENTS_MAX + 20)]
        self.assert_takes_clients()
        for client in silent:
            self.assertTrue(self.has_ended(client.socket))
        self.assert_serves()
        self.assert_bounded()

    def test_keeps_little_for_a_client_that_does_not_read(self):
        client = Control(self.bob.socket_path)
        self.addCleanup(client.close)
        client.socket.settimeout(0.5)
        for _ in range(5000):
            try:
                client.post("rpc.discover")
            except OSError:  # Bob reads no more calls, or hung up.
                break
        else:
            self.fail("5000 calls were taken without an answer being read")
        self.assert_takes_clients()
        self.assert_serves()
        self.assert_bounded()


if __name__ == "__main__":
    unittest.main(verbosity=2)
