"""Taking documents apart: maps with text keys, where an unknown key is a rule not understood."""

from .errors import Refusal
from .labels import CLASSES, NAME

SUBJECT_BYTES_MAX = 128
_SUBJECT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-")

# What this client says of any document that is none: 2301 to 2324 would tell tools more.
MALFORMED = 2301


def is_subject(text: str) -> bool:
    """A place or a device: segments joined by slashes, none of them ``.`` or ``..``."""
    segments = text.split("/")
    return len(text) <= SUBJECT_BYTES_MAX and all(
        segment and set(segment) <= _SUBJECT and segment not in (".", "..") for segment in segments
    )


def covers(prefix: str, subject: str) -> bool:
    """Whether a grant's prefix covers a subject: whole segments, and the empty prefix all."""
    return not prefix or subject == prefix or subject.startswith(prefix + "/")


class Fields:
    """A map whose keys are taken one by one; ``finish`` refuses what is left."""

    def __init__(self, value, place: str):
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise Refusal(MALFORMED, place)
        self._left = dict(value)
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, kind: type):
        value = self._left.pop(key, None)
        # bool is an int in Python and is none in a document.
        if type(value) is not kind:
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def optional(self, key: str, kind: type):
        return self.take(key, kind) if key in self._left else None

    def text(self, key: str) -> str:
        return self.take(key, str)

    def uint(self, key: str) -> int:
        value = self.take(key, int)
        if value < 0:
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def name(self, key: str) -> str:
        value = self.take(key, str)
        if not NAME.match(value):
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def sized(self, key: str, count: int) -> bytes:
        value = self.take(key, bytes)
        if len(value) != count:
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def choice(self, key: str, *values: str) -> str:
        value = self.take(key, str)
        if value not in values:
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def each(self, key: str, least: int = 0) -> list["Fields"]:
        """The maps of a list."""
        values = self.take(key, list)
        if len(values) < least:
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return [Fields(value, f"{self.place}.{key}[{index}]") for index, value in enumerate(values)]

    def items(self, key: str, kind: type, least: int = 0) -> list:
        """The leaves of a list."""
        values = self.take(key, list)
        if len(values) < least or any(type(value) is not kind for value in values):
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return values

    def map(self, key: str) -> "Fields":
        return Fields(self.take(key, dict), f"{self.place}.{key}")

    def some(self, key: str, kind: type) -> list:
        """The leaves of an optional list, which is absent and never empty."""
        return self.items(key, kind, 1) if key in self._left else []

    def some_maps(self, key: str) -> list["Fields"]:
        return self.each(key, 1) if key in self._left else []

    def classes(self, key: str, least: int = 0) -> frozenset[int]:
        values = self.items(key, str, least)
        if any(value not in list(CLASSES) for value in values):
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return frozenset(map(CLASSES.index, values))

    def scoped(self, key: str) -> str:
        """``vitals``, or ``icu/vitals`` for another compartment's."""
        value = self.take(key, str)
        parts = value.split("/")
        if len(parts) > 2 or not all(NAME.match(part) for part in parts):
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def subject(self, key: str) -> str:
        value = self.take(key, str)
        if value and not is_subject(value):
            raise Refusal(MALFORMED, f"{self.place}.{key}")
        return value

    def finish(self) -> None:
        if self._left:
            raise Refusal(MALFORMED, self.place)
