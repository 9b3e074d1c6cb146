"""Seeded random messages of the normalized format, made from its table."""

import random
from decimal import Decimal

from vaguemestre.normalized import moments
from vaguemestre.normalized.schema import (
    CONTENTS,
    INTEGERS,
    KINDS,
    LISTS,
    RECORDS,
    SYSTEMS,
    VALUE,
    Field,
    system_name,
)

_TEXTS = ("", "x", "é", "PID-5.1", "97.0", "\r\n|^~\\&", '"<&>', "\x00\x1b[2J\x85", "𝄞 ", "a" * 300)
_EXTENSIONS = ("f6", "00", "8101", "a1617800", "a120f4", "4101", "f93c00", "80", "81" * 15 + "f5")


class Maker:
    """Makes messages; ``richness`` is how likely an optional field is."""

    def __init__(self, seed: int, richness: float = 0.3):
        self._random = random.Random(seed)
        self._richness = richness

    def message(self, kind: str | None = None) -> dict:
        self._room = 200
        self._content = kind or self._random.choice(KINDS)
        return self._record("message", 0)

    def _record(self, name: str, depth: int) -> dict:
        self._room -= 1
        values = {}
        for field in RECORDS[name].fields.values():
            if field.required or self._wants(field, depth):
                values[field.name] = self._field(field, depth)
        self._mend(name, values)
        for key in range(-1, -30, -self._random.randrange(1, 29)):
            if self._random.random() < 0.02:
                values[key] = bytes.fromhex(self._random.choice(_EXTENSIONS))
        return values

    def _wants(self, field: Field, depth: int) -> bool:
        if field.type in RECORDS and (self._room < 0 or depth > 8):
            return False
        return self._random.random() < self._richness / (1 + depth / 4)

    def _mend(self, name: str, values: dict) -> None:
        """The rules that are no fields' own."""
        if name == "quarantine-part":
            values["count"] = max(2, values["count"])
            values["index"] %= values["count"]
        if name == "timestamp":
            if "zone" in values:
                values.pop("assumedZone", None)
            # Not at the ends of time, where a year may begin before it.
            far = max(-60_000_000_000_000, min(values["milliseconds"], 250_000_000_000_000))
            values["milliseconds"] = moments.start({**values, "milliseconds": far})

    def _field(self, field: Field, depth: int):
        kind = CONTENTS[self._content] if field.type == "by-kind" else field.type
        if not field.many:
            return self._item(kind, depth)
        return [self._item(kind, depth) for _ in range(self._random.choice((1, 1, 2, 3)))]

    def _item(self, kind: str, depth: int):
        if kind in RECORDS:
            return self._record(kind, depth + 1)
        if kind in LISTS:
            return self._random.choice(LISTS[kind])
        if kind in INTEGERS:
            return self._integer(*INTEGERS[kind])
        if kind == "value":
            field = self._random.choice(list(VALUE.fields.values()))
            return {field.name: self._item(field.type, depth + 1)}
        return getattr(self, "_" + kind.replace("-", "_"))()

    def _integer(self, least: int, most: int) -> int:
        near = self._random.choice((0, 1, 23, 24, 255, 256, 65_535, 1 << 32, least, most))
        value = self._random.choice((near, self._random.randint(least, most)))
        return min(max(value, least), most)

    def _version(self) -> int:
        return 1

    def _kind(self) -> str:
        return self._content

    def _text(self) -> str:
        return self._random.choice(_TEXTS)

    def _time_of_day(self) -> str:
        return self._random.choice(("00:00", "23:59:59", "07:05:09.250"))

    def _bytes(self) -> bytes:
        return self._random.randbytes(self._random.choice((0, 1, 23, 24, 300)))

    def _sha256(self) -> bytes:
        return self._random.randbytes(32)

    def _bool(self) -> bool:
        return self._random.random() < 0.5

    def _true(self) -> bool:
        return True

    def _decimal(self) -> Decimal:
        mantissa = Decimal(self._integer(*INTEGERS["mantissa"])).as_tuple()
        exponent = self._random.choice((0, 0, -1, -2, 3, -19, 40, -32_768, 32_767))
        return Decimal((mantissa.sign, mantissa.digits, exponent))

    def _code_system(self) -> str:
        table = system_name(10_000 + self._random.randint(1, 9_999))
        return self._random.choice((*SYSTEMS, table, "L", "99LAB", "urn:oid:1.2.3"))

    def _samples(self) -> list:
        least, most = INTEGERS["sample"]
        return [
            self._random.choice((None, self._integer(least, most), self._integer(-100, 100)))
            for _ in range(self._random.choice((0, 1, 5, 40)))
        ]
