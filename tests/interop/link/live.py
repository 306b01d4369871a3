"""Lets our link talk to the one in stranger.py, which knows only docs/PROTOCOL.md: both roles, both modes."""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
OURS = [str(pathlib.Path(os.environ["EARSHOT_BIN"]) / "link-peer")]
THEIRS = [sys.executable, str(HERE / "stranger.py")]
SKIPPED = 77  # What ctest counts as skipped.
TALK_SECONDS_MAX = 60

CREATED = (1700000000000).to_bytes(8, "big").hex()
ALICE = bytes(range(128)).hex() + CREATED  # The example of docs/PROTOCOL.md, 4.4.
ALICE_PERSON = "eaf4db091ab46dd12f213ad1caf261b33d9c9e20c16c9a14156eddf85fc1502e"
ALICE_DEVICE = "91b652779c165254c2771f3028052a9e"
BOB = bytes(range(100, 228)).hex() + CREATED
PSK, OTHER_PSK = "1f" * 32, "2f" * 32


def talk(initiator, responder):
    """Runs both commands with their standard streams crossed; gives (exit code, stderr) of each."""
    to_responder, to_initiator = os.pipe(), os.pipe()
    processes = [
        subprocess.Popen(initiator, stdin=to_initiator[0], stdout=to_responder[1], stderr=subprocess.PIPE, text=True),
        subprocess.Popen(responder, stdin=to_responder[0], stdout=to_initiator[1], stderr=subprocess.PIPE, text=True),
    ]
    for end in to_responder + to_initiator:
        os.close(end)  # So that each side hears when the other has gone.
    try:
        return [(process, process.communicate(timeout=TALK_SECONDS_MAX)[1].strip()) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def must_talk(what, initiator, responder):
    ended = talk(initiator, responder)
    if any(process.returncode != 0 for process, _ in ended):
        sys.exit(f"FAILED: {what}: {[said for _, said in ended]}")
    alice_saw, bob_saw = (json.loads(said) for _, said in ended)
    agreed = (alice_saw["binding"] == bob_saw["binding"] and bob_saw["person"] == ALICE_PERSON
              and bob_saw["peer"] == ALICE_DEVICE and alice_saw["peer"] != ALICE_DEVICE)
    if not agreed:
        sys.exit(f"FAILED: {what}: the two sides disagree: {alice_saw} {bob_saw}")
    print(f"{what}: agreed", flush=True)


def must_fail(what, initiator, responder):
    ended = talk(initiator, responder)
    if any(process.returncode == 0 for process, _ in ended):
        sys.exit(f"FAILED: {what}: was accepted")
    print(f"{what}: refused, as it must be", flush=True)


def main():
    if importlib.util.find_spec("cryptography") is None:
        print("SKIPPED: this Python has no cryptography", flush=True)
        sys.exit(SKIPPED)
    for who, one, other in (("we dial", OURS, THEIRS), ("we are dialled", THEIRS, OURS)):
        for mode, psk in (("open", []), ("team", [PSK])):
            must_talk(f"{who}, {mode}", one + ["initiator", ALICE] + psk, other + ["responder", BOB] + psk)
        must_fail(f"{who}, other team", one + ["initiator", ALICE, PSK], other + ["responder", BOB, OTHER_PSK])
        must_fail(f"{who}, ourselves", one + ["initiator", ALICE], other + ["responder", ALICE])
        must_fail(f"{who}, a team is asked openly", one + ["initiator", ALICE], other + ["responder", BOB, PSK])


if __name__ == "__main__":
    main()
