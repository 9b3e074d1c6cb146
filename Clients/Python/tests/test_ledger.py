"""The ledger against the vectors that the Swift module runs, and against its own algorithms."""

import base64
import json
import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from house import House

from vaguemestre import ledger, merkle
from vaguemestre.__main__ import main
from vaguemestre.errors import Refusal
from vaguemestre.keys import PublicKey, SigningKey, sha256
from vaguemestre.site import Site

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
        assert code_of(lambda: ledger.Head.decode(data).verify(ORIGIN, KEY)) == vector["code"]
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


# On the command line, under a charter's key


def der(key, text):
    raw = key.sign(text)
    return encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


def head_of(key, cell, hashes):
    """A signed head over leaf hashes."""
    origin = f"vaguemestre/house/{cell}/{bytes(16).hex()}"
    root = base64.b64encode(merkle.root(hashes)).decode()
    text = f"{origin}\n{len(hashes)}\n{root}\n"
    line = base64.b64encode(sha256(key.spki)[:4] + der(key, text.encode())).decode()
    return f"{text}\n\u2014 {origin} {line}\n".encode()


@pytest.fixture
def book(tmp_path):
    """A site whose charter names a ledger key for ``icu``; gives a way to run the command."""
    house, key = House(tmp_path), SigningKey.generate()
    house.charter["compartments"][0]["ledger-key"] = key.spki
    house.write()

    def run(data, *words, cell="icu"):
        path = tmp_path / "given"
        path.write_bytes(data)
        return main(["ledger", "--site", str(tmp_path), "--cell", cell, str(path), *words])

    return house, key, run


def test_the_command_believes_what_the_charter_names(book, capsys, tmp_path):
    house, key, run = book
    leaves = [bytes.fromhex(each["hex"]) for each in LEAVES if "leaf" in each]
    hashes = [merkle.leaf_hash(each) for each in leaves]
    old, new = head_of(key, "icu", hashes[:4]), head_of(key, "icu", hashes)
    assert run(new) == 0
    assert json.loads(capsys.readouterr().out)["size"] == len(leaves)

    def lines(path):
        return "".join(base64.b64encode(each).decode() + "\n" for each in path)

    proof = f"c2sp.org/tlog-proof@v1\nindex 2\n{lines(merkle.path(2, hashes))}\n".encode() + new
    assert run(proof, "--leaf", leaves[2].hex()) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["index"], shown["leaf"]["kind"]) == (2, "session-refused")
    assert run(proof, "--leaf", leaves[3].hex()) == 1
    assert "VGM-5014" in capsys.readouterr().err

    (tmp_path / "old").write_bytes(old)
    update = f"old 4\n{lines([merkle.root(hashes[4:8]), hashes[8]])}\n".encode() + new
    assert run(update, "--against", str(tmp_path / "old")) == 0
    assert run(update.replace(b"old 4", b"old 3"), "--against", str(tmp_path / "old")) == 1


def test_the_command_believes_nobody_else(book, capsys):
    house, key, run = book
    hashes = [merkle.leaf_hash(b"1")]
    for head, cell, code in (
        (head_of(SigningKey.generate(), "icu", hashes), "icu", 5006),
        (head_of(key, "lab", hashes), "icu", 5007),
        (head_of(key, "lab", hashes), "lab", 5010),
    ):
        assert run(head, cell=cell) == 1
        assert f"VGM-{code}" in capsys.readouterr().err
    house.charter["revocations"]["signing-keys"] = [key.key_id]
    house.write()
    assert run(head_of(key, "icu", hashes)) == 1
    assert "VGM-5011" in capsys.readouterr().err


def test_a_ledger_key_serves_nothing_else(tmp_path):
    house = House(tmp_path)
    for other in (house.roots[0], house.authorities["lab"][1], house.producers["icu"]):
        house.charter["compartments"][0]["ledger-key"] = other.spki
        house.write()
        with pytest.raises(Refusal):
            Site(tmp_path)
