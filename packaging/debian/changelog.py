"""Makes Debian's changelog of ours: changelog.py CHANGELOG.md VERSION REVISION PACKAGE MAINTAINER >changelog

What is not released yet belongs to VERSION. Its time is SOURCE_DATE_EPOCH where that is set, or else that of the file.
"""
import datetime
import email.utils
import os
import pathlib
import re
import sys
import textwrap

COLUMNS = 78
RELEASE = re.compile(r"^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?\n(.*?)(?=^## |\Z)", re.M | re.S)
KIND = re.compile(r"^### ([^\n]+)\n(.*?)(?=^### |\Z)", re.M | re.S)
MARKUP = re.compile(r"`|\*\*|\[([^\]]+)\]\([^)]*\)")


def items(kind, text):
    prefix = "" if kind == "Added" else f"{kind}: "
    for item in re.split(r"^- ", text, flags=re.M)[1:]:
        plain = MARKUP.sub(lambda match: match[1] or "", " ".join(item.split()))
        yield textwrap.fill(prefix + plain, COLUMNS, initial_indent="  * ", subsequent_indent="    ",
                            break_long_words=False, break_on_hyphens=False)


def releases(text, version, now):
    """(version, time, lines), newest first."""
    found = {}
    for name, day, body in RELEASE.findall(text):
        name = version if name == "Unreleased" else name
        when = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc) if day else now
        lines = [line for kind, below in KIND.findall(body) for line in items(kind, below)]
        if name in found:
            found[name][1].extend(lines)
        elif lines:
            found[name] = (when, lines)
    return [(name, when, lines) for name, (when, lines) in found.items()]


def main(path, version, revision, package, maintainer):
    path = pathlib.Path(path)
    seconds = float(os.environ.get("SOURCE_DATE_EPOCH") or path.stat().st_mtime)
    now = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    known = releases(path.read_text(), version, now)
    if not known or known[0][0] != version:
        raise SystemExit(f"changelog.py: {path} says nothing of {version}")
    for name, when, lines in known:
        print(f"{package} ({name}-{revision}) unstable; urgency=medium\n")
        print("\n".join(lines))
        print(f"\n -- {maintainer}  {email.utils.format_datetime(when)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
