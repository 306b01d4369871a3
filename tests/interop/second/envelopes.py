"""Envelopes, and the frames of those who deposit, keep and collect them: docs/PROTOCOL.md, 6.4."""
import os
import struct

from hpke import Sender, open_sealed
from wire import NO_EXTENSIONS, Reader, labelled_hash, listed, require, sized

DEPOSIT, RECEIPT, ASK, LIST, WANT, ENVELOPE, PURGE, PURGED = range(0x40, 0x48)
HELD, NOT_HELD, FULL, REFUSED = range(4)
SIZES = (2048, 6144, 20480, 69632)
OUTSIDE_BYTES, COUNT_BYTES, TAG_BYTES = 88, 4, 16
LIFE_HOURS, LIFE_HOURS_MAX, LIFE_HOURS_STEP = 168, 504, 6
NAMED_MAX, CARRIERS_MAX = 200, 4
INFO = b"earshot1 seal"
PARCEL = 1


def purge_hash(secret):
    return labelled_hash("earshot1 purge", secret)


def envelope_id(envelope):
    return labelled_hash("earshot1 envelope id", envelope)


class Letter:
    def __init__(self, content, carriers=(), secret=None, kind=PARCEL):
        self.content, self.carriers = content, list(carriers)
        self.secret, self.kind = secret or os.urandom(32), kind

    def encoded(self):
        return (b"\1" + self.secret + struct.pack(">H", self.kind) + listed(self.carriers) + sized(self.content)
                + NO_EXTENSIONS)

    @classmethod
    def inside(cls, plain):
        reader = Reader(plain)
        require(reader.number("B") == 1, "unknown version")
        secret, kind = reader.take(32), reader.number("H")
        carriers = reader.list(lambda: reader.take(16))
        require(len(carriers) <= CARRIERS_MAX, "too many carriers")
        letter = cls(reader.bytes(), carriers, secret, kind)
        reader.extensions()
        require(not any(reader.bytes()), "padding that is not zero")
        reader.finish()
        return letter


def seal(letter, card, life_hours=LIFE_HOURS, hashed=None):
    """For whoever gave this prekey card. `hashed` stands outside instead of the letter's own purge hash."""
    sender = Sender(card.sealing[1], INFO)
    outside = (b"\1\1" + card.mailbox + struct.pack(">IH", card.sealing[0], life_hours)
               + (hashed or purge_hash(letter.secret)) + sender.encapsulated)
    around = OUTSIDE_BYTES + COUNT_BYTES + COUNT_BYTES + TAG_BYTES
    size = next(size for size in SIZES if size >= len(letter.encoded()) + around)
    padding = sized(bytes(size - around - len(letter.encoded())))
    return outside + sized(sender.seal(outside, letter.encoded() + padding))


class Envelope:
    """As a carrier sees it."""

    def __init__(self, encoded):
        require(len(encoded) in SIZES, "a size that is not used")
        self.encoded, self.id, reader = encoded, envelope_id(encoded), Reader(encoded)
        self.outside = encoded[:OUTSIDE_BYTES]
        require(reader.take(2) == b"\1\1", "unknown version or suite")
        self.mailbox, self.seal_id, self.life_hours = reader.take(16), reader.number("I"), reader.number("H")
        require(self.life_hours % LIFE_HOURS_STEP == 0 and 0 < self.life_hours <= LIFE_HOURS_MAX, "a life of no kind")
        self.purge_hash, self.encapsulated = reader.take(32), reader.take(32)
        self.sealed = reader.bytes()
        reader.finish()

    def open(self, own):
        """With our own prekeys: the one key that it names, or none."""
        require((self.mailbox, self.seal_id) == (own.mailbox, own.id), "not for a key that we gave")
        plain = open_sealed(own.sealing, self.encapsulated, INFO, self.outside, self.sealed)
        letter = Letter.inside(plain)
        require(purge_hash(letter.secret) == self.purge_hash, "a secret that is not the one outside")
        return letter


def deposit(envelope, id=None):
    return (id or envelope_id(envelope)) + sized(envelope) + NO_EXTENSIONS


def read_deposit(body):
    reader = Reader(body)
    id, envelope = reader.take(32), Envelope(reader.bytes())
    reader.extensions()
    reader.finish()
    require(id == envelope.id, "another id")
    return envelope


def read_envelope(body):
    reader = Reader(body)
    envelope = Envelope(reader.bytes())
    reader.finish()
    return envelope


def read_receipts(body):
    reader = Reader(body)
    found = reader.list(lambda: (reader.take(32), reader.number("B")))
    reader.finish()
    require(len(found) <= NAMED_MAX, "too many receipts")
    return found


def receipts(pairs):
    return listed([id + bytes([outcome]) for id, outcome in pairs])


def read_names(body):
    """The ids of ASK, LIST and WANT, or the secrets of PURGE and PURGED."""
    reader = Reader(body)
    found = reader.list(lambda: reader.take(32))
    reader.finish()
    require(len(found) <= NAMED_MAX, "too many names")
    return found
