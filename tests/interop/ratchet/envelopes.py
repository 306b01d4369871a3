"""Envelopes between ours and @hpke/core: each opens what the other sealed, and nothing that was altered.

envelopes.py BUILD_FOLDER, where the packages are installed.
"""
import pathlib
import secrets
import sys

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from npm import node, node_modules
from peers import Ours, Peer

HERE = pathlib.Path(__file__).parent
NODE_MIN = (18, 0)
ROUNDS = 30


def must(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def exchange(sealer, opener, what):
    for size in (*range(ROUNDS), 68 * 1024):
        key = X25519PrivateKey.generate()
        secret = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        info, ad, plain = secrets.token_bytes(size % 40), secrets.token_bytes(size % 90), secrets.token_bytes(size)
        encapsulated, sealed = sealer.ask("seal", public, info, ad, plain)
        must(opener.ask("open", secret, info, encapsulated, ad, sealed) == [plain], f"{what}: {size} bytes")
        altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
        must(opener.ask("open", secret, info, encapsulated, ad, altered) is None, f"{what}: an altered tag")
        must(opener.ask("open", secret, info, encapsulated, ad + b"x", sealed) is None, f"{what}: altered data")
        must(opener.ask("open", secret, info + b"x", encapsulated, ad, sealed) is None, f"{what}: another purpose")
    print(f"{what}: agreed", flush=True)


if __name__ == "__main__":
    modules = node_modules(HERE, pathlib.Path(sys.argv[1]).resolve())
    with Ours() as ours, Peer(node(NODE_MIN), HERE / "peer.mjs", modules) as theirs:
        exchange(ours, theirs, "ours seals, @hpke/core opens")
        exchange(theirs, ours, "@hpke/core seals, ours opens")
