"""A D-Bus of a test's own, without services of the computer's: whatever is not started there is not there."""
import pathlib
import subprocess

CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:path={0}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
# A program that is started so dies with the test, however that ends.
DIE_TOO = ["setpriv", "--pdeathsig", "KILL"]


def start_bus(folder):
    """(its process, its address), when it listens. Whoever starts it ends it."""
    folder = pathlib.Path(folder)
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder / "bus"))
    process = subprocess.Popen([*DIE_TOO, "dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    process.stdout.readline()
    return process, f"unix:path={folder}/bus"
