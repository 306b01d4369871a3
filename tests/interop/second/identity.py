"""Keys, certificates, cards and what people compare: docs/PROTOCOL.md, section 4."""
import base64
import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wire import NO_EXTENSIONS, Reader, labelled_hash, optional, require, sized

CERTIFICATE_MAX, LIST_MAX, CARD_MAX, NAME_MAX = 1024, 2048, 2048, 64
BY_ACCOUNT, BY_DEVICE = "earshot1 device-cert", "earshot1 account-cert"


def public(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(key, label, body):
    return key.sign(label.encode() + b"\0" + body)


def verify(key, label, body, signature):
    """Raises InvalidSignature."""
    Ed25519PublicKey.from_public_bytes(key).verify(signature, label.encode() + b"\0" + body)


def signed(key, label, body):
    return sized(body) + sign(key, label, body)


def device_id(key):
    return labelled_hash("earshot1 device id", key)[:16]


def person_id(key):
    return labelled_hash("earshot1 person id", key)


class Identity:
    """A person with one device, from 128 bytes of secrets and the eight of a time."""

    def __init__(self, secrets):
        seed = [secrets[at:at + 32] for at in range(0, 128, 32)]
        self.account, self.device = map(Ed25519PrivateKey.from_private_bytes, seed[:2])
        self.link, self.identity_dh = map(X25519PrivateKey.from_private_bytes, seed[2:])
        self.created = secrets[128:136]
        body = b"\1\1" + b"".join(map(public, (self.account, self.device, self.link, self.identity_dh)))
        body += self.created + struct.pack(">H", 0) + NO_EXTENSIONS
        by_device = sign(self.device, BY_DEVICE, body)
        self.certificate = signed(self.account, BY_ACCOUNT, body) + by_device
        self.public = Certificate(Reader(self.certificate))
        self.device_id, self.person_id = self.public.device_id, self.public.person_id

    def card(self, name, seq=1, certificate=None, signer=None):
        """As it travels."""
        devices = b"\1" + public(self.account) + struct.pack(">QI", 1, 1) + public(self.device) + NO_EXTENSIONS
        devices = signed(self.account, "earshot1 device-list", devices)
        body = b"\1" + (certificate or self.certificate) + devices + struct.pack(">Q", seq) + self.created
        body += sized(name.encode()) + optional(None) + NO_EXTENSIONS
        return signed(signer or self.device, "earshot1 card", body)


class Certificate:
    """Of anybody; read from where it stands."""

    def __init__(self, reader):
        body, by_account = reader.signed()
        by_device = reader.take(64)
        self.encoded = sized(body) + by_account + by_device
        require(len(body) <= CERTIFICATE_MAX, "certificate is too long")
        inner = Reader(body)
        require(inner.take(2) == b"\1\1", "unknown version or suite")
        self.account, self.device, self.link, self.identity_dh = (inner.take(32) for _ in range(4))
        inner.time()
        inner.number("H")
        inner.extensions()
        inner.finish()
        verify(self.account, BY_ACCOUNT, body, by_account)
        verify(self.device, BY_DEVICE, body, by_device)
        self.person_id, self.device_id = person_id(self.account), device_id(self.device)


class Card:
    """Of anybody, as it travelled."""

    def __init__(self, travelled):
        require(len(travelled) <= CARD_MAX, "card is too long")
        outer = Reader(travelled)
        body, signature = outer.signed()
        outer.finish()
        inner = Reader(body)
        require(inner.number("B") == 1, "unknown version")
        self.certificate = Certificate(inner)
        devices = self.device_list(*inner.signed())
        self.seq, self.created, self.name = inner.number("Q"), inner.time(), inner.text()
        require(len(self.name.encode()) <= NAME_MAX, "name is too long")
        self.avatar = inner.optional(lambda: inner.take(32))
        inner.extensions()
        inner.finish()
        require(self.certificate.device in devices, "the list does not have the device")
        verify(self.certificate.device, "earshot1 card", body, signature)
        self.hash = labelled_hash("earshot1 card hash", travelled)

    def device_list(self, body, signature):
        require(len(body) <= LIST_MAX, "device list is too long")
        inner = Reader(body)
        require(inner.number("B") == 1 and inner.take(32) == self.certificate.account, "list of another account")
        inner.number("Q")
        devices = inner.list(lambda: inner.take(32))
        inner.extensions()
        inner.finish()
        require(1 <= len(devices) <= 16 and devices == sorted(set(devices)), "bad devices")
        verify(self.certificate.account, "earshot1 device-list", body, signature)
        return devices


def thirty_digits(account):
    key = b"\1" + account
    number = hashlib.sha512(bytes(2) + key + account + key).digest()
    for _ in range(5199):
        number = hashlib.sha512(number + key).digest()
    return "".join(f"{int.from_bytes(number[at:at + 5], 'big') % 100000:05}" for at in range(0, 30, 5))


def safety_number(one, other):
    """Of two account keys: sixty digits."""
    return "".join(sorted(map(thirty_digits, (one, other))))


def qr_text(shower, reader):
    return "ESQ1:" + base64.b32encode(shower + reader).decode().rstrip("=")
