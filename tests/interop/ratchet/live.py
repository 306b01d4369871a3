"""Sessions between ours and Debian's python3-x3dh and python3-doubleratchet, set to our labels (docs/PROTOCOL.md).

Each side begins once; messages go both ways, out of order, through new chains, and again.
"""
import asyncio
import secrets
import unittest

from daemons import skip
from peers import Ours

try:
    import x3dh
    import xeddsa
    import doubleratchet
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    from doubleratchet.recommended import HashFunction, diffie_hellman_ratchet_curve25519, kdf_hkdf, kdf_separate_hmacs
except ImportError as error:
    skip(str(error))

AD = b"earshot1 ad\0 and both people"
SKIP_MAX, SKIPPED_MAX = 1000, 2000
MESSAGE_NONCE, CIPHER_KEY, CIPHER_NONCE = 16, 32, 12


class Agreement(x3dh.BaseState):
    @staticmethod
    def _encode_public_key(key_format, pub):
        return pub


class Root(kdf_hkdf.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256

    @staticmethod
    def _get_info():
        return b"earshot1 dr root"


class Chain(kdf_separate_hmacs.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256


class Cipher(doubleratchet.AEAD):
    @staticmethod
    def of(key, fresh):
        derived = HKDF(hashes.SHA256(), CIPHER_KEY + CIPHER_NONCE, fresh, b"earshot1 dr msg").derive(key)
        return ChaCha20Poly1305(derived[:CIPHER_KEY]), derived[CIPHER_KEY:]

    @staticmethod
    async def encrypt(plaintext, key, associated_data):
        fresh = secrets.token_bytes(MESSAGE_NONCE)
        cipher, nonce = Cipher.of(key, fresh)
        return fresh + cipher.encrypt(nonce, plaintext, associated_data + fresh)

    @staticmethod
    async def decrypt(ciphertext, key, associated_data):
        fresh, sealed = ciphertext[:MESSAGE_NONCE], ciphertext[MESSAGE_NONCE:]
        cipher, nonce = Cipher.of(key, fresh)
        try:
            return cipher.decrypt(nonce, sealed, associated_data + fresh)
        except InvalidTag as error:
            raise doubleratchet.AuthenticationFailedException() from error


def counters(header):
    return header.previous_sending_chain_length.to_bytes(4, "big") + header.sending_chain_length.to_bytes(4, "big")


class Ratchet(doubleratchet.DoubleRatchet):
    @staticmethod
    def _build_associated_data(associated_data, header):
        return associated_data + header.ratchet_pub + counters(header)


SETTINGS = {
    "diffie_hellman_ratchet_class": diffie_hellman_ratchet_curve25519.DiffieHellmanRatchet, "root_chain_kdf": Root,
    "message_chain_kdf": Chain, "message_chain_constant": b"\x02\x01", "dos_protection_threshold": SKIP_MAX,
    "max_num_skipped_message_keys": SKIPPED_MAX, "aead": Cipher,
}


class Theirs:
    """Their end of a session, with messages as they travel."""

    def __init__(self, secret, session):
        self.secret, self.session, self.ratchet = secret, session, None

    def to_wire(self, message):
        return self.session + message.header.ratchet_pub + counters(message.header) + message.ciphertext

    def from_wire(self, message):
        assert message[:8] == self.session
        header = doubleratchet.Header(message[8:40], int.from_bytes(message[40:44], "big"),
                                      int.from_bytes(message[44:48], "big"))
        return doubleratchet.EncryptedMessage(header, message[48:])

    def begin(self, signed_prekey, plain):
        self.ratchet, message = asyncio.run(Ratchet.encrypt_initial_message(
            **SETTINGS, shared_secret=self.secret, recipient_ratchet_pub=signed_prekey, message=plain,
            associated_data=AD + self.session))
        return self.to_wire(message)

    def answer(self, signed_prekey_secret, message):
        self.ratchet, plain = asyncio.run(Ratchet.decrypt_initial_message(
            **SETTINGS, shared_secret=self.secret, own_ratchet_priv=signed_prekey_secret,
            message=self.from_wire(message), associated_data=AD + self.session))
        return plain

    def encrypt(self, plain):
        return self.to_wire(asyncio.run(self.ratchet.encrypt_message(plain, AD + self.session)))

    def decrypt(self, message):
        return asyncio.run(self.ratchet.decrypt_message(self.from_wire(message), AD + self.session))


def agreement():
    state = Agreement.create(x3dh.IdentityKeyFormat.CURVE_25519, x3dh.HashFunction.SHA_256,
                             b"earshot1 x3dh 25519 sha256")
    state.generate_pre_keys(1)
    return state


def public(secret):
    return xeddsa.priv_to_curve25519_pub(secret)


class Sessions(unittest.TestCase):
    def setUp(self):
        self.ours = self.enterContext(Ours())

    def we_begin(self, with_one_time):
        theirs = agreement()
        bundle = theirs.bundle
        one_time = next(iter(bundle.pre_keys)) if with_one_time else None
        identity, ephemeral = secrets.token_bytes(32), secrets.token_bytes(32)
        our_secret, session = self.ours.ask("initiate", identity, ephemeral, bundle.identity_key,
                                            bundle.signed_pre_key, one_time, AD)
        header = x3dh.Header(public(identity), public(ephemeral), bundle.signed_pre_key, one_time)
        secret, _, prekey = asyncio.run(theirs.get_shared_secret_passive(header, require_pre_key=with_one_time))
        self.assertEqual(secret, our_secret)
        end = Theirs(secret, session)
        self.assertEqual(b"first", end.answer(prekey.priv, self.ours.encrypt(b"first")))
        return end

    def they_begin(self, with_one_time):
        bob, alice = agreement(), agreement()
        bundle = bob.bundle
        if not with_one_time:
            bundle = bundle._replace(pre_keys=frozenset())
        secret, _, header = asyncio.run(alice.get_shared_secret_active(bundle, require_pre_key=with_one_time))
        model = bob.model
        one_time = next((priv for priv in model.pre_keys if public(priv) == header.pre_key), None)
        our_secret, session = self.ours.ask("answer", self.private(bob), model.signed_pre_key.priv, one_time,
                                            header.identity_key, header.ephemeral_key, AD)
        self.assertEqual(secret, our_secret)
        end = Theirs(secret, session)
        self.assertEqual(b"first", self.ours.decrypt(end.begin(bundle.signed_pre_key, b"first")))
        return end

    @staticmethod
    def private(state):
        """The identity key as X25519 uses it."""
        return xeddsa.seed_to_priv(state.model.identity_key.secret)

    def talk(self, end):
        """Both directions, in the worst order that is allowed."""
        ours, theirs = self.ours, end
        for sender, receiver in ((ours, theirs), (theirs, ours)) * 3:
            early = [sender.encrypt(b"text %d" % number) for number in range(5)]
            for number in (4, 0, 3):
                self.assertEqual(b"text %d" % number, receiver.decrypt(early[number]))
            # A new chain of the other side, and one of the sender's, while two are on their way.
            self.assertEqual(b"back", sender.decrypt(receiver.encrypt(b"back")))
            self.assertEqual(b"new", receiver.decrypt(sender.encrypt(b"new")))
            for number in (2, 1):
                self.assertEqual(b"text %d" % number, receiver.decrypt(early[number]))
        last = theirs.encrypt(b"once")
        self.assertEqual(b"once", ours.decrypt(last))
        self.assertIsNone(ours.decrypt(last), "a message counts once")
        altered = bytearray(theirs.encrypt(b"altered"))
        altered[-1] ^= 1
        self.assertIsNone(ours.decrypt(bytes(altered)))
        self.assertEqual(b"goes on", ours.decrypt(theirs.encrypt(b"goes on")))

    def skips(self, end):
        for sender, receiver in ((self.ours, end), (end, self.ours)):
            for _ in range(SKIP_MAX):
                lost = sender.encrypt(b"lost")
            self.assertEqual(b"found", receiver.decrypt(sender.encrypt(b"found")))
            self.assertEqual(b"lost", receiver.decrypt(lost))

    def test_we_begin(self):
        for with_one_time in (True, False):
            with self.subTest(with_one_time=with_one_time):
                self.talk(self.we_begin(with_one_time))

    def test_they_begin(self):
        for with_one_time in (True, False):
            with self.subTest(with_one_time=with_one_time):
                self.talk(self.they_begin(with_one_time))

    def test_a_thousand_messages_may_be_missing(self):
        self.skips(self.we_begin(True))


if __name__ == "__main__":
    unittest.main(verbosity=2)
