"""Somebody who also deposits, keeps and collects envelopes, frame by frame as the test wants: docs/PROTOCOL.md, 6.4."""
from correspondent import Correspondent
from envelopes import (ASK, DEPOSIT, ENVELOPE, HELD, LIST, NOT_HELD, PARCEL, PURGE, PURGED, RECEIPT, WANT, Letter,
                       deposit, envelope_id, purge_hash, read_deposit, read_envelope, read_names, read_receipts,
                       receipts)
from prekeys import Prekeys
from wire import Reader, listed, require, sized


class Courier(Correspondent):
    def __init__(self, name, number):
        super().__init__(name, number)
        self.held, self.secrets = {}, {}  # As a carrier: envelopes by id; secrets by purge hash.
        self.forget_talk()

    def forget_talk(self):
        self.receipts, self.listed, self.given, self.purged = [], [], [], []

    def dial(self, daemon):
        """As a contact does: it gives its prekeys at once, and lists what it keeps for the other side."""
        self.forget_talk()
        super().dial(daemon)
        self.offer()
        return self

    def take_frame(self, kind, body):
        if kind == RECEIPT:
            self.receipts += read_receipts(body)
        elif kind == LIST:
            self.listed += read_names(body)
        elif kind == ENVELOPE:
            self.given.append(read_envelope(body))
        elif kind == PURGED:
            self.purged += read_names(body)
        elif kind == DEPOSIT:
            self.keep(read_deposit(body))
        elif kind == ASK:
            self.answer_asked(read_names(body))
        elif kind == WANT:
            self.hand_over(read_names(body))
        elif kind == PURGE:
            self.delete(read_names(body))
        else:
            super().take_frame(kind, body)

    @property
    def own_prekey_card(self):
        """As contacts read it."""
        return Prekeys(self.own.frame(), self.identity.public.device).card

    # Depositing.

    def letter(self, text, carriers=()):
        """With a text for whom we write with, as one would be sent on a link."""
        id, sealed = self.seal(self.compose(text))
        return Letter(id + sized(sealed), carriers)

    def begin_with(self, absent):
        """A session with another one of this folder, with whom there is no link."""
        self.absent = absent.identity.public
        self.theirs = Prekeys(absent.own.frame(), self.absent.device)
        return self.begin()

    def deposit(self, envelope, id=None):
        """Gives the outcome."""
        self.receipts = []
        self.send(DEPOSIT, deposit(envelope, id))
        id = id or envelope_id(envelope)
        return self.until(lambda: dict(self.receipts).get(id, -1) + 1, "a receipt") - 1

    def ask(self, *ids):
        """The outcomes of envelopes that were left there; without ids, for the other side's prekeys."""
        if not ids:
            return super().ask()
        self.receipts, self.purged = [], []
        self.send(ASK, listed(ids))
        self.until(lambda: len(self.receipts) + len(self.purged) >= len(ids), "answers about envelopes")
        return [outcome for _, outcome in self.receipts]

    # Collecting.

    def want(self, *ids):
        """The envelopes."""
        self.given = []
        self.send(WANT, listed(ids))
        return self.until(lambda: len(self.given) >= len(ids) and self.given, "envelopes")

    def read_letter(self, letter, author=None):
        """The content of what `author`, a certificate, wrote; without it, of who is at the other end of the link."""
        require(letter.kind == PARCEL, "no parcel")
        reader = Reader(letter.content)
        parcel = reader.take(32), reader.bytes()
        reader.finish()
        self.absent = author
        return self.open(parcel)

    def purge(self, secret):
        self.purged = []
        self.send(PURGE, listed([secret]))
        self.until(lambda: secret in self.purged, "PURGED")

    # Keeping.

    def keep(self, envelope):
        self.held[envelope.id] = envelope
        self.send(RECEIPT, receipts([(envelope.id, HELD)]))

    def list_all(self):
        self.send(LIST, listed(self.held))

    def hand_over(self, ids):
        gone = [id for id in ids if id not in self.held]
        if gone:
            self.send(RECEIPT, receipts([(id, NOT_HELD) for id in gone]))
        for id in ids:
            if id in self.held:
                self.send(ENVELOPE, sized(self.held[id].encoded))

    def delete(self, secrets):
        for secret in secrets:
            self.secrets[purge_hash(secret)] = secret
        self.send(PURGED, listed(secrets))

    def answer_asked(self, ids):
        kept = [self.held[id] for id in ids if id in self.held]
        known = [one for one in kept if one.purge_hash in self.secrets]
        self.send(RECEIPT, receipts([(id, HELD if id in self.held else NOT_HELD) for id in ids
                                     if id not in {one.id for one in known}]))
        self.send(PURGED, listed([self.secrets[one.purge_hash] for one in known]))
