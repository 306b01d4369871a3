"""A terminal for tests: tmux, each with a server of its own that ends with the `with`.

    with Tmux(folder, 100, 30) as terminal:
        terminal.run(["earshot", ...])
        terminal.type("hello", "Enter")
        until(lambda: terminal.shows("hello"), "it is there")
"""
import itertools
import os
import pathlib
import shutil
import subprocess

from daemons import skip, until


NUMBERS = itertools.count(1)  # A server that ends still has its socket for a moment.


class Tmux:
    """One window of `columns` by `rows`, in which one command runs."""

    def __init__(self, folder, columns, rows):
        if shutil.which("tmux") is None:
            skip("there is no tmux")
        self.socket = pathlib.Path(folder) / f"tmux{next(NUMBERS)}.sock"
        self.columns, self.rows = columns, rows

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.call("kill-server", check=False)

    def call(self, *words, check=True, text=None):
        done = subprocess.run(["tmux", "-u", "-f", "/dev/null", "-S", str(self.socket), *words], capture_output=True,
                              text=True, check=False, input=text, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(f"tmux {words}: {done.stderr}")
        return done.stdout

    def run(self, command, **variables):
        """Starts `command`, a list of words; afterwards `exit=N` is shown, its exit code, and again with each line that
        is typed: what was shown before a killed program's screen went is gone with that."""
        environment = [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
        line = subprocess.list2cmdline(command)
        self.call("new-session", "-d", "-x", str(self.columns), "-y", str(self.rows), *environment,
                  f'ulimit -c 0; {line}; code=$?; while echo "exit=$code"; do read -r word || break; done')

    def look(self, is_looked_at):
        """What a terminal says when its window gets or loses the focus; tmux without a client has none to tell."""
        self.call("send-keys", "-H", "1b", "5b", "49" if is_looked_at else "4f")

    def mouse(self, button, x, y):
        """What a terminal says when a button goes down and up in a cell, counted from 0; 64 and 65 are the wheel."""
        for end in "Mm" if button < 64 else "M":
            report = f"\x1b[<{button};{x + 1};{y + 1}{end}"
            self.call("send-keys", "-H", *(f"{byte:02x}" for byte in report.encode()))

    def click(self, text):
        """On the first cell of this text."""
        for y, line in enumerate(self.screen().splitlines()):
            if (x := line.find(text)) >= 0:  # The lines above it have one column a character.
                return self.mouse(0, x, y)
        raise AssertionError(f"{text!r} is not on\n{self.screen()}")

    def type(self, *keys):
        """Keys by tmux's names; text letter by letter."""
        self.call("send-keys", *keys)

    def write(self, text):
        self.call("send-keys", "-l", text)

    def paste(self, text):
        """As a person pastes: in brackets, where the program has asked for them."""
        self.call("load-buffer", "-", text=text)
        self.call("paste-buffer", "-p", "-d")

    def screen(self):
        return self.call("capture-pane", "-p")

    def styled_screen(self):
        return self.call("capture-pane", "-peN")

    def shows(self, *texts):
        screen = self.screen()
        return all(text in screen for text in texts)

    def wait_for(self, *texts):
        try:
            until(lambda: self.shows(*texts), f"the screen shows {texts}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it shows\n{self.screen()}") from None

    def wait_until_gone(self, text):
        until(lambda: not self.shows(text), f"the screen shows {text!r} no more")

    def resize(self, columns, rows):
        self.call("resize-window", "-x", str(columns), "-y", str(rows))

    def state(self, name):
        """A variable of tmux, such as alternate_on."""
        return self.call("display-message", "-p", f"#{{{name}}}").strip()

    def process(self, program):
        """The id of the process of this name that runs in the window."""
        shell = int(self.state("pane_pid"))
        for folder in pathlib.Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                fields = (folder / "stat").read_text().rpartition(")")
                name, parent = fields[0].partition("(")[2], int(fields[2].split()[1])
            except OSError:
                continue  # It has ended meanwhile.
            if name == program[:15] and (parent == shell or int(folder.name) == shell):
                return int(folder.name)
        return None


def kill(process, signal):
    os.kill(process, signal)
