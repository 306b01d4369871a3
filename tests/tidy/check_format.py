"""Fails when clang-format would change a C++ file; `check_format.py ROOT --fix` lets it. Skips where there is none."""
import pathlib
import shutil
import subprocess
import sys

from tree import CPP, text_files

formatter = shutil.which("clang-format")
if formatter is None:
    print("SKIPPED: no clang-format")
    sys.exit(77)
root = pathlib.Path(sys.argv[1])
files = [root / path for path, _ in text_files(root) if pathlib.PurePosixPath(path).suffix in CPP]
how = ["-i"] if "--fix" in sys.argv else ["--dry-run", "-Werror"]
sys.exit(subprocess.run([formatter, "--style=file", *how, *files], check=False).returncode)
