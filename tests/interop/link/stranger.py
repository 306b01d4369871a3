"""A link as docs/PROTOCOL.md describes it, spoken on stdin and stdout.

stranger.py initiator|responder SECRETS [PSK] says what link-peer says and reports likewise.
"""
import json
import struct
import sys
import threading

from cryptography.exceptions import InvalidSignature, InvalidTag

from identity import Identity
from link import BYE, CLOSE, EMPTY, ENGINE, PING, PONG, SHUTDOWN, Link
from wire import Refused, require


class Writer:
    """Writes on a thread of its own: two sides that only write would wait for ever."""

    def __init__(self):
        self.queue = []
        self.written = threading.Condition()
        self.thread = threading.Thread(target=self.write_queue, daemon=True)
        self.thread.start()

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

    def finish(self):
        self.write(None)
        self.thread.join()


def read(count):
    data = sys.stdin.buffer.read(count)
    require(len(data) == count, "cut off")
    return data


def receive_all(link, count):
    """Gives the bodies, and the reason of the BYE; returns after the other side's CLOSE."""
    bodies, bye, closing = [], 0, False
    while True:
        kind, body = link.receive() or (EMPTY, b"")
        if kind >= ENGINE:
            bodies.append((kind, body))
        elif kind == PING:
            link.send(PONG)
        elif kind == BYE:
            bye = body[0]
        elif kind == CLOSE:
            link.check_close(body)
            if not closing:
                link.send_close()
            return bodies, bye
        if link.initiator and not closing and len(bodies) == count:
            link.say_bye(SHUTDOWN)
            closing = True


def all_bodies():
    bodies = [(0x10, struct.pack(">I", number)) for number in range(2100)]
    sizes = (0, 60, 61, 252, 253, 1020, 1021, 4092, 4093, 16380, 16381, 65515, 65516, 131004, 131005, 1048576)
    return bodies + [(0xFE, bytes([size & 0xFF]) * size) for size in sizes]


def main(role, secrets, psk=""):
    writer = Writer()
    link = Link(role == "initiator", Identity(bytes.fromhex(secrets)), read, writer.write, bytes.fromhex(psk))
    try:
        link.handshake()
        bodies = all_bodies()
        if link.initiator:  # It speaks once it knows that it was accepted.
            require(link.receive() == (EMPTY, b""), "no word of acceptance")
        for kind, body in bodies:
            link.send(kind, body)
        received, bye = receive_all(link, len(bodies))
        require(received == bodies, "not everything arrived as it was sent")
        require(link.initiator or bye == SHUTDOWN, "another reason")
    except (Refused, InvalidSignature, InvalidTag, ValueError) as failure:
        sys.exit(f"{type(failure).__name__}: {failure}")
    finally:
        writer.finish()
    print(json.dumps({"peer": link.peer.device_id.hex(), "person": link.peer.person_id.hex(),
                      "instance": link.peer_instance.hex(), "binding": link.binding.hex()}), file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
