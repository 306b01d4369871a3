"""Lets our Noise machine talk to others: handshake and frames, every protocol both speak, in both roles.

live.py PEER BUILD_FOLDER, where PEER is self, go, noise-c or libp2p. What has to be built or installed for it goes into
BUILD_FOLDER. Exits with 77 when that cannot be had here.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from daemons import skip
from npm import node, node_modules

HERE = pathlib.Path(__file__).parent
OURS = str(pathlib.Path(os.environ["EARSHOT_BIN"]) / "noise-peer")
TALK_SECONDS_MAX = 60

REKEY_EVERY = 1024  # docs/PROTOCOL.md: before each multiple of so many frames.
FRAMES_THROUGH_REKEY = 2100  # Two changes of key, and some frames after the second.
FRAMES_WITHOUT_REKEY = 1000
PSK = "1f" * 32
GO_PATH = "/usr/share/gocode"  # Where Debian's golang-*-dev packages put sources.
NODE_MIN = (20, 19)


def fail(reason):
    sys.exit(f"FAILED: {reason}")


def protocols(patterns, hashes):
    return [f"Noise_{pattern}_25519_ChaChaPoly_{name}" for pattern in patterns for name in hashes]


def psk_words(protocol, psk=PSK):
    return [psk] if "psk0" in protocol else []


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
        ended = []
        for process in processes:
            said = process.communicate(timeout=TALK_SECONDS_MAX)[1].strip()
            ended.append((process.returncode, said))
        return ended
    finally:
        for process in processes:
            process.kill()
            process.wait()


def must_talk(what, initiator, responder):
    ended = talk(initiator, responder)
    if any(code != 0 for code, _ in ended):
        fail(f"{what}:\n" + "\n".join(f"exit code {code}: {said}" for code, said in ended))
    here, there = (json.loads(said.splitlines()[-1]) for _, said in ended)  # Node may warn before it.
    if here["hash"] != there["hash"] or here["static"] != there["remote"] or here["remote"] != there["static"]:
        fail(f"{what}: the two sides disagree: {here} {there}")
    print(f"{what}: agreed", flush=True)


def must_fail(what, initiator, responder, complaint):
    ended = talk(initiator, responder)
    if any(code == 0 for code, _ in ended) or not any(complaint in said for _, said in ended):
        fail(f"{what}: expected '{complaint}', got {ended}")
    print(f"{what}: refused, as it must be", flush=True)


def both_roles(peer, protocol, frames):
    """`peer` makes the foreign command from role, protocol, number of frames and further words."""
    psk = psk_words(protocol)
    for role, other in [("initiator", "responder"), ("responder", "initiator")]:
        ours = [OURS, role, protocol, str(frames), str(REKEY_EVERY), *psk]
        theirs = peer(other, protocol, frames, psk)
        pair = (ours, theirs) if role == "initiator" else (theirs, ours)
        must_talk(f"{protocol}, ours as {role}, {frames} frames each way", *pair)


def ours_as_peer(role, protocol, frames, psk):
    return [OURS, role, protocol, str(frames), str(REKEY_EVERY), *psk]


def with_self(_):
    for protocol in protocols(["XX", "XXpsk0"], ["SHA256", "SHA512", "BLAKE2b"]):
        both_roles(ours_as_peer, protocol, FRAMES_THROUGH_REKEY)


def with_go(build):
    go = shutil.which("go") or skip("no Go compiler (golang-go)")
    if not pathlib.Path(GO_PATH, "src/github.com/flynn/noise").is_dir():
        skip("no package golang-github-flynn-noise-dev")
    program = str(build / "peer-go")
    subprocess.run([go, "build", "-o", program, str(HERE / "peer.go")], check=True,
                   env={**os.environ, "GO111MODULE": "off", "GOPATH": GO_PATH, "GOFLAGS": "",
                        "GOCACHE": str(build / "go-cache"), "GOTOOLCHAIN": "local"})

    def peer(role, protocol, frames, psk, every=REKEY_EVERY):
        return [program, role, protocol, str(frames), str(every), *psk]

    for protocol in protocols(["XX", "XXpsk0"], ["SHA256", "SHA512", "BLAKE2b"]):
        both_roles(peer, protocol, FRAMES_THROUGH_REKEY)

    plain, with_psk = protocols(["XX", "XXpsk0"], ["SHA256"])
    ours = [OURS, "initiator", plain, str(FRAMES_THROUGH_REKEY), str(REKEY_EVERY)]
    for every in (REKEY_EVERY - 1, REKEY_EVERY + 1):
        must_fail(f"{plain}, a peer that rekeys every {every} frames", ours,
                  peer("responder", plain, FRAMES_THROUGH_REKEY, [], every),
                  f"frame {min(every, REKEY_EVERY)} does not open")
    other_psk = ["2e" * 32]
    must_fail(f"{with_psk}, a stranger dials", peer("initiator", with_psk, 1, other_psk),
              [OURS, "responder", with_psk, "1", str(REKEY_EVERY), PSK], "handshake message is refused")
    must_fail(f"{with_psk}, we dial as a stranger", [OURS, "initiator", with_psk, "1", str(REKEY_EVERY), *other_psk],
              peer("responder", with_psk, 1, [PSK]), "handshake message is refused")


def with_npm(build, implementation, hashes):
    command = [node(NODE_MIN), str(HERE / "peer.mjs"), str(node_modules(HERE, build)), implementation]
    for protocol in protocols(["XX"], hashes):
        both_roles(lambda role, name, frames, _: [*command, role, name, str(frames)], protocol, FRAMES_WITHOUT_REKEY)


def with_noise_c(build):
    with_npm(build, "noise-c", ["SHA256", "BLAKE2b", "SHA512"])


def with_libp2p(build):
    with_npm(build, "libp2p", ["SHA256"])


PEERS = {"self": with_self, "go": with_go, "noise-c": with_noise_c, "libp2p": with_libp2p}

if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv[2]).resolve()
    BUILD.mkdir(parents=True, exist_ok=True)
    PEERS[sys.argv[1]](BUILD)
