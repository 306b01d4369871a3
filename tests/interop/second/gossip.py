"""What somebody says of themselves to those they meet: docs/PROTOCOL-gossip.md, sections 1 and 2."""
import hashlib
import ipaddress
import struct
import time

from identity import device_id, public, sign, verify
from wire import NO_EXTENSIONS, Reader, listed, optional, require, sized

CARD, CARD_WANTED, FOREIGN_CARD = 0x10, 0x11, 0x12
GREETING, WANT, RECORDS, NEIGHBOUR = 0x30, 0x32, 0x33, 0x37
ASKS, BEGS, ACCEPTS = 0, 1, 2
LEFT, ONLINE, HUB = 0, 1, 0
OPEN_NETWORK = bytes(16)
RECORD_MAX = 512


def record(identity, seq, instance, card_hash, endpoints, state=ONLINE):
    """On cable and mains; `endpoints` are pairs of an IPv4 address and a port."""
    where = [b"\0" + ipaddress.IPv4Address(host).packed + struct.pack(">H", port) for host, port in endpoints]
    body = (b"\1" + public(identity.device) + public(identity.account) + struct.pack(">Q", seq) + instance
            + bytes([state, HUB]) + listed(where) + card_hash + NO_EXTENSIONS)
    return sized(body) + sign(identity.device, "earshot1 presence", OPEN_NETWORK + body)


class Presence:
    """A record of anybody."""

    def __init__(self, travelled):
        require(len(travelled) <= RECORD_MAX, "record is too long")
        self.encoded, outer = travelled, Reader(travelled)
        body, signature = outer.signed()
        outer.finish()
        inner = Reader(body)
        require(inner.number("B") == 1, "unknown version")
        self.device, self.account, self.seq = inner.take(32), inner.take(32), inner.number("Q")
        self.instance, self.state, self.footing = inner.take(16), inner.number("B"), inner.number("B")
        require(self.state <= 4 and self.footing <= 1, "unknown state or footing")
        self.endpoints = inner.list(lambda: self.endpoint(inner))
        self.card_hash = inner.take(32)
        inner.extensions()
        inner.finish()
        verify(self.device, "earshot1 presence", OPEN_NETWORK + body, signature)
        self.sid = device_id(self.device)[:8]

    @staticmethod
    def endpoint(inner):
        family = inner.number("B")
        require(family <= 1, "unknown family")
        return ipaddress.ip_address(inner.take((4, 16)[family])), inner.number("H")


def records(entries):
    """Of pairs of an age in seconds and a record."""
    return listed([struct.pack(">I", age) + sized(entry) for age, entry in entries])


def read_records(body):
    reader = Reader(body)
    found = reader.list(lambda: (reader.number("I"), Presence(reader.bytes())))
    reader.finish()
    return found


def table_hash(entries):
    """Of records without witnesses."""
    digest = [0] * 256
    for entry in entries:
        number = int.from_bytes(hashlib.sha256(entry).digest()[:4], "big")
        digest[Presence(entry).sid[0]] ^= number
    return hashlib.sha256(struct.pack(">256I", *digest)).digest()[:8]


def greeting(known_seq, entries):
    clock = int(time.time() * 1000)
    return (struct.pack(">Q", clock) + table_hash(entries) + optional(None) + struct.pack(">Q", known_seq)
            + NO_EXTENSIONS)


def read_greeting(body):
    """The table hash, the version held against us, and the known one."""
    reader = Reader(body)
    reader.time()
    table = reader.take(8)
    found = table, reader.optional(lambda: reader.number("Q")), reader.number("Q")
    reader.extensions()
    reader.finish()
    return found
