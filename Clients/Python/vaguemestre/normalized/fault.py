"""What is said of bytes that are no message: a code of the specification and an offset."""

from ..errors import Refusal

CODES = {
    "malformed": 1500,
    "truncated": 1501,
    "trailing": 1502,
    "wrongType": 1503,
    "unknownKey": 1504,
    "missingKey": 1505,
    "unknownVersion": 1506,
    "unknownKind": 1507,
    "unknownValue": 1508,
    "outOfRange": 1509,
    "notCanonical": 1510,
    "depth": 1511,
    "tooLarge": 1512,
}

# The code words of ../cbor.py, and what they are here.
_WORDS = {
    "reserved": "malformed",
    "invalid-utf8": "malformed",
    "truncated": "truncated",
    "trailing": "trailing",
    "wrong-type": "wrongType",
    "tag": "malformed",
    "simple-value": "malformed",
    "indefinite": "malformed",
    "non-shortest": "malformed",
    "non-shortest-float": "malformed",
    "nan-payload": "malformed",
    "key-order": "malformed",
    "duplicate-key": "malformed",
    "depth": "depth",
}


class FormatFault(Refusal):
    """Bytes that are no message: the code's name, and the offset of the offending item."""

    def __init__(self, name: str, offset: int):
        self.name = name
        self.offset = offset
        super().__init__(CODES[name], f"offset {offset}")

    @classmethod
    def of(cls, word: str, offset: int) -> "FormatFault":
        """From an error of the CBOR profile."""
        return cls(_WORDS[word], offset)
