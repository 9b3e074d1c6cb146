"""What is no record: numbers, texts, bytes, decimals, names of terminologies, extensions."""

from collections.abc import Callable
from decimal import Decimal

from ..cbor import CBORError, Reader
from .fault import FormatFault
from .schema import INTEGERS, TIME_OF_DAY, system_name, system_number

SHA256_BYTES = 32


def _integer(least: int, most: int) -> Callable[[Reader], int]:
    def read(source: Reader) -> int:
        at = source.offset
        value = source.unsigned() if least == 0 else source.integer()
        if not least <= value <= most:
            raise FormatFault("outOfRange", at)
        return value

    return read


def _decimal(source: Reader) -> Decimal:
    """Exactly as sent: 120 and 120.0 differ by the exponent."""
    if source.peek() != 6:
        return Decimal(READERS["mantissa"](source))
    at = source.offset
    if source.tag() != 4:
        raise FormatFault("malformed", at)
    inside = source.offset
    if source.array() != 2:
        raise FormatFault("outOfRange", inside)
    exponent = READERS["exponent"](source)
    if exponent == 0:
        raise FormatFault("notCanonical", at)
    mantissa = READERS["mantissa"](source)
    digits = tuple(map(int, str(abs(mantissa))))
    return Decimal((int(mantissa < 0), digits, exponent))


def _time_of_day(source: Reader) -> str:
    at = source.offset
    text = source.text()
    if not TIME_OF_DAY.fullmatch(text):
        raise FormatFault("outOfRange", at)
    return text


def _true(source: Reader) -> bool:
    at = source.offset
    if not source.boolean():
        raise FormatFault("notCanonical", at)
    return True


def _sha256(source: Reader) -> bytes:
    at = source.offset
    value = source.byte_string()
    if len(value) != SHA256_BYTES:
        raise FormatFault("outOfRange", at)
    return value


def _system(source: Reader) -> str:
    """A terminology by its URI, whether it came as a number or as text."""
    at = source.offset
    if source.peek() == 3:
        name = source.text()
        if system_number(name) is not None:
            raise FormatFault("notCanonical", at)
        return name
    name = system_name(source.unsigned())
    if name is None:
        raise FormatFault("unknownValue", at)
    return name


READERS: dict[str, Callable[[Reader], object]] = {
    **{name: _integer(*bounds) for name, bounds in INTEGERS.items()},
    "text": Reader.text,
    "bytes": Reader.byte_string,
    "bool": Reader.boolean,
    "true": _true,
    "time-of-day": _time_of_day,
    "decimal": _decimal,
    "sha256": _sha256,
    "code-system": _system,
}


def skip_extension(source: Reader) -> None:
    """Passes over an item of any content, which keeps the rules of the encoding."""
    # Without tags, and no deeper than the profile of ../cbor.py: 16.
    inner = Reader(source.data, source.offset, source.end)
    try:
        inner.skip()
    except CBORError as error:
        raise FormatFault.of(error.code, error.offset) from None
    source.offset = inner.offset
