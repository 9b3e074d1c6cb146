"""What is no message of the normalized format, each with its code and the offending item's offset.

The vectors are in a file that any implementation can run: ``expect`` is ``valid`` or a code.
"""

import pytest
from specification import EXAMPLES, VECTORS, example

from vaguemestre import cbor, normalized
from vaguemestre.normalized.fault import CODES
from vaguemestre.normalized.schema import MESSAGE_BYTES_MAX, RECORDS_MAX


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector):
    data = bytes.fromhex(vector["message"])
    if vector["expect"] == "valid":
        assert normalized.encode(normalized.decode(data)) == data
        return
    with pytest.raises(normalized.FormatFault) as fault:
        normalized.decode(data)
    assert (str(fault.value.code), fault.value.offset) == (vector["expect"], vector["offset"])


def test_every_code_has_a_vector():
    large = {CODES["tooLarge"]}  # too large for the file: see below
    assert {int(vector["expect"]) for vector in VECTORS if vector["expect"] != "valid"} == (
        set(CODES.values()) - large
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_cut_off_is_truncated(name):
    data = example(name)
    for count in range(len(data)):
        with pytest.raises(normalized.FormatFault) as fault:
            normalized.decode(data[:count])
        assert fault.value.name == "truncated"


# What is large

HEAD = {0: 1, 1: {1: {1: "a", 2: "1"}, 2: {1: "x"}}, 4: 1}


def observation(fields: dict) -> bytes:
    return cbor.encode({**HEAD, 5: {1: [{5: [{1: {}, **fields}]}]}})


def samples(count: int) -> bytes:
    return observation({2: [{9: {1: [None] * count}}]})


def quarantine(count: int) -> bytes:
    return cbor.encode({**HEAD, 4: 8, 5: {1: 1001, 2: bytes(count)}})


def other(count: int) -> bytes:
    """A message whose text has so many bytes."""
    return cbor.encode({**HEAD, 4: 9, 5: {1: "x" * count}})


def refusal(data: bytes) -> str:
    try:
        normalized.decode(data)
    except normalized.FormatFault as fault:
        return fault.name
    return "valid"


def test_an_array_has_so_many_items_and_no_more():
    assert refusal(observation({4: [1] * 65_536})) == "valid"
    assert refusal(observation({4: [1] * 65_537})) == "tooLarge"
    assert refusal(observation({8: [{}] * 65_537})) == "tooLarge"
    assert refusal(cbor.encode({**HEAD, 5: {}, 7: ["x"] * 65_537})) == "tooLarge"


def test_a_waveform_has_so_many_samples_and_no_more():
    assert refusal(samples(262_144)) == "valid"
    assert refusal(samples(262_145)) == "tooLarge"


def test_a_message_has_so_many_bytes_and_no_more():
    most = MESSAGE_BYTES_MAX - len(other(1 << 16)) + (1 << 16)
    assert len(other(most)) == MESSAGE_BYTES_MAX
    assert refusal(other(most)) == "valid"
    assert refusal(other(most + 1)) == "tooLarge"
    assert refusal(bytes(MESSAGE_BYTES_MAX + 1)) == "tooLarge"


def test_a_quarantine_message_has_so_many_raw_bytes_and_no_more():
    assert refusal(quarantine(491_520)) == "valid"
    assert refusal(quarantine(491_521)) == "tooLarge"


def test_a_message_has_so_many_records_and_no_more():
    concepts = {1: [{}] * 65_000}
    assert refusal(observation({8: [concepts] * 3})) == "valid"
    assert 4 * 65_000 > RECORDS_MAX
    assert refusal(observation({8: [concepts] * 4})) == "tooLarge"


def test_the_next_message_of_a_sequence_is_bounded_too():
    small = quarantine(1)
    message, end = normalized.read(small + quarantine(2))
    assert (message["kind"], end) == ("quarantine", len(small))
    large = other(MESSAGE_BYTES_MAX)
    with pytest.raises(normalized.FormatFault) as fault:
        normalized.read(small + large, len(small))
    assert (fault.value.name, fault.value.offset) == ("tooLarge", len(small))
