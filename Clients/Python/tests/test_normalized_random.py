"""Random messages of the normalized format, and what is left of them when bytes change."""

import random

import pytest
import specification
from random_messages import Maker

from vaguemestre import normalized
from vaguemestre.normalized.schema import KINDS

COUNT = 600


def messages(seed: int, count: int = COUNT):
    source = random.Random(seed)
    for number in range(count):
        maker = Maker(source.getrandbits(32), source.choice((0.05, 0.2, 0.5)))
        yield maker.message(KINDS[number % len(KINDS)])


def changed(source: random.Random, data: bytes) -> bytes:
    """Some bytes are other bytes, are gone, or are there twice."""
    data = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 5))):
        place = source.randrange(len(data) + 1)
        match source.randrange(4):
            case 0:
                data[place : place + 1] = source.randbytes(1)
            case 1:
                del data[place : place + source.randrange(1, 5)]
            case 2:
                data[place:place] = data[source.randrange(len(data) + 1) :][:9]
            case _:
                data[place:place] = bytes([source.choice(b"\x00\x20\x80\xa0\xc4\xf4\xf6\xf9\xff")])
    return bytes(data)


def test_what_is_encoded_is_decoded():
    for message in messages(1):
        data = normalized.encode(message)
        came = normalized.decode(data)
        assert came == message
        assert normalized.encode(came) == data
        assert normalized.text(normalized.plain(came))


def test_changed_bytes_give_a_message_or_a_fault():
    source = random.Random(2)
    accepted = 0
    for message in messages(3):
        original = normalized.encode(message)
        for _ in range(20):
            data = changed(source, original)
            try:
                came = normalized.decode(data)
            except normalized.FormatFault as fault:
                assert 0 <= fault.offset <= len(data)
                continue
            accepted += 1
            assert normalized.encode(came) == data
            assert normalized.text(normalized.plain(came))
    assert accepted > COUNT


def test_random_bytes_give_a_fault():
    source = random.Random(4)
    for _ in range(10_000):
        with pytest.raises(normalized.FormatFault):
            normalized.decode(source.randbytes(source.randrange(60)))


# Against an independent CDDL engine


@pytest.fixture(scope="module")
def is_valid():
    """Whether bytes are of the CDDL."""
    pycddl = pytest.importorskip("pycddl")
    schema = pycddl.Schema(specification.CDDL)

    def check(data: bytes) -> bool:
        try:
            schema.validate_cbor(data)
        except pycddl.ValidationError:
            return False
        return True

    return check


def without_extensions(value):
    """The CDDL says what version 1 writes, which has none."""
    if isinstance(value, dict):
        return {
            key: without_extensions(each) for key, each in value.items() if not isinstance(key, int)
        }
    return [without_extensions(each) for each in value] if isinstance(value, list) else value


def test_pycddl_takes_what_is_encoded(is_valid):
    for message in messages(5, 200):
        assert is_valid(normalized.encode(without_extensions(message)))


def test_what_pycddl_refuses_is_refused(is_valid):
    source = random.Random(6)
    refused = 0
    for message in messages(7, 100):
        original = normalized.encode(without_extensions(message))
        if len(original) > 4_000:
            continue
        for _ in range(10):
            data = changed(source, original)
            if is_valid(data):
                continue
            refused += 1
            try:
                came = normalized.decode(data)
            except normalized.FormatFault:
                continue
            # An extension, where bytes happened to make one, is more than the CDDL says.
            assert came != without_extensions(came), data.hex()
    assert refused > 500
