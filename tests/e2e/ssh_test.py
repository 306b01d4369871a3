"""The terminal face over ssh: somebody logs in to the computer where their daemon runs, in a terminal of the usual
size.
"""
import os
import pathlib
import signal
import unittest

import ssh
from daemons import BIN, Household, befriend, skip, until
from tmux import Tmux, kill

SEND_LANGUAGE = ["-o", "SendEnv=LC_ALL"]


class OverSsh(unittest.TestCase):
    def setUp(self):
        if not (BIN / "earshot-tui").exists():
            self.skipTest("it was built without termpaint")
        self.house = self.enterContext(Household())
        self.server = self.enterContext(ssh.SshServer(self.house.root))
        self.anna = self.house.daemon("Anna")
        self.bob = self.house.daemon("Bob", seeds=[self.anna])
        until(lambda: self.anna.sees(self.bob) and self.bob.sees(self.anna), "they see each other")
        befriend(self.anna, self.bob)

    def open(self, words=SEND_LANGUAGE, **variables):
        terminal = self.enterContext(Tmux(self.house.root, 80, 24))
        face = f"{BIN}/earshot --profile-dir {self.anna.folder}"
        terminal.run(self.server.login(face, words=["-t", *words]), **variables)
        return terminal

    def face(self):
        """The id of its process; None where there is none."""
        for folder in pathlib.Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
            except OSError:
                continue  # It has ended meanwhile.
            if words and words[0].endswith(b"earshot-tui") and os.fsencode(self.anna.folder) in words:
                return int(folder.name)
        return None

    def received(self):
        return [message["text"] for message in self.bob.messages(self.anna)]

    def test_two_people_talk(self):
        terminal = self.open(LC_ALL="C.UTF-8")
        terminal.wait_for("● Bob", "1 nearby")
        terminal.type("M-1")
        terminal.wait_for("Write to Bob")
        terminal.write("Привет, 🖨️ готов.")
        terminal.type("Enter")
        terminal.wait_for("Привет, 🖨", "✓ on Bob's computer")
        self.assertEqual(["Привет, 🖨️ готов."], self.received())
        self.bob.cli("send", self.anna.person, "Спасибо!")
        terminal.wait_for("Спасибо!")

        # What is pasted is text, whatever is in it.
        terminal.paste("one\ntwo\n")
        terminal.wait_for("one", "two")
        self.assertEqual(1, len([text for text in self.received() if text != "Спасибо!"]))
        terminal.type("Enter")
        until(lambda: "one\ntwo\n" in self.received(), "both lines are one message")

        # The window's size reaches the other end of the line.
        terminal.resize(110, 30)
        until(lambda: any(len(line) > 80 for line in terminal.screen().splitlines()), "it takes the width it got")
        terminal.wait_for("Write to Bob")
        terminal.type("C-q")
        terminal.wait_for("exit=0")
        self.assertEqual("0", terminal.state("alternate_on"))
        self.assertIsNone(self.face())

    def test_the_language_that_ssh_sends_decides_and_without_one_it_is_utf_8(self):
        for words, language, seen in ((SEND_LANGUAGE, "C", "* Bob"), ([], "C", "● Bob"),
                                      (SEND_LANGUAGE, "ru_RU.UTF-8", "1 рядом")):
            with self.subTest(words=words, language=language):
                terminal = self.open(words, LC_ALL=language)
                terminal.wait_for(seen)
                self.assertEqual(seen.isascii(), terminal.screen().isascii())
                terminal.type("C-q")
                terminal.wait_for("exit=0")

    def test_a_line_that_is_cut_leaves_no_process_and_loses_no_word(self):
        terminal = self.open(LC_ALL="C.UTF-8")
        terminal.wait_for("● Bob")
        terminal.type("M-1")
        terminal.wait_for("Write to Bob")
        terminal.write("half a thought")
        terminal.wait_for("half a thought")
        self.assertIsNotNone(self.face())
        kill(until(lambda: terminal.process("ssh"), "ssh runs"), signal.SIGKILL)
        until(lambda: self.face() is None, "the face at the other end has ended")
        again = self.open(LC_ALL="C.UTF-8")
        again.wait_for("● Bob")
        again.type("M-1")
        again.wait_for("half a thought")


if __name__ == "__main__":
    if reason := ssh.missing():
        skip(reason)
    unittest.main()
