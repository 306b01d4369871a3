"""Writes with a real daemon: sessions begun by either side and by both, out of order, lost and repeated."""
import unittest

from content import ACCEPTED, UNOPENABLE
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from prekeys import ASK_PREKEYS, Sealed
from sealed_case import Case


class Beginning(Case):
    def test_we_begin_with_a_one_time_key(self):
        eve = self.eve
        one_time = eve.ask().one_time
        self.assertEqual(2, len(one_time))
        eve.begin(one_time[0])
        self.assertEqual(ACCEPTED, eve.write("first")[0])
        self.assertEqual(ACCEPTED, eve.write("second")[0])  # Its header has gone: the first was acknowledged.
        self.assert_shown(("Eve", "first"), ("Eve", "second"))
        offered = eve.ask().one_time
        self.assertEqual(2, len(offered))
        self.assertNotIn(one_time[0], offered)

    def test_we_begin_without_a_one_time_key(self):
        eve = self.eve
        eve.ask()
        eve.begin()
        pairs = [eve.seal(eve.compose(text)) for text in ("first", "second", "third")]
        eve.deliver(*reversed(pairs))  # Each has the first header, so any of them begins.
        self.assertEqual([ACCEPTED] * 3, [eve.outcome(id) for id, _ in pairs])
        self.assert_shown(("Eve", "first"), ("Eve", "second"), ("Eve", "third"))

    def test_daemon_begins(self):
        eve = self.eve
        self.bob_writes("first", "second")
        pairs = eve.collect(2)
        headers = [Sealed(sealed).first for _, sealed in pairs]
        self.assertTrue(all(headers), "until it is answered each message has the first header")
        self.assertIn({header.one_time for header in headers}, ({1}, {2}))
        self.assertEqual(["second", "first"], [eve.open(pair).body for pair in reversed(pairs)])
        eve.answer(*pairs)
        self.assert_delivered()
        self.bob_writes("third")
        third, = eve.collect(1)
        self.assertIsNone(Sealed(third[1]).first)
        self.assertEqual("third", eve.open(third).body)
        self.assertEqual(ACCEPTED, eve.write("fourth")[0])
        self.assert_shown(("Bob", "first"), ("Bob", "second"), ("Bob", "third"), ("Eve", "fourth"))

    def test_contact_is_given_a_prekey_card(self):
        dave = self.correspondent("Dave", 4, is_contact=False)
        self.assertIsNone(dave.ask().card)
        self.bob.call("message.send", {"to": dave.person, "body": "hello"})
        dave.take_all(1)
        card = dave.until(lambda: dave.theirs.card, "a prekey card")
        self.assertEqual(dave.theirs.prekey, card.prekey)

    def test_both_begin_at_once(self):
        eve = self.eve
        eve.ask()
        own = eve.begin()
        first = eve.seal(eve.compose("from Eve"))
        self.bob_writes("from Bob")
        crossing, = eve.collect(1)
        self.assertNotEqual(own.id, Sealed(crossing[1]).session)
        eve.deliver(first)
        self.assertEqual(ACCEPTED, eve.outcome(first[0]))
        self.bob_writes("to Eve again")  # In her session: he opened it last, and he has not heard of his own.
        again, = (pair for pair in eve.collect(1) if pair[0] != crossing[0])
        self.assertEqual(own.id, Sealed(again[1]).session)
        self.assertEqual(["to Eve again", "from Bob"], [eve.open(pair).body for pair in (again, crossing)])
        eve.answer(again, crossing)
        self.assertEqual(ACCEPTED, eve.write("in his session")[0])
        self.bob_writes("in his session too")
        last, = eve.collect(1)
        self.assertEqual(Sealed(crossing[1]).session, Sealed(last[1]).session)
        self.assertEqual("in his session too", eve.open(last).body)
        eve.answer(last)
        self.assert_delivered()


class Ratchet(Case):
    def test_messages_come_out_of_order_over_several_chains(self):
        eve, late = self.eve, []
        eve.ask()
        eve.begin(eve.theirs.one_time[0])
        self.assertEqual(ACCEPTED, eve.write("begin")[0])
        for turn in range(4):
            pairs = [eve.seal(eve.compose(f"Eve {turn} {number}")) for number in range(6)]
            late += [pairs.pop(1), pairs.pop(3)]  # They come when their chain has long ended.
            eve.deliver(*reversed(pairs))
            self.assertEqual([ACCEPTED] * 4, [eve.outcome(id) for id, _ in pairs])
            self.bob_writes(*(f"Bob {turn} {number}" for number in range(3)))
            answers = eve.collect(3)
            self.assertEqual([f"Bob {turn} {number}" for number in (2, 1, 0)],
                             [eve.open(pair).body for pair in reversed(answers)])
            eve.answer(*answers)
        eve.deliver(*reversed(late))
        self.assertEqual([ACCEPTED] * len(late), [eve.outcome(id) for id, _ in late])
        self.assert_delivered()
        said = [f"Eve {turn} {number}" for turn in range(4) for number in range(6)]
        shown = [one["text"] for one in self.bob.json("read", eve.person) if one["author"] == eve.person]
        self.assertEqual(["begin", *said], shown)

    def test_a_thousand_may_be_missing_and_no_more(self):
        eve = self.eve
        eve.ask()
        eve.begin()
        self.assertEqual(ACCEPTED, eve.write("begin")[0])
        beyond = [eve.seal(eve.compose("unheard")) for _ in range(1001)][-2:]
        one_more = eve.seal(eve.compose("one more"))
        eve.deliver(one_more)
        self.assertEqual(UNOPENABLE, eve.outcome(one_more[0]))
        eve.deliver(beyond[1])
        self.assertEqual(ACCEPTED, eve.outcome(beyond[1][0]))
        eve.deliver(one_more)
        self.assertEqual(ACCEPTED, eve.outcome(one_more[0]))

    def test_sessions_outlive_a_crash(self):
        eve = self.eve
        self.bob_writes("before")
        eve.take_all(1)
        self.assertEqual(ACCEPTED, eve.write("before too")[0])
        self.bob.kill()
        self.bob.start()
        eve.dial(self.bob)
        self.assertEqual(ACCEPTED, eve.write("after")[0])
        self.bob_writes("after too")
        self.assertEqual(["after too"], [content.body for content in eve.take_all(1)])


class Unopenable(Case):
    def test_daemon_seals_anew_what_we_cannot_open(self):
        eve = self.eve
        self.bob_writes("one", "two")
        one, two = eve.collect(2)
        eve.answer(one, outcome=UNOPENABLE)
        repeated = dict(eve.collect(2))
        self.assertIn(ASK_PREKEYS, eve.seen)
        self.assertEqual(two[1], repeated[two[0]])
        again = one[0], repeated[one[0]]
        first, anew = (Sealed(pair[1]) for pair in (one, again))
        self.assertNotEqual(first.session, anew.session)
        self.assertEqual({1, 2}, {first.first.one_time, anew.first.one_time})  # Used once, though offered again.
        self.assertEqual(["two", "one"], [eve.open(pair).body for pair in (two, again)])
        eve.answer(two, again)
        self.assert_delivered()

    def test_we_seal_anew_what_the_daemon_cannot_open(self):
        eve = self.eve
        eve.ask()
        eve.begin().confirmed = True  # In truth Bob never heard of it: no first header goes along.
        payload = eve.compose("anew")
        parcel = eve.seal(payload)
        eve.deliver(parcel)
        self.assertEqual(UNOPENABLE, eve.outcome(parcel[0]))
        eve.ask()
        eve.begin(eve.theirs.one_time[0])
        eve.deliver(eve.seal(payload))
        self.assertEqual(ACCEPTED, eve.outcome(parcel[0]))
        self.assert_shown(("Eve", "anew"))

    def test_unanswered_parcel_is_repeated_byte_for_byte(self):
        eve = self.eve
        self.bob_writes("again")
        parcel = eve.collect(1)
        eve.dial(self.bob)  # On a new link it begins again.
        self.assertEqual(parcel, eve.collect(1))
        eve.open(parcel[0])
        eve.answer(*parcel)
        self.assert_delivered()


class Replay(Case):
    def test_first_message_is_taken_once(self):
        eve = self.eve
        for one_time in (eve.ask().one_time[0], None):
            eve.begin(one_time)
            parcel = eve.seal(eve.compose(f"once {one_time is None}"))
            for _ in range(2):
                eve.deliver(parcel)
                self.assertEqual(ACCEPTED, eve.outcome(parcel[0]))
            other = bytes(32)
            eve.deliver((other, parcel[1]))  # Another id: so it is looked at.
            self.assertEqual(UNOPENABLE, eve.outcome(other))
        self.bob.kill()
        self.bob.start()
        eve.dial(self.bob)
        eve.deliver((other, parcel[1]))
        self.assertEqual(UNOPENABLE, eve.outcome(other))
        self.assert_shown(("Eve", "once False"), ("Eve", "once True"))

    def test_one_time_key_begins_one_session_of_its_device(self):
        eve, mallory = self.eve, self.correspondent("Mallory", 2)
        one_time = eve.ask().one_time[0]
        mallory.ask()
        mallory.begin(one_time)
        self.assertEqual(UNOPENABLE, mallory.write("with Eve's key")[0])
        eve.begin(one_time)
        self.assertEqual(ACCEPTED, eve.write("with my key")[0])
        eve.begin(one_time)
        self.assertEqual(UNOPENABLE, eve.write("with my key again")[0])
        self.assert_shown(("Eve", "with my key"))

    def test_ephemeral_key_begins_one_session(self):
        eve, mallory, ephemeral = self.eve, self.correspondent("Mallory", 2), X25519PrivateKey.generate()
        for who, outcome in ((eve, ACCEPTED), (mallory, UNOPENABLE)):
            who.ask()
            who.begin(ephemeral=ephemeral)
            self.assertEqual(outcome, who.write("whose key is it?")[0])

    def test_first_message_of_another_device_is_not_opened(self):
        eve, mallory = self.eve, self.correspondent("Mallory", 2)
        mallory.ask()
        mallory.begin()
        parcel = mallory.seal(mallory.compose("stolen"))
        eve.deliver(parcel)
        self.assertEqual(UNOPENABLE, eve.outcome(parcel[0]))
        mallory.deliver(parcel)
        self.assertEqual(ACCEPTED, mallory.outcome(parcel[0]))
        self.assert_shown()

    def test_unknown_prekey_begins_nothing(self):
        eve = self.eve
        eve.ask()
        eve.theirs.prekey = (eve.theirs.prekey[0] ^ 1, eve.theirs.prekey[1])
        eve.begin()
        self.assertEqual(UNOPENABLE, eve.write("whose prekey is it?")[0])

    def test_first_messages_are_bounded(self):
        eve = self.eve
        eve.ask()
        outcomes = []
        for _ in range(9):
            eve.begin()
            outcomes.append(eve.write("a session each")[0])
        self.assertEqual([ACCEPTED] * 8 + [UNOPENABLE], outcomes)


if __name__ == "__main__":
    unittest.main()
