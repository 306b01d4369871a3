"""Meets a real daemon with the links, cards and records of this folder: both roles, rekeying, and goodbyes."""
import signal
import unittest

from daemons import Household
from gossip import CARD, table_hash
from identity import BY_ACCOUNT, BY_DEVICE, qr_text, safety_number, sign
from link import EMPTY, PING, PONG
from person import Person


class Meeting(unittest.TestCase):
    def setUp(self):
        self.house = self.enterContext(Household())
        self.eve = self.enterContext(Person("Eve", 1))

    def meet(self, daemon):
        self.eve.until(lambda: self.eve.card and self.eve.record, "the daemon shows its card and record")
        self.assertEqual(daemon.name, self.eve.card.name)
        self.assertEqual(self.eve.record.card_hash, self.eve.card.hash)
        self.assertEqual(self.eve.record.instance, self.eve.link.peer_instance)
        self.assertIn(daemon.port, [port for _, port in self.eve.record.endpoints])
        self.assertEqual("Eve", self.eve.shown_by(daemon)["name"])

    def test_we_dial(self):
        bob = self.house.daemon("Bob")
        self.meet_and_compare(self.eve.dial(bob), bob)
        self.eve.leave()

    def test_we_are_dialled(self):
        bob = self.house.daemon("Bob", seeds=[self.eve])
        self.meet_and_compare(self.eve.answer(), bob)

    def meet_and_compare(self, eve, bob):
        self.meet(bob)
        said = bob.json("verify", eve.person)[0]
        own, theirs = eve.identity.public.account, eve.link.peer.account
        self.assertEqual(safety_number(own, theirs), said["number"].replace(" ", ""))
        self.assertEqual(qr_text(theirs, own), said["qr"])
        bob.cli("verify", eve.person, "--scanned", qr_text(own, theirs))
        self.assertTrue(bob.json("verify", eve.person)[0]["person"]["verified"])

    def test_table_of_one_has_the_hash_of_its_record(self):
        eve, bob = self.eve, self.house.daemon("Bob")
        eve.dial(bob)
        eve.until(lambda: eve.greeting and eve.record, "a greeting and a record")
        table, held_against, known_seq = eve.greeting
        self.assertEqual((table_hash([eve.record.encoded]), None, 0), (table, held_against, known_seq))

    def test_both_directions_are_rekeyed(self):
        eve, bob = self.eve, self.house.daemon("Bob")
        eve.dial(bob)
        for number in range(2200):  # So many PINGs are so many PONGs.
            eve.send(PING)
            eve.until(lambda: eve.seen.count(PONG) > number, "a PONG")  # The queue of either side stays short.
        self.assertGreater(eve.link.sending.nonce, 2048)
        self.assertGreater(eve.link.receiving.nonce, 2048)
        self.meet(bob)

    def test_daemon_says_goodbye(self):
        eve, bob = self.eve, self.house.daemon("Bob")
        self.meet_and_compare(eve.dial(bob), bob)
        bob.process.send_signal(signal.SIGTERM)
        eve.until(lambda: eve.ended, "the daemon's CLOSE")
        self.assertEqual(4, eve.bye)

    def test_padding_may_be_longer_but_holds_zeros(self):
        eve, bob = self.eve, self.house.daemon("Bob")
        for plain, goes_on in ((bytes(256), True), (bytes(16384), True), (bytes(63) + b"\1", False),
                               (b"\0\1" + bytes(62), False), (b"\0\0\0\x3d" + bytes(60), False)):
            eve.dial(bob)
            eve.link.write_message(eve.link.sending.encrypt(plain))
            if goes_on:
                eve.send(PING)
                eve.until(lambda: PONG in eve.seen, "the link goes on")
            else:
                self.assertTrue(eve.has_hung_up())
            eve.hang_up()

    def test_card_of_another_person_ends_the_link(self):
        bob = self.house.daemon("Bob")
        mallory = self.enterContext(Person("Mallory", 2))
        self.eve.dial(bob)
        self.eve.send(CARD, mallory.identity.card("Eve", 9))
        self.assertTrue(self.eve.has_hung_up())

    def test_certificates_that_one_key_did_not_sign(self):
        """Neither an account can claim a device, nor a device an account."""
        bob = self.house.daemon("Bob")
        good = self.eve.identity.certificate
        mallory = self.enterContext(Person("Mallory", 2))
        body = good[4:-128]
        by_account, by_device = mallory.identity.account, mallory.identity.device
        for bad in (good[:-64] + sign(by_device, BY_DEVICE, body), good[:-64] + sign(by_device, BY_ACCOUNT, body),
                    good[:-128] + sign(by_account, BY_ACCOUNT, body) + good[-64:]):
            self.eve.identity.certificate = bad
            with self.assertRaises(ConnectionError):
                self.eve.dial(bob)
        self.eve.identity.certificate = good
        self.eve.dial(bob)

    def test_unknown_frames_are_ignored(self):
        bob = self.house.daemon("Bob")
        self.eve.dial(bob)
        for kind in (0x06, 0x0F, 0x70, 0xFE):
            self.eve.send(kind, b"whatever")
        self.eve.send(EMPTY)
        self.meet(bob)


if __name__ == "__main__":
    unittest.main()
