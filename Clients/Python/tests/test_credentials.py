"""Principals that issuers introduce: what a credential may give, and what it may not."""

import copy

import pytest
import zmq
from house import NOW, House, grant, signed
from zmq.utils import z85

from vaguemestre import cbor
from vaguemestre.credentials import CREDENTIAL_TYPE
from vaguemestre.documents import POLICY_TYPE
from vaguemestre.errors import Refusal
from vaguemestre.keys import SigningKey
from vaguemestre.site import Site

DAY = 86_400
PUMP = {"maker": "Fresenius Kabi", "model": "Agilia", "firmware": b"\1" * 32, "country": "FR"}


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.issuer = SigningKey.generate()
    house.policies["icu"]["issuers"] = [
        {
            "name": "bedside",
            "keys": [house.issuer.spki],
            "expires": NOW + 100 * DAY,
            "template": {
                "roles": ["device"],
                "clearance": ["house", [0, 3], {"compartment": ["icu"]}],
                "publish": [grant("vitals", "bed-1")],
                "subscribe": [],
                "purposes": [],
                "lifetime": 30 * DAY,
                "equipment": [{"maker": "Fresenius Kabi", "countries": ["DE", "FR"]}],
            },
        }
    ]
    return house


def credential(name="pump-7", issued=NOW - 60, **changes):
    principal = {
        "name": name,
        "role": "device",
        "curve-key": z85.decode(zmq.curve_keypair()[0]),
        "signing-keys": [SigningKey.generate().spki],
        "clearance": ["house", [3], {"compartment": ["icu"]}],
        "publish": [grant("vitals", "bed-1/pump-7")],
        "subscribe": [],
        "expires": issued + 30 * DAY,
        "purposes": [],
        "equipment": PUMP,
        **changes,
    }
    return {
        "format": "vaguemestre-credential-1",
        "site": "house",
        "compartment": "icu",
        "issuer": "bedside",
        "issued": issued,
        "principal": principal,
    }


def put(house, value, key=None, content_type=CREDENTIAL_TYPE, file=None):
    folder = house.directory / "credentials" / "icu"
    folder.mkdir(parents=True, exist_ok=True)
    data = signed(content_type, cbor.encode(value), [key or house.issuer])
    (folder / f"{file or value['principal']['name']}.cose").write_bytes(data)


def load(house, **options):
    site = Site(house.write(), **options)
    return site, set(site.policy("icu").principals), [each.code for each in site.refused]


def test_who_is_introduced_is_one_of_the_policy(house):
    put(house, credential())
    site, names, refused = load(house)
    assert names == {"monitor", "board", "pump-7"} and refused == []
    assert site.policy("icu").principals["pump-7"].may_publish("vitals", "bed-1/pump-7")


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "subscriber", "publish": [], "signing-keys": []},
        {"clearance": ["house", [3, 4], {"compartment": ["icu"]}]},
        {"clearance": ["house", [3], {"compartment": ["icu", "lab"]}]},
        {"publish": [grant("vitals")]},
        {"publish": [grant("vitals", "bed-12")]},
        {"subscribe": [grant("vitals", "bed-1")]},
        {"purposes": ["treatment"]},
        {"expires": NOW - 60 + 30 * DAY + 1},
        {"equipment": {**PUMP, "country": "US"}},
        {"equipment": {"maker": "Fresenius Kabi", "model": "Agilia"}},
    ],
)
def test_nothing_beyond_the_template(house, changes):
    put(house, credential(**changes))
    _, names, refused = load(house)
    assert "pump-7" not in names and refused == [2326]


def test_only_the_issuer_introduces(house):
    for key in (house.roots[0], house.authorities["icu"][0], house.producers["icu"]):
        put(house, credential(), key)
        assert load(house)[2] == [2334]
    put(house, credential(), content_type=POLICY_TYPE)
    assert load(house)[2] == [2333]
    put(house, credential())
    house.charter["revocations"]["signing-keys"] = [house.issuer.key_id]
    assert load(house)[2] == [2334]


def test_what_the_site_uses_stays_its_own(house):
    taken = [
        {"name": "monitor"},
        {"curve-key": z85.decode(house.people["board"][0])},
        {"curve-key": z85.decode(house.cell[0])},
        {"signing-keys": [house.producers["icu"].spki]},
        {"signing-keys": [house.issuer.spki]},
        {"signing-keys": [house.roots[0].spki]},
    ]
    for changes in taken:
        put(house, credential(**changes), file="x")
        assert load(house)[2] == [2301]


def test_of_two_the_later_counts_and_an_older_one_does_not_return(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    old, new = credential(), credential(issued=NOW - 30)
    put(house, old, file="a")
    put(house, new, file="b")
    site, _, refused = load(house, state=state)
    who = site.policy("icu").principals["pump-7"]
    assert refused == [] and who.curve_key == new["principal"]["curve-key"]
    (house.directory / "credentials" / "icu" / "b.cose").unlink()
    _, names, refused = load(house, state=state)
    assert "pump-7" not in names and refused == [2336]
    put(house, credential(issued=NOW - 30), file="a")
    assert load(house, state=state)[2] == [2339]


def test_of_two_that_share_a_key_the_earlier_counts(house):
    first = credential("a")
    second = credential("b", issued=NOW - 30)
    second["principal"]["curve-key"] = first["principal"]["curve-key"]
    put(house, first)
    put(house, second)
    _, names, refused = load(house)
    assert "a" in names and "b" not in names and refused == [2301]


def test_withdrawn_ahead_and_elsewhere(house):
    put(house, credential())
    house.policies["icu"]["issuers"][0]["issued-from"] = NOW
    assert load(house)[2] == [2327]
    del house.policies["icu"]["issuers"][0]["issued-from"]
    put(house, credential(issued=NOW + 2 * DAY))
    assert load(house)[2] == [2351]
    for key, value in (("site", "other"), ("compartment", "lab"), ("format", "x")):
        put(house, {**credential(), key: value})
        assert load(house)[2] == [2301]
    put(house, {**credential(), "issuer": "other"})
    assert load(house)[2] == [2334]


def test_every_key_more_or_less_is_refused(house):
    for place in ("principal", None):
        value = credential()
        for key in value[place] if place else value:
            if key == "equipment":
                continue
            less = copy.deepcopy(value)
            del (less[place] if place else less)[key]
            put(house, less, file="x")
            assert load(house)[2] == [2301], key
        more = copy.deepcopy(value)
        (more[place] if place else more)["zz"] = 1
        put(house, more, file="x")
        assert load(house)[2] == [2301]


def test_documents_with_the_new_keys(house):
    policy = house.policies["icu"]
    policy["flows"][0]["equipment"] = [{"registered": True}]
    policy["denies"] = [{"equipment": {"firmware": [b"\1" * 32]}, "reason": "recall"}]
    house.charter["suites"] = ["es256", "es256-mldsa65"]
    load(house)
    house.charter["suites"] = ["es256-mldsa65"]
    with pytest.raises(Refusal) as refusal:
        load(house)
    assert refusal.value.code == 2325
    del house.charter["suites"]
    for wrong in ([], [{}], [{"registered": False}], [{"countries": ["fr"]}], [{"maker": " x"}]):
        policy["flows"][0]["equipment"] = wrong
        with pytest.raises(Refusal):
            load(house)
