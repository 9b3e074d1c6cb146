"""A message as people read it: JSON by names. No format to exchange."""

import base64
import json
import re
from decimal import Decimal

from . import moments
from .schema import CONTENTS, RECORDS, VALUE, Field

# What a terminal or a line reader would take for more than a character.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def plain(message: dict) -> dict:
    """A decoded message as JSON has it; extensions are left out."""
    return _record("message", message)


def _record(name: str, values: dict) -> dict:
    if name == "timestamp":
        return _timestamp(values)
    fields = (VALUE if name == "value" else RECORDS[name]).named
    return {
        each: _field(_type(fields[each], values), value)
        for each, value in values.items()
        if each in fields
    }


def _type(field: Field, values: dict) -> str:
    return CONTENTS[values["kind"]] if field.type == "by-kind" else field.type


def _field(kind: str, value):
    if isinstance(value, list) and kind != "samples":
        return [_field(kind, each) for each in value]
    if isinstance(value, dict):
        return _record(kind, value)
    if isinstance(value, bytes):
        return value.hex() if kind == "sha256" else base64.b64encode(value).decode()
    return value


def _timestamp(values: dict) -> dict:
    result = {"dateTime": moments.iso(values), "precision": values["precision"]}
    if "assumedZone" in values:
        result["zoneAssumed"] = True
    for name in ("clock", "original"):
        if name in values:
            result[name] = values[name]
    return result


def text(value, *, lines: bool = True) -> str:
    """JSON in one spelling: a line for each item, or all on one."""
    return _text(value, "\n" if lines else None)


def _text(value, margin: str | None) -> str:
    """``margin`` is what a line begins with, its break included; None where all is one line."""
    inner = None if margin is None else margin + "  "
    if isinstance(value, dict):
        colon = ":" if margin is None else ": "
        items = [f"{_string(key)}{colon}{_text(each, inner)}" for key, each in value.items()]
        return "{" + _block(items, margin) + "}"
    if isinstance(value, list):
        return "[" + _block([_text(each, inner) for each in value], margin) + "]"
    if isinstance(value, str):
        return _string(value)
    return _number(value) if isinstance(value, Decimal) else json.dumps(value)


def _block(items: list[str], margin: str | None) -> str:
    if margin is None or not items:
        return ",".join(items)
    return "".join(f"{margin}  {each}," for each in items)[:-1] + margin


def _string(value: str) -> str:
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _escape(match: re.Match) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _number(value: Decimal) -> str:
    """With all its digits: written out down to 18 places, else the mantissa and its exponent."""
    sign, digits, exponent = value.as_tuple()
    if -18 <= exponent <= 0:
        return f"{value:f}"
    return f"{'-' if sign else ''}{''.join(map(str, digits))}E{exponent:+}"
