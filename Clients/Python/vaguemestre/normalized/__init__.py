"""The payload: the open normalized format (Sources/NormalizedFormat/README.md).

A message is a dict with the names of the specification: records are dicts in the order of their
keys, lists are lists, numbers of a list stand as their names and terminologies as their URIs,
decimals are :class:`decimal.Decimal` with the digits that were sent. An extension stands under its
negative key with the bytes of its value, so that ``encode(decode(data)) == data``.
"""

from .fault import FormatFault
from .pieces import quarantined
from .plain import plain, text
from .reader import read
from .schema import MESSAGE_BYTES_MAX
from .writer import write as encode

__all__ = ["FormatFault", "decode", "encode", "plain", "quarantined", "read", "text"]


def decode(data: bytes) -> dict:
    """The only message in ``data``; whatever else it is raises :class:`FormatFault`."""
    if len(data) > MESSAGE_BYTES_MAX:
        raise FormatFault("tooLarge", 0)
    message, end = read(data)
    if end != len(data):
        raise FormatFault("trailing", end)
    return message
