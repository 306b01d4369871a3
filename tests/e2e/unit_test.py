"""`earshot daemon install` and `uninstall`, with a systemctl that notes what it is told."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
BIN = pathlib.Path(os.environ["EARSHOT_BIN"])
SYSTEMCTL = '''#!/bin/sh
echo "$*" >>"$HOME/told"
[ ! -e "$HOME/refuses" ] || { cat "$HOME/refuses" >&2; exit 1; }
'''


class UnitTest(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="earshot-unit-")).resolve()
        self.addCleanup(shutil.rmtree, self.home)
        self.place("bin/earshot-daemon", f"#!/bin/sh\nexec {sys.executable} {HERE}/scripted_daemon.py \"$@\"\n")
        shutil.copy(BIN / "earshot", self.home / "bin/earshot")
        self.place("path/systemctl", SYSTEMCTL)
        self.units = self.home / ".config/systemd/user"
        (self.home / "run").mkdir(mode=0o700)

    def place(self, name, text):
        path = self.home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def earshot(self, *words, **environment):
        own = {"PATH": f"{self.home}/path:/usr/bin:/bin", "HOME": str(self.home),
               "XDG_RUNTIME_DIR": str(self.home / "run")}
        return subprocess.run([self.home / "bin/earshot", *words], env={**own, **environment}, capture_output=True,
                              text=True, timeout=60, check=False)

    def told(self):
        told = self.home / "told"
        lines = told.read_text().splitlines() if told.exists() else []
        told.unlink(missing_ok=True)
        return [line.removeprefix("--user --quiet ") for line in lines]

    def files(self):
        return sorted(path.name for path in self.units.iterdir()) if self.units.exists() else []

    def test_install_and_uninstall(self):
        done = self.earshot("daemon", "install")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("starts with your session", done.stdout)
        self.assertEqual(self.told(), ["daemon-reload", "enable --now earshot.socket earshot.service"])
        self.assertEqual(self.files(), ["earshot.service", "earshot.socket"])
        service = (self.units / "earshot.service").read_text()
        self.assertIn(f'\nExecStart="{self.home}/bin/earshot-daemon" --profile default\n', service)
        self.assertNotIn("XDG_DATA_HOME", service)
        self.assertIn("\nListenStream=%t/earshot/default.sock\n", (self.units / "earshot.socket").read_text())

        done = self.earshot("daemon", "uninstall")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.told(), ["disable --now earshot.socket earshot.service", "daemon-reload"])
        self.assertEqual(self.files(), [])
        self.assertEqual(self.earshot("daemon", "uninstall").stdout, "is not installed\n")
        self.assertEqual(self.told(), [])

    def test_another_profile_and_other_places(self):
        done = self.earshot("--profile", "work", "--json", "daemon", "install", XDG_DATA_HOME="/data/50% \"x\"",
                            XDG_CONFIG_HOME=str(self.home / "config"))
        self.assertEqual(done.stdout, '{"schema":"earshot.unit.v1","unit":"earshot@work","installed":true}\n')
        self.assertEqual(self.told()[1], "enable --now earshot@work.socket earshot@work.service")
        service = (self.home / "config/systemd/user/earshot@work.service").read_text()
        self.assertIn('\nEnvironment="XDG_DATA_HOME=/data/50%% \\"x\\""\n', service)
        self.assertIn(" --profile work\n", service)
        self.assertIn("\nRequires=earshot@work.socket\n", service)

    def test_a_daemon_that_runs_makes_room_first(self):
        self.place("path/systemctl", SYSTEMCTL + '[ "$3" != enable ] || ls "$XDG_RUNTIME_DIR/earshot" >>"$HOME/told"\n')
        daemon = subprocess.Popen([BIN / "earshot-daemon", "--listen", "127.0.0.1:0", "--no-mdns"], text=True,
                                  env={"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run")},
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(daemon.communicate)
        self.addCleanup(daemon.kill)
        self.assertTrue(daemon.stdout.readline().startswith("ready "))
        self.assertEqual(self.earshot("daemon", "install").returncode, 0)
        self.assertEqual(daemon.wait(10), 0)
        self.assertEqual(self.told(), ["daemon-reload", "enable --now earshot.socket earshot.service",
                                       "default.sock.lock"], "the name of the socket was free by then")

    def test_without_systemd_all_stays_as_it_is(self):
        (self.home / "path/systemctl").unlink()
        done = self.earshot("daemon", "install", PATH=f"{self.home}/path")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no systemd here\n  programs start the daemon when they need it", done.stderr)
        self.assertEqual(self.files(), [])

        self.place("path/systemctl", SYSTEMCTL)
        (self.home / "refuses").write_text("Failed to connect to bus: No medium found\n")
        done = self.earshot("daemon", "install")
        self.assertEqual(done.returncode, 1)
        self.assertIn("systemctl --user daemon-reload\n  Failed to connect to bus: No medium found\n  programs start",
                      done.stderr)
        self.assertEqual(self.told(), ["daemon-reload"])
        self.assertEqual(self.files(), [])

    def test_a_unit_that_somebody_else_wrote_is_left_alone(self):
        self.units.mkdir(parents=True)
        (self.units / "earshot.service").write_text("[Service]\nExecStart=mine\n")
        done = self.earshot("daemon", "install")
        self.assertEqual(done.returncode, 7)
        self.assertIn("not ours", done.stderr)
        self.earshot("daemon", "uninstall")
        self.assertEqual((self.units / "earshot.service").read_text(), "[Service]\nExecStart=mine\n")
        self.assertEqual((self.files(), self.told()), (["earshot.service"], []))

    def test_a_profile_that_is_just_a_folder_has_no_unit(self):
        done = self.earshot("--profile-dir", str(self.home / "p"), "daemon", "install")
        self.assertEqual(done.returncode, 2)
        self.assertIn("earshot --profile NAME daemon install", done.stderr)
        self.assertEqual(self.told(), [])


if __name__ == "__main__":
    unittest.main()
