"""A desktop's tray, as the StatusNotifierItem specification has it, for tests. As a program it is the tray: it writes a
line when it is there, and one with the name of each item that registers. An Item is what people see of one.

    output = desktop.serve("tray.py")
    line_of(output)                      # It is there.
    item = Item(line_of(output))
    item.labels(), item.choose("Quit…"), item.activate(), item.icon(), item.tip()
"""
import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME, PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
ITEM, MENU = "org.kde.StatusNotifierItem", "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierItem(self, service):
        print(service, flush=True)

    @dbus.service.method(dbus.INTROSPECTABLE_IFACE, out_signature="s")
    def Introspect(self):
        return f"""<node><interface name="{NAME}">
            <method name="RegisterStatusNotifierItem"><arg direction="in" type="s"/></method>
            <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
            <property name="ProtocolVersion" type="i" access="read"/>
          </interface></node>"""

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return {"IsStatusNotifierHostRegistered": True, "ProtocolVersion": dbus.Int32(0)}[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {"IsStatusNotifierHostRegistered": True, "ProtocolVersion": dbus.Int32(0)}


class Item:
    def __init__(self, service):
        bus = dbus.SessionBus(private=True)
        self.item = bus.get_object(service, "/StatusNotifierItem", introspect=False)
        self.menu = bus.get_object(service, str(self._get("Menu")), introspect=False)

    def _get(self, name):
        return self.item.Get(ITEM, name, dbus_interface=PROPERTIES)

    def icon(self):
        """Of each size its width, height and pixels."""
        return [(int(width), int(height), bytes(pixels)) for width, height, pixels in self._get("IconPixmap")]

    def tip(self):
        return str(self._get("ToolTip")[2])

    def _entries(self):
        _, (_, _, entries) = self.menu.GetLayout(0, -1, dbus.Array([], "s"), dbus_interface=MENU)
        return [(int(number), dict(entry)) for number, entry, _ in entries]

    def labels(self):
        """The menu's lines; those that are on with a mark."""
        return [f"{entry['label']}{' ✓' if entry.get('toggle-state') == 1 else ''}"
                for _, entry in self._entries() if "label" in entry]

    def choose(self, label):
        number = next(number for number, entry in self._entries() if entry.get("label") == label)
        self.menu.Event(number, "clicked", dbus.String("", variant_level=1), dbus.UInt32(0), dbus_interface=MENU)

    def activate(self):
        """A click on the icon."""
        self.item.Activate(0, 0, dbus_interface=ITEM)


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    watcher = Watcher(bus, PATH)
    name = dbus.service.BusName(NAME, bus)
    print(watcher, name.get_name(), flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
