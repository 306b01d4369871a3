"""Parcels, acknowledgements and conversations: docs/PROTOCOL.md, section 6."""
import os
import struct
import time

from wire import NO_EXTENSIONS, Reader, labelled_hash, listed, optional, require, sized

DELIVER, ACKNOWLEDGE = 0x20, 0x21
ACCEPTED, REFUSED, UNSUPPORTED, UNOPENABLE = range(4)
CONVERSATION, TEXT = 1, 1
PARCEL_MAX, TEXT_MAX = 69632, 65536


def message_id(payload):
    return labelled_hash("earshot1 message id", payload)


def direct_conversation(one, other):
    """Of two account keys."""
    return labelled_hash("earshot1 direct conversation", *sorted((one, other)))


def parcels(pairs):
    return listed([id + sized(sealed) for id, sealed in pairs])


def read_parcels(body):
    reader = Reader(body)
    found = reader.list(lambda: (reader.take(32), reader.bytes()))
    reader.finish()
    require(all(len(sealed) <= PARCEL_MAX for _, sealed in found), "a parcel is too long")
    return found


def acknowledgements(pairs):
    return listed([id + bytes([outcome]) for id, outcome in pairs])


def read_acknowledgements(body):
    reader = Reader(body)
    found = reader.list(lambda: (reader.take(32), reader.number("B")))
    reader.finish()
    return found


class Content:
    """A text unless `kind` says otherwise. What is not given is as it must be; tests give what must not be."""

    def __init__(self, author, recipient, body, number, hlc=None, after=None, kind=TEXT, conversation=None, version=1):
        """`author` and `recipient` are certificates."""
        self.author, self.recipient = author.person_id, recipient.person_id
        self.conversation = conversation or direct_conversation(author.account, recipient.account)
        now = int(time.time() * 1000)
        self.nonce, self.number, self.after = os.urandom(16), number, after
        self.hlc = now << 16 if hlc is None else hlc
        self.sent, self.kind, self.body, self.version = now, kind, body, version

    def encoded(self):
        return (bytes([self.version]) + self.conversation + self.author + self.recipient + self.nonce
                + struct.pack(">QQ", self.hlc, self.number) + optional(self.after)
                + struct.pack(">QH", self.sent, self.kind) + sized(self.body.encode()) + NO_EXTENSIONS)

    @classmethod
    def decode(cls, payload):
        content, reader = cls.__new__(cls), Reader(payload)
        content.version = reader.number("B")
        require(content.version == 1, "unknown version")
        content.conversation, content.author, content.recipient = (reader.take(32) for _ in range(3))
        content.nonce, content.hlc, content.number = reader.take(16), reader.number("Q"), reader.number("Q")
        content.after = reader.optional(lambda: reader.take(32))
        content.sent, content.kind, content.body = reader.time(), reader.number("H"), reader.text()
        reader.extensions()
        reader.finish()
        require(content.hlc < 2**63, "no room after this hlc")
        require(content.kind != TEXT or content.body.strip() and len(content.body.encode()) <= TEXT_MAX, "no text")
        return content
