"""Prints what a run of ctest came to, from its JUnit files: failed and skipped tests by name, then one line of counts.

The last line is `N passed, N failed, N skipped`. Exits 1 when a test failed, or when none ran.
"""
import pathlib
import sys
import xml.etree.ElementTree as xml

SKIP_MARK = "SKIPPED: "


def outcome(case):
    """ctest writes `notrun` both for tests that skipped themselves and for those that it could not start."""
    status = case.get("status")
    if status == "run":
        return "passed"
    skipped = case.find("skipped")
    message = skipped.get("message", "") if skipped is not None else ""
    return "skipped" if status == "disabled" or message.startswith("SKIP_") else "failed"


def reason(case):
    for line in (case.findtext("system-out") or "").splitlines():
        if line.startswith(SKIP_MARK):
            return line.removeprefix(SKIP_MARK)
    return "no reason given"


def main(paths):
    names = {"passed": [], "failed": [], "skipped": []}
    for path in paths:
        if not pathlib.Path(path).is_file():
            names["failed"].append(f"{path}: ctest wrote no results")
            continue
        for case in xml.parse(path).getroot().iter("testcase"):
            kind = outcome(case)
            label = case.get("name") if len(paths) == 1 else f"{pathlib.Path(path).parent.name}: {case.get('name')}"
            names[kind].append(f"{label} ({reason(case)})" if kind == "skipped" else label)
    for kind in ("skipped", "failed"):
        for name in names[kind]:
            print(f"{kind}: {name}")
    print(", ".join(f"{len(names[kind])} {kind}" for kind in ("passed", "failed", "skipped")))
    return 1 if names["failed"] or not names["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
