"""The normalized format against its specification and against what breaks it."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from vaguemestre import cbor, normalized
from vaguemestre.errors import Refusal

README = Path(__file__).parents[3] / "Sources/NormalizedFormat/README.md"


def example(name: str) -> bytes:
    """The bytes of an example of the specification."""
    text = README.read_text()
    part = text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    return bytes.fromhex(re.sub(r"\s", "", part.split("```")[3]))


def piece(raw: bytes, index: int, whole: bytes, count: int) -> dict:
    part = {1: index, 2: count, 3: sha256(whole).digest(), 4: len(whole)}
    message = {0: 1, 1: {}, 4: 8, 5: {1: 1013, 2: raw, 7: part}}
    return normalized.decode(cbor.encode(message))


@pytest.mark.parametrize("name", ["measurement", "quarantine", "piece"])
def test_the_examples_of_the_specification_decode(name):
    assert normalized.decode(example(name))[0] == 1


def test_what_is_quarantined_whole_is_its_bytes():
    assert normalized.quarantined([normalized.decode(example("quarantine"))]) == b"MSH?"


def test_pieces_give_the_whole_in_any_order():
    pieces = [piece(b"abc", 0, b"abcde", 2), piece(b"de", 1, b"abcde", 2)]
    assert normalized.quarantined(pieces) == b"abcde"
    assert normalized.quarantined(pieces[::-1] + pieces) == b"abcde"


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [piece(b"abc", 0, b"abcde", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"dx", 1, b"abcde", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"de", 1, b"abcdf", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"de", 2, b"abcde", 2)],
        [piece(b"abcde", 0, b"abcde", 1), normalized.decode(example("quarantine"))],
        [normalized.decode(example("quarantine"))] * 2,
        [normalized.decode(example("measurement"))],
        [piece(b"a", 0, b"a", 1 << 31)],
        [{4: 8, 5: {1: 1013}}],
        [{4: 8, 5: {2: b"a", 7: 1}}],
    ],
)
def test_pieces_that_are_no_whole_are_refused(pieces):
    with pytest.raises(Refusal):
        normalized.quarantined(pieces)
