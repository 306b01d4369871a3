"""A desktop of one's own, for the window: an X server without a screen, a session bus, an accessibility bus.

    with Desktop() as desktop:
        window = desktop.open("earshot-gui", "--profile-dir", folder)
        window.press("Accept")                  # A button, by its name, as a screen reader presses it.
        window.until_shown("list item", "Bob")  # A role, and a piece of the name.

Everything ends with the `with`. The process may have one desktop: AT-SPI finds its bus when it is used first.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import warnings

from daemons import BIN, PATIENCE, until
from lines import line_within
from private_bus import DIE_TOO, start_bus

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
KEYS = {"Esc": 9, "Q": 24, "Ctrl": 37, "Shift": 50, "N": 57}  # Codes of X.


def line_of(output):
    """The next line of what a desktop started."""
    if (line := line_within(output, PATIENCE)) is None:
        raise AssertionError(f"no line within {PATIENCE:.0f} s")
    return line


def missing():
    """What keeps this from working here; None when nothing does."""
    for program in ("Xvfb", "dbus-daemon", LAUNCHER):
        if shutil.which(program) is None:
            return f"there is no {program}"
    try:
        atspi()
    except (ImportError, ValueError) as error:
        return f"no AT-SPI in Python: {error}"
    return None


def gi_error():
    from gi.repository import GLib
    return GLib.Error


def atspi():
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
    return Atspi


class Desktop:
    def __enter__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="earshot-desktop-"))
        self.processes = []
        (self.root / "run").mkdir(mode=0o700)
        bus, address = start_bus(self.root)
        self.processes.append(bus)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("QT_", "WAYLAND_", "AT_SPI", "LC_"))}
        # One bus for both: what is locked here is no business of the computer's real sessions.
        self.environment |= {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address,
                             "HOME": str(self.root), "XDG_RUNTIME_DIR": str(self.root / "run"), "LANG": "C.UTF-8",
                             "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}
        # Left by its last client, an X server starts anew, and ends whoever comes at that moment: the one before the
        # window is the launcher below, which leaves a word on the screen and goes.
        number = line_of(self.start("Xvfb", "-displayfd", "1", "-screen", "0", "1300x900x24", "-nolisten", "tcp",
                                    "-noreset"))
        self.environment["DISPLAY"] = f":{number}"
        self.start(LAUNCHER, "--launch-immediately")
        os.environ |= {key: self.environment[key]
                       for key in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        # Whoever uses AT-SPI before its bus is there is ended by it.
        until(self._has_accessibility, "the accessibility bus")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            # The launcher has started a bus, and ends it only when it is asked to end itself.
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _has_accessibility(self):
        from gi.repository import Gio, GLib
        flags = Gio.DBusConnectionFlags
        try:
            bus = Gio.DBusConnection.new_for_address_sync(
                self.environment["DBUS_SESSION_BUS_ADDRESS"],
                flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
            return bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                 Gio.DBusCallFlags.NO_AUTO_START, 1000, None).unpack()[0]
        except GLib.Error:
            return None

    def start(self, *command):
        """Runs it until the end of the `with`; gives its standard output."""
        # Unbuffered: whoever waits for a line must see it where it waits.
        process = subprocess.Popen([*DIE_TOO, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, env=self.environment, bufsize=0)
        self.processes.append(process)
        return process.stdout

    def end(self, output):
        """Ends what was started and writes this."""
        process = next(process for process in self.processes if process.stdout is output)
        self.processes.remove(process)
        process.kill()
        process.wait()
        output.close()

    def open(self, program, *words):
        return self.open_by(str(BIN / program), *map(str, words))

    def open_by(self, *command, path=None):
        """A window that a command becomes, whose programs may come from another PATH."""
        environment = self.environment | ({"PATH": path} if path else {})
        with (self.root / "window.log").open("ab") as log:
            process = subprocess.Popen([*DIE_TOO, *command], env=environment, stderr=log, stdout=subprocess.DEVNULL,
                                       stdin=subprocess.DEVNULL)
        self.processes.append(process)
        return Window(process)

    def run(self, program, *words):
        """Runs it to its end."""
        return subprocess.run([str(BIN / program), *map(str, words)], env=self.environment, capture_output=True,
                              text=True, timeout=60, check=False)

    def log(self):
        return (self.root / "window.log").read_text(errors="replace")


class Announcements:
    """What screen readers are told while the `with` lasts: names of notifications that show themselves."""

    def __enter__(self):
        self._told = []
        self._listener = atspi().EventListener.new(self._on_event)
        self._listener.register("object:state-changed:showing")
        return self

    def __exit__(self, *_):
        self._listener.deregister("object:state-changed:showing")

    def _on_event(self, event):
        if event.detail1 and event.source.get_role_name() == "notification":
            event.source.clear_cache()
            self._told.append(event.source.get_name())

    def words(self):
        from gi.repository import GLib
        while GLib.MainContext.default().iteration(False):
            pass
        return self._told


class Window:
    """What assistive programs see of a process's windows."""

    def __init__(self, process):
        self.atspi = atspi()
        self.process = process

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def nodes(self):
        desktop = self.atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application and application.get_process_id() == self.process.pid:
                yield from self._below(application)

    def _below(self, node):
        """The node and what is in it, as far as it is on show."""
        node.clear_cache()
        if not node.get_state_set().contains(self.atspi.StateType.SHOWING) and node.get_role_name() != "application":
            return
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield from self._below(child)

    def find(self, role, name):
        """The first node on show of this role whose name has `name` in it; None where there is none."""
        try:
            for node in self.nodes():
                if node.get_role_name() == role and name in node.get_name():
                    return node
        except gi_error():
            pass  # It changed while it was walked: whoever waits asks again.
        return None

    def names_in(self, role, name, wanted):
        """Of everything of the role `wanted` in the first node on show of this role and name."""
        try:
            place = self.find(role, name)
            return [node.get_name() for node in self._below(place) if node.get_role_name() == wanted] if place else []
        except gi_error():
            return []

    def until_shown(self, role, name):
        return until(lambda: self._runs() and self.find(role, name), f"{role} {name!r} on show")

    def until_gone(self, role, name):
        until(lambda: self._runs() and not self.find(role, name), f"no {role} {name!r}")

    def _runs(self):
        if (code := self.process.poll()) is not None:
            raise AssertionError(f"the window ended with {code}")
        return True

    def press(self, name, role="push button"):
        node = self.until_shown(role, name)
        until(lambda: node.get_state_set().contains(self.atspi.StateType.ENABLED), f"{name!r} can be pressed")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Debian 12 has no newer names for these.
            for index in range(node.get_n_actions()):
                if node.get_action_name(index) == "Press":
                    return node.do_action(index)
        raise AssertionError(f"{role} {name!r} has no action to press it")

    def write(self, name, text, role="text"):
        self.until_shown(role, name).set_text_contents(text)

    def end_by_keys(self):
        self.keys("Ctrl", "Q")

    def keys(self, *names):
        """Presses the last of them while the others are held, on the keyboard."""
        synthesize = self.atspi.KeySynthType
        *held, last = (KEYS[name] for name in names)
        for key, how in (*((key, synthesize.PRESS) for key in held), (last, synthesize.PRESSRELEASE),
                         *((key, synthesize.RELEASE) for key in reversed(held))):
            self.atspi.generate_keyboard_event(key, None, how)

    def describe(self):
        """All that is on show, a line each."""
        return "\n".join(f"{node.get_role_name()}: {node.get_name()}" for node in self.nodes() if node.get_name())
