"""The payload: the open normalized format (Sources/NormalizedFormat/README.md), as JSON."""

from decimal import Decimal
from hashlib import sha256

from . import cbor
from .errors import Refusal

KINDS = {
    1: "observations",
    2: "reports",
    3: "admission",
    4: "orders",
    5: "appointment",
    6: "document",
    7: "immunizations",
    8: "quarantine",
    9: "other",
    10: "alerts",
    11: "imaging",
    12: "positions",
    13: "device-statuses",
}


def decode(payload: bytes) -> dict:
    """The message as it is encoded, refused where it breaks the encoding; not its records."""
    try:
        value = cbor.decode(payload, tags=True)
    except cbor.CBORError as error:
        raise Refusal(2101, str(error)) from error
    if (
        type(value) is not dict
        or value.get(0) != 1
        or value.get(4) not in KINDS
        or 1 not in value
        or 5 not in value
    ):
        raise Refusal(2101, "message")
    _check(value)
    return value


def quarantined(messages: list[dict]) -> bytes:
    """The raw bytes behind one quarantine message, or behind all the pieces of one whole.

    In any order, repeated pieces put up with; refused while one is missing, or where the pieces
    are not of one whole with the digest that they name.
    """
    contents = [message[5] for message in messages if message[4] == 8]
    if len(contents) != len(messages) or not contents:
        raise Refusal(2101, "quarantine")
    try:
        return _joined(contents)
    except (KeyError, TypeError, AttributeError) as error:
        raise Refusal(2101, "quarantine") from error


def _joined(contents: list[dict]) -> bytes:
    if 7 not in contents[0]:
        if len(contents) > 1:
            raise Refusal(2101, "pieces")
        return contents[0][2]
    whole = {key: value for key, value in contents[0][7].items() if key != 1}
    pieces = {}
    for content in contents:
        part = content.get(7, {})
        if {key: value for key, value in part.items() if key != 1} != whole:
            raise Refusal(2101, "pieces")
        pieces[part[1]] = content[2]
    if set(pieces) != set(range(min(whole[2], len(pieces) + 1))):
        raise Refusal(2101, "pieces")
    raw = b"".join(pieces[index] for index in range(whole[2]))
    if len(raw) != whole[4] or sha256(raw).digest() != whole[3]:
        raise Refusal(2101, "digest")
    return raw


def _check(value) -> None:
    if isinstance(value, cbor.Tag):
        parts = value.value
        if (
            value.number != 4
            or type(parts) is not list
            or [type(part) for part in parts] != [int, int]
        ):
            raise Refusal(2101, "decimal")
        if parts[0] == 0:
            raise Refusal(2101, "decimal")
    elif isinstance(value, float):
        raise Refusal(2101, "float")
    elif isinstance(value, dict):
        if any(type(key) is not int for key in value):
            raise Refusal(2101, "key")
        for each in value.values():
            _check(each)
    elif isinstance(value, list):
        for each in value:
            _check(each)


def plain(value):
    """A decoded item as JSON has it: keys as text, bytes in hexadecimal, decimals as text."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, cbor.Tag):
        exponent, mantissa = value.value
        return (
            f"{Decimal(mantissa).scaleb(exponent):f}"
            if abs(exponent) < 64
            else f"{mantissa}e{exponent}"
        )
    return value
