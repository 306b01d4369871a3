"""A link: docs/PROTOCOL.md, section 5. It is given the ways to read and write; whoever uses it keeps the time."""
import os
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from identity import Certificate, public
from noise import Cipher, Noise
from wire import NO_EXTENSIONS, Reader, require

EMPTY, PING, PONG, CLOSE, FRAGMENT, BYE, ENGINE = 0, 1, 2, 3, 4, 5, 0x10
BUCKETS = (64, 256, 1024, 4096, 16384, 65519)
BODY_MAX, FRAGMENTED_MAX, PART_MAX = 65515, 1048576, 65502
SHUTDOWN = 4


class Link:
    def __init__(self, initiator, identity, read, write, psk=b"", instance=None):
        """`read` gives so many bytes, or fails; `write` takes bytes."""
        self.initiator, self.identity, self.psk = initiator, identity, psk
        self.read, self.write = read, write
        self.instance, self.version = instance or os.urandom(16), 1
        self.streams, self.last_stream = {}, 0

    def read_message(self):
        return self.read(struct.unpack(">H", self.read(2))[0])

    def write_message(self, message):
        self.write(struct.pack(">H", len(message)) + message)

    def hello(self):
        hello = bytes([self.version, 1]) + self.instance + bytes(4) + self.identity.certificate + NO_EXTENSIONS
        payload = struct.pack(">H", len(hello)) + hello
        return payload + bytes(-len(payload) % 512)

    def check_hello(self, payload, remote_static):
        size = struct.unpack(">H", payload[:2])[0]
        require(len(payload) == (size + 2 + 511) // 512 * 512 and not any(payload[2 + size:]), "bad padding")
        reader = Reader(payload[2:2 + size])
        require(reader.number("B") == self.version and reader.number("B") == 1, "bad version or suite")
        self.peer_instance = reader.take(16)
        reader.number("I")
        self.peer = Certificate(reader)
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
            self.send(EMPTY)

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

    def send_frame(self, kind, body, flags=0):
        size = next(bucket for bucket in BUCKETS if len(body) + 4 <= bucket)
        self.sending.rekey_if_due()
        plain = (struct.pack(">BBH", kind, flags, len(body)) + body).ljust(size, b"\0")
        self.write_message(self.sending.encrypt(plain))

    def receive_frame(self):
        sealed = self.read_message()
        require(len(sealed) - 16 in BUCKETS, "a length that is not used")
        self.receiving.rekey_if_due()
        plain = self.receiving.decrypt(sealed)
        kind, flags, size = struct.unpack(">BBH", plain[:4])
        require(flags == 0 and size <= len(plain) - 4 and not any(plain[4 + size:]), "bad frame")
        return kind, plain[4:4 + size]

    def send(self, kind, body=b""):
        if len(body) <= BODY_MAX:
            self.send_frame(kind, body)
            return
        self.last_stream += 1
        for offset in range(0, len(body), PART_MAX):
            header = struct.pack(">IBII", self.last_stream, kind, len(body), offset)
            self.send_frame(FRAGMENT, header + body[offset:offset + PART_MAX])

    def receive(self):
        """The next type and body, fragments joined: None for a fragment that is not the last."""
        kind, body = self.receive_frame()
        return self.join(body) if kind == FRAGMENT else (kind, body)

    def join(self, body):
        stream, inner, total, offset = struct.unpack(">IBII", body[:13])
        have = self.streams.setdefault(stream, b"")
        require(inner >= ENGINE and BODY_MAX < total <= FRAGMENTED_MAX and offset == len(have), "bad fragment")
        self.streams[stream] = have + body[13:]
        if len(self.streams[stream]) < total:
            return None
        return inner, self.streams.pop(stream)

    def say_bye(self, reason):
        self.send(BYE, bytes([reason]))
        self.send_close()

    def send_close(self):
        self.send(CLOSE, struct.pack(">Q", self.sending.nonce))

    def check_close(self, body):
        require(body == struct.pack(">Q", self.receiving.nonce - 1), "frames are missing")
