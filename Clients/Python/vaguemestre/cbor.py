"""CBOR (RFC 8949) in the project's strict profile: one content has one encoding.

Reading is done here and not with cbor2, which folds equal keys and takes every spelling. Writing
is cbor2's canonical mode; the tests read what it wrote.
"""

import struct
from dataclasses import dataclass

import cbor2

DEPTH_MAX = 16


class CBORError(Exception):
    """Not of the profile: a code word, and the offset of the offending item."""

    def __init__(self, code: str, offset: int):
        self.code = code
        self.offset = offset
        super().__init__(f"{code} at {offset}")


@dataclass(frozen=True)
class Tag:
    """A tagged item."""

    number: int
    value: object


def encode(value) -> bytes:
    """The one encoding of integers, texts, bytes, booleans, None, lists and dicts of these."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, *, tags: bool = False):
    """The only item in ``data``. Keys of maps are integers, texts or byte strings."""
    reader = Reader(data, tags=tags)
    value = reader.value()
    reader.finish()
    return value


def check(data: bytes, *, tags: bool = False) -> None:
    """Refuses what is not exactly one item of the profile, of whatever types."""
    reader = Reader(data, tags=tags)
    reader.skip()
    reader.finish()


class Reader:
    """A pull parser. A method that fails leaves ``offset`` where it was."""

    def __init__(self, data: bytes, offset: int = 0, end: int | None = None, *, tags: bool = False):
        self.data = data
        self.offset = offset
        self.end = len(data) if end is None else end
        self.tags = tags

    # Heads

    def _head(self) -> tuple[int, int, int]:
        """Major type, argument (of type 7 the additional info), offset behind the head."""
        at = self.offset
        if at >= self.end:
            raise CBORError("truncated", at)
        major, info = self.data[at] >> 5, self.data[at] & 31
        if 28 <= info <= 30:
            raise CBORError("reserved", at)
        if info == 31:
            raise CBORError("reserved" if major in (0, 1, 6) else "indefinite", at)
        if major == 7:
            return major, info, at + 1
        if info < 24:
            return major, info, at + 1
        size = 1 << (info - 24)
        if at + 1 + size > self.end:
            raise CBORError("truncated", at)
        value = int.from_bytes(self.data[at + 1 : at + 1 + size], "big")
        if value < (24, 1 << 8, 1 << 16, 1 << 32)[info - 24]:
            raise CBORError("non-shortest", at)
        return major, value, at + 1 + size

    def _typed(self, *majors: int) -> tuple[int, int, int]:
        head = self._head()
        if head[0] not in majors:
            raise CBORError(self._stranger(*head[:2]), self.offset)
        return head

    @staticmethod
    def _stranger(major: int, info: int) -> str:
        """What an item is called that stands where another type must."""
        if major == 6:
            return "tag"
        if major == 7 and info not in (20, 21, 22, 25, 26, 27):
            return "simple-value"
        return "wrong-type"

    def finish(self) -> None:
        """Nothing may follow."""
        if self.offset != self.end:
            raise CBORError("trailing", self.offset)

    # Leaves

    def unsigned(self) -> int:
        _, value, self.offset = self._typed(0)
        return value

    def integer(self) -> int:
        major, value, after = self._typed(0, 1)
        self.offset = after
        return value if major == 0 else -1 - value

    def span(self) -> tuple[int, int]:
        """A byte string as the offsets of its first byte and behind its last."""
        return self._string(2)

    def byte_string(self) -> bytes:
        start, end = self.span()
        return self.data[start:end]

    def text(self) -> str:
        at = self.offset
        start, end = self._string(3)
        try:
            return self.data[start:end].decode("utf-8", "strict")
        except UnicodeDecodeError:
            self.offset = at
            raise CBORError("invalid-utf8", at) from None

    def _string(self, kind: int) -> tuple[int, int]:
        _, count, start = self._typed(kind)
        if count > self.end - start:
            raise CBORError("truncated", self.offset)
        self.offset = start + count
        return start, self.offset

    def boolean(self) -> bool:
        _, info, after = self._typed(7)
        if info not in (20, 21):
            raise CBORError(self._stranger(7, info), self.offset)
        self.offset = after
        return info == 21

    def is_null(self) -> bool:
        """Whether a null comes next; if so it is read."""
        if self.offset < self.end and self.data[self.offset] == 0xF6:
            self.offset += 1
            return True
        return False

    def simple(self):
        """False, true, null or a float in its shortest form."""
        _, info, after = self._typed(7)
        if info in (20, 21, 22):
            self.offset = after
            return (False, True, None)[info - 20]
        if info not in (25, 26, 27):
            raise CBORError("simple-value", self.offset)
        size = 1 << (info - 24)
        if after + size > self.end:
            raise CBORError("truncated", self.offset)
        raw = self.data[after : after + size]
        value = struct.unpack({2: ">e", 4: ">f", 8: ">d"}[size], raw)[0]
        if value != value:
            if raw != b"\x7e\x00":
                raise CBORError("nan-payload", self.offset)
        elif _shortest(value) != raw:
            raise CBORError("non-shortest-float", self.offset)
        self.offset = after + size
        return value

    # Containers

    def array(self) -> int:
        """The number of elements; each needs a byte at least."""
        _, count, after = self._typed(4)
        if count > self.end - after:
            raise CBORError("truncated", self.offset)
        self.offset = after
        return count

    def map(self) -> int:
        """The number of pairs; each needs two bytes at least."""
        _, count, after = self._typed(5)
        if 2 * count > self.end - after:
            raise CBORError("truncated", self.offset)
        self.offset = after
        return count

    def tag(self) -> int:
        """The number of a tag, where tags are admitted."""
        _, number, after = self._typed(6)
        if not self.tags:
            raise CBORError("tag", self.offset)
        self.offset = after
        return number

    def peek(self) -> int:
        """The major type of the next item."""
        return self._head()[0]

    # Whole items

    def skip(self, depth: int = 0) -> None:
        """Passes over one item, checking all of it."""
        self._item(depth, build=False)

    def value(self, depth: int = 0):
        """One item as Python values."""
        return self._item(depth, build=True)

    def _item(self, depth: int, build: bool):
        major = self.peek()
        if major <= 1:
            return self.integer()
        if major == 2:
            return self.byte_string()
        if major == 3:
            return self.text()
        if major == 7:
            return self.simple()
        if major == 6 and not self.tags:
            raise CBORError("tag", self.offset)
        if depth >= DEPTH_MAX:
            raise CBORError("depth", self.offset)
        if major == 6:
            return Tag(self.tag(), self._item(depth + 1, build))
        if major == 4:
            return [self._item(depth + 1, build) for _ in range(self.array())]
        return self._pairs(depth + 1, build)

    def _pairs(self, depth: int, build: bool) -> dict:
        result, before = {}, None
        for _ in range(self.map()):
            at = self.offset
            key = self._item(depth, build)
            encoded = self.data[at : self.offset]
            if before is not None and encoded <= before:
                raise CBORError("duplicate-key" if encoded == before else "key-order", at)
            before = encoded
            value = self._item(depth, build)
            if not build:
                continue
            # Python takes 1, 1.0 and True for one key: only types that it keeps apart may be keys.
            if type(key) not in (int, str, bytes):
                raise CBORError("structure", at)
            result[key] = value
        return result


def _shortest(value: float) -> bytes:
    """The shortest of the three floats that keeps a value that is a number."""
    for form in (">e", ">f"):
        try:
            raw = struct.pack(form, value)
        except OverflowError:
            continue
        if struct.unpack(form, raw)[0] == value:
            return raw
    return struct.pack(">d", value)
