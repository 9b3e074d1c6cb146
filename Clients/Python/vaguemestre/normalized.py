"""The payload: the open normalized format (Sources/NormalizedFormat/README.md), as JSON."""

from decimal import Decimal

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
