"""From records to bytes. What can't be said is refused with the code a reader would give."""

from decimal import Decimal

from ..cbor import Reader
from ..errors import Refusal
from . import leaves, reader
from .fault import CODES
from .schema import CONTENTS, INTEGERS, KINDS, LISTS, RECORDS, VALUE, Field, Record, system_number


def write(message: dict) -> bytes:
    """The one encoding of a message. Nothing leaves that a reader would refuse."""
    output = bytearray()
    _Writer(output).record(RECORDS["message"], message, "message")
    data = bytes(output)
    _, end = reader.read(data)
    if end != len(data):
        raise Refusal(CODES["trailing"], "message")
    return data


def _fault(name: str, place: str) -> Refusal:
    return Refusal(CODES[name], place)


def _expect(value, kind: type, place: str) -> None:
    # bool is an int in Python and is none here.
    if type(value) is not kind:
        raise _fault("wrongType", place)


class _Writer:
    def __init__(self, output: bytearray):
        self.output = output

    # Maps

    def record(self, record: Record, values: dict, place: str) -> None:
        _expect(values, dict, place)
        fields, extensions = [], []
        for name, value in values.items():
            if type(name) is int and name < 0:
                extensions.append((name, value))
            elif name in record.named:
                fields.append((record.named[name], value))
            else:
                raise _fault("unknownKey", place)
        for field in record.required:
            if field.name not in values:
                raise _fault("missingKey", f"{place}.{field.name}")
        self._head(5, len(values))
        for field, value in sorted(fields, key=lambda pair: pair[0].key):
            self._head(0, field.key)
            self._field(field, value, values, f"{place}.{field.name}")
        for key, value in sorted(extensions, key=lambda pair: -pair[0]):
            self._extension(key, value, f"{place}.{key}")

    def _extension(self, key: int, value: bytes, place: str) -> None:
        _expect(value, bytes, place)
        source = Reader(value)
        leaves.skip_extension(source)
        if source.offset != len(value):
            raise _fault("trailing", place)
        self._integer(key, place)
        self.output += value

    # Fields

    def _field(self, field: Field, value, message: dict, place: str) -> None:
        kind = CONTENTS[message["kind"]] if field.type == "by-kind" else field.type
        if not field.many:
            self._item(kind, value, place)
            return
        _expect(value, list, place)
        self._head(4, len(value))
        for index, each in enumerate(value):
            self._item(kind, each, f"{place}[{index}]")

    def _item(self, kind: str, value, place: str) -> None:
        if kind in RECORDS:
            self.record(RECORDS[kind], value, place)
        elif kind in LISTS:
            self._head(0, _number(LISTS[kind], value, "unknownValue", place))
        elif kind == "value":
            self.record(VALUE, value, place)
        elif kind == "kind":
            self._head(0, 1 + _number(KINDS, value, "unknownKind", place))
        elif kind in INTEGERS or kind == "version":
            _expect(value, int, place)
            self._integer(value)
        else:
            self._leaf(kind, value, place)

    def _leaf(self, kind: str, value, place: str) -> None:
        if kind in ("text", "time-of-day"):
            self._text(value, place)
        elif kind in ("bytes", "sha256"):
            _expect(value, bytes, place)
            self._head(2, len(value))
            self.output += value
        elif kind in ("bool", "true"):
            _expect(value, bool, place)
            self.output.append(0xF5 if value else 0xF4)
        elif kind == "decimal":
            self._decimal(value, place)
        elif kind == "code-system":
            self._system(value, place)
        else:
            self._samples(value, place)

    def _text(self, value: str, place: str) -> None:
        _expect(value, str, place)
        try:
            encoded = value.encode()
        except UnicodeEncodeError:
            raise _fault("malformed", place) from None
        self._head(3, len(encoded))
        self.output += encoded

    def _decimal(self, value: Decimal | int, place: str) -> None:
        if type(value) is int:
            value = Decimal(value)
        _expect(value, Decimal, place)
        sign, digits, exponent = value.as_tuple()
        if type(exponent) is not int:  # infinite, or no number
            raise _fault("outOfRange", place)
        mantissa = int("".join(map(str, digits))) * (-1 if sign else 1)
        if exponent:
            self.output += b"\xc4\x82"
            self._integer(exponent, place)
        self._integer(mantissa, place)

    def _system(self, value: str, place: str) -> None:
        _expect(value, str, place)
        number = system_number(value)
        if number is None:
            self._text(value, place)
        else:
            self._head(0, number)

    def _samples(self, value: list, place: str) -> None:
        _expect(value, list, place)
        self._head(4, len(value))
        for each in value:
            if each is None:
                self.output.append(0xF6)
            else:
                _expect(each, int, place)
                self._integer(each, place)

    # Heads

    def _integer(self, value: int, place: str = "") -> None:
        if not -(1 << 64) <= value < 1 << 64:
            raise _fault("outOfRange", place)
        self._head(*((0, value) if value >= 0 else (1, -1 - value)))

    def _head(self, major: int, argument: int) -> None:
        if argument < 24:
            self.output.append(major << 5 | argument)
            return
        size = next(size for size in (1, 2, 4, 8) if argument < 1 << (8 * size))
        self.output.append(major << 5 | 23 + size.bit_length())
        self.output += argument.to_bytes(size, "big")


def _number(names: tuple, value, fault: str, place: str) -> int:
    _expect(value, str, place)
    if value not in names:
        raise _fault(fault, place)
    return names.index(value)
