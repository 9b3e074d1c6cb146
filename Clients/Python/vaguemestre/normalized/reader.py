"""From bytes to records: one pass, by the tables, refusing what they don't say."""

from ..cbor import CBORError, Reader
from . import leaves, moments
from .fault import FormatFault
from .schema import (
    CONTENTS,
    DEPTH_MAX,
    ITEMS_MAX,
    KEY_MIN,
    KINDS,
    LISTS,
    MESSAGE_BYTES_MAX,
    QUARANTINE_BYTES_MAX,
    RECORDS,
    RECORDS_MAX,
    SAMPLES_MAX,
    VALUE,
    VERSION,
    Field,
    Record,
)

QUARANTINE = RECORDS["quarantine"]


def read(data: bytes, offset: int = 0) -> tuple[dict, int]:
    """The message that begins at ``offset``, and the offset behind it."""
    reader = _MessageReader(data, offset)
    try:
        message = reader.record(RECORDS["message"], 1)
    except CBORError as error:
        raise FormatFault.of(error.code, error.offset) from None
    if reader.source.offset - offset > MESSAGE_BYTES_MAX:
        raise FormatFault("tooLarge", offset)
    return message, reader.source.offset


class _MessageReader:
    def __init__(self, data: bytes, offset: int):
        self.source = Reader(data, offset, tags=True)
        self._records = 0

    # Maps

    def record(self, record: Record, depth: int) -> dict:
        """A map by its table. Extensions stand in it under their keys, as they are encoded."""
        at = self.source.offset
        count = self._map(depth)
        result, before = {}, b""
        for _ in range(count):
            key_at = self.source.offset
            key, before = self._key(before)
            if key < 0:
                result[key] = self._extension()
                continue
            field = record.fields.get(key)
            if field is None or self._contradicts(record, field, result):
                raise FormatFault("unknownKey", key_at)
            item_at = self.source.offset
            result[field.name] = self._field(field, result, at, depth)
            if record is QUARANTINE and field.name == "raw":
                self._bound(result["raw"], item_at)
        for field in record.required:
            if field.name not in result:
                raise FormatFault("missingKey", at)
        self._check(record, result, at)
        return result

    @staticmethod
    def _bound(raw: bytes, at: int) -> None:
        if len(raw) > QUARANTINE_BYTES_MAX:
            raise FormatFault("tooLarge", at)

    @staticmethod
    def _contradicts(record: Record, field: Field, result: dict) -> bool:
        """Whether a key can't stand beside what was read: a second value, a second zone."""
        if record is VALUE:
            return any(type(name) is str for name in result)
        return field.name == "assumedZone" and "zone" in result

    @staticmethod
    def _check(record: Record, result: dict, at: int) -> None:
        """The rules between the fields of a record."""
        if record is RECORDS["timestamp"] and moments.start(result) != result["milliseconds"]:
            raise FormatFault("notCanonical", at)
        if record is RECORDS["quarantine-part"]:
            if result["count"] < 2 or result["index"] >= result["count"]:
                raise FormatFault("outOfRange", at)

    def _map(self, depth: int) -> int:
        at = self.source.offset
        count = self.source.map()
        if depth > DEPTH_MAX:
            raise FormatFault("depth", at)
        self._records += 1
        if self._records > RECORDS_MAX:
            raise FormatFault("tooLarge", at)
        return count

    def _key(self, before: bytes) -> tuple[int, bytes]:
        """The next key and its bytes, which must sort behind the last one's."""
        at = self.source.offset
        key = self.source.integer()
        if key < KEY_MIN:
            raise FormatFault("outOfRange", at)
        encoded = self.source.data[at : self.source.offset]
        if encoded <= before:
            raise FormatFault("malformed", at)
        return key, encoded

    def _extension(self) -> bytes:
        """What we don't know is checked and kept."""
        at = self.source.offset
        leaves.skip_extension(self.source)
        return self.source.data[at : self.source.offset]

    def _value(self, depth: int) -> dict:
        """A map of exactly one key that says which, and of extensions."""
        at = self.source.offset
        result = self.record(VALUE, depth)
        if not any(type(name) is str for name in result):
            raise FormatFault("missingKey", at)
        return result

    # Fields

    def _field(self, field: Field, message: dict, at: int, depth: int):
        if field.type == "by-kind":
            if "kind" not in message:
                raise FormatFault("missingKey", self.source.offset)
            return self._item(CONTENTS[message["kind"]], depth)
        if not field.many:
            return self._item(field.type, depth)
        return [self._item(field.type, depth) for _ in range(self._array())]

    def _array(self) -> int:
        at = self.source.offset
        count = self.source.array()
        if count == 0:
            raise FormatFault("notCanonical", at)
        if count > ITEMS_MAX:
            raise FormatFault("tooLarge", at)
        return count

    def _item(self, kind: str, depth: int):
        if kind in RECORDS:
            return self.record(RECORDS[kind], depth + 1)
        if kind in LISTS:
            return self._named(LISTS[kind], "unknownValue")
        if kind == "value":
            return self._value(depth + 1)
        if kind == "kind":
            return self._named((None, *KINDS), "unknownKind")
        if kind == "version":
            return self._version()
        if kind == "samples":
            return self._samples()
        return leaves.READERS[kind](self.source)

    def _named(self, names: tuple, fault: str) -> str:
        at = self.source.offset
        number = self.source.unsigned()
        if number >= len(names) or names[number] is None:
            raise FormatFault(fault, at)
        return names[number]

    def _version(self) -> int:
        at = self.source.offset
        if self.source.unsigned() != VERSION:
            raise FormatFault("unknownVersion", at)
        return VERSION

    def _samples(self) -> list:
        at = self.source.offset
        count = self.source.array()
        if count > SAMPLES_MAX:
            raise FormatFault("tooLarge", at)
        read = leaves.READERS["sample"]
        return [None if self.source.is_null() else read(self.source) for _ in range(count)]
