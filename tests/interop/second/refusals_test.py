"""What a real daemon answers to parcels and frames that are not as docs/PROTOCOL.md wants them: the outcome that stands
there, or the end of the link; and nothing of them is shown.
"""
import unittest

import ratchet
from content import (ACCEPTED, ACKNOWLEDGE, DELIVER, REFUSED, TEXT_MAX, UNOPENABLE, UNSUPPORTED, acknowledgements,
                     direct_conversation)
from prekeys import PREKEYS, prekey, sealed
from sealed_case import Case
from wire import listed, optional, sized

UNKNOWN = bytes(range(32))


class Contents(Case):
    def setUp(self):
        super().setUp()
        self.eve.ask()
        self.eve.begin(self.eve.theirs.one_time[0])
        self.assertEqual(ACCEPTED, self.eve.write("good")[0])

    def tearDown(self):
        """Whatever was refused, the session goes on."""
        self.assertEqual(ACCEPTED, self.eve.write("good too")[0])
        self.assert_shown(("Eve", "good"), *self.shown_between, ("Eve", "good too"))
        super().tearDown()

    shown_between = ()

    def outcome(self, payload, **how):
        parcel = self.eve.seal(payload, **how)
        self.eve.deliver(parcel)
        return self.eve.outcome(parcel[0])

    def assert_refused(self, payload, **how):
        self.assertEqual(REFUSED, self.outcome(payload, **how))

    def test_id_of_something_else(self):
        self.assert_refused(self.eve.compose("moved"), id=UNKNOWN)

    def test_people_and_conversations_of_others(self):
        eve = self.eve
        own, his = eve.identity.public, eve.link.peer
        good = eve.compose("moved")
        for what, other in ((own.person_id, his.person_id), (his.person_id, own.person_id),
                            (own.person_id, UNKNOWN), (his.person_id, UNKNOWN),
                            (direct_conversation(own.account, his.account), UNKNOWN),
                            (direct_conversation(own.account, his.account),
                             direct_conversation(own.account, own.account))):
            self.assertEqual(1, good.count(what))
            self.assert_refused(good.replace(what, other))

    def test_texts_that_say_nothing_or_too_much(self):
        for text in ("", " ", "\t\n\v\f\r ", "x" * (TEXT_MAX + 1)):
            self.assert_refused(self.eve.compose(text))

    def test_the_longest_text(self):
        longest = "x" * TEXT_MAX
        self.assertEqual(ACCEPTED, self.outcome(self.eve.compose(longest)))
        self.shown_between = (("Eve", longest),)

    def test_clocks_without_room(self):
        for hlc in (2**63, 2**64 - 1):
            self.assert_refused(self.eve.compose("later", hlc=hlc))

    def test_content_that_does_not_decode(self):
        good = self.eve.compose("malformed")
        for payload in (b"", good[:-1], good + b"\0", b"\2" + good[1:], good.replace(b"malformed", b"malforme\xff"),
                        good[:-4] + bytes.fromhex("00000002 0007 00000000 0006 00000000")):
            self.assert_refused(payload)

    def test_content_may_have_extensions(self):
        payload = self.eve.compose("newer")[:-4] + bytes.fromhex("00000001 f000 00000001 ff")
        self.assertEqual(ACCEPTED, self.outcome(payload))
        self.shown_between = (("Eve", "newer"),)

    def test_kinds_that_are_newer(self):
        self.assertEqual(UNSUPPORTED, self.outcome(self.eve.compose("what?", kind=2)))
        self.assertEqual(UNSUPPORTED, self.outcome(b"what?", kind=0xf000))

    def test_bytes_that_nobody_sealed(self):
        session = self.eve.sessions[-1]
        message = session.seal(b"\0\1" + self.eve.compose("cut"))
        for number, bad in enumerate((b"", b"garbage", sealed(b""), sealed(bytes(400)), sealed(session.id + bytes(400)),
                                      sealed(message[:-1]), sealed(message) + b"\0", bytes(69633))):
            id = bytes([number]) * 32
            self.eve.deliver((id, bad))
            self.assertEqual(UNOPENABLE, self.eve.outcome(id))

    def test_padding_that_is_none(self):
        real = ratchet.pad
        self.addCleanup(setattr, ratchet, "pad", real)
        for pad in (lambda plain: plain.ljust(256, b"\0"), lambda plain: (plain + b"\x80").ljust(255, b"\0") + b"\1",
                    lambda plain: plain + b"\x80", lambda plain: bytes(256)):
            ratchet.pad = pad
            self.assertEqual(UNOPENABLE, self.outcome(self.eve.compose("padded")))
        ratchet.pad = lambda plain: (plain + b"\x80").ljust(1024, b"\0")
        self.assertEqual(ACCEPTED, self.outcome(self.eve.compose("more than it needs")))
        self.shown_between = (("Eve", "more than it needs"),)
        ratchet.pad = real


class Frames(Case):
    def assert_ends(self, kind, body):
        self.eve.send(kind, body)
        self.assertTrue(self.eve.has_hung_up())
        self.eve.dial(self.bob)

    def test_parcels_and_answers_that_do_not_decode(self):
        self.assert_ends(DELIVER, b"junk")
        self.assert_ends(DELIVER, listed([UNKNOWN + sized(b"")]) + b"\0")
        self.assert_ends(ACKNOWLEDGE, b"junk")

    def test_answers_that_nobody_asked_for(self):
        self.eve.send(ACKNOWLEDGE, acknowledgements([(UNKNOWN, ACCEPTED), (UNKNOWN, 9)]))
        self.eve.ask()

    def test_prekeys_of_somebody_else(self):
        eve = self.eve
        mallory = self.correspondent("Mallory", 2)
        own = eve.own
        self.assert_ends(PREKEYS, own.frame(mallory.own.card()))
        self.assert_ends(PREKEYS, prekey(own.id + 1, UNKNOWN) + listed([]) + optional(own.card()))
        signed = own.frame()
        self.assert_ends(PREKEYS, signed[:-1] + bytes([signed[-1] ^ 1]))

    def test_prekeys_that_break_the_rules(self):
        three = [prekey(number, UNKNOWN) for number in (1, 2, 3)]
        self.assert_ends(PREKEYS, prekey(1, UNKNOWN) + listed(three) + optional(None))
        self.assert_ends(PREKEYS, prekey(0, UNKNOWN) + listed([]) + optional(None))
        self.assert_ends(PREKEYS, self.eve.own.frame() + b"\0")


if __name__ == "__main__":
    unittest.main()
