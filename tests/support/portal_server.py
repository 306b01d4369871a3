"""A desktop's settings portal for tests: org.freedesktop.portal.Settings of a desktop that wishes for less motion, as
GNOME says it; each SIGUSR1 changes its mind. Each state becomes a line.
"""
import dbus
import dbus.service
from desktop_service import serve

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


def begin(bus):
    settings = Settings(bus, "/org/freedesktop/portal/desktop")

    def step():
        settings.moves = not settings.moves
        settings.SettingChanged(*KEY, settings.moves)
        print("moves" if settings.moves else "still", flush=True)

    return step


serve([NAME], begin, f"{NAME} still")
