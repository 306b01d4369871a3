"""X3DH and the Double Ratchet: docs/PROTOCOL-sessions.md, sections 2 and 3."""
import copy
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from identity import public
from wire import require

SUITE = b"\1"
SKIPPED_MAX, KEPT_MAX = 1000, 2000
PLAIN_SIZES = (256, 1024, 4096, 16384, 67584)
HEADER_BYTES, RANDOM_BYTES = 48, 16


class Unopenable(Exception):
    """Not sealed with keys that we have."""


def hkdf(salt, material, info, length):
    return HKDF(SHA256(), length, salt, info.encode()).derive(material)


def agree(private, theirs):
    """Raises ValueError when it is all zero."""
    return private.exchange(X25519PublicKey.from_public_bytes(theirs))


def associated(beginner, other):
    """Of the certificates of who began and of the other."""
    return (b"earshot1 ad\0" + SUITE + beginner.account + beginner.identity_dh + beginner.device_id
            + other.account + other.identity_dh + other.device_id)


def shared(*agreements):
    return hkdf(bytes(32), b"\xff" * 32 + b"".join(agreements), "earshot1 x3dh 25519 sha256", 32)


def mac(key, data):
    code = HMAC(key, SHA256())
    code.update(data)
    return code.finalize()


def pad(plain):
    size = next(size for size in PLAIN_SIZES if len(plain) + 1 <= size)
    return (plain + b"\x80").ljust(size, b"\0")


def unpad(padded):
    require(len(padded) in PLAIN_SIZES, "a size that is not used")
    plain = padded.rstrip(b"\0")
    require(plain.endswith(b"\x80"), "no end of the content")
    return plain[:-1]


class Session:
    """One device's half. `confirmed` says whether the other side is known to have it."""

    def __init__(self, shared_key, ad):
        self.id = hkdf(bytes(32), shared_key, "earshot1 session id", 8)
        self.ad, self.root = ad, shared_key
        self.own = self.theirs = None  # Ratchet keys.
        self.sending = self.receiving = None  # Chain keys.
        self.sent = self.received = self.previous = 0
        self.kept = {}  # Message keys that were skipped, by ratchet key and number.
        self.first, self.confirmed = None, False

    @classmethod
    def begin(cls, identity, peer, prekey, one_time=None, ephemeral=None):
        """As A; `peer` is B's certificate, the prekeys are pairs of id and key."""
        ephemeral = ephemeral or X25519PrivateKey.generate()
        agreements = [agree(identity.identity_dh, prekey[1]), agree(ephemeral, peer.identity_dh),
                      agree(ephemeral, prekey[1])] + ([agree(ephemeral, one_time[1])] if one_time else [])
        session = cls(shared(*agreements), associated(identity.public, peer))
        session.first = (SUITE + identity.certificate + public(ephemeral)
                         + struct.pack(">II", prekey[0], one_time[0] if one_time else 0))
        session.theirs, session.own = prekey[1], X25519PrivateKey.generate()
        session.root, session.sending = session.step()
        return session

    @classmethod
    def accept(cls, identity, peer, ephemeral, prekey, one_time=None):
        """As B; `peer` is A's certificate, the prekeys are our private keys."""
        agreements = [agree(prekey, peer.identity_dh), agree(identity.identity_dh, ephemeral),
                      agree(prekey, ephemeral)] + ([agree(one_time, ephemeral)] if one_time else [])
        session = cls(shared(*agreements), associated(peer, identity.public))
        session.own, session.confirmed = prekey, True
        return session

    def step(self):
        derived = hkdf(self.root, agree(self.own, self.theirs), "earshot1 dr root", 64)
        return derived[:32], derived[32:]

    @staticmethod
    def advance(chain):
        """The message key, and the next chain key."""
        return mac(chain, b"\1"), mac(chain, b"\2")

    def cipher(self, message_key, random):
        derived = hkdf(random, message_key, "earshot1 dr msg", 44)
        return ChaCha20Poly1305(derived[:32]), derived[32:]

    def seal(self, plain):
        message_key, self.sending = self.advance(self.sending)
        header = self.id + public(self.own) + struct.pack(">II", self.previous, self.sent)
        self.sent += 1
        head = header + os.urandom(RANDOM_BYTES)
        cipher, nonce = self.cipher(message_key, head[HEADER_BYTES:])
        return head + cipher.encrypt(nonce, pad(plain), self.ad + head)

    def open(self, message):
        """The plaintext; when that fails nothing has changed."""
        after = copy.copy(self)
        after.kept = dict(self.kept)
        try:
            plain = after.try_open(message)
        except InvalidTag as failure:
            raise Unopenable("not authentic") from failure
        self.__dict__ = after.__dict__
        return plain

    def try_open(self, message):
        if len(message) < HEADER_BYTES + RANDOM_BYTES + 16 or message[:8] != self.id:
            raise Unopenable("another session")
        key, (previous, number) = message[8:40], struct.unpack(">II", message[40:48])
        message_key = self.kept.pop((key, number), None)
        if message_key is None:
            if key != self.theirs or self.receiving is None:
                self.turn(key, previous)
            self.skip(number)
            message_key, self.receiving = self.advance(self.receiving)
            self.received += 1
        head = message[:HEADER_BYTES + RANDOM_BYTES]
        cipher, nonce = self.cipher(message_key, head[HEADER_BYTES:])
        plain = unpad(cipher.decrypt(nonce, message[len(head):], self.ad + head))
        self.confirmed = True
        return plain

    def turn(self, key, previous):
        """A new chain of theirs, and so one of ours."""
        if self.receiving is not None:
            self.skip(previous)
        self.theirs = key
        self.root, self.receiving = self.step()
        self.previous, self.sent, self.received = self.sent, 0, 0
        self.own = X25519PrivateKey.generate()
        self.root, self.sending = self.step()

    def skip(self, until):
        if not self.received <= until <= self.received + SKIPPED_MAX:
            raise Unopenable("opened before, or too many are missing")
        while self.received < until:
            self.kept[self.theirs, self.received], self.receiving = self.advance(self.receiving)
            self.received += 1
        require(len(self.kept) <= KEPT_MAX, "too many keys are kept")
