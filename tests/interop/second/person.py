"""Somebody who speaks Earshot's protocol from this folder, for real daemons on the loopback interface.

    with Person("Eve", 1) as eve:
        eve.dial(daemon)
        eve.until(lambda: eve.card, "the daemon shows its card")

Everything happens on one thread, inside `until`: what comes is taken while a condition is awaited.
"""
import hashlib
import importlib.util
import os
import select
import socket
import struct
import time

from daemons import PATIENCE, skip

if importlib.util.find_spec("cryptography") is None:
    skip("this Python has no cryptography")

from gossip import (ACCEPTS, ASKS, BEGS, CARD, CARD_WANTED, FOREIGN_CARD, GREETING, LEFT, NEIGHBOUR, ONLINE, RECORDS,
                    WANT, greeting, read_greeting, read_records, record, records)
from identity import Card, Identity
from link import BYE, CLOSE, EMPTY, ENGINE, PING, PONG, SHUTDOWN, Link
from wire import Reader, base32, require

CREATED = 1700000000000
QUIET_SECONDS_MAX = 8
POLL_SECONDS = 0.02


class Person:
    def __init__(self, name, number):
        """Of one `number` the keys are always the same."""
        secrets = b"".join(hashlib.sha256(b"second" + bytes([number, key])).digest() for key in range(4))
        self.identity = Identity(secrets + struct.pack(">Q", CREATED))
        self.person = base32(self.identity.person_id)
        self.name, self.seq, self.instance = name, 1, os.urandom(16)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.link = self.socket = None
        self.forget()

    def forget(self):
        """Of the link before."""
        self.card = self.record = self.greeting = self.bye = None
        self.established = self.ended = False
        self.last_sent = time.monotonic()
        self.seen = []  # Types of frames, as they came.

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.hang_up()
        self.listener.close()

    # The connection.

    def dial(self, daemon):
        self.meet(socket.create_connection(("127.0.0.1", daemon.port), PATIENCE), True)
        return self

    def answer(self):
        """Waits until somebody dials."""
        self.listener.settimeout(PATIENCE)
        self.meet(self.listener.accept()[0], False)
        return self

    def meet(self, connection, initiator):
        self.hang_up()
        self.forget()
        connection.settimeout(PATIENCE)
        self.socket = connection
        self.link = Link(initiator, self.identity, self.read, connection.sendall, instance=self.instance)
        self.link.handshake()
        if initiator:  # Nothing is said before the other side accepted.
            kind, body = self.link.receive_frame()
            self.established = True
            self.greet()
            self.take(kind, body)
        else:
            self.established = True
            self.greet()

    def greet(self):
        self.note_record()
        self.send(CARD, self.own_card)
        self.send(GREETING, greeting(0, [self.own_record]))
        self.send(RECORDS, records([(0, self.own_record)]))

    @property
    def own_card(self):
        return self.identity.card(self.name, self.seq)

    def note_record(self, state=ONLINE):
        self.own_record = record(self.identity, self.seq, self.instance, Card(self.own_card).hash,
                                 [("127.0.0.1", self.port)], state)

    def hang_up(self):
        """At once, without a goodbye."""
        if self.socket:
            self.socket.close()
        self.socket = None

    def leave(self):
        """As 5.6 says: nothing after CLOSE, and the other side's CLOSE is awaited. Everybody is told that we left."""
        self.seq += 1
        self.note_record(LEFT)
        self.send(RECORDS, records([(0, self.own_record)]))
        self.seq += 1  # Of whoever comes again.
        self.link.say_bye(SHUTDOWN)
        self.until(lambda: self.ended, "the daemon says goodbye too", leaving=True)
        self.hang_up()

    def read(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("cut off")
            data += piece
        return data

    def has_hung_up(self):
        """Whether the daemon ended the connection, without another word for us."""
        deadline = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < deadline:
                self.take(*(self.link.receive() or (EMPTY, b"")))
        except ConnectionError:
            return True
        return False

    def send(self, kind, body=b""):
        self.last_sent = time.monotonic()
        self.link.send(kind, body)

    # What comes.

    def until(self, condition, what, leaving=False):
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {PATIENCE:.0f} s; frames so far: {self.seen}")
            if select.select([self.socket], [], [], POLL_SECONDS)[0]:
                self.take(*(self.link.receive() or (EMPTY, b"")), leaving)
            if time.monotonic() - self.last_sent > QUIET_SECONDS_MAX and not leaving:
                self.send(EMPTY)
        return found

    def take(self, kind, body, leaving=False):
        self.seen.append(kind)
        if kind == PING and not leaving:
            self.send(PONG)
        elif kind == BYE:
            self.bye = body[0]
        elif kind == CLOSE:
            self.link.check_close(body)
            self.ended = True
            if not leaving:
                self.link.send_close()
        elif kind >= ENGINE and not leaving:
            self.take_frame(kind, body)

    def take_frame(self, kind, body):
        if kind in (CARD, FOREIGN_CARD):
            self.take_card(Card(body), kind == CARD)
        elif kind == CARD_WANTED:
            reader = Reader(body)
            wanted = reader.list(lambda: reader.take(32))
            if Card(self.own_card).hash in wanted:
                self.send(FOREIGN_CARD, self.own_card)
        elif kind == GREETING:
            self.greeting = read_greeting(body)
        elif kind == RECORDS:
            for _, presence in read_records(body):
                if presence.device == self.link.peer.device:
                    self.record = presence
        elif kind == WANT:
            self.send(RECORDS, records([(0, self.own_record)]))
        elif kind == NEIGHBOUR and body[0] in (ASKS, BEGS):
            self.send(NEIGHBOUR, bytes([ACCEPTS]))

    def take_card(self, card, of_peer):
        if of_peer:
            require(card.certificate.encoded == self.link.peer.encoded, "card of somebody else")
        if card.certificate.device == self.link.peer.device:
            self.card = card

    def shown_by(self, daemon):
        """What the daemon shows of us, once it counts us among those who are here."""
        def found():
            people = daemon.json("people")
            return next((one for one in people if one["id"] == self.person and one["presence"] == "online"), None)
        return self.until(found, f"{self.name} is online for {daemon.name}")
