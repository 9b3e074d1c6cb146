"""The strict reader against the vectors that the Swift codec runs, and against cbor2."""

import random
from pathlib import Path

import cbor2
import pytest

from vaguemestre import cbor

VECTORS = Path(__file__).parents[3] / "Tests/CBORTests/Vectors"


def load(path):
    head, _, body = path.read_text().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields, bytes.fromhex("".join(body.split()))


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.vector")), ids=lambda path: path.stem)
def test_vector(path):
    fields, data = load(path)
    tags = fields.get("tags") == "admitted"
    if fields["expect"] == "accept":
        cbor.check(data, tags=tags)
        for count in range(len(data)):
            with pytest.raises(cbor.CBORError) as cut:
                cbor.check(data[:count], tags=tags)
            assert cut.value.code == "truncated"
        return
    with pytest.raises(cbor.CBORError) as refused:
        cbor.check(data, tags=tags)
    assert (refused.value.code, refused.value.offset) == (fields["expect"], int(fields["offset"]))


def test_there_are_vectors():
    assert len(list(VECTORS.glob("*.vector"))) > 80


def random_value(source, depth=0):
    kind = source.randrange(8 if depth < 4 else 6)
    if kind == 0:
        return source.randrange(1 << source.randrange(1, 64))
    if kind == 1:
        return -1 - source.randrange(1 << source.randrange(1, 63))
    if kind == 2:
        return source.randbytes(source.randrange(40))
    if kind == 3:
        return "é" * source.randrange(20)
    if kind in (4, 5):
        return source.choice([None, True, False])
    if kind == 6:
        return [random_value(source, depth + 1) for _ in range(source.randrange(5))]
    return {
        str(source.randrange(9)): random_value(source, depth + 1)
        for _ in range(source.randrange(5))
    }


def test_what_is_written_is_of_the_profile_and_reads_back():
    source = random.Random(7)
    for _ in range(2_000):
        value = random_value(source)
        assert cbor.decode(cbor.encode(value)) == value


def test_what_is_read_is_what_cbor2_reads():
    source = random.Random(8)
    accepted = 0
    for _ in range(20_000):
        data = bytearray(cbor.encode(random_value(source)))
        data[source.randrange(len(data))] = source.randrange(256)
        try:
            value = cbor.decode(bytes(data))
        except cbor.CBORError:
            continue
        accepted += 1
        assert cbor2.loads(bytes(data)) == value or value != value
    assert accepted > 1_000


@pytest.mark.parametrize("text", ["a20100f500", "a1f500", "a1f93c0000", "a18000"])
def test_a_key_that_python_would_fold_is_refused(text):
    cbor.check(bytes.fromhex(text))
    with pytest.raises(cbor.CBORError) as refused:
        cbor.decode(bytes.fromhex(text))
    assert refused.value.code == "structure"


def test_random_bytes_give_values_or_errors():
    source = random.Random(9)
    for _ in range(20_000):
        try:
            cbor.decode(source.randbytes(source.randrange(30)))
        except cbor.CBORError:
            pass
