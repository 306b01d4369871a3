"""The programs that talk in the tests of sessions and envelopes."""
import os
import pathlib
import subprocess


class Peer:
    """A program that answers lines of hexadecimal words."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def ask(self, verb, *words):
        line = " ".join([verb, *(word.hex() or "-" if isinstance(word, bytes) else "-" for word in words)])
        print(line, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if answer == ["refused"]:
            return None
        return [b"" if word == "-" else bytes.fromhex(word) for word in answer]


class Ours(Peer):
    """tests/interop/ratchet/peer.cpp"""

    def __init__(self):
        super().__init__(pathlib.Path(os.environ["EARSHOT_BIN"]) / "ratchet-peer")

    def encrypt(self, plain):
        return self.ask("encrypt", plain)[0]

    def decrypt(self, message):
        answer = self.ask("decrypt", message)
        return answer and answer[0]
