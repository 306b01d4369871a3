"""A helper's limits and its dying reader cost it an error, not its life."""

import os
import pathlib
import signal
import subprocess
import sys

BIN = pathlib.Path(os.environ["EARSHOT_BIN"])


def problem_of(name):
    # Its limit on the size of files is zero, so that any word on a standard error that is a file brings SIGXFSZ.
    helper = subprocess.Popen([BIN / name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    hello = helper.stdout.readline()
    for signal_number in (signal.SIGXFSZ, signal.SIGPIPE):
        helper.send_signal(signal_number)
    helper.stdin.close()
    code = helper.wait(timeout=10)
    helper.stdout.close()
    if not hello:
        return f"{name} said nothing"
    return f"{name} ended with {code}" if code else None


problems = [problem for problem in map(problem_of, ("earshot-mdns", "earshot-avahi")) if problem]
sys.exit("\n".join(problems) or None)
