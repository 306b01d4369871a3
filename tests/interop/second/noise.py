"""The Noise handshake of links, and their ciphers: docs/PROTOCOL.md, 5.1 and 5.4."""
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


class Cipher:
    def __init__(self, key):
        self.key, self.nonce = key, 0

    @staticmethod
    def nonce_bytes(number):
        return bytes(4) + struct.pack("<Q", number)

    def encrypt(self, plain, associated=b""):
        sealed = ChaCha20Poly1305(self.key).encrypt(self.nonce_bytes(self.nonce), plain, associated)
        self.nonce += 1
        return sealed

    def decrypt(self, sealed, associated=b""):
        plain = ChaCha20Poly1305(self.key).decrypt(self.nonce_bytes(self.nonce), sealed, associated)
        self.nonce += 1
        return plain

    def rekey_if_due(self):
        if self.nonce > 0 and self.nonce % 1024 == 0:
            self.key = ChaCha20Poly1305(self.key).encrypt(self.nonce_bytes(2**64 - 1), bytes(32), b"")[:32]


class Noise:
    def __init__(self, prologue, psk):
        name = b"Noise_XXpsk0_25519_ChaChaPoly_SHA256" if psk else b"Noise_XX_25519_ChaChaPoly_SHA256"
        self.hash = name if len(name) == 32 else hashlib.sha256(name).digest()
        self.chain, self.cipher, self.with_psk = self.hash, None, bool(psk)
        self.mix_hash(prologue)
        if psk:
            self.chain, middle, key = self.derive(psk, 3)
            self.mix_hash(middle)
            self.cipher = Cipher(key)

    def mix_hash(self, data):
        self.hash = hashlib.sha256(self.hash + data).digest()

    def derive(self, material, count):
        secret = hmac.digest(self.chain, material, "sha256")
        outputs = [b""]
        for number in range(1, count + 1):
            outputs.append(hmac.digest(secret, outputs[-1] + bytes([number]), "sha256"))
        return outputs[1:]

    def mix_key(self, material):
        self.chain, key = self.derive(material, 2)
        self.cipher = Cipher(key)

    def ephemeral(self, key):
        self.mix_hash(key)
        if self.with_psk:
            self.mix_key(key)

    def agree(self, own, peer):
        self.mix_key(own.exchange(X25519PublicKey.from_public_bytes(peer)))  # Raises when it is all zero.

    def seal(self, plain):
        sealed = self.cipher.encrypt(plain, self.hash) if self.cipher else plain
        self.mix_hash(sealed)
        return sealed

    def open(self, sealed):
        plain = self.cipher.decrypt(sealed, self.hash) if self.cipher else sealed
        self.mix_hash(sealed)
        return plain
