"""Deposits envelopes with a real daemon, collects them from it, and keeps some for real daemons."""
import copy
import os
import time
import unittest

from courier import Courier
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from daemons import befriend, until
from envelopes import (DEPOSIT, HELD, LIST, NOT_HELD, PURGE, REFUSED, SIZES, WANT, Letter, deposit, envelope_id,
                       purge_hash, seal)
from hpke import Sender, open_sealed
from identity import public
from sealed_case import Case
from wire import listed

SOON = 1.5  # Seconds after which what has not come will not.


class Hpke(unittest.TestCase):
    """The example of RFC 9180, A.2.1, with its first message."""
    EPHEMERAL = "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"
    RECIPIENT = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"
    ENCAPSULATED = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
    SEALED = ("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
              "21993c62ce81883d2dd1b51a28")
    BASE_NONCE = "5c4d98150661b848853b547f"
    INFO, ASSOCIATED, PLAIN = b"Ode on a Grecian Urn", b"Count-0", b"Beauty is truth, truth beauty"

    def setUp(self):
        self.ephemeral, self.recipient = (X25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
                                          for secret in (self.EPHEMERAL, self.RECIPIENT))

    def test_sender_says_what_the_rfc_says(self):
        sender = Sender(public(self.recipient), self.INFO, self.ephemeral)
        self.assertEqual(self.ENCAPSULATED, sender.encapsulated.hex())
        self.assertEqual(self.BASE_NONCE, sender.nonce.hex())
        self.assertEqual(self.SEALED, sender.seal(self.ASSOCIATED, self.PLAIN).hex())

    def test_recipient_opens_what_the_rfc_sealed_and_nothing_else(self):
        encapsulated, sealed = bytes.fromhex(self.ENCAPSULATED), bytes.fromhex(self.SEALED)
        self.assertEqual(self.PLAIN,
                         open_sealed(self.recipient, encapsulated, self.INFO, self.ASSOCIATED, sealed))
        for own, info, associated in ((self.ephemeral, self.INFO, self.ASSOCIATED),
                                      (self.recipient, b"another", self.ASSOCIATED),
                                      (self.recipient, self.INFO, b"Count-1")):
            with self.assertRaises(InvalidTag):
                open_sealed(own, encapsulated, info, associated, sealed)


class Couriers(Case):
    """Bob carries, Eve writes, Dave reads; all are contacts of Bob's."""
    kind = Courier

    def setUp(self):
        super().setUp()
        self.eve.offer()
        self.dave = self.correspondent("Dave", 4)

    def left_for_dave(self, text="hello", **more):
        self.eve.begin_with(self.dave)
        letter = self.eve.letter(text, [self.bob_device()])
        return letter, seal(letter, self.dave.own_prekey_card, **more)

    def bob_device(self):
        return self.eve.link.peer.device_id

    def listed_for(self, courier, *ids):
        """What Bob lists on a new link, once it has these."""
        courier.dial(self.bob)
        courier.until(lambda: set(ids) <= set(courier.listed), "a list with the envelopes")
        return courier.listed

    def nothing_listed_for(self, courier):
        courier.dial(self.bob)
        end = time.monotonic() + SOON
        courier.until(lambda: time.monotonic() > end, "a while")
        self.assertEqual([], courier.listed)


class ByADaemon(Couriers):
    """Between two of this folder, by a real carrier."""

    def test_envelope_is_kept_handed_over_and_purged(self):
        eve, dave = self.eve, self.dave
        dave.hang_up()
        letter, envelope = self.left_for_dave("while you are away")
        id = envelope_id(envelope)
        self.assertEqual(HELD, eve.deposit(envelope))
        self.assertEqual(HELD, eve.deposit(envelope))
        self.assertEqual([HELD], eve.ask(id))
        self.assertEqual([id], self.listed_for(dave, id))
        given, = dave.want(id)
        self.assertEqual(envelope, given.encoded)
        opened = given.open(dave.own)
        self.assertEqual((letter.secret, [self.bob_device()]), (opened.secret, opened.carriers))
        self.assertEqual("while you are away", dave.read_letter(opened, eve.identity.public).body)
        self.assertEqual([given.encoded], [one.encoded for one in dave.want(id)])  # Handing over deletes nothing.

        dave.purge(opened.secret)
        eve.until(lambda: letter.secret in eve.purged, "the secret, which proves that Dave opened it")
        self.nothing_listed_for(dave)
        eve.dial(self.bob)
        self.assertEqual([], eve.ask(id))
        self.assertEqual([letter.secret], eve.purged)

    def test_carrier_that_is_linked_with_both_lists_at_once(self):
        dave = self.dave
        letters = [self.left_for_dave(f"letter {number}") for number in range(3)]
        for _, envelope in letters:
            self.assertEqual(HELD, self.eve.deposit(envelope))
        ids = [envelope_id(envelope) for _, envelope in letters]
        dave.until(lambda: set(dave.listed) == set(ids), "all are listed")
        for given in dave.want(*ids):
            dave.purge(given.open(dave.own).secret)
        self.eve.until(lambda: len(self.eve.purged) == 3, "three secrets")
        self.assertEqual({letter.secret for letter, _ in letters}, set(self.eve.purged))

    def test_every_size_is_kept_over_a_restart(self):
        self.eve.begin_with(self.dave)
        envelopes = [seal(self.eve.letter("x" * size), self.dave.own_prekey_card) for size in (10, 1000, 10000, 50000)]
        self.assertEqual(list(SIZES), [len(envelope) for envelope in envelopes])
        for envelope in envelopes:
            self.assertEqual(HELD, self.eve.deposit(envelope))
        self.bob.kill()
        self.bob.start()
        ids = [envelope_id(envelope) for envelope in envelopes]
        self.assertEqual(set(ids), set(self.listed_for(self.dave, *ids)))
        self.assertEqual(set(envelopes), {one.encoded for one in self.dave.want(*ids)})

    def test_copies_of_one_message_go_with_one_secret(self):
        letter, envelope = self.left_for_dave()
        other = seal(letter, self.dave.own_prekey_card)
        self.assertNotEqual(envelope_id(envelope), envelope_id(other))
        for each in (envelope, other):
            self.assertEqual(HELD, self.eve.deposit(each))
        self.dave.purge(letter.secret)
        self.nothing_listed_for(self.dave)
        self.eve.purged = []
        self.eve.send(DEPOSIT, deposit(seal(letter, self.dave.own_prekey_card)))
        self.eve.until(lambda: letter.secret in self.eve.purged, "the secret instead of a receipt")
        self.nothing_listed_for(self.dave)


class Refusals(Couriers):
    def test_wrong_secret_deletes_nothing(self):
        letter, envelope = self.left_for_dave()
        id = envelope_id(envelope)
        self.assertEqual(HELD, self.eve.deposit(envelope))
        for wrong in (os.urandom(32), purge_hash(letter.secret), id):
            self.dave.purge(wrong)
        self.assertEqual([HELD], self.eve.ask(id))
        self.assertEqual([id], self.listed_for(self.dave, id))
        # Nor does it keep out what comes later with its hash.
        later = Letter(b"later", secret=os.urandom(32))
        self.dave.purge(later.secret)
        self.assertEqual(HELD, self.eve.deposit(seal(later, self.dave.own_prekey_card)))

    def test_strangers_deposit_nothing_and_are_carried_nothing(self):
        mallory = self.correspondent("Mallory", 2, is_contact=False)
        mallory.offer()
        letter = Letter(b"from a stranger")
        self.assertEqual(REFUSED, mallory.deposit(seal(letter, self.dave.own_prekey_card)))
        self.assertEqual(REFUSED, self.eve.deposit(seal(letter, mallory.own_prekey_card)))
        self.nothing_listed_for(self.dave)

    def test_what_is_no_envelope_for_a_contact_is_refused(self):
        _, envelope = self.left_for_dave()
        card = self.dave.own_prekey_card
        letter = Letter(b"whatever")
        lives = [seal(letter, card, life_hours=hours) for hours in (0, 5, 510)]
        self.assertEqual([REFUSED] * 3, [self.eve.deposit(each) for each in lives])
        self.assertEqual(REFUSED, self.eve.deposit(envelope, id=os.urandom(32)))
        self.assertEqual(REFUSED, self.eve.deposit(envelope[:-1]))
        self.assertEqual(REFUSED, self.eve.deposit(b"\2" + envelope[1:]))
        moved = bytearray(envelope)
        moved[2] ^= 1  # The mailbox: of nobody.
        self.assertEqual(REFUSED, self.eve.deposit(bytes(moved)))
        own = self.eve.own_prekey_card
        self.assertEqual(REFUSED, self.eve.deposit(seal(letter, own)))  # For whoever deposits it.
        self.nothing_listed_for(self.dave)

    def test_only_its_recipient_and_its_depositor_hear_of_an_envelope(self):
        letter, envelope = self.left_for_dave()
        id = envelope_id(envelope)
        self.assertEqual(HELD, self.eve.deposit(envelope))
        frank = self.correspondent("Frank", 5)
        frank.dial(self.bob)
        self.assertEqual([NOT_HELD], frank.ask(id))
        frank.receipts = []
        frank.send(WANT, listed([id]))
        frank.until(lambda: frank.receipts == [(id, NOT_HELD)], "that there is nothing for him")
        self.assertEqual(REFUSED, frank.deposit(envelope))  # As if it were his.
        self.assertEqual(([], []), (frank.listed, frank.given))
        frank.purge(letter.secret)  # Whoever knows the secret may: only who opened it, or made it, does.
        self.eve.until(lambda: letter.secret in self.eve.purged, "Eve is told")

    def test_frames_that_do_not_decode_end_the_link(self):
        for kind, body in ((PURGE, listed([os.urandom(32)]) + b"\0"), (LIST, listed([os.urandom(32)] * 201)),
                           (WANT, os.urandom(35))):
            self.eve.dial(self.bob)
            self.eve.send(kind, body)
            self.assertTrue(self.eve.has_hung_up())


class WithDaemons(Couriers):
    """Carol is another real daemon, a contact of all."""

    def setUp(self):
        super().setUp()
        self.carol = self.house.daemon("Carol", seeds=[self.bob])
        until(lambda: self.carol.sees(self.bob) and self.bob.sees(self.carol), "they see each other")
        befriend(self.bob, self.carol)
        self.eve.dial(self.carol)
        self.eve.shown_by(self.carol)
        self.carol.call("requests.accept", {"who": self.eve.person})
        self.card = self.eve.until(lambda: self.eve.theirs and self.eve.theirs.card, "Carol's prekey card")

    def texts_of(self, daemon):
        return [one["text"] for one in daemon.json("read", self.eve.person)]

    def test_daemon_collects_opens_and_purges_what_we_deposited(self):
        eve, carol = self.eve, self.carol
        eve.begin(eve.theirs.one_time[0])
        letters = [eve.letter(f"letter {number}") for number in range(3)]
        envelopes = [seal(letter, self.card) for letter in letters]
        eve.hang_up()
        carol.stop()
        eve.dial(self.bob)
        for envelope in reversed(envelopes):
            self.assertEqual(HELD, eve.deposit(envelope))
        carol.start()
        eve.until(lambda: len(eve.purged) == 3, "Carol has them deleted")
        self.assertEqual({letter.secret for letter in letters}, set(eve.purged))
        self.assertEqual([f"letter {number}" for number in range(3)], self.texts_of(carol))

    def test_daemon_keeps_nothing_of_what_does_not_open(self):
        eve, carol = self.eve, self.carol
        eve.begin()
        good = eve.letter("this one")
        parcel = eve.letter("no session has this").content
        broken = parcel[:60] + bytes([parcel[60] ^ 1]) + parcel[61:]
        envelopes = [seal(Letter(b"no parcel"), self.card), seal(Letter(broken), self.card),
                     seal(Letter(parcel, kind=2), self.card), seal(Letter(parcel), self.card, hashed=os.urandom(32)),
                     seal(Letter(parcel), self.wrong_key()), seal(good, self.card)]
        eve.hang_up()
        carol.stop()
        eve.dial(self.bob)
        for envelope in envelopes:
            self.assertEqual(HELD, eve.deposit(envelope))
        carol.start()
        eve.until(lambda: eve.purged, "Carol has the good one deleted")
        self.assertEqual([good.secret], eve.purged)
        self.assertEqual(["this one"], self.texts_of(carol))
        eve.dial(self.bob)
        self.assertEqual([HELD] * 5, eve.ask(*(envelope_id(envelope) for envelope in envelopes[:-1])))

    def wrong_key(self):
        """Carol's card, with a sealing key that is not hers."""
        wrong = copy.copy(self.card)
        wrong.sealing = self.card.sealing[0], self.dave.own_prekey_card.sealing[1]
        return wrong

    def test_daemon_deposits_what_we_collect(self):
        eve, carol = self.eve, self.carol
        eve.leave()
        until(lambda: not carol.sees(eve), "Carol sees Eve go")
        carol.call("message.send", {"to": eve.person, "body": "from Carol"})
        until(lambda: self.states(carol, eve)[-1] == "carried", "it is carried")
        author = eve.link.peer
        carol.stop()
        eve.dial(self.bob)
        id, = eve.until(lambda: eve.listed, "a list")
        envelope, = eve.want(id)
        letter = envelope.open(eve.own)
        self.assertEqual([self.bob_device()], letter.carriers)
        self.assertEqual("from Carol", eve.read_letter(letter, author).body)
        eve.purge(letter.secret)
        eve.hang_up()
        carol.start()
        until(lambda: self.states(carol, eve)[-1] == "delivered", "Carol learns that Eve has it")

    @staticmethod
    def states(author, reader):
        return [one["state"] for one in author.messages(reader) if one["own"]]

    def test_we_keep_for_daemons(self):
        """Bob writes to Carol, who is off, and goes off; Eve has it."""
        eve, bob, carol = self.eve, self.bob, self.carol
        carol.stop()
        eve.dial(bob)
        eve.shown_by(bob)
        bob.call("message.send", {"to": carol.person, "body": "kept by Eve"})
        eve.until(lambda: eve.held, "a deposit")
        eve.until(lambda: self.states(bob, carol)[-1] == "carried", "Bob knows that Eve has it")
        bob.stop()
        eve.hang_up()
        carol.start()
        eve.dial(carol)
        eve.list_all()
        eve.until(lambda: eve.secrets, "Carol has it deleted")
        self.assertEqual(set(eve.secrets), {one.purge_hash for one in eve.held.values()})
        self.assertEqual(["kept by Eve"], [one["text"] for one in carol.messages(bob)])
        carol.stop()
        eve.hang_up()
        bob.start()
        eve.dial(bob)
        eve.until(lambda: self.states(bob, carol)[-1] == "delivered", "Bob learns by the secret that Carol has it")


if __name__ == "__main__":
    unittest.main()
