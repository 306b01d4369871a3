"""The window against real daemons, seen and moved as assistive programs see and move it."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

import desktop
from daemons import BIN, Household, befriend, delivered, skip, until
from tray import Item

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALONE = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]


def setUpModule():
    WindowTest.desktop = unittest.enterModuleContext(desktop.Desktop())


class WindowTest(unittest.TestCase):
    desktop = None  # One for all: AT-SPI finds its bus once.

    def setUp(self):
        self.house = self.enterContext(Household())
        self.ben = self.house.daemon("Ben")
        self.anna = self.house.daemon("Anna", seeds=[self.ben])
        self.window = self.desktop.open("earshot-gui", "--profile-dir", self.anna.folder)
        self.addCleanup(self.window.close)  # Before the daemons go: it would start one anew.
        self.addCleanup(self.say_what_was_on_show)

    def say_what_was_on_show(self):
        if self._outcome.result.failures or self._outcome.result.errors:
            print(self.window.describe(), self.desktop.log(), sep="\n---\n", flush=True)

    def welcome(self, name, window=None):
        window = window or self.window
        window.write("Your name", name)
        window.press("Next")
        window.press("Start")
        window.until_gone("push button", "Start")

    def meet(self):
        """Both are contacts, and Anna has the conversation open in which Ben has greeted her."""
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        befriend(self.anna, self.ben)
        self.ben.call("message.send", {"to": self.anna.person, "body": "Hello."})
        self.window.press("Ben, online, 1 unread message", role="list item")
        self.window.until_shown("list item", "Ben, Hello.")

    def window_of_ben(self):
        """A second window, at Ben's computer, with the conversation with Anna open."""
        window = self.desktop.open("earshot-gui", "--profile-dir", self.ben.folder)
        self.addCleanup(window.close)
        self.welcome("Ben", window)
        window.press("Anna, ", role="list item")
        window.until_shown("text", "Message to Anna")
        return window

    def test_two_people_meet_talk_and_verify(self):
        self.welcome("Anna-Maria")
        until(lambda: self.anna.call("profile.get")["person"]["name"] == "Anna-Maria", "the daemon knows the name")

        # People are there by themselves, and one of them writes.
        self.window.until_shown("list item", "Ben, online")
        until(lambda: self.ben.sees(self.anna), "Ben sees Anna")
        self.ben.call("message.send", {"to": self.anna.person, "body": "Are you there?"})
        self.window.press("Are you there?", role="list item")
        self.window.press("Accept")
        self.window.until_gone("push button", "Accept")
        until(lambda: self.anna.call("people.get", {"who": self.ben.person})["state"] == "accepted", "accepted")

        # What is written arrives, and the window says so.
        self.window.write("Message to Ben", "Loud and clear.")
        self.window.press("Send")
        self.window.until_shown("list item", "Loud and clear.")
        until(lambda: delivered(self.anna, self.ben), "it arrives")
        self.window.until_shown("list item", "on Ben's computer")
        self.assertEqual([message["text"] for message in self.ben.messages(self.anna)],
                         ["Are you there?", "Loud and clear."])
        self.ben.call("message.send", {"to": self.anna.person, "body": "Good."})
        self.window.until_shown("list item", "Good.")

        # Who writes is seen to write, what was read is said to be, and words are found again.
        conversation = {"conversation": self.ben.messages(self.anna)[0]["conversation"]}
        self.ben.call("typing.set", conversation | {"active": True})
        self.window.until_shown("label", "Ben is typing")
        self.ben.call("typing.set", conversation | {"active": False})
        self.window.until_gone("label", "Ben is typing")
        self.ben.call("conversation.markRead", conversation)
        until(lambda: (row := self.window.find("list item", "Loud and clear.")) and row.get_name().endswith("read"),
              "the window says that it was read")
        self.window.write("Search people and messages", "clear")
        self.window.until_shown("heading", "Messages")
        self.window.write("Search people and messages", "")

        # Both see the same number.
        number = self.ben.call("verify.start", {"who": self.anna.person})["number"]
        self.window.press("Make sure who it is")
        shown = self.window.until_shown("label", "Safety number").get_name()
        self.assertEqual("".join(filter(str.isdigit, shown)), number)
        self.window.press("The numbers are the same")
        self.window.until_shown("heading", "Ben is verified")
        self.assertTrue(self.anna.call("people.get", {"who": self.ben.person})["verified"])

    def test_who_is_away_is_so_at_the_other_computer_and_gets_it_later(self):
        self.meet()
        self.window.press("You: Anna, Available")
        self.window.press("Away", role="menu item")
        self.window.until_shown("push button", "You: Anna, Away")
        until(lambda: self.ben.call("people.get", {"who": self.anna.person})["presence"] == "away", "Anna is away")

        self.ben.call("presence.set", {"state": "busy", "text": "Writing"})
        self.window.until_shown("list item", "Ben, do not disturb")
        self.window.until_shown("push button", "Ben, do not disturb · Writing")

        # Who is off gets it later, and that is said.
        self.ben.stop()
        self.window.until_shown("list item", "Ben, offline")
        self.window.write("Message to Ben", "When you are back.")
        self.window.press("Send")
        self.window.until_shown("list item", "waiting for Ben's computer")
        self.window.press("1 message waiting")
        self.window.until_shown("heading", "Messages that wait")
        self.window.press("Close")
        self.ben.start()
        self.window.until_shown("list item", "on Ben's computer")
        self.assertEqual(self.ben.messages(self.anna)[-1]["text"], "When you are back.")
        self.window.until_gone("push button", "1 message waiting")

    def test_two_windows_see_each_other_write_and_read(self):
        self.meet()
        window = self.window_of_ben()

        # Who writes is seen to write, until nothing is written any more.
        self.window.write("Message to Ben", "Are y")
        window.until_shown("label", "Anna is typing")
        self.window.write("Message to Ben", "")
        window.until_gone("label", "Anna is typing")

        # What comes into the conversation that somebody looks at is read, and its author sees that.
        self.window.write("Message to Ben", "Are you there?")
        self.window.press("Send")
        window.until_shown("list item", "Anna, Are you there?")
        until(lambda: (row := self.window.find("list item", "You, Are you there?")) and row.get_name().endswith("read"),
              "Anna's window says that it was read")
        self.assertEqual(self.anna.messages(self.ben)[-1]["state"], "read")

    def test_two_windows_compare_live(self):
        self.meet()
        windows = [self.window, self.window_of_ben()]
        for window in windows:
            window.press("Make sure who it is")
            window.until_shown("label", "Both begin at their computers")
        windows[0].press("Begin")
        windows[0].until_shown("label", "Waiting for Ben to begin, too")
        windows[1].until_shown("label", "Anna would like to compare with you now")
        windows[1].press("Compare now")

        def digits(window):
            labels = [node.get_name() for node in window.nodes() if node.get_role_name() == "label"]
            return next((label for label in labels if re.fullmatch(r"\d{3} \d{3}", label)), None)

        shown = [until(lambda: digits(window), "six digits") for window in windows]
        self.assertEqual(shown[0], shown[1])
        windows[0].press("They are the same")
        windows[1].until_shown("label", "Anna sees the same digits. Do you?")
        windows[1].press("They are the same")
        windows[0].until_shown("heading", "Ben is verified")
        windows[1].until_shown("heading", "Anna is verified")
        for one, other in ((self.anna, self.ben), (self.ben, self.anna)):
            self.assertTrue(one.call("people.get", {"who": other.person})["verified"])

    def test_the_doctor_says_what_works_and_why_somebody_is_not_reached(self):
        self.meet()

        def lines(sheet):
            return self.window.names_in("dialog", sheet, "list item")

        # By the strip: all that was looked at, in words, and above it what that means.
        self.window.press("1 person nearby")
        self.window.until_shown("list item", "Earshot runs, version")
        found = self.anna.call("doctor.run")["findings"]
        shown = lines("Network check")
        self.assertEqual(len(shown), len(found), shown)
        self.assertIn("Messages can be stored.", shown)
        means = self.window.find("dialog", "Network check").get_description()
        if {finding["verdict"] for finding in found} & {"fail", "warn"}:
            self.assertTrue(shown[0].startswith(means), (means, shown))
        else:
            self.assertEqual(means, "Everything works here.")
        self.window.keys("Esc")
        self.window.until_gone("dialog", "Network check")
        self.window.keys("Ctrl", "Shift", "N")
        self.window.until_shown("dialog", "Network check")
        self.window.keys("Esc")
        self.window.until_gone("dialog", "Network check")

        # About one person: connected, then with a daemon that has ended, then back again.
        self.window.press("Ben, online")
        self.window.press("Why can't I reach them?")
        sheet = "Why can't I reach Ben?"
        self.window.until_shown("list item", "Ben is connected.")
        self.window.keys("Esc")
        self.window.until_gone("dialog", sheet)
        self.ben.stop()
        self.window.until_shown("list item", "Ben, offline")
        self.window.press("Why can't I reach them?")
        self.window.until_shown("list item", "Ben's computer is on, but Earshot does not run there.")
        self.assertIn("Ask them to start Earshot.", "".join(lines(sheet)))
        self.ben.start()
        self.window.until_shown("list item", "Ben, online")
        self.window.press("Check again")
        self.window.until_shown("list item", "Ben is connected.")
        self.window.keys("Esc")
        self.window.until_gone("dialog", sheet)

    def test_a_desktop_that_wishes_for_less_motion_is_heard(self):
        self.welcome("Anna")
        self.window.close()
        said = self.desktop.serve("portal_server.py")
        self.addCleanup(self.desktop.end, said)
        desktop.line_of(said)
        self.window = self.desktop.open("earshot-gui", "--profile-dir", self.anna.folder)
        self.addCleanup(self.window.close)
        self.window.press("Settings")

        def is_said():
            return "Your desktop wishes it" in self.window.until_shown("check box", "Reduce motion").get_description()

        until(is_said, "the desktop is heard when the window comes")
        self.desktop.poke(said)
        until(lambda: not is_said(), "the desktop is heard when it changes its mind")

    def test_what_nobody_looks_at_is_told_by_the_desktop(self):
        said = self.desktop.serve("notification_server.py")
        self.addCleanup(self.desktop.end, said)

        def told(what):
            line = json.loads(desktop.line_of(said))
            self.assertEqual(line["what"], what, line)
            return line

        told("ready")
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        befriend(self.anna, self.ben)
        self.window.until_shown("list item", "Ben, online")
        sent = self.ben.call("message.send", {"to": self.anna.person, "body": "Lunch <b>now</b>?"})
        shown = told("shown")
        self.assertEqual((shown["title"], shown["body"]), ("Ben", "Lunch &lt;b&gt;now&lt;/b&gt;?"))
        self.assertEqual((shown["actions"][0], shown["category"]), ("default", "im.received"))
        self.ben.call("message.send", {"to": self.anna.person, "body": "Hello?"})
        self.assertEqual(told("shown")["number"], shown["number"])

        self.desktop.poke(said)
        self.window.until_shown("text", "Message to Ben")
        self.anna.call("conversation.markRead", {"conversation": sent["conversation"]})
        self.assertEqual(told("closed")["number"], shown["number"])

    def test_who_was_waited_for_is_told_of_by_the_desktop(self):
        said = self.desktop.serve("notification_server.py")
        self.addCleanup(self.desktop.end, said)
        desktop.line_of(said)
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        self.ben.call("presence.set", {"state": "away", "text": ""})
        self.window.press("Ben, away", role="list item")
        self.window.press("Details")
        self.window.press("Tell me when they come", role="check box")
        until(lambda: self.anna.call("people.get", {"who": self.ben.person})["watched"], "he is waited for")
        self.ben.call("presence.set", {"state": "online", "text": ""})
        shown = json.loads(desktop.line_of(said))
        self.assertEqual((shown["title"], shown["body"]), ("Ben", "is here now"))
        until(lambda: not self.anna.call("people.get", {"who": self.ben.person})["watched"], "that was once")

    def test_a_locked_profile_is_opened_first(self):
        self.welcome("Anna")
        self.anna.cli("profile", "passphrase", "--stdin", typed="correct horse battery\n")
        self.anna.stop()
        self.anna.start()
        self.window.until_shown("heading", "Earshot is locked")
        # Qt tells AT-SPI no name of a field for passwords.
        self.window.write("", "wrong horse battery", role="password text")
        self.window.press("Unlock")
        until(lambda: "The passphrase is wrong." in self.window.describe(), "it says that this was wrong")
        self.window.write("", "correct horse battery", role="password text")
        self.window.press("Unlock")
        self.window.until_gone("heading", "Earshot is locked")
        self.window.until_shown("list item", "Ben, online")

    def test_a_locked_screen_shows_no_text_of_messages(self):
        said = self.desktop.serve("notification_server.py")
        self.addCleanup(self.desktop.end, said)
        lock = self.desktop.serve("lock_server.py")
        self.addCleanup(self.desktop.end, lock)
        desktop.line_of(said)
        desktop.line_of(lock)
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        befriend(self.anna, self.ben)
        self.window.until_shown("list item", "Ben, online")

        def step(state):
            self.desktop.poke(lock)
            self.assertEqual(desktop.line_of(lock).strip(), state)

        def shown():
            line = json.loads(desktop.line_of(said))
            self.assertEqual((line["what"], line["title"]), ("shown", "Ben"))
            return line

        def write(body):
            self.ben.call("message.send", {"to": self.anna.person, "body": body})

        write("The code is 1234")
        first = shown()
        self.assertEqual(first["body"], "The code is 1234")
        # What stands on the screen loses its text, by whoever says that it is locked.
        step("locked")
        hidden = shown()
        self.assertEqual((hidden["number"], hidden["body"]), (first["number"], "1 new message"))
        write("And 5678")
        self.assertEqual(shown()["body"], "2 new messages")
        step("open")
        write("Are you back?")
        self.assertEqual(shown()["body"], "Are you back?")
        step("locked")
        self.assertEqual(shown()["body"], "3 new messages")
        step("open")

    def test_what_comes_into_the_open_conversation_is_announced(self):
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        befriend(self.anna, self.ben)
        self.window.press("Ben, online", role="list item")
        self.window.until_shown("text", "Message to Ben")
        with desktop.Announcements() as announced:
            self.ben.call("message.send", {"to": self.anna.person, "body": "Look here."})
            until(lambda: announced.words(), "it is announced")
            self.window.write("Message to Ben", "Where?")
            self.window.press("Send")
            until(lambda: delivered(self.anna, self.ben), "the answer arrives")
            self.assertEqual([words.rpartition(", ")[0] for words in announced.words()], ["Ben, Look here."])

    def test_second_window_of_a_profile_only_raises_the_first(self):
        self.welcome("Anna")
        done = self.desktop.run("earshot-gui", "--profile-dir", self.anna.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        card = self.ben.call("card.own")["card"]
        self.assertEqual(self.desktop.run("earshot-gui", "--profile-dir", self.anna.folder, card).returncode, 0)
        self.window.until_shown("heading", "Add somebody?")
        self.assertNotEqual(self.anna.call("people.get", {"who": self.ben.person})["state"], "accepted")
        self.window.press("Add contact")
        self.window.until_shown("text", "Message to Ben")
        self.assertEqual(self.anna.call("people.get", {"who": self.ben.person})["state"], "accepted")
        self.assertIsNone(self.window.process.poll())

    def test_in_a_tray_the_window_comes_and_goes(self):
        self.welcome("Anna")
        until(lambda: self.ben.sees(self.anna) and self.anna.sees(self.ben), "they see each other")
        befriend(self.anna, self.ben)
        self.window.close()
        tray = self.desktop.serve("tray.py")
        self.addCleanup(self.desktop.end, tray)
        desktop.line_of(tray)
        hidden = self.desktop.open("earshot-gui", "--profile-dir", self.anna.folder, "--hidden")
        item = Item(desktop.line_of(tray))
        self.assertEqual(item.labels(), ["Open Earshot", "Do not disturb", "Quit…"])
        self.assertIsNone(hidden.find("frame", "Earshot"))

        # What is unread is seen in the tray.
        read = item.icon()
        self.ben.call("message.send", {"to": self.anna.person, "body": "Lunch?"})
        until(lambda: item.icon() != read, "the icon has a mark")
        self.assertEqual(item.tip(), "Earshot: 1 unread message")
        self.assertEqual({(width, height) for width, height, _ in item.icon()},
                         {(width, height) for width, height, _ in read})

        item.choose("Do not disturb")
        until(lambda: self.anna.call("presence.get")["state"] == "busy", "Anna is not to be disturbed")
        until(lambda: "Do not disturb ✓" in item.labels(), "the menu says so")

        # Closed, it stays in the tray; a click brings it back.
        item.activate()
        hidden.until_shown("list item", "Ben, online")
        hidden.end_by_keys()
        hidden.until_gone("list item", "Ben, online")
        item.choose("Open Earshot")
        hidden.until_shown("list item", "Ben, online")

        # One that is only to be there does not disturb the one that is.
        done = self.desktop.run("earshot-gui", "--profile-dir", self.anna.folder, "--hidden")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

        item.choose("Quit…")
        hidden.press("Quit the window only")
        self.assertEqual(hidden.process.wait(30), 0)
        self.assertTrue(self.anna.call("daemon.info")["uptime_ms"] > 0)

    def test_a_tray_that_goes_gives_the_window_back(self):
        self.welcome("Anna")
        tray = self.desktop.serve("tray.py")
        desktop.line_of(tray)
        desktop.line_of(tray)  # The window's item is there.
        self.window.until_shown("list item", "Ben, online")
        self.window.end_by_keys()
        self.window.until_gone("list item", "Ben, online")
        self.assertIsNone(self.window.process.poll())
        self.desktop.end(tray)
        self.window.until_shown("list item", "Ben, online")
        # Nowhere is a place to stay now: closed, it ends.
        self.window.end_by_keys()
        self.assertEqual(self.window.process.wait(30), 0)

    def test_hidden_without_a_tray_is_minimised_and_says_so(self):
        self.window.close()
        window = self.desktop.open("earshot-gui", "--profile-dir", self.anna.folder, "--hidden")
        until(lambda: "There is no tray here: the window is minimised." in self.desktop.log(), "it says so")
        self.assertIsNone(window.process.poll())
        self.assertEqual(self.desktop.run("earshot-gui", "--profile-dir", self.anna.folder).returncode, 0)
        window.until_shown("text", "Your name")
        self.assertEqual(window.close(), -signal.SIGTERM)


class RunTest(unittest.TestCase):
    """./run on a display, with programs that are built and packages that are there."""

    def test_run_opens_the_window_of_a_daemon_that_outlives_it(self):
        if subprocess.run([*ALONE, "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest("no network namespaces here")
        screen = WindowTest.desktop
        place = screen.root / "checkout"
        shutil.copytree(ROOT / "packaging/apt", place / "packaging/apt")
        shutil.copy(ROOT / "run", place / "run")
        (place / "build/release").mkdir(parents=True)
        (place / "build/release/bin").symlink_to(BIN)
        packages = " ".join(line for names in (place / "packaging/apt").iterdir()
                            for line in names.read_text().splitlines() if line and not line.startswith("#"))
        for name, does in (("cmake", 'echo "$@" >> "$HOME/cmake.log"'),
                           ("dpkg-query", f"printf 'installed\\t%s, \\n' {packages}"),
                           ("apt-get", "exit 1")):
            program = place / "stubs" / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(f"#!/bin/sh\n{does}\n")
            program.chmod(0o755)
        self.addCleanup(lambda: screen.run("earshot", "daemon", "stop"))
        # Nobody else hears of the daemon: it has a network of its own.
        window = screen.open_by(*ALONE, str(place / "run"), path=f"{place}/stubs:{os.environ['PATH']}")
        window.until_shown("text", "Your name")
        self.assertIn("--target programs", (screen.root / "cmake.log").read_text())
        window.close()
        self.assertIn("runs", screen.run("earshot", "daemon", "status").stdout)


if __name__ == "__main__":
    if reason := desktop.missing():
        skip(reason)
    unittest.main(verbosity=2)
