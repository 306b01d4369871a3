"""Prekeys, and sealed parcels with their first headers: docs/PROTOCOL-sessions.md, sections 1 to 3."""
import os
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from identity import Certificate, device_id, public, signed, verify
from ratchet import SUITE, Session, Unopenable
from wire import NO_EXTENSIONS, Reader, listed, optional, require, sized

ASK_PREKEYS, PREKEYS = 0x22, 0x23
PREKEYS_MAX, ONE_TIME_MAX = 1024, 2
LABEL = "earshot1 prekey card"


def prekey(id, key):
    return struct.pack(">I", id) + key


def read_prekey(reader):
    found = reader.number("I"), reader.take(32)
    require(found[0] != 0, "a prekey without id")
    return found


class OwnPrekeys:
    """Of one device. `one_time` are those that may still be used."""

    def __init__(self, identity, seq=1):
        self.identity, self.seq = identity, seq
        self.id, self.key, self.sealing = seq, X25519PrivateKey.generate(), X25519PrivateKey.generate()
        self.mailbox, self.one_time, self.last = os.urandom(16), {}, 0

    def draw(self, count):
        for _ in range(count):
            self.last += 1
            self.one_time[self.last] = X25519PrivateKey.generate()

    def card(self):
        own, seal = prekey(self.id, public(self.key)), prekey(self.id, public(self.sealing))
        body = b"\1" + self.identity.device_id + struct.pack(">Q", self.seq) + own + seal + self.mailbox + NO_EXTENSIONS
        return signed(self.identity.device, LABEL, body)

    def frame(self, card=None):
        offered = [prekey(id, public(key)) for id, key in sorted(self.one_time.items())[:ONE_TIME_MAX]]
        return prekey(self.id, public(self.key)) + listed(offered) + optional(card or self.card())


class Prekeys:
    """What a device offers us: pairs of id and key."""

    def __init__(self, body, device):
        require(len(body) <= PREKEYS_MAX, "too long")
        reader = Reader(body)
        self.prekey = read_prekey(reader)
        self.one_time = reader.list(lambda: read_prekey(reader))
        require(len(self.one_time) <= ONE_TIME_MAX, "too many one-time keys")
        self.card = reader.optional(lambda: PrekeyCard(*reader.signed(), device))
        reader.finish()
        require(self.card is None or self.card.prekey == self.prekey, "the card has another prekey")


class PrekeyCard:
    def __init__(self, body, signature, device):
        inner = Reader(body)
        require(inner.number("B") == 1 and inner.take(16) == device_id(device), "card of another device")
        self.seq, self.prekey, self.sealing = inner.number("Q"), read_prekey(inner), read_prekey(inner)
        self.mailbox = inner.take(16)
        inner.extensions()
        inner.finish()
        verify(device, LABEL, body, signature)


def sealed(message, first=None):
    return sized(message) + optional(first)


class Sealed:
    """What a parcel carries: the message, and perhaps the first header."""

    def __init__(self, parcel):
        reader = Reader(parcel)
        self.message = reader.bytes()
        self.first = reader.optional(lambda: FirstHeader(reader))
        reader.finish()
        self.session = self.message[:8]


class FirstHeader:
    def __init__(self, reader):
        require(reader.take(1) == SUITE, "unknown suite")
        self.certificate = Certificate(reader)
        self.ephemeral, self.prekey, self.one_time = reader.take(32), reader.number("I"), reader.number("I")

    def accept(self, own):
        """The session that it begins with our prekeys."""
        one_time = own.one_time.get(self.one_time)
        if self.prekey != own.id or self.one_time != 0 and one_time is None:
            raise Unopenable("a prekey that we do not hold")
        return Session.accept(own.identity, self.certificate, self.ephemeral, own.key, one_time)
