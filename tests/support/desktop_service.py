"""What programs have in common that stand for a part of somebody's desktop: names on the session bus, a line when they
are there, and SIGUSR1, at which something happens.
"""
import signal

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib


def serve(names, begin, ready):
    """Runs for ever. `begin` makes the objects on a bus and gives what each signal calls; `ready` is written when the
    first signal may come."""
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    kept = [dbus.service.BusName(name, bus) for name in names]
    on_signal = begin(bus)

    def obey():
        on_signal()
        return True

    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, obey)
    print(ready, flush=True)
    GLib.MainLoop().run()
    del kept  # Whose names go with them.
