"""Putting together what was quarantined in pieces."""

from hashlib import sha256

from ..errors import Refusal


def quarantined(messages: list[dict]) -> bytes:
    """The raw bytes behind one quarantine message, or behind all the pieces of one whole.

    In any order, repeated pieces put up with; refused while one is missing, or where the pieces
    are not of one whole with the digest that they name.
    """
    contents = [message["content"] for message in messages if message["kind"] == "quarantine"]
    if len(contents) != len(messages) or not contents:
        raise Refusal(2101, "quarantine")
    if "part" not in contents[0]:
        if len(contents) > 1:
            raise Refusal(2101, "pieces")
        return contents[0]["raw"]
    return _joined(contents)


def _joined(contents: list[dict]) -> bytes:
    whole = _whole(contents[0])
    pieces = {}
    for content in contents:
        if "part" not in content or _whole(content) != whole:
            raise Refusal(2101, "pieces")
        pieces[content["part"]["index"]] = content["raw"]
    if len(pieces) != whole["count"] or max(pieces) != whole["count"] - 1:
        raise Refusal(2101, "pieces")
    raw = b"".join(pieces[index] for index in sorted(pieces))
    if len(raw) != whole["bytes"] or sha256(raw).digest() != whole["sha256"]:
        raise Refusal(2101, "digest")
    return raw


def _whole(content: dict) -> dict:
    """What is the same in all pieces of one whole; extensions need not be."""
    return {name: content["part"][name] for name in ("count", "sha256", "bytes")}
