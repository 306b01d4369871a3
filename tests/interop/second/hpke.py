"""HPKE (RFC 9180), base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305."""
import hmac
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from identity import public

KEM, KDF, AEAD = 0x0020, 0x0001, 0x0003
KEM_SUITE = b"KEM" + struct.pack(">H", KEM)
SUITE = b"HPKE" + struct.pack(">HHH", KEM, KDF, AEAD)
MODE_BASE = b"\0"


def extract(salt, suite, label, material):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def expand(key, suite, label, info, length):
    """At most 32 bytes."""
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\1", "sha256")[:length]


def cipher(agreed, encapsulated, recipient, info):
    """The cipher and the nonce of the first message."""
    shared = expand(extract(b"", KEM_SUITE, b"eae_prk", agreed), KEM_SUITE, b"shared_secret",
                    encapsulated + recipient, 32)
    context = MODE_BASE + extract(b"", SUITE, b"psk_id_hash", b"") + extract(b"", SUITE, b"info_hash", info)
    secret = extract(shared, SUITE, b"secret", b"")
    key, nonce = (expand(secret, SUITE, label, context, size) for label, size in ((b"key", 32), (b"base_nonce", 12)))
    return ChaCha20Poly1305(key), nonce


class Sender:
    """`encapsulated` is known before anything is sealed, since it stands in the associated data."""

    def __init__(self, recipient, info, ephemeral=None):
        ephemeral = ephemeral or X25519PrivateKey.generate()
        self.encapsulated = public(ephemeral)
        agreed = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
        self.cipher, self.nonce = cipher(agreed, self.encapsulated, recipient, info)

    def seal(self, associated, plain):
        return self.cipher.encrypt(self.nonce, plain, associated)


def open_sealed(own, encapsulated, info, associated, sealed):
    """Raises InvalidTag."""
    agreed = own.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    opener, nonce = cipher(agreed, encapsulated, public(own), info)
    return opener.decrypt(nonce, sealed, associated)
