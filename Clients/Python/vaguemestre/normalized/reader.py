"""From bytes to records: one pass, by the tables, refusing what they don't say."""

from ..cbor import CBORError, Reader
from . import leaves
from .fault import FormatFault
from .schema import (
    CONTENTS,
    DEPTH_MAX,
    ITEMS_MAX,
    KEY_MIN,
    KINDS,
    LISTS,
    MESSAGE_BYTES_MAX,
    RECORDS,
    RECORDS_MAX,
    SAMPLES_MAX,
    VALUE,
    VERSION,
    Field,
    Record,
)


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
            if field is None:
                raise FormatFault("unknownKey", key_at)
            result[field.name] = self._field(field, result, at, depth)
        for field in record.required:
            if field.name not in result:
                raise FormatFault("missingKey", at)
        if "zone" in result and "assumedZone" in result:
            raise FormatFault("notCanonical", at)
        return result

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
            raise FormatFault("notCanonical", at)
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
        if sum(1 for name in result if type(name) is str) != 1:
            raise FormatFault("wrongType", at)
        return result

    # Fields

    def _field(self, field: Field, message: dict, at: int, depth: int):
        if field.type == "by-kind":
            if "kind" not in message:
                raise FormatFault("missingKey", at)
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
