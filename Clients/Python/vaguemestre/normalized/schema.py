"""The tables of the normalized format, taken apart once."""

import re
from dataclasses import dataclass

from . import lists, records

_FIELD = re.compile(r"(\d+) (\w+): ([\w-]+)([!*]?)")


@dataclass(frozen=True)
class Field:
    """One line of a record's table."""

    key: int
    name: str
    type: str
    required: bool
    many: bool


class Record:
    """A record's fields, by key and by name, both in the order of the keys."""

    def __init__(self, name: str, table: str):
        self.name = name
        self.fields = {each.key: each for each in map(_field, table.split(","))}
        self.named = {each.name: each for each in self.fields.values()}
        self.required = tuple(each for each in self.fields.values() if each.required)


def _field(text: str) -> Field:
    key, name, kind, cardinality = _FIELD.fullmatch(" ".join(text.split())).groups()
    return Field(int(key), name, kind, cardinality == "!", cardinality == "*")


RECORDS = {name: Record(name, table) for name, table in records.RECORDS.items()}
VALUE = Record("value", records.VALUE)
LISTS = {name: tuple(names.split()) for name, names in lists.LISTS.items()}
KINDS = tuple(name for name, _ in lists.KINDS)
CONTENTS = dict(lists.KINDS)
SYSTEMS = lists.SYSTEMS

VERSION = 1
MESSAGE_BYTES_MAX = 1 << 20
DEPTH_MAX = 24
ITEMS_MAX = 65_536
SAMPLES_MAX = 262_144
# 48 MiB of memory, where a dict of a few keys is 232 bytes and its place in a list 8.
RECORDS_MAX = (48 << 20) // 240
QUARANTINE_BYTES_MAX = 480 << 10
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{3})?)?", re.ASCII)
KEY_MIN = -(1 << 63)

# Types of whole numbers and their bounds.
INTEGERS = {
    "uint": (0, (1 << 64) - 1),
    "uint32": (0, (1 << 32) - 1),
    "milliseconds": (-62_135_596_800_000, 253_402_300_799_999),
    "zone-minutes": (-1_439, 1_439),
    "sample": (-(1 << 63), (1 << 63) - 1),
    "mantissa": (-(1 << 63), (1 << 63) - 1),
    "exponent": (-(1 << 15), (1 << 15) - 1),
}

# HL7 v2 table n is 10,000 + n; its URI is that of terminology.hl7.org.
TABLE_BASE, TABLE_MAX = 10_000, 9_999
_TABLE_URI = "http://terminology.hl7.org/CodeSystem/v2-"
_TABLE = re.compile(re.escape(_TABLE_URI) + r"([0-9]{4})")


def system_name(number: int) -> str | None:
    """The URI of a terminology that has a number."""
    if 1 <= number <= len(SYSTEMS):
        return SYSTEMS[number - 1]
    if 1 <= number - TABLE_BASE <= TABLE_MAX:
        return f"{_TABLE_URI}{number - TABLE_BASE:04}"
    return None


def system_number(name: str) -> int | None:
    """The number of a terminology, where it has one."""
    if name in SYSTEMS:
        return SYSTEMS.index(name) + 1
    table = _TABLE.fullmatch(name)
    if table and int(table[1]):
        return TABLE_BASE + int(table[1])
    return None
