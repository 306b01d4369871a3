"""No program of ours may hold both of Avahi's libraries: they share a symbol, and the wrong one is called."""
import os, pathlib, subprocess, sys

problems = []
for program in sorted(pathlib.Path(os.environ["EARSHOT_BIN"]).iterdir()):
    if not os.access(program, os.X_OK) or program.is_dir():
        continue
    needed = subprocess.run(["readelf", "-d", program], capture_output=True, text=True).stdout
    has = {name for name in ("avahi-core", "avahi-client") if f"lib{name}.so" in needed}
    allowed = {"earshot-mdns": {"avahi-core"}, "earshot-avahi": {"avahi-client"}}.get(program.name, set())
    if has != allowed:
        problems.append(f"{program.name} is linked with {sorted(has)}, not {sorted(allowed)}")
sys.exit("\n".join(problems) or None)
