"""A link as docs/PROTOCOL.md describes it, sections 2, 4 and 5, written from that document alone.

stranger.py initiator|responder SECRETS [PSK] speaks on stdin and stdout, says what link-peer says and reports likewise.
"""
import hashlib
import hmac
import json
import os
import struct
import sys
import threading

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

EMPTY, PING, PONG, CLOSE, FRAGMENT, BYE, ENGINE = 0, 1, 2, 3, 4, 5, 0x10
BUCKETS = (64, 256, 1024, 4096, 16384, 65519)
BODY_MAX, FRAGMENTED_MAX, PART_MAX = 65515, 1048576, 65502
SHUTDOWN = 4


class Refused(Exception):
    pass


def require(holds, what):
    if not holds:
        raise Refused(what)


def public(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def labelled_hash(label, *parts):
    return hashlib.sha256(label.encode() + b"\0" + b"".join(parts)).digest()


def sized(data):
    return struct.pack(">I", len(data)) + data


class Reader:
    def __init__(self, data):
        self.data = data

    def take(self, count):
        require(count <= len(self.data), "input ends early")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]

    def bytes(self):
        return self.take(self.number("I"))

    def extensions(self):
        last = -1
        for _ in range(self.number("I")):
            key = self.number("H")
            require(key > last, "keys do not ascend")
            last = key
            self.bytes()

    def finish(self):
        require(not self.data, "bytes after the end")


class Identity:
    def __init__(self, secrets):
        seed = [secrets[at:at + 32] for at in range(0, 128, 32)]
        self.account, self.device = map(Ed25519PrivateKey.from_private_bytes, seed[:2])
        self.link, self.identity_dh = map(X25519PrivateKey.from_private_bytes, seed[2:])
        body = b"\1\1" + b"".join(map(public, (self.account, self.device, self.link, self.identity_dh)))
        body += secrets[128:136] + struct.pack(">HI", 0, 0)
        self.certificate = (sized(body) + self.account.sign(b"earshot1 device-cert\0" + body) +
                            self.device.sign(b"earshot1 account-cert\0" + body))
        self.device_id = labelled_hash("earshot1 device id", public(self.device))[:16]


class Certificate:
    def __init__(self, body, by_account, by_device):
        require(len(body) <= 1024, "certificate is too long")
        reader = Reader(body)
        require(reader.take(2) == b"\1\1", "unknown version or suite")
        self.account, self.device, self.link, self.identity_dh = (reader.take(32) for _ in range(4))
        require(reader.number("Q") <= 253402300799999, "a time after the year 9999")
        reader.number("H")
        reader.extensions()
        reader.finish()
        Ed25519PublicKey.from_public_bytes(self.account).verify(by_account, b"earshot1 device-cert\0" + body)
        Ed25519PublicKey.from_public_bytes(self.device).verify(by_device, b"earshot1 account-cert\0" + body)
        self.person_id = labelled_hash("earshot1 person id", self.account)
        self.device_id = labelled_hash("earshot1 device id", self.device)[:16]


class Cipher:
    def __init__(self, key):
        self.key, self.nonce = key, 0

    def nonce_bytes(self, number):
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


class Link:
    def __init__(self, role, identity, psk):
        self.initiator, self.identity, self.psk = role == "initiator", identity, psk
        self.instance, self.version = os.urandom(16), 1
        self.queue = []  # Written by a thread of its own: two sides that only write would wait for ever.
        self.written = threading.Condition()

    def write(self, data):
        with self.written:
            self.queue.append(data)
            self.written.notify()

    def write_queue(self):
        while True:
            with self.written:
                self.written.wait_for(lambda: self.queue)
                data = self.queue.pop(0)
            if data is None:
                return
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()

    def read(self, count):
        data = sys.stdin.buffer.read(count)
        require(len(data) == count, "cut off")
        return data

    def read_message(self):
        return self.read(struct.unpack(">H", self.read(2))[0])

    def write_message(self, message):
        self.write(struct.pack(">H", len(message)) + message)

    def hello(self):
        hello = bytes([self.version, 1]) + self.instance + bytes(4) + self.identity.certificate + bytes(4)
        payload = struct.pack(">H", len(hello)) + hello
        return payload + bytes(-len(payload) % 512)

    def check_hello(self, payload, remote_static):
        size = struct.unpack(">H", payload[:2])[0]
        require(len(payload) == (size + 2 + 511) // 512 * 512 and not any(payload[2 + size:]), "bad padding")
        reader = Reader(payload[2:2 + size])
        require(reader.number("B") == self.version and reader.number("B") == 1, "bad version or suite")
        self.peer_instance = reader.take(16)
        reader.number("I")
        self.peer = Certificate(reader.bytes(), reader.take(64), reader.take(64))
        reader.extensions()
        reader.finish()
        require(self.peer.link == remote_static, "certificate is of another session")
        require(self.peer.device_id != self.identity.device_id, "reached ourselves")

    def handshake(self):
        ours = X25519PrivateKey.generate()
        if self.initiator:
            preface = b"ESH1" + bytes([1 if self.psk else 0, 1, 1, 0])
            self.write(preface)
        else:
            preface = self.read(8)
            require(preface == b"ESH1" + bytes([1 if self.psk else 0, 1, 1, 0]), "bad preface")
        noise = Noise(b"earshot1 link\0" + preface, self.psk)
        self.as_initiator(noise, ours) if self.initiator else self.as_responder(noise, ours)
        first, second = noise.derive(b"", 2)
        self.sending, self.receiving = map(Cipher, (first, second) if self.initiator else (second, first))
        self.binding = noise.hash
        if not self.initiator:
            self.send_frame(EMPTY, b"")

    def as_initiator(self, noise, ours):
        noise.ephemeral(public(ours))
        self.write_message(public(ours) + noise.seal(b""))
        message = self.read_message()
        require(len(message) > 96 and (len(message) - 96) % 512 == 0 and len(message) <= 4096, "bad length")
        theirs = message[:32]
        noise.ephemeral(theirs)
        noise.agree(ours, theirs)
        remote_static = noise.open(message[32:80])
        noise.agree(ours, remote_static)
        self.check_hello(noise.open(message[80:]), remote_static)
        message = noise.seal(public(self.identity.link))
        noise.agree(self.identity.link, theirs)
        self.write_message(message + noise.seal(self.hello()))

    def as_responder(self, noise, ours):
        message = self.read_message()
        require(len(message) == (48 if self.psk else 32), "bad length")
        theirs = message[:32]
        noise.ephemeral(theirs)
        require(noise.open(message[32:]) == b"", "a payload where none belongs")
        noise.ephemeral(public(ours))
        noise.agree(ours, theirs)
        message = public(ours) + noise.seal(public(self.identity.link))
        noise.agree(self.identity.link, theirs)
        self.write_message(message + noise.seal(self.hello()))
        message = self.read_message()
        require(len(message) > 64 and (len(message) - 64) % 512 == 0 and len(message) <= 4096, "bad length")
        remote_static = noise.open(message[:48])
        noise.agree(ours, remote_static)
        self.check_hello(noise.open(message[48:]), remote_static)

    def send_frame(self, kind, body):
        size = next(bucket for bucket in BUCKETS if len(body) + 4 <= bucket)
        self.sending.rekey_if_due()
        self.write_message(self.sending.encrypt((struct.pack(">BBH", kind, 0, len(body)) + body).ljust(size, b"\0")))

    def receive_frame(self):
        sealed = self.read_message()
        require(len(sealed) - 16 in BUCKETS, "a length that is not used")
        self.receiving.rekey_if_due()
        plain = self.receiving.decrypt(sealed)
        kind, flags, size = struct.unpack(">BBH", plain[:4])
        require(flags == 0 and size <= len(plain) - 4 and not any(plain[4 + size:]), "bad frame")
        return kind, plain[4:4 + size]

    def send(self, kind, body, stream):
        if len(body) <= BODY_MAX:
            self.send_frame(kind, body)
            return
        for offset in range(0, len(body), PART_MAX):
            header = struct.pack(">IBII", stream, kind, len(body), offset)
            self.send_frame(FRAGMENT, header + body[offset:offset + PART_MAX])

    def send_close(self):
        self.send_frame(CLOSE, struct.pack(">Q", self.sending.nonce))

    def receive_all(self, count):
        """Gives the bodies, and the reason of the BYE; returns after the other side's CLOSE."""
        bodies, streams, bye, closing = [], {}, 0, False
        while True:
            kind, body = self.receive_frame()
            if kind >= ENGINE:
                bodies.append((kind, body))
            elif kind == FRAGMENT:
                stream, inner, total, offset = struct.unpack(">IBII", body[:13])
                have = streams.setdefault(stream, b"")
                require(inner >= ENGINE and BODY_MAX < total <= FRAGMENTED_MAX and offset == len(have), "bad fragment")
                streams[stream] = have + body[13:]
                if len(streams[stream]) == total:
                    bodies.append((inner, streams.pop(stream)))
            elif kind == PING:
                self.send_frame(PONG, b"")
            elif kind == BYE:
                bye = body[0]
            elif kind == CLOSE:
                require(body == struct.pack(">Q", self.receiving.nonce - 1), "frames are missing")
                if not closing:
                    self.send_close()
                return bodies, bye
            if self.initiator and not closing and len(bodies) == count:
                self.send_frame(BYE, bytes([SHUTDOWN]))
                self.send_close()
                closing = True


def all_bodies():
    bodies = [(0x10, struct.pack(">I", number)) for number in range(2100)]
    sizes = (0, 60, 61, 252, 253, 1020, 1021, 4092, 4093, 16380, 16381, 65515, 65516, 131004, 131005, 1048576)
    return bodies + [(0xFE, bytes([size & 0xFF]) * size) for size in sizes]


def main(role, secrets, psk=""):
    link = Link(role, Identity(bytes.fromhex(secrets)), bytes.fromhex(psk))
    writer = threading.Thread(target=link.write_queue, daemon=True)
    writer.start()
    try:
        link.handshake()
        bodies = all_bodies()
        if not link.initiator:  # The initiator speaks once it knows that it was accepted.
            for stream, (kind, body) in enumerate(bodies, 1):
                link.send(kind, body, stream)
        else:
            kind, body = link.receive_frame()
            require((kind, body) == (EMPTY, b""), "no word of acceptance")
            for stream, (kind, body) in enumerate(bodies, 1):
                link.send(kind, body, stream)
        received, bye = link.receive_all(len(bodies))
        require(received == bodies, "not everything arrived as it was sent")
        require(link.initiator or bye == SHUTDOWN, "another reason")
    except (Refused, InvalidSignature, InvalidTag, ValueError) as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")
    finally:
        link.write(None)
        writer.join()
    print(json.dumps({"peer": link.peer.device_id.hex(), "person": link.peer.person_id.hex(),
                      "instance": link.peer_instance.hex(), "binding": link.binding.hex()}), file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
