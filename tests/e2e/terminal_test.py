"""The terminal face in tmux, with two real daemons: what two people do on a morning."""
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import termios
import unittest

from daemons import BIN, Household, befriend, until
from tmux import Tmux, kill

ALTERNATE = "alternate_on"


def dead_children(process):
    """Of it, those that nobody has asked for."""
    stats = [stat.read_text().rpartition(")")[2].split() for stat in pathlib.Path("/proc").glob("[0-9]*/stat")]
    return [fields for fields in stats if fields[0] == "Z" and int(fields[1]) == process]


class Terminal(unittest.TestCase):
    def setUp(self):
        if not (BIN / "earshot-tui").exists():
            self.skipTest("it was built without termpaint")
        self.house = self.enterContext(Household())
        self.anna = self.house.daemon("Anna")
        self.bob = self.house.daemon("Bob", seeds=[self.anna])
        until(lambda: self.anna.sees(self.bob) and self.bob.sees(self.anna), "they see each other")
        self.methods = {method["name"] for method in self.anna.call("rpc.discover")["methods"]}

    def open(self, columns=100, rows=30, programs=BIN, **variables):
        terminal = self.enterContext(Tmux(self.house.root, columns, rows))
        terminal.run([str(programs / "earshot"), "--profile-dir", str(self.anna.folder)], **variables)
        return terminal

    def programs_with_quiet_daemon(self):
        """Where a program that starts the daemon starts one that stays on the loopback interface."""
        folder = self.house.root / "bin"
        folder.mkdir()
        for program in ("earshot", "earshot-tui"):
            shutil.copy(BIN / program, folder)
        daemon = folder / "earshot-daemon"
        daemon.write_text(f'#!/bin/sh\nexec {BIN}/earshot-daemon --no-mdns --listen 127.0.0.1:0 "$@"\n')
        daemon.chmod(0o755)
        return folder

    def received(self):
        return [message["text"] for message in self.bob.messages(self.anna)]

    def states_of_bob(self):
        return [message["state"] for message in self.bob.messages(self.anna) if message["own"]]

    def test_a_stranger_writes_and_becomes_a_contact(self):
        terminal = self.open()
        terminal.wait_for("Nearby", "● Bob", "1 nearby")

        self.bob.cli("send", self.anna.person, "Have we met?")
        terminal.wait_for("Bob", "Have we met?")
        terminal.type("M-1")
        terminal.wait_for("Not a contact yet.  F2 accept  F3 decline  F4 block")
        terminal.type("F2")
        terminal.wait_for("Bob is a contact now.")

        terminal.write("Yes, **yesterday**.")
        terminal.type("Enter")
        until(lambda: "Yes, **yesterday**." in self.received(), "it arrives as it was typed")
        terminal.wait_for("Yes, yesterday.", "✓ on Bob's computer")

        self.bob.cli("send", self.anna.person, "Right!")
        terminal.wait_for("Right!")

    def test_writing_waiting_and_reading(self):
        befriend(self.anna, self.bob)
        terminal = self.open()
        terminal.wait_for("● Bob")
        terminal.type("M-1")
        terminal.wait_for("Write to Bob")

        # What is pasted is text, whatever is in it.
        terminal.paste("one\ntwo\n")
        terminal.wait_for("one", "two")
        self.assertEqual([], self.received())
        terminal.type("Enter")
        until(lambda: self.received() == ["one\ntwo\n"], "both lines are one message")

        # Somebody who hangs gets it later, and that is said.
        self.bob.process.send_signal(signal.SIGSTOP)
        terminal.write("and three")
        terminal.type("Enter")
        terminal.wait_for("and three", "waiting for Bob's computer")
        self.bob.process.send_signal(signal.SIGCONT)
        terminal.wait_for("✓ on Bob's computer")

        conversation = self.bob.call("conversation.open", {"who": self.anna.person})["id"]
        self.bob.call("typing.set", {"conversation": conversation, "active": True})
        terminal.wait_for("Bob is typing")
        self.bob.call("typing.set", {"conversation": conversation, "active": False})
        terminal.wait_until_gone("Bob is typing")
        with self.bob.control() as control:
            control.call("session.subscribe", {"kinds": ["typing.changed"]})
            terminal.write("not se")
            self.assertTrue(control.event()["active"])
            terminal.type("C-u")
            self.assertFalse(control.event()["active"])
        self.bob.call("conversation.markRead", {"conversation": conversation})
        terminal.wait_for("✓✓ read")

    def test_a_locked_profile_is_opened_first(self):
        self.anna.cli("profile", "passphrase", "--stdin", typed="correct horse battery\n")
        self.anna.stop()
        self.anna.start()
        terminal = self.open()
        terminal.wait_for("Earshot is locked")
        terminal.write("wrong horse battery")
        terminal.wait_for("•••••••••••••••••••")
        terminal.type("Enter")
        terminal.wait_for("The passphrase is wrong.")
        terminal.write("correct horse battery")
        terminal.type("Enter")
        terminal.wait_until_gone("Earshot is locked")
        terminal.wait_for("● Bob")

    def test_a_passphrase_is_set_and_removed_and_not_shown(self):
        terminal = self.open()
        terminal.wait_for("● Bob")
        terminal.write("/profile passphrase")
        terminal.type("Enter")
        for question in ("New passphrase: ", "Once more: "):
            terminal.wait_for(question)
            terminal.write("correct horse battery")
            terminal.type("Enter")
        terminal.wait_for("from the daemon's next start on the profile wants it")
        self.assertNotIn("horse", terminal.screen())
        self.assertEqual("passphrase", self.anna.call("profile.state")["protection"])
        terminal.type("Escape")
        terminal.wait_until_gone("Once more: ")

        terminal.write("/profile passphrase --remove")
        terminal.type("Enter")
        terminal.wait_for("Passphrase until now: ")
        terminal.write("a slip")
        terminal.type("C-u")
        terminal.paste("correct horse battery\nand a line that is not part of it")
        terminal.type("Enter")
        terminal.wait_for("removed: from now on whoever reads the disk has your keys")
        self.assertNotIn("horse", terminal.screen())
        self.assertEqual("key_file", self.anna.call("profile.state")["protection"])

    def test_what_was_said_is_found(self):
        befriend(self.anna, self.bob)
        with self.bob.control() as control:
            for number in range(120):
                control.call("message.send", {"to": self.anna.person, "body": f"Message {number}, of some words."})
        until(lambda: len(self.anna.messages(self.bob)) == 120, "all are there")
        terminal = self.open()
        terminal.wait_for("● Bob")
        terminal.type("M-1")
        terminal.wait_for("Message 119,")
        terminal.type("C-f")
        terminal.write("some message 7")
        terminal.wait_for("Find in the conversation with Bob", "› Bob", "Message 79,")
        terminal.write(", of")  # Only the last word may be the beginning of one.
        terminal.wait_until_gone("Message 79,")
        terminal.type("Enter")
        terminal.wait_until_gone("Find in the conversation")
        terminal.wait_for("Message 6,", "Message 7,", "Message 8,", "newer messages")

    def test_what_is_unread_is_told_and_what_is_seen_is_read(self):
        befriend(self.anna, self.bob)
        terminal = self.open()
        terminal.wait_for("● Bob")
        self.bob.cli("send", self.anna.person, "lunch?", "--wait", "delivered")
        terminal.wait_for("lunch?")
        until(lambda: terminal.state("pane_title") == "(1) Earshot", "the title tells how many are unread")
        self.assertNotIn("read", self.states_of_bob())
        terminal.type("M-1")
        until(lambda: self.states_of_bob() == ["read"], "who wrote it is told that it was read")
        until(lambda: terminal.state("pane_title") == "Bob - Earshot", "nothing is unread")
        self.bob.cli("send", self.anna.person, "Or dinner?", "--wait", "delivered")
        until(lambda: self.states_of_bob() == ["read", "read"], "it came while the conversation was looked at")

        terminal.look(False)
        self.bob.cli("send", self.anna.person, "Hello?", "--wait", "delivered")
        until(lambda: terminal.state("pane_title") == "(1) Bob - Earshot", "nobody has seen it")
        self.assertEqual("delivered", self.states_of_bob()[-1])
        terminal.look(True)
        until(lambda: self.states_of_bob()[-1] == "read", "now somebody has")

    def test_commands_and_drafts(self):
        befriend(self.anna, self.bob)
        terminal = self.open()
        terminal.wait_for("● Bob")
        terminal.type("M-1")
        terminal.write("/person show")
        terminal.type("Enter")
        terminal.wait_for("trust", "not verified", self.bob.person)
        terminal.type("Escape")
        terminal.wait_until_gone("not verified")
        terminal.type("F6")
        terminal.wait_for("Is it really Bob?")
        number = self.bob.call("verify.start", {"who": self.anna.person})["number"]
        terminal.wait_for(number[:5], number[-5:])
        terminal.type("y")
        terminal.wait_for("✓ verified")

        if "draft.set" in self.methods:
            terminal.write("half a thou")
            conversation = self.anna.call("conversation.open", {"who": self.bob.person})["id"]
            until(lambda: self.anna.call("draft.get", {"conversation": conversation})["body"] == "half a thou",
                  "the daemon has the draft")
            terminal.type("C-q")
            terminal.wait_for("exit=0")
            terminal = self.open()
            terminal.wait_for("Bob")
            terminal.type("M-1")
            terminal.wait_for("half a thou")

    def test_sizes_languages_and_signs(self):
        terminal = self.open(60, 20, LC_ALL="ru_RU.UTF-8")
        terminal.wait_for("1 рядом", "Ctrl-K перейти")
        self.assertNotIn("Рядом", terminal.screen())
        terminal.type("F8")
        terminal.wait_for("Рядом", "● Bob")
        terminal.resize(110, 35)
        terminal.type("Escape")
        # An Esc and a key right behind it would be Alt with that key.
        terminal.wait_until_gone("›● Bob")
        terminal.type("C-q")
        terminal.wait_for("exit=0")
        terminal = self.open(80, 24, LC_ALL="C")
        terminal.wait_for("* Bob", "1 nearby")
        self.assertTrue(terminal.screen().isascii())

    def test_colours_only_where_they_are_wanted(self):
        colour = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
        for words, is_coloured in (([], True), (["NO_COLOR=1"], False), (["TERM=dumb"], False)):
            with self.subTest(words=words), Tmux(self.house.root, 80, 24) as terminal:
                terminal.run(["env", *words, str(BIN / "earshot"), "--profile-dir", str(self.anna.folder)])
                terminal.wait_for("Bob", "1 nearby")
                terminal.type("M-1")
                terminal.wait_for("Write to Bob")
                self.assertEqual(is_coloured, bool(colour.search(terminal.styled_screen())))
                # What colours say is said by signs, too.
                self.assertIn("* Bob" if words == ["TERM=dumb"] else "● Bob", terminal.screen())
                self.assertEqual(words == ["TERM=dumb"], terminal.screen().isascii())

    def test_a_terminal_that_answers_nothing_is_left_with_a_reason(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        before = termios.tcgetattr(theirs)
        done = subprocess.run([BIN / "earshot", "--profile-dir", self.anna.folder], stdin=theirs, stdout=theirs,
                              stderr=subprocess.PIPE, text=True, timeout=60, check=False,
                              env=os.environ | {"TERM": "dumb"})
        self.assertEqual(1, done.returncode)
        self.assertIn("this terminal cannot show what a program draws", done.stderr)
        self.assertIn("the verbs of the command line work everywhere: earshot help", done.stderr)
        self.assertEqual(before, termios.tcgetattr(theirs))
        os.close(theirs)

    def test_small_terminals_show_what_counts(self):
        befriend(self.anna, self.bob)
        for columns, rows in ((80, 24), (40, 12)):
            with self.subTest(columns=columns), Tmux(self.house.root, columns, rows) as terminal:
                terminal.run([str(BIN / "earshot"), "--profile-dir", str(self.anna.folder)])
                terminal.wait_for("Anna")
                terminal.type("M-1" if columns == 80 else "C-k")
                if columns == 40:
                    terminal.wait_for("Bob")
                    terminal.type("Enter")
                terminal.wait_for("Write to Bob")
                terminal.write(f"From {columns} columns.")
                terminal.type("Enter")
                terminal.wait_for(f"From {columns} columns.", "✓ on Bob's computer")
                terminal.type("F1")
                terminal.wait_for("Keys and commands")
                terminal.type("Escape")
                terminal.wait_until_gone("Keys and commands")
                # Smaller than anything is of use: nothing breaks, and all is there again afterwards.
                terminal.resize(8, 3)
                terminal.type("F1")
                terminal.resize(columns, rows)
                terminal.wait_for("Keys and commands")
                terminal.type("Escape")
                terminal.wait_for(f"From {columns} columns.", "✓ on Bob's computer")

    def test_the_mouse_opens_selects_and_scrolls(self):
        befriend(self.anna, self.bob)
        with self.bob.control() as control:
            for number in range(100, 160):
                control.call("message.send", {"to": self.anna.person, "body": f"Message {number}"})
        until(lambda: len(self.anna.messages(self.bob)) == 60, "all are there")
        terminal = self.open()
        terminal.wait_for("● Bob")
        terminal.click("Bob")
        terminal.wait_for("Write to Bob", "new messages", "Message 101", "newer messages")
        for _ in range(4):
            terminal.mouse(65, 60, 10)
        terminal.wait_for("Message 130", "newer messages")
        self.assertFalse(terminal.shows("Message 101"))
        for _ in range(4):
            terminal.mouse(64, 60, 10)
        terminal.wait_for("Message 101")
        self.assertFalse(terminal.shows("Message 130"))
        terminal.click("Message 105")
        terminal.wait_for("▌ Message 105")
        terminal.type("i")
        terminal.wait_for("About this message", "Computer")

    def test_the_terminal_is_given_back(self):
        for how, code in ((signal.SIGTERM, "exit=0"), (signal.SIGHUP, "exit=0"), (signal.SIGSEGV, "exit=139"),
                          (signal.SIGKILL, "exit=137")):
            with self.subTest(how.name), Tmux(self.house.root, 80, 24) as terminal:
                terminal.run([str(BIN / "earshot"), "--profile-dir", str(self.anna.folder)])
                terminal.wait_for("Bob")
                self.assertEqual("1", terminal.state(ALTERNATE))
                kill(until(lambda: terminal.process("earshot-tui"), "it runs"), how)
                until(lambda: terminal.state(ALTERNATE) == "0", "the terminal is as it was")
                self.assertEqual("0", terminal.state("mouse_any_flag"))
                # The line discipline, too: what is typed is echoed, and waits for Enter.
                terminal.write("typed")
                terminal.wait_for("typed")
                terminal.type("Enter")
                terminal.wait_for("typed\n" + code)

    def test_a_daemon_that_is_not_there_is_started_and_one_that_ends_is_missed(self):
        self.anna.stop()
        terminal = self.open(programs=self.programs_with_quiet_daemon())
        self.addCleanup(lambda: self.anna.cli("daemon", "stop", check=False))
        terminal.wait_for("Anna  online")
        self.anna.cli("daemon", "stop")
        terminal.wait_for("The daemon has been stopped.")
        terminal.type("C-l")
        terminal.wait_for("Anna  online")

    def test_the_daemons_start_holds_nobody_up_and_leaves_nothing(self):
        self.anna.stop()
        programs = self.programs_with_quiet_daemon()
        real = (programs / "earshot-daemon").read_text()
        (programs / "earshot-daemon").write_text("#!/bin/sh\necho it is late >&2\nexec sleep 12\n")
        terminal = self.open(programs=programs, LC_ALL="ru_RU.UTF-8")
        terminal.wait_for("Демон запускается")
        terminal.type("F1")
        terminal.wait_for("Клавиши и команды")
        terminal.type("C-q")
        terminal.wait_for("exit=0")

        (programs / "earshot-daemon").write_text("#!/bin/sh\necho this is no day for daemons >&2\nexit 3\n")
        terminal = self.open(programs=programs, LC_ALL="ru_RU.UTF-8")
        terminal.wait_for("Демон завершился при запуске", "Он сообщил: this is no day for daemons", "Ctrl-L")
        (programs / "earshot-daemon").write_text(real)
        self.addCleanup(lambda: self.anna.cli("daemon", "stop", check=False))
        terminal.type("C-l")
        terminal.wait_for("в сети")
        # The daemon is nobody's child: its end leaves no dead process.
        face = until(lambda: terminal.process("earshot-tui"), "it runs")
        self.anna.cli("daemon", "stop")
        terminal.wait_for("Демон остановлен.")
        self.assertEqual([], dead_children(face))

    def test_standard_input_may_be_for_reading_only(self):
        terminal = self.enterContext(Tmux(self.house.root, 100, 30))
        terminal.run(["sh", "-c", f"'{BIN}/earshot' --profile-dir '{self.anna.folder}' < /dev/tty"])
        terminal.wait_for("● Bob", "1 nearby")
        terminal.type("C-q")
        terminal.wait_for("exit=0")
        self.assertEqual("0", terminal.state(ALTERNATE))


if __name__ == "__main__":
    unittest.main()
