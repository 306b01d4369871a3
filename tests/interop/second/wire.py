"""The encoding of docs/PROTOCOL.md, sections 1 and 2, as far as this implementation needs it."""
import base64
import hashlib
import struct

TIME_MAX = 253402300799999


class Refused(Exception):
    """The other side broke a rule of the protocol."""


def require(holds, what):
    if not holds:
        raise Refused(what)


def labelled_hash(label, *parts):
    return hashlib.sha256(label.encode() + b"\0" + b"".join(parts)).digest()


def sized(data):
    """`bytes` and `string`."""
    return struct.pack(">I", len(data)) + data


def listed(elements):
    return struct.pack(">I", len(elements)) + b"".join(elements)


def optional(value):
    return b"\0" if value is None else b"\1" + value


def base32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


NO_EXTENSIONS = bytes(4)


class Reader:
    def __init__(self, data):
        self.data = data

    def take(self, count):
        require(count <= len(self.data), "input ends early")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]

    def time(self):
        time = self.number("Q")
        require(time <= TIME_MAX, "a time after the year 9999")
        return time

    def bytes(self):
        return self.take(self.number("I"))

    def text(self):
        return self.bytes().decode("utf-8")

    def signed(self):
        """The body and the signature."""
        return self.bytes(), self.take(64)

    def flag(self):
        flag = self.number("B")
        require(flag <= 1, "a flag that is neither 0 nor 1")
        return flag == 1

    def optional(self, read):
        return read() if self.flag() else None

    def list(self, read):
        count = self.number("I")
        require(count <= len(self.data), "a count above the bytes that are left")
        return [read() for _ in range(count)]

    def extensions(self):
        found, last = {}, -1
        for _ in range(self.number("I")):
            key = self.number("H")
            require(key > last, "keys do not ascend")
            last = key
            found[key] = self.bytes()
        return found

    def finish(self):
        require(not self.data, "bytes after the end")
