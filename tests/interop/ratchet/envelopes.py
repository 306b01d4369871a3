"""Envelopes between ours and @hpke/core: each opens what the other sealed, and nothing that was altered.

First the sealing alone, then whole envelopes (docs/PROTOCOL.md, "Envelopes"), put together and taken apart here.
envelopes.py BUILD_FOLDER, where the packages are installed.
"""
import hashlib
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


def new_keys():
    key = X25519PrivateKey.generate()
    return (key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
            key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def exchange(sealer, opener, what):
    for size in (*range(ROUNDS), 68 * 1024):
        secret, public = new_keys()
        info, ad, plain = secrets.token_bytes(size % 40), secrets.token_bytes(size % 90), secrets.token_bytes(size)
        encapsulated, sealed = sealer.ask("seal", public, info, ad, plain)
        must(opener.ask("open", secret, info, encapsulated, ad, sealed) == [plain], f"{what}: {size} bytes")
        altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
        must(opener.ask("open", secret, info, encapsulated, ad, altered) is None, f"{what}: an altered tag")
        must(opener.ask("open", secret, info, encapsulated, ad + b"x", sealed) is None, f"{what}: altered data")
        must(opener.ask("open", secret, info + b"x", encapsulated, ad, sealed) is None, f"{what}: another purpose")
    print(f"{what}: agreed", flush=True)


INFO = b"earshot1 seal"
SIZES = (2048, 6144, 20480, 69632)
OUTSIDE, COUNT, TAG = 88, 4, 16


def labelled_hash(label, content):
    return hashlib.sha256(label + b"\0" + content).digest()


def u16(number):
    return number.to_bytes(2, "big")


def u32(number):
    return number.to_bytes(4, "big")


def letter_of(secret, kind, carriers, content):
    return (b"\1" + secret + u16(kind) + u32(len(carriers) // 16) + carriers + u32(len(content)) + content
            + u32(0))


def samples():
    for size in (0, 1, 1500, 4000, 16384, 66 * 1024, 69409):
        number = len(SIZES) if size == 69409 else size % 4
        yield secrets.token_bytes(32), size % 65536, secrets.token_bytes(16 * number), secrets.token_bytes(size)


def ours_to_theirs(ours, theirs):
    for purge_secret, kind, carriers, content in samples():
        secret, public = new_keys()
        mailbox, seal_id = secrets.token_bytes(16), secrets.token_bytes(4)
        envelope, number = ours.ask("envelope", mailbox, seal_id, public, u16(20), purge_secret, u16(kind), carriers,
                                    content)
        must(number == labelled_hash(b"earshot1 envelope id", envelope), "the id of an envelope")
        outside, sealed = envelope[:OUTSIDE], envelope[OUTSIDE + COUNT:]
        must(len(envelope) in SIZES and envelope[OUTSIDE:OUTSIDE + COUNT] == u32(len(sealed)), "the size")
        must(outside[:56] == b"\1\1" + mailbox + seal_id + u16(24) + labelled_hash(b"earshot1 purge", purge_secret),
             "what a carrier sees")
        plain = theirs.ask("open", secret, INFO, outside[56:], outside, sealed)[0]
        letter = letter_of(purge_secret, kind, carriers, content)
        must(plain == letter + u32(len(plain) - len(letter) - COUNT) + bytes(len(plain) - len(letter) - COUNT),
             f"what is inside: {len(content)} bytes")
    print("our envelopes, opened by @hpke/core: agreed", flush=True)


def theirs_to_ours(ours, theirs):
    for purge_secret, kind, carriers, content in samples():
        secret, public = new_keys()
        letter = letter_of(purge_secret, kind, carriers, content)
        room = min(size for size in SIZES if size >= len(letter) + OUTSIDE + 2 * COUNT + TAG)
        padding = room - len(letter) - OUTSIDE - 2 * COUNT - TAG
        before = b"\1\1" + secrets.token_bytes(20) + u16(504) + labelled_hash(b"earshot1 purge", purge_secret)
        enc, sealed = theirs.ask("seal_with_enc", public, INFO, before, letter + u32(padding) + bytes(padding))
        envelope = before + enc + u32(len(sealed)) + sealed
        opened = ours.ask("unseal", secret, envelope)
        must(opened == [purge_secret, u16(kind), carriers, content], f"theirs: {len(content)} bytes")
        moved = bytearray(envelope)
        moved[2] ^= 1
        must(ours.ask("unseal", secret, bytes(moved)) is None, "an envelope moved to another mailbox")
        must(ours.ask("unseal", new_keys()[0], envelope) is None, "another key")
    print("envelopes of @hpke/core, opened by ours: agreed", flush=True)


if __name__ == "__main__":
    modules = node_modules(HERE, pathlib.Path(sys.argv[1]).resolve())
    with Ours() as ours, Peer(node(NODE_MIN), HERE / "peer.mjs", modules) as theirs:
        exchange(ours, theirs, "ours seals, @hpke/core opens")
        exchange(theirs, ours, "@hpke/core seals, ours opens")
        ours_to_theirs(ours, theirs)
        theirs_to_ours(ours, theirs)
