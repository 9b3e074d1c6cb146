"""The ledger against the vectors that the Swift module runs, and against its own algorithms."""

import json
import random
from pathlib import Path

import pytest

from vaguemestre import ledger, merkle
from vaguemestre.errors import Refusal
from vaguemestre.keys import PublicKey, sha256

VECTORS = Path(__file__).parents[3] / "Tests/LedgerTests/Vectors"
LEAVES = json.loads((VECTORS / "leaves.json").read_text())["leaves"]
TREE = json.loads((VECTORS / "tree.json").read_text())
HEADS = json.loads((VECTORS / "heads.json").read_text())
KEY, ORIGIN = PublicKey(bytes.fromhex(HEADS["key"])), HEADS["origin"]


def named(vectors):
    return pytest.mark.parametrize("vector", vectors, ids=lambda vector: vector["name"])


def code_of(body):
    """The code of a refusal; None where there was none."""
    try:
        body()
    except Refusal as refused:
        return refused.code
    return None


@named(LEAVES)
def test_leaf(vector):
    data = bytes.fromhex(vector["hex"])
    if "code" in vector:
        assert code_of(lambda: ledger.Leaf.decode(data)) == vector["code"]
        return
    leaf = ledger.Leaf.decode(data)
    assert leaf.plain() == vector["leaf"]
    if "opening" in vector:
        opened = ledger.open_leaf(leaf, bytes.fromhex(vector["opening"]))
        assert {ledger.FIELDS[number]: value.decode() for number, value in opened.items()} == (
            vector["values"]
        )


def test_a_changed_opening_opens_nothing():
    vector = next(each for each in LEAVES if "opening" in each)
    leaf, opening = ledger.Leaf.decode(bytes.fromhex(vector["hex"])), vector["opening"]
    for place in range(0, len(opening), 2):
        changed = bytearray.fromhex(opening)
        changed[place // 2] ^= 1
        with pytest.raises(Refusal) as refused:
            ledger.open_leaf(leaf, bytes(changed))
        assert refused.value.code == ledger.WRONG_OPENING


def test_case_85_a_name_is_not_found_by_trying_all():
    vector = next(each for each in LEAVES if "opening" in each)
    leaf = ledger.Leaf.decode(bytes.fromhex(vector["hex"]))
    assert leaf.fields[32] != sha256(b"icu/monitor")
    assert vector["values"]["principal"] == "icu/monitor"


def test_tree():
    hashes = [merkle.leaf_hash(bytes.fromhex(each)) for each in TREE["leaves"]]
    roots = [bytes.fromhex(each) for each in TREE["roots"]]
    assert roots[1:] == [merkle.root(hashes[:size]) for size in range(1, 9)]
    for each in TREE["inclusion"]:
        path = [bytes.fromhex(hash_) for hash_ in each["path"]]
        assert path == merkle.path(each["index"], hashes[: each["size"]])
    for each in TREE["consistency"]:
        old, size = each["old"], each["size"]
        path = [bytes.fromhex(hash_) for hash_ in each["path"]]
        assert ledger.is_consistent(old, roots[old], size, roots[size], path)
        for other in range(9):
            if other != old:
                assert not ledger.is_consistent(old, roots[other], size, roots[size], path)
            if other != size:
                assert not ledger.is_consistent(old, roots[old], size, roots[other], path)
        for place in range(len(path)):
            assert not ledger.is_consistent(
                old, roots[old], size, roots[size], path[:place] + path[place + 1 :]
            )


@named(HEADS["heads"])
def test_head(vector):
    data = vector["head"].encode()
    if "code" in vector:
        assert (
            code_of(lambda: ledger.Head.decode(data).verify(ORIGIN, KEY)) == vector["code"]
        )
        return
    head = ledger.Head.decode(data)
    head.verify(ORIGIN, KEY)
    assert (head.size, head.root.hex()) == (vector["size"], vector["root"])


@named(HEADS["proofs"])
def test_proof(vector):
    proof = vector["proof"].encode()
    if vector["kind"] == "inclusion":
        leaf = bytes.fromhex(vector["leaf"])
        code = code_of(lambda: ledger.verify_inclusion(proof, leaf, ORIGIN, KEY))
    else:
        code = code_of(lambda: ledger.verify_consistency(proof, vector["old"].encode(), KEY))
    assert code == vector.get("code")


def test_no_changed_byte_of_a_signed_head_is_believed():
    head = HEADS["heads"][0]["head"].encode()
    chance = random.Random(5)
    for place in range(len(head)):
        changed = bytearray(head)
        changed[place] ^= 1 << chance.randrange(8)
        with pytest.raises(Refusal):
            ledger.Head.decode(bytes(changed)).verify(ORIGIN, KEY)
