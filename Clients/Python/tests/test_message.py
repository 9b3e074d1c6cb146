"""Signed messages against the vectors that the Swift verifier runs, and against themselves."""

import json
import random
from pathlib import Path

import pytest

from vaguemestre import cbor, merkle, message
from vaguemestre.errors import Refusal
from vaguemestre.keys import PublicKey, SigningKey
from vaguemestre.labels import Label

FILE = json.loads(
    (Path(__file__).parents[3] / "Tests/SignedMessageTests/Vectors/messages.json").read_text()
)
KEYS = {bytes.fromhex(key): PublicKey(bytes.fromhex(spki)) for key, spki in FILE["keys"].items()}
LABEL = Label("hospital", 2, {"compartment": ("icu",)}, {}, {})


def verify(data, verifier=None):
    unverified = message.Unverified.decode(data)
    return (verifier or message.Verifier()).verify(unverified, KEYS.get(unverified.key_id))


@pytest.mark.parametrize("vector", FILE["vectors"], ids=lambda vector: vector["name"])
def test_vector(vector):
    data = bytes.fromhex(vector["message"])
    if vector["expect"] != "valid":
        with pytest.raises(Refusal) as refusal:
            verify(data)
        assert refusal.value.code == int(vector["expect"])
        return
    verified = verify(data)
    content = vector["content"]
    assert verified.payload.hex() == content["payload"]
    assert cbor.encode(verified.label.value()).hex() == content["label"]
    context = verified.context
    assert [context.site, context.compartment, context.flow, context.subject] == [
        content[name] for name in ("site", "compartment", "flow", "subject")
    ]
    assert [context.epoch, context.sequence, context.issued_at] == [
        int(content[name]) for name in ("epoch", "sequence", "issuedAt")
    ]


def contents(count):
    return [
        (
            LABEL,
            message.Context("chu", "icu", "vitals", f"bed-{number}", 5, number, 1_700_000_000_000),
            b"x" * number,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 100])
def test_a_batch_verifies_message_by_message(count):
    key = SigningKey.generate()
    for number, data in enumerate(message.sign(key, contents(count))):
        unverified = message.Unverified.decode(data)
        verified = message.Verifier().verify(unverified, PublicKey(key.spki))
        assert verified.payload == b"x" * number
        assert (unverified.proof is None) == (count == 1)


def test_a_batch_costs_one_signature():
    key = SigningKey.generate()
    verifier, public = message.Verifier(), PublicKey(key.spki)
    calls = []
    check = public.is_valid
    public.is_valid = lambda *arguments: calls.append(1) or check(*arguments)
    for data in message.sign(key, contents(50)):
        verifier.verify(message.Unverified.decode(data), public)
    assert len(calls) == 1


def test_no_changed_bit_is_verified():
    key = SigningKey.generate()
    source = random.Random(4)
    verifier, public = message.Verifier(), PublicKey(key.spki)
    for data in message.sign(key, contents(1)):
        for _ in range(2_000):
            changed = bytearray(data)
            changed[source.randrange(len(data))] ^= 1 << source.randrange(8)
            with pytest.raises(Refusal):
                verifier.verify(message.Unverified.decode(bytes(changed)), public)


def test_a_key_under_another_id_verifies_nothing():
    key, other = SigningKey.generate(), SigningKey.generate()
    unverified = message.Unverified.decode(message.sign(key, contents(1))[0])
    for wrong in (PublicKey(other.spki), None):
        with pytest.raises(Refusal) as refusal:
            message.Verifier().verify(unverified, wrong)
        assert refusal.value.code == 2113


def test_what_a_reader_would_refuse_is_not_signed():
    key = SigningKey.generate()
    for subject in ("", "..", "bed 1", "x" * 129):
        context = message.Context("chu", "icu", "vitals", subject, 1, 1, 1)
        with pytest.raises(Refusal):
            message.sign(key, [(LABEL, context, b"")])


def test_every_path_leads_to_the_root_and_no_other_place_does():
    for size in range(1, 40):
        leaves = [merkle.leaf_hash(bytes([number])) for number in range(size)]
        root = merkle.root(leaves)
        for index in range(size):
            path = merkle.path(index, leaves)
            assert merkle.root_from(leaves[index], index, size, path) == root
            assert merkle.root_from(leaves[index], index, size, path + [root]) is None
            other = (index + 1) % size
            assert size == 1 or merkle.root_from(leaves[index], other, size, path) != root
