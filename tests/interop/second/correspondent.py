"""Somebody who also writes and reads sealed messages: docs/PROTOCOL.md, section 6, and docs/PROTOCOL-sessions.md.

What arrives waits unopened and unanswered until the test takes it, in the order that the test wants.
"""
import struct
import time

from content import (ACCEPTED, ACKNOWLEDGE, CONVERSATION, DELIVER, Content, acknowledgements, message_id,
                     parcels, read_acknowledgements, read_parcels)
from person import Person
from prekeys import ASK_PREKEYS, PREKEYS, OwnPrekeys, Prekeys, Sealed, sealed
from ratchet import Session, Unopenable
from wire import require


class Correspondent(Person):
    def __init__(self, name, number):
        super().__init__(name, number)
        self.own = OwnPrekeys(self.identity)
        self.own.draw(2)
        self.theirs = None
        self.sessions = []  # The last one is written in: it was begun, or its message was opened, last.
        self.waiting = {}  # Parcels that arrived, by id.
        self.outcomes = {}  # Lists, by id.
        self.sealed_in = {}  # Sessions, by id.
        self.written = self.hlc = 0
        self.newest = None  # Of the other side's messages.
        self.absent = None  # The certificate of whom we write with, if that is not who is at the other end of the link.

    @property
    def other(self):
        return self.absent or self.link.peer

    def take_frame(self, kind, body):
        if kind == ASK_PREKEYS:
            self.offer()
        elif kind == PREKEYS:
            self.theirs = Prekeys(body, self.link.peer.device)
        elif kind == DELIVER:
            self.waiting.update(read_parcels(body))
        elif kind == ACKNOWLEDGE:
            for id, outcome in read_acknowledgements(body):
                self.outcomes.setdefault(id, []).append(outcome)
                if outcome == ACCEPTED and id in self.sealed_in:
                    self.sealed_in[id].confirmed = True
        else:
            super().take_frame(kind, body)

    # Keys.

    def offer(self, card=None):
        self.send(PREKEYS, self.own.frame(card))

    def ask(self):
        """Asks the other side for its prekeys, and gives them."""
        self.theirs = None
        self.send(ASK_PREKEYS)
        return self.until(lambda: self.theirs, "the answer to ASK PREKEYS")

    def begin(self, one_time=None, ephemeral=None):
        """A session with what was offered last, and perhaps a one-time key of it."""
        session = Session.begin(self.identity, self.other, self.theirs.prekey, one_time, ephemeral)
        self.sessions.append(session)
        return session

    # Writing.

    def compose(self, text, **more):
        self.written += 1
        self.hlc = max(int(time.time() * 1000) << 16, self.hlc + 1)
        more = {"hlc": self.hlc, "after": self.newest} | more
        return Content(self.identity.public, self.other, text, self.written, **more).encoded()

    def seal(self, payload, session=None, kind=CONVERSATION, id=None):
        """A parcel: its id and its bytes."""
        session = session or self.sessions[-1]
        first = None if session.confirmed else session.first
        id = id or message_id(payload)
        self.sealed_in[id] = session
        return id, sealed(session.seal(struct.pack(">H", kind) + payload), first)

    def deliver(self, *pairs):
        self.send(DELIVER, parcels(pairs))

    def outcome(self, id):
        """The answer to a parcel, once for each."""
        return self.until(lambda: self.outcomes.get(id), "an acknowledgement").pop(0)

    def write(self, text, **more):
        """A text by the last session; gives the outcome and the id."""
        parcel = self.seal(self.compose(text, **more))
        self.deliver(parcel)
        return self.outcome(parcel[0]), parcel[0]

    # Reading.

    def collect(self, count):
        """That many parcels that nobody looked at: pairs, in the order in which they came."""
        self.until(lambda: len(self.waiting) >= count, f"{count} parcels")
        pairs, self.waiting = list(self.waiting.items()), {}
        return pairs

    def open(self, parcel):
        """The content; Unopenable changes nothing."""
        outer = Sealed(parcel[1])
        session = next((one for one in self.sessions if one.id == outer.session), None)
        begun = session is None
        if begun:
            if outer.first is None:
                raise Unopenable("a session that we do not have")
            require(outer.first.certificate.encoded == self.other.encoded, "a first header of somebody else")
            session = outer.first.accept(self.own)
        plain = session.open(outer.message)
        if begun:
            self.own.one_time.pop(outer.first.one_time, None)
            self.sessions.append(session)
        self.sessions.sort(key=lambda one: one is session)
        kind, payload = struct.unpack(">H", plain[:2])[0], plain[2:]
        require(kind == CONVERSATION and message_id(payload) == parcel[0], "another id")
        content = Content.decode(payload)
        if content.hlc > self.hlc:
            self.hlc, self.newest = content.hlc, parcel[0]
        return content

    def answer(self, *pairs, outcome=ACCEPTED):
        self.send(ACKNOWLEDGE, acknowledgements([(id, outcome) for id, _ in pairs]))

    def take_all(self, count):
        """Opens and answers that many; gives their contents."""
        contents = []
        for pair in self.collect(count):
            contents.append(self.open(pair))
            self.answer(pair)
        return contents
