"""Makes the pictures of the terminal face, docs/pictures/terminal.svg and terminal.txt, from what tmux shows of a
real one with real daemons.

    python3 docs/pictures/terminal.py build/release/bin
"""
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parent
os.environ["EARSHOT_BIN"] = sys.argv[1]
sys.path[:0] = [str(HERE), str(HERE / "../../tests/support")]
from daemons import BIN, Household, befriend, until  # noqa: E402  The folder of programs comes first.
from terminal_picture import svg  # noqa: E402
from tmux import Tmux  # noqa: E402

COLUMNS, ROWS = 96, 27
TALK = [("Bob", "Morning! The plan for Thursday is on //nas/plans/thursday.pdf"),
        ("Bob", "Can you look at the *second* page? I am **not** sure about the numbers."),
        ("Alice", "On it."),
        ("Alice", "They come from this:\n```sql\nselect room, sum(hours) from bookings\n group by room;\n```\n"
                  "- the workshop is counted twice\n- the rest is right"),
        ("Bob", "> the workshop is counted twice\n\nThat explains it, thank you!"),
        ("Alice", "Lunch at one?")]


def main():
    with Household() as house:
        alice = house.daemon("Alice")
        others = {name: house.daemon(name, seeds=[alice]) for name in ("Bob", "Vera Kamińska", "Liu Wei", "Жанна")}
        until(lambda: alice.sees(*others.values()), "they see each other")
        bob, vera, zhanna = others["Bob"], others["Vera Kamińska"], others["Жанна"]
        befriend(alice, bob)
        befriend(alice, vera)
        for author, text in TALK:
            sender, reader = (alice, bob) if author == "Alice" else (bob, alice)
            count = len(reader.messages(sender))
            sender.call("message.send", {"to": reader.person, "body": text})
            until(lambda: len(reader.messages(sender)) > count, "it arrives")
        with_bob = alice.call("conversation.open", {"who": bob.person})["id"]
        alice.call("conversation.markRead", {"conversation": with_bob})
        vera.call("presence.set", {"state": "away", "text": "at the dentist's"})
        number = alice.call("verify.start", {"who": bob.person})["number"]
        alice.call("verify.confirm", {"who": bob.person, "number": number})
        with Tmux(house.root, COLUMNS, ROWS) as terminal:
            terminal.run([str(BIN / "earshot"), "--profile-dir", str(alice.folder)], COLORFGBG="15;0", LANG="C.UTF-8")
            terminal.wait_for("● Bob")
            terminal.type("C-k")
            terminal.write("Bob")
            terminal.wait_for("Go to")
            terminal.type("Enter")
            terminal.wait_for("Lunch at one?")
            vera.call("message.send", {"to": alice.person, "body": "Back at three, save me a seat."})
            zhanna.call("message.send", {"to": alice.person, "body": "Здравствуйте! Мы из соседнего зала."})
            terminal.wait_for("Back at three", "Здравствуйте")
            conversation = bob.call("conversation.open", {"who": alice.person})["id"]
            bob.call("conversation.markRead", {"conversation": conversation})
            bob.call("typing.set", {"conversation": conversation, "active": True})
            terminal.wait_for("Bob is typing", "✓✓ read")
            time.sleep(0.3)  # What is on its way to the screen.
            HERE.joinpath("terminal.txt").write_text(
                "\n".join(line.rstrip() for line in terminal.screen().splitlines()) + "\n")
            HERE.joinpath("terminal.svg").write_text(svg(terminal.styled_screen()))


if __name__ == "__main__":
    main()
