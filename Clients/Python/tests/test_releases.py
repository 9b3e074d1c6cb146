"""Delegations to integrators and their releases: the vectors, and a site's directory."""

import json
from pathlib import Path

import pytest
from house import NOW, House, quorum, signed

from vaguemestre import cbor, releases
from vaguemestre.__main__ import main
from vaguemestre.cose import SignedDocument
from vaguemestre.documents import CHARTER_TYPE, POLICY_TYPE, Charter, Policy
from vaguemestre.errors import Refusal
from vaguemestre.fields import MALFORMED
from vaguemestre.keys import SigningKey, sha256
from vaguemestre.site import fingerprint

DAY = 86_400
VECTORS = Path(__file__).parents[3] / "Tests/SignedPolicyTests/Vectors/releases.json"


def code(call, *arguments):
    """The code of a refusal, 0 for none; all of a malformed document are one here."""
    try:
        call(*arguments)
    except Refusal as refusal:
        return refusal.code
    return 0


def known(number):
    return MALFORMED if MALFORMED <= number <= 2327 else number


@pytest.fixture(scope="module")
def vectors():
    return json.loads(VECTORS.read_text())


def test_every_vector_has_the_verdict_that_stands_there(vectors):
    charters = []
    for each in vectors["charters"]:
        document = SignedDocument.decode(bytes.fromhex(each), CHARTER_TYPE)
        charter = Charter.decode(document.payload)
        assert fingerprint(charter.roots).hex() == vectors["pin"]
        assert document.signers(list(charter.roots.keys), set()) >= charter.roots.threshold
        charters.append(charter)
    policy = SignedDocument.decode(bytes.fromhex(vectors["policy"]), POLICY_TYPE)
    assert len(vectors["cases"]) > 60
    for case in vectors["cases"]:
        policies = [Policy.decode(policy.payload)]
        basis = releases.Basis(charters[case["charter"]], policies, case["time"])
        codes, delegated = [], []
        for data in map(bytes.fromhex, case["integrators"]):
            codes.append(code(lambda data=data: delegated.append(basis.integrator(data))))
        found = []
        verdict = code(
            lambda: found.append(basis.release(bytes.fromhex(case["release"]), delegated))
        )
        expect = case["expect"]
        assert codes == [known(each) for each in expect["integrators"]], case["name"]
        assert verdict == known(expect["release"]), case["name"]
        assert [each.lapsed for each in found] == [expect["lapsed"]][: len(found)], case["name"]


class Maker:
    """A house that names release keys, an integrator, and an executable."""

    def __init__(self, directory):
        self.house = House(directory)
        self.holders = [SigningKey.generate() for _ in range(3)]
        self.key = SigningKey.generate()
        self.house.charter["adapter-release"] = quorum(self.holders)
        self.program = directory / "adapter"
        self.program.write_bytes(b"an executable")
        self.delegation = {
            "format": "vaguemestre-integrator-1",
            "site": "house",
            "name": "acme",
            "keys": [self.key.spki],
            "adapters": ["scale"],
            "issued": NOW - DAY,
            "expires": NOW + DAY,
        }
        self.release = {
            "format": "vaguemestre-release-1",
            "integrator": "acme",
            "adapters": ["scale"],
            "version": "1.4.2",
            "executable": sha256(b"an executable"),
            "issued": NOW - 60,
        }

    def run(self, *options, holders=(0, 2), key=None):
        site = self.house.write()
        folder = site / "integrators"
        folder.mkdir(exist_ok=True)
        by = [self.holders[each] for each in holders]
        (folder / "acme.cose").write_bytes(
            signed(releases.INTEGRATOR_TYPE, cbor.encode(self.delegation), by)
        )
        file = site / "release.cose"
        file.write_bytes(
            signed(releases.RELEASE_TYPE, cbor.encode(self.release), [key or self.key])
        )
        return main(["release", "--site", str(site), *options, str(file), str(self.program)])


@pytest.fixture
def maker(tmp_path):
    return Maker(tmp_path)


def test_an_executable_is_verified_by_its_release(maker, capsys):
    assert maker.run("--adapter", "scale") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["executable"] == sha256(b"an executable").hex()
    assert (shown["integrator"], shown["lapsed"]) == ("acme", False)


def test_case_26_another_executable_is_refused(maker, capsys):
    maker.program.write_bytes(b"an executable ")
    assert maker.run() == 1
    assert "VGM-2404" in capsys.readouterr().err


def test_case_26_an_executable_for_another_adapter_is_refused(maker, capsys):
    assert maker.run("--adapter", "hl7v2") == 1
    assert "VGM-2405" in capsys.readouterr().err


def test_case_22_an_adapter_outside_the_delegation_is_refused(maker, capsys):
    maker.release["adapters"] = ["scale", "hl7v2"]
    assert maker.run() == 1
    assert "VGM-2358" in capsys.readouterr().err


def test_one_holder_delegates_nothing(maker, capsys):
    assert maker.run(holders=(1,)) == 1
    assert capsys.readouterr().err.count("VGM-2334") == 2


def test_a_key_of_a_producer_is_no_integrators(maker, capsys):
    maker.delegation["keys"] = [maker.house.producers["lab"].spki]
    assert maker.run(key=maker.house.producers["lab"]) == 1
    assert f"VGM-{MALFORMED}" in capsys.readouterr().err


def test_what_is_too_large_is_not_read(maker):
    maker.house.write()
    charter = Charter.decode(cbor.encode(maker.house.charter))
    basis = releases.Basis(charter, [], NOW)
    assert code(basis.release, b"\0" * (releases.RELEASE_BYTES_MAX + 1), []) == 2332


def test_of_two_delegations_the_later_counts_and_no_key_is_taken_over(maker, tmp_path):
    charter = Charter.decode(cbor.encode(maker.house.charter))
    basis = releases.Basis(charter, [], NOW)
    folder = tmp_path / "delegations"
    folder.mkdir()
    for file, change in {
        "a": {"issued": NOW - 10, "adapters": ["astm"]},
        "b": {},
        "c": {"name": "thief", "issued": NOW},
    }.items():
        data = cbor.encode({**maker.delegation, **change})
        (folder / f"{file}.cose").write_bytes(
            signed(releases.INTEGRATOR_TYPE, data, maker.holders[:2])
        )
    counts, refused = releases.integrators(folder, basis)
    assert [(each.name, each.adapters) for each in counts] == [("acme", frozenset({"astm"}))]
    assert [each.code for each in refused] == [MALFORMED]
