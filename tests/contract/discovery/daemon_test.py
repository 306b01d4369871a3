"""The tests that need the system's Avahi daemon, with a D-Bus and a daemon of their own.

They run in a network namespace with nothing but loopback and a mount namespace with an empty /run,
so they neither see nor disturb the services of this computer.
"""
import os, pathlib, shutil, subprocess, sys, time

CONFIG = """[server]
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[publish]
publish-hinfo=no
publish-workstation=no
"""


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def enter_namespaces():
    if os.geteuid() != 0:
        skip("not root, whom dbus-daemon and avahi-daemon need to change users")
    for program in ("unshare", "ip", "dbus-daemon", "avahi-daemon"):
        if not shutil.which(program):
            skip(f"{program} is not installed")
    if subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True).returncode != 0:
        skip("no namespaces of our own")
    os.environ["EARSHOT_IN_NAMESPACE"] = "1"
    command = ["unshare", "--net", "--mount", "--uts", sys.executable] + sys.argv
    os.execvp(command[0], command)


def start_dbus():
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["hostname", "alices-laptop"], check=True)
    os.makedirs("/run/dbus")
    pathlib.Path("/run/avahi-test.conf").write_text(CONFIG)
    dbus = subprocess.Popen(["dbus-daemon", "--system", "--nofork", "--nopidfile"])
    for _ in range(200):
        if os.path.exists("/run/dbus/system_bus_socket"):
            return dbus
        time.sleep(0.05)
    dbus.kill()
    sys.exit("dbus-daemon did not start")


if "EARSHOT_IN_NAMESPACE" not in os.environ:
    enter_namespaces()
bus = start_dbus()
try:
    tests = pathlib.Path(os.environ["EARSHOT_BIN"]) / "contract_discovery"
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/run/dbus/system_bus_socket"
    sys.exit(subprocess.run([tests, "[.daemon]", "--durations", "yes"]).returncode)
finally:
    bus.terminate()
    bus.wait()
