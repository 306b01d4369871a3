"""A desktop's notifications, as the Desktop Notifications Specification has them, for tests: each call becomes a line
of JSON on the standard output; SIGUSR1 is a person who clicks on the newest one.
"""
import json

import dbus
import dbus.service
from desktop_service import serve

NAME = "org.freedesktop.Notifications"


class Notifications(dbus.service.Object):
    newest = 0

    @dbus.service.method(NAME, in_signature="", out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "body-markup"]

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, _program, replaced, _icon, title, body, actions, hints, _patience):
        number = int(replaced)
        if not number:
            Notifications.newest += 1
            number = self.newest
        say("shown", number=number, title=str(title), body=str(body), actions=[str(each) for each in actions],
            category=str(hints.get("category", "")))
        return number

    @dbus.service.method(NAME, in_signature="u", out_signature="")
    def CloseNotification(self, number):
        say("closed", number=int(number))

    @dbus.service.signal(NAME, signature="us")
    def ActivationToken(self, number, token):
        pass

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, number, action):
        pass


def line(what, **more):
    return json.dumps({"what": what} | more)


def say(what, **more):
    print(line(what, **more), flush=True)


def begin(bus):
    notifications = Notifications(bus, "/org/freedesktop/Notifications")

    def click():
        notifications.ActivationToken(dbus.UInt32(notifications.newest), "a-token")
        notifications.ActionInvoked(dbus.UInt32(notifications.newest), "default")

    return click


serve([NAME], begin, line("ready", name=NAME))
