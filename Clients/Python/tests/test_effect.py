"""What one key may do to a policy or charter, from the README's rule alone."""

import copy
import json
from pathlib import Path

import pytest
from house import House, edition, grant, label, signed
from zmq.utils import z85

from vaguemestre import cbor
from vaguemestre.documents import CHARTER_TYPE, Charter, Policy
from vaguemestre.effect import NARROWING, NEUTRAL, WIDENING, charter_effect, policy_effect
from vaguemestre.errors import Refusal
from vaguemestre.keys import SigningKey, sha256
from vaguemestre.site import Site


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    policy = house.policies["icu"]
    policy["flows"].append({**copy.deepcopy(policy["flows"][0]), "name": "notes"})
    policy["flows"][0]["critical"] = True
    policy["principals"][1]["subscribe"] = [grant("notes"), grant("vitals")]
    scribe = house._principal("stranger", "icu", subscribe=[grant("notes", "bed-1")])
    scribe["purposes"] = ["treatment"]
    policy["principals"].append(scribe)
    policy["exports"] = [
        {
            "flow": "notes",
            "to": "lab",
            "subject": "",
            "ceiling": label("icu"),
            "release": ["house", [0, 3], {"compartment": ["icu"]}],
        }
    ]
    policy["denies"] = [{"principal": "stranger", "flow": "vitals", "reason": "a"}]
    return house


def refused(action, *codes):
    with pytest.raises(Refusal) as refusal:
        action()
    assert refusal.value.code in codes


def effect(house, change):
    old = house.policies["icu"]
    new = copy.deepcopy(old) | edition(2, b"\x01" * 32)
    change(new)
    scheme = Charter.decode(cbor.encode(house.charter)).scheme
    return policy_effect(new, old, scheme)


NARROWER = [
    lambda policy: policy["principals"].pop(2),
    lambda policy: policy["principals"][2].update({"subscribe": []}),
    lambda policy: policy["principals"][2]["subscribe"][0].update({"subject": "bed-1/pump"}),
    lambda policy: policy["principals"][2].update({"expires": 5}),
    lambda policy: policy["principals"][2].update({"purposes": []}),
    lambda policy: policy["principals"][2]["clearance"].__setitem__(1, [3]),
    lambda policy: policy["principals"][2]["clearance"].__setitem__(2, {}),
    lambda policy: policy["principals"][1].update({"subscribe": [grant("vitals")]}),
    lambda policy: policy["flows"][1].update({"floor": label("icu")}),
    lambda policy: policy["flows"][1].update({"ceiling": label("icu")}),
    lambda policy: policy.update({"exports": []}),
    lambda policy: policy["exports"][0].update({"link": "link-icu"}),
    lambda policy: policy["exports"][0].update({"subject": "bed-1"}),
    lambda policy: policy["exports"][0]["release"].__setitem__(1, [0]),
    lambda policy: policy["denies"].append({"action": "export", "reason": "x"}),
    lambda policy: policy["denies"].append({"flow": "notes", "reason": "x"}),
    lambda policy: policy.update({"denies": [{"principal": "icu/stranger", "reason": "x"}]}),
]


@pytest.mark.parametrize("change", NARROWER)
def test_one_key_may_take_away(house, change):
    assert effect(house, change) == (NARROWING, False)


RESERVED = [
    lambda policy: policy["principals"].pop(0),
    lambda policy: policy["principals"][0].update({"publish": []}),
    lambda policy: policy["principals"][0].update({"signing-keys": []}),
    lambda policy: policy["principals"][1].update({"subscribe": [grant("notes")]}),
    lambda policy: policy["principals"][1].update({"expires": 5}),
    lambda policy: policy["flows"][0].update({"critical": False}),
    lambda policy: policy["flows"][0].update({"ceiling": label("icu")}),
    lambda policy: policy["denies"].append({"reason": "x"}),
    lambda policy: policy["denies"].append({"flow": "vitals", "reason": "x"}),
    lambda policy: policy["denies"].append({"principal": "board", "reason": "x"}),
    lambda policy: policy["denies"].append({"action": "deliver", "reason": "x"}),
    lambda policy: policy.update({"expires": policy["expires"] - 1}),
    lambda policy: policy.update({"grace": 0}),
]


@pytest.mark.parametrize("change", RESERVED)
def test_the_quorum_alone_takes_from_critical_care(house, change):
    assert effect(house, change) == (NARROWING, True)


WIDER = [
    lambda policy: policy["principals"][2].update({"curve-key": b"\x09" * 32}),
    lambda policy: policy["principals"][2].update({"role": "adapter"}),
    lambda policy: policy["principals"][2]["subscribe"].append(grant("vitals")),
    lambda policy: policy["principals"][2]["subscribe"][0].update({"subject": "bed-12"}),
    lambda policy: policy["principals"][2].update({"break-glass": True}),
    lambda policy: policy["flows"][1].update({"retention": 0}),
    lambda policy: policy["flows"][1].update({"default": label("icu", 4)}),
    lambda policy: policy["flows"][1].update({"ceiling": label("icu", 5)}),
    lambda policy: policy["exports"][0].update({"to": "xray"}),
    lambda policy: policy.update({"denies": []}),
    lambda policy: policy["denies"][0].update({"action": "publish"}),
    lambda policy: policy.update({"issued": 5}),
    lambda policy: policy.update({"expires": policy["expires"] + 1}),
    lambda policy: policy.update({"grace": policy["grace"] + 1}),
    lambda policy: policy.update({"issuers": []}),
    lambda policy: (policy.update({"exports": []}), policy["principals"].append({"name": "new"})),
]


@pytest.mark.parametrize("change", WIDER)
def test_whatever_gives_or_is_not_known_widens(house, change):
    assert effect(house, change)[0] == WIDENING


def test_order_and_reasons_say_nothing(house):
    def change(policy):
        policy["principals"].reverse()
        policy["flows"].reverse()
        policy["denies"][0]["reason"] = "b"
        policy["principals"][1]["subscribe"].reverse()

    assert effect(house, change) == (NEUTRAL, False)


def publish(house, keys, change=lambda policy: policy.update({"exports": []})):
    """The next version of ICU's policy by these keys; the one before it goes to the history."""
    policy = house.policies["icu"]
    history = house.directory / "policies" / "history"
    history.mkdir(exist_ok=True)
    current = house.directory / "policies" / "icu.cose"
    (history / f"icu.{policy['version']}.cose").write_bytes(current.read_bytes())
    digest = sha256(cbor.encode(policy))
    policy |= edition(policy["version"] + 1, digest)
    change(policy)
    current.write_bytes(house.sign_policy("icu", keys))


def test_one_key_is_followed_once(house, tmp_path):
    state, keys = tmp_path / "accepted.cbor", house.authorities["icu"]
    Site(house.write(), state)
    publish(house, keys[2:])
    assert Site(house.directory, state).policy("icu").edition.version == 2
    assert Site(house.directory, state).policy("icu").edition.version == 2
    Site(house.directory)
    publish(house, keys[:1], lambda policy: policy["principals"].pop(2))
    refused(lambda: Site(house.directory, state), 2354)
    (house.directory / "policies" / "icu.cose").write_bytes(house.sign_policy("icu", keys[:2]))
    assert Site(house.directory, state).policy("icu").edition.version == 3


def test_case_41_one_key_gives_nothing(house):
    house.write()
    publish(house, house.authorities["icu"][:1], lambda policy: policy.update({"grace": 9_999}))
    refused(lambda: Site(house.directory), 2352)


def test_one_key_takes_no_critical_care(house):
    house.write()
    publish(house, house.authorities["icu"][:1], lambda policy: policy["principals"].pop(0))
    refused(lambda: Site(house.directory), 2353)


def test_without_the_version_before_it_is_nothing(house):
    house.write()
    publish(house, house.authorities["icu"][:1])
    (house.directory / "policies" / "history" / "icu.1.cose").unlink()
    refused(lambda: Site(house.directory), 2355)


def test_no_key_of_the_authority_is_none(house):
    house.write()
    publish(house, [SigningKey.generate(), house.authorities["lab"][0]])
    refused(lambda: Site(house.directory), 2334)


def test_a_fork_by_one_key_keeps_no_reader_from_the_quorum(house, tmp_path):
    state, keys = tmp_path / "accepted.cbor", house.authorities["icu"]
    Site(house.write(), state)
    before, first = copy.deepcopy(house.policies), house.sign_policy("icu")
    publish(house, keys[2:], lambda policy: policy["principals"].pop(2))
    Site(house.directory, state)
    house.policies = before
    (house.directory / "policies" / "icu.cose").write_bytes(first)
    publish(house, keys[:1])
    refused(lambda: Site(house.directory, state), 2339)
    publish(house, keys[:2], lambda policy: policy.update({"grace": 5}))
    assert Site(house.directory, state).policy("icu").edition.version == 3


def revoke(house, keys, change):
    house.directory.joinpath("policies", "history").mkdir(exist_ok=True)
    path = house.directory / "charter.cose"
    house.directory.joinpath("policies", "history", "charter.1.cose").write_bytes(path.read_bytes())
    house.charter |= edition(2, sha256(cbor.encode(house.charter)))
    change(house.charter)
    path.write_bytes(signed(CHARTER_TYPE, cbor.encode(house.charter), keys))


def test_one_root_revokes_the_keys_of_one_principal(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    Site(house.write(), state)
    stolen = z85.decode(house.people["board"][0])
    revoke(
        house,
        house.roots[1:2],
        lambda charter: charter["revocations"].update({"curve-keys": [stolen]}),
    )
    assert stolen in Site(house.directory, state).charter.revoked_curve_keys
    assert stolen in Site(house.directory).charter.revoked_curve_keys


@pytest.mark.parametrize(
    "change",
    [
        lambda house: {"signing-keys": [house.roots[2].key_id]},
        lambda house: {"signing-keys": [house.authorities["lab"][0].key_id]},
        lambda house: {"signing-keys": [bytes([n]) * 16 for n in range(5)]},
        lambda house: {"curve-keys": [z85.decode(house.cell[0])]},
        lambda house: {"curve-keys": [b"\x01" * 32, b"\x02" * 32]},
    ],
)
def test_one_root_disarms_no_quorum_and_stops_no_cell(house, change):
    house.write()
    revoke(house, house.roots[:1], lambda charter: charter["revocations"].update(change(house)))
    refused(lambda: Site(house.directory), 2353)


@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda charter: charter["compartments"][0].update({"closed": True}), (NARROWING, True)),
        (
            lambda charter: charter["compartments"][0].update({"minimum-version": 7}),
            (NARROWING, True),
        ),
        (lambda charter: charter.update({"expires": charter["expires"] - 1}), (NARROWING, True)),
        (lambda charter: charter["roots"].update({"threshold": 1}), (WIDENING, False)),
        (lambda charter: charter.update({"suites": []}), (WIDENING, False)),
        (lambda charter: None, (NEUTRAL, False)),
    ],
)
def test_charters(house, change, expected):
    new = copy.deepcopy(house.charter) | edition(2, b"\x01" * 32)
    change(new)
    assert charter_effect(new, house.charter) == expected


VECTORS = json.loads(
    (Path(__file__).parents[3] / "Tests/PolicyTests/Vectors/effects.json").read_text()
)


@pytest.mark.parametrize("version", VECTORS["versions"], ids=lambda version: version["name"])
def test_the_vectors(version):
    old = bytes.fromhex(VECTORS["policy"])
    front, behind = version["keep"]
    new = old[:front] + bytes.fromhex(version["put"]) + old[len(old) - behind :]
    Policy.decode(new)
    scheme = Charter.decode(bytes.fromhex(VECTORS["charter"])).scheme
    found = policy_effect(cbor.decode(new), cbor.decode(old), scheme)
    assert found == (version["expect"], version["reserved"])
