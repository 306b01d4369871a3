"""A system bus of one's own with a login daemon that announces sleep when it is told to.

    with Logind() as logind:
        daemon.start(env={"DBUS_SYSTEM_BUS_ADDRESS": logind.address})
        logind.wait_for("held")
        logind.say("sleep")
        logind.wait_for("released")

Run as a program it is the login daemon: lines `sleep` and `wake` on standard input; `held` and `released` on standard
output as locks come and go.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from lines import line_within
from private_bus import DIE_TOO, start_bus

NAME, OBJECT, MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"


def missing():
    """What keeps this from working here; None when nothing does."""
    if shutil.which("dbus-daemon") is None:
        return "there is no dbus-daemon"
    try:
        import dbus  # noqa: F401
        from gi.repository import GLib  # noqa: F401
    except ImportError as error:
        return f"no D-Bus in Python: {error}"
    return None


class Logind:
    def __enter__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="logind-"))
        self.bus, self.address = start_bus(self.root)
        self.service = subprocess.Popen([*DIE_TOO, sys.executable, __file__],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                        env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self.address})
        self.wait_for("ready")
        return self

    def __exit__(self, *_):
        for process in (self.service, self.bus):
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()
        shutil.rmtree(self.root)

    def say(self, word):
        self.service.stdin.write(word.encode() + b"\n")

    def wait_for(self, word, seconds=30):
        """Gives the seconds until the login daemon said so."""
        begin = time.monotonic()
        if (line := line_within(self.service.stdout, seconds)) is None:
            raise AssertionError(f"logind did not say {word!r} within {seconds} s")
        if line != word:
            raise AssertionError(f"logind said {line!r} instead of {word!r}")
        return time.monotonic() - begin


def serve():
    import dbus
    import dbus.mainloop.glib
    import dbus.service
    from gi.repository import GLib

    def tell(word):
        print(word, flush=True)

    class Manager(dbus.service.Object):
        @dbus.service.method(MANAGER, in_signature="ssss", out_signature="h")
        def Inhibit(self, what, _who, _why, mode):
            if (what, mode) != ("sleep", "delay"):
                raise dbus.DBusException("only sleep can be held up here")
            kept, given = os.pipe()

            def is_released(*_):
                tell("released")
                os.close(kept)
                return False

            GLib.io_add_watch(kept, GLib.IO_HUP, is_released)
            tell("held")
            lock = dbus.types.UnixFd(given)
            os.close(given)
            return lock

        @dbus.service.signal(MANAGER, signature="b")
        def PrepareForSleep(self, start):
            pass

    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SystemBus()
    bus.request_name(NAME)
    manager = Manager(bus, OBJECT)

    def obey(*_):
        manager.PrepareForSleep(sys.stdin.readline().strip() == "sleep")
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN, obey)
    tell("ready")
    GLib.MainLoop().run()


if __name__ == "__main__":
    serve()
