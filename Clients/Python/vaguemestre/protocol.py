"""The commands between a cell and its clients: fourteen arrays (Sources/Cell/README.md)."""

from dataclasses import dataclass, field

from . import cbor
from .commands import (
    CREDIT_MAX,
    FRAME_BYTES_MAX,
    KEYS_MAX,
    MARKS_MAX,
    MESSAGES_MAX,
    MESSAGE_BYTES_MAX,
    NOW,
    NUMBER_MAX,
    OFFSET_MAX,
    OLDEST,
    RESUME,
    TOKEN_BYTES,
    VERSION,
    Ack,
    Acked,
    Bye,
    Credit,
    Deliver,
    Error,
    Heartbeat,
    Hello,
    Mark,
    Nack,
    Publish,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Welcome,
)


class ProtocolFault(Exception):
    """No command: a code of the protocol, and the offset of the offending item."""

    def __init__(self, code: int, at: int):
        self.code = code
        self.at = at
        super().__init__(f"VGM-{code} at {at}")


_STARTS = {OLDEST: 0, NOW: 1, RESUME: 3}


def _items(command) -> list:
    match command:
        case Hello(client, principal, nonce, keys, version):
            return [1, version, client, principal, nonce, list(keys)]
        case Welcome():
            marks = [[mark.key, mark.flow, mark.epoch, mark.sequence] for mark in command.marks]
            return [
                2,
                command.version,
                command.session,
                command.site,
                command.compartment,
                command.principal,
                command.journal,
                command.heartbeat,
                command.silence,
                command.frame_max,
                command.publish_credit,
                marks,
            ]
        case Publish(request, messages):
            return [3, request, list(messages)]
        case Ack(request, results, credit):
            return [4, request, list(results), credit]
        case Nack(request, code, retry_after, credit):
            return [5, request, code, retry_after, credit]
        case Subscribe(subscription, flow, start, credit):
            return [6, subscription, flow, _STARTS.get(start, [2, start]), credit]
        case Credit(subscription, count):
            return [7, subscription, count]
        case Deliver(subscription, messages):
            return [8, subscription, [list(pair) for pair in messages]]
        case Acked(subscription, offset):
            return [9, subscription, offset]
        case Heartbeat(token):
            return [10, token]
        case Error(code, fatal, about):
            return [11, code, fatal, about]
        case Subscribed(subscription, first, head):
            return [12, subscription, first, head]
        case Bye():
            return [13]
        case Unsubscribe(subscription):
            return [14, subscription]
    raise TypeError("no command")


def encode(command) -> bytes:
    """The one frame of a command."""
    return cbor.encode(_items(command))


def decode(frame: bytes):
    """The command in a frame."""
    try:
        return _Decoder(frame).command()
    except cbor.CBORError as error:
        raise ProtocolFault(3103, error.offset) from error


@dataclass
class _Decoder:
    frame: bytes
    reader: cbor.Reader = field(init=False)

    def __post_init__(self):
        self.reader = cbor.Reader(self.frame)

    def command(self):
        count = self.reader.array()
        at = self.reader.offset
        if count == 0:
            raise ProtocolFault(3103, at)
        verb = self.reader.unsigned()
        if verb not in self._SHAPES:
            raise ProtocolFault(3104, at)
        arity, body = self._SHAPES[verb]
        if verb in (1, 2):
            # The version comes first: another version may have another shape.
            self._version()
        if count != arity:
            raise ProtocolFault(3103, 0)
        command = body(self)
        self.reader.finish()
        return command

    def _version(self) -> None:
        at = self.reader.offset
        if self.reader.unsigned() != VERSION:
            raise ProtocolFault(3102, at)

    # Parts of commands; each says the offset of what is wrong.

    def _number(self, least: int, most: int) -> int:
        at = self.reader.offset
        value = self.reader.unsigned()
        if not least <= value <= most:
            raise ProtocolFault(3103, at)
        return value

    def _position(self) -> int:
        return self._number(0, NUMBER_MAX)

    def _offset(self) -> int:
        return self._number(0, OFFSET_MAX)

    def _request(self) -> int:
        return self._number(1, NUMBER_MAX)

    def _subscription(self) -> int:
        return self._number(0, (1 << 32) - 1)

    def _count(self) -> int:
        return self._number(0, CREDIT_MAX)

    def _milliseconds(self) -> int:
        return self._number(1, 3_600_000)

    def _code(self) -> int:
        return self._number(1_000, 9_999)

    def _text(self, most: int) -> str:
        at = self.reader.offset
        text = self.reader.text()
        if not 1 <= len(text.encode()) <= most:
            raise ProtocolFault(3103, at)
        return text

    def _bytes(self, least: int, most: int) -> bytes:
        at = self.reader.offset
        value = self.reader.byte_string()
        if not least <= len(value) <= most:
            raise ProtocolFault(3103, at)
        return value

    def _list(self, least: int, most: int, element) -> tuple:
        at = self.reader.offset
        count = self.reader.array()
        if not least <= count <= most:
            raise ProtocolFault(3103, at)
        return tuple(element() for _ in range(count))

    def _tuple(self, count: int) -> None:
        at = self.reader.offset
        if self.reader.array() != count:
            raise ProtocolFault(3103, at)

    # Commands

    def _hello(self):
        return Hello(
            self._text(64),
            self._text(66),
            self._bytes(16, 16),
            self._list(0, KEYS_MAX, lambda: self._bytes(16, 16)),
        )

    def _welcome(self):
        return Welcome(
            self._bytes(16, 16),
            self._text(64),
            self._text(64),
            self._text(66),
            self._bytes(16, 16),
            self._milliseconds(),
            self._milliseconds(),
            self._count(),
            self._count(),
            self._list(0, MARKS_MAX, self._mark),
        )

    def _mark(self) -> Mark:
        self._tuple(4)
        return Mark(self._bytes(16, 16), self._text(66), self._position(), self._position())

    def _message(self) -> bytes:
        return self._bytes(1, MESSAGE_BYTES_MAX)

    def _publish(self):
        return Publish(self._request(), self._list(1, MESSAGES_MAX, self._message))

    def _ack(self):
        return Ack(self._request(), self._list(1, MESSAGES_MAX, self._result), self._count())

    def _result(self) -> int | None:
        if self.reader.is_null():
            return None
        at = self.reader.offset
        value = self.reader.integer()
        if not (0 <= value <= OFFSET_MAX or -9_999 <= value <= -1_000):
            raise ProtocolFault(3103, at)
        return value

    def _nack(self):
        return Nack(self._request(), self._code(), self._milliseconds(), self._count())

    def _subscribe(self):
        return Subscribe(self._subscription(), self._text(66), self._start(), self._count())

    def _start(self) -> int | str:
        at = self.reader.offset
        if self.reader.peek() == 4:
            self._tuple(2)
            self._number(2, 2)
            return self._position()
        value = self.reader.unsigned()
        for name, number in _STARTS.items():
            if value == number:
                return name
        raise ProtocolFault(3103, at)

    def _credit(self):
        return Credit(self._subscription(), self._count())

    def _deliver(self):
        subscription, before = self._subscription(), -1

        def pair() -> tuple[int, bytes]:
            nonlocal before
            self._tuple(2)
            at = self.reader.offset
            offset = self._offset()
            if offset <= before:
                raise ProtocolFault(3103, at)
            before = offset
            return offset, self._message()

        return Deliver(subscription, self._list(1, MESSAGES_MAX, pair))

    def _acked(self):
        return Acked(self._subscription(), self._offset())

    def _heartbeat(self):
        at = self.reader.offset
        token = self.reader.byte_string()
        if len(token) not in (0, TOKEN_BYTES):
            raise ProtocolFault(3103, at)
        return Heartbeat(token)

    def _unsubscribe(self):
        return Unsubscribe(self._subscription())

    def _error(self):
        code, fatal = self._code(), self.reader.boolean()
        return Error(code, fatal, None if self.reader.is_null() else self._position())

    def _subscribed(self):
        return Subscribed(self._subscription(), self._position(), self._position())

    _SHAPES = {
        1: (6, _hello),
        2: (12, _welcome),
        3: (3, _publish),
        4: (4, _ack),
        5: (5, _nack),
        6: (5, _subscribe),
        7: (3, _credit),
        8: (3, _deliver),
        9: (3, _acked),
        10: (2, _heartbeat),
        11: (4, _error),
        12: (4, _subscribed),
        13: (1, lambda self: Bye()),
        14: (2, _unsubscribe),
    }
