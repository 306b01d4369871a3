"""A desktop's settings portal for tests: org.freedesktop.portal.Settings of a desktop that wishes for less motion, as
GNOME says it; each SIGUSR1 changes its mind. Each state becomes a line.
"""
import signal

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.portal.Desktop"
SETTINGS = "org.freedesktop.portal.Settings"
KEY = ("org.gnome.desktop.interface", "enable-animations")


class NotFound(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.portal.Error.NotFound"


class Settings(dbus.service.Object):
    moves = False

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def Read(self, space, key):
        if (space, key) != KEY:
            raise NotFound("Requested setting not found")
        # As the portal does: a variant in a variant.
        return dbus.Boolean(self.moves, variant_level=2)

    @dbus.service.signal(SETTINGS, signature="ssv")
    def SettingChanged(self, space, key, value):
        pass


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    name = dbus.service.BusName(NAME, bus)
    settings = Settings(bus, "/org/freedesktop/portal/desktop")

    def step():
        settings.moves = not settings.moves
        settings.SettingChanged(*KEY, settings.moves)
        print("moves" if settings.moves else "still", flush=True)
        return True

    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, step)
    print(f"{name.get_name()} still", flush=True)
    GLib.MainLoop().run()


main()
