"""A desktop's screen lock for tests: org.freedesktop.ScreenSaver, and the LockedHint of a login session. The
first SIGUSR1 locks by the former and the second opens again; the next two do so by the latter, and so on. Each time the
new state becomes a line.
"""
import itertools

import dbus
import dbus.service
from desktop_service import serve

SAVER = "org.freedesktop.ScreenSaver"
LOGIN = "org.freedesktop.login1"
SESSION = f"{LOGIN}.Session"


class Saver(dbus.service.Object):
    active = False

    @dbus.service.method(SAVER, in_signature="", out_signature="b")
    def GetActive(self):
        return self.active

    @dbus.service.signal(SAVER, signature="b")
    def ActiveChanged(self, active):
        self.active = active


class Session(dbus.service.Object):
    locked = False

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, _interface, _name):
        return Session.locked

    @dbus.service.signal(dbus.PROPERTIES_IFACE, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, gone):
        pass


def begin(bus):
    saver = Saver(bus, "/org/freedesktop/ScreenSaver")
    # Asked for by the name that stands for it, heard of by its own.
    Session(bus, "/org/freedesktop/login1/session/auto")
    session = Session(bus, "/org/freedesktop/login1/session/_31")

    def hint(locked):
        Session.locked = locked
        session.PropertiesChanged(SESSION, {"LockedHint": locked}, dbus.Array([], signature="s"))

    steps = itertools.cycle(((saver.ActiveChanged, True), (saver.ActiveChanged, False), (hint, True), (hint, False)))

    def step():
        change, locked = next(steps)
        change(locked)
        print("locked" if locked else "open", flush=True)

    return step


serve([SAVER, LOGIN], begin, f"{SAVER} {LOGIN}")
