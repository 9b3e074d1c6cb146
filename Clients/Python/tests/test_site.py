"""What makes a charter and a policy believed, and what does not."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from house import NOW, House, edition, secret, signed

from vaguemestre import cbor
from vaguemestre.cose import signature
from vaguemestre.documents import CHARTER_TYPE, POLICY_TYPE
from vaguemestre.errors import Refusal
from vaguemestre.keys import SigningKey, sha256
from vaguemestre.site import Identity, Site


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def refused(action, *codes):
    with pytest.raises(Refusal) as refusal:
        action()
    assert refusal.value.code in codes


def test_a_site_is_believed(house):
    site = Site(house.write())
    assert site.charter.site == "house"
    assert set(site.policies) == {"icu", "lab"}
    who, key = site.policy("icu").producer(house.producers["icu"].key_id)
    assert (who.name, key.spki) == ("monitor", house.producers["icu"].spki)


def test_any_two_of_three_are_enough(house):
    one, two, three = house.roots
    for keys in ([one, two], [two, three], [three, one, two]):
        Site(house.write(house.sign_charter(keys)))


@pytest.mark.parametrize("signers", [[0], [0, 0], []])
def test_too_few_different_keys(house, signers):
    keys = [house.roots[number] for number in signers]
    refused(lambda: Site(house.write(house.sign_charter(keys))), 2334, 2331)
    keys = [house.authorities["icu"][number] for number in signers]
    refused(lambda: Site(house.write(icu=house.sign_policy("icu", keys))), 2334, 2331)


def test_strangers_do_not_count_and_do_no_harm(house):
    strangers = [SigningKey.generate() for _ in range(3)]
    refused(lambda: Site(house.write(house.sign_charter([house.roots[0]] + strangers))), 2334)
    Site(house.write(house.sign_charter(house.roots[:2] + strangers)))


def test_neither_roots_nor_another_authority_sign_a_policy(house):
    refused(lambda: Site(house.write(icu=house.sign_policy("icu", house.roots))), 2334)
    refused(lambda: Site(house.write(icu=house.sign_policy("icu", house.authorities["lab"]))), 2334)


def test_a_wrong_signature_by_a_member_refuses_the_document(house):
    payload = cbor.encode(house.charter)
    protected = cbor.encode({3: CHARTER_TYPE})
    signatures = []
    for number, key in enumerate(house.roots):
        header = cbor.encode({1: -7, 4: key.key_id})
        covered = signature(protected, header, payload + b"x" * (number == 2))
        signatures.append([header, {}, key.sign(covered)])
    refused(
        lambda: Site(house.write(b"\xd8\x62" + cbor.encode([protected, {}, payload, signatures]))),
        2335,
    )


def test_a_signature_under_another_keys_id_does_not_count_twice(house):
    key, other = house.roots[:2]
    payload, protected = cbor.encode(house.charter), cbor.encode({3: CHARTER_TYPE})
    signatures = []
    for kid in (key.key_id, other.key_id):
        header = cbor.encode({1: -7, 4: kid})
        signatures.append([header, {}, key.sign(signature(protected, header, payload))])
    refused(
        lambda: Site(house.write(b"\xd8\x62" + cbor.encode([protected, {}, payload, signatures]))),
        2335,
    )


def test_a_revoked_authority_key_does_not_count(house):
    house.charter["revocations"]["signing-keys"] = [house.authorities["icu"][0].key_id]
    refused(lambda: Site(house.write()), 2334)


def test_other_roots_than_the_pinned(house):
    house.write()
    (house.directory / "roots.pin").write_text("00" * 32)
    refused(lambda: Site(house.directory), 2340)
    (house.directory / "roots.pin").write_text("no pin")
    refused(lambda: Site(house.directory), 2513)


def test_a_policy_signed_as_a_charter(house):
    payload = cbor.encode(house.policies["icu"])
    data = signed(CHARTER_TYPE, payload, house.authorities["icu"])
    refused(lambda: Site(house.write(icu=data)), 2333)


@pytest.mark.parametrize("body", [b"", cbor.encode({1: -7, 3: POLICY_TYPE}), cbor.encode({})])
def test_another_header(house, body):
    data = signed(POLICY_TYPE, cbor.encode(house.policies["icu"]), house.authorities["icu"], body)
    refused(lambda: Site(house.write(icu=data)), 2333)


def test_policies_do_not_change_places(house):
    refused(lambda: Site(house.write(lab=house.sign_policy("icu"))), 2334)
    keys = house.authorities["lab"][:2]
    refused(lambda: Site(house.write(lab=house.sign_policy("icu", keys))), 2343)


def test_another_site_and_an_old_version(house):
    house.policies["icu"]["site"] = "other"
    refused(lambda: Site(house.write()), 2342)
    house.policies["icu"]["site"] = "house"
    house.charter["compartments"][0]["minimum-version"] = 2
    refused(lambda: Site(house.write()), 2345)


def test_a_document_that_expired_before_it_came(house):
    house.policies["icu"] |= {"issued": NOW - 90, "expires": NOW - 30}
    refused(lambda: Site(house.write()), 2350)


def test_bytes_behind_in_front_or_missing(house):
    data = house.sign_charter()
    for changed in (data + b"\x00", data[:-1], data[2:], b"\xc1" + data):
        refused(lambda data=changed: Site(house.write(data)), 2331)


def test_another_spelling_of_the_same_document(house):
    payload = cbor.encode(house.charter)
    assert payload[:1] == b"\xab"
    for spelled in (b"\xb8\x0b" + payload[1:], b"\xbf" + payload[1:] + b"\xff"):
        data = signed(CHARTER_TYPE, spelled, house.roots)
        refused(lambda data=data: Site(house.write(data)), 2301)


@pytest.mark.parametrize(
    "change",
    [
        lambda policy: policy.update({"break-glass": []}),
        lambda policy: policy.pop("denies"),
        lambda policy: policy.update({"denies": None}),
        lambda policy: policy.update({"version": True}),
        lambda policy: policy.update({"version": 0}),
        lambda policy: policy["flows"][0].update({"service": "best"}),
        lambda policy: policy["flows"].append(policy["flows"][0]),
        lambda policy: policy["principals"].append(policy["principals"][0]),
        lambda policy: policy["principals"][0].update(
            {"curve-key": policy["principals"][1]["curve-key"]}
        ),
        lambda policy: policy["principals"][0].update({"signing-keys": [b"key"]}),
        lambda policy: policy["principals"][0].update(
            {"publish": [{"flow": "other", "subject": ""}]}
        ),
        lambda policy: policy["principals"][0].update(
            {"publish": [{"flow": "vitals", "subject": ".."}]}
        ),
        lambda policy: policy["principals"][0].update({"name": "Monitor"}),
        lambda policy: policy["principals"][0].update({"role": "root"}),
        lambda policy: policy["flows"][0].update({"floor": ["house", 9, {}, {}, {}]}),
    ],
)
def test_a_document_with_a_rule_that_is_not_understood(house, change):
    change(house.policies["icu"])
    refused(lambda: Site(house.write()), 2301)


def next_version(house, version, previous):
    house.policies["icu"].pop("previous", None)
    house.policies["icu"] |= edition(version, previous)


def test_versions_only_go_forward_one_by_one(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    first = house.sign_policy("icu")
    digest = sha256(cbor.encode(house.policies["icu"]))
    Site(house.write(icu=first), state)

    next_version(house, 2, b"\x00" * 32)
    refused(lambda: Site(house.write(), state), 2338)
    next_version(house, 3, digest)
    refused(lambda: Site(house.write(), state), 2337)
    next_version(house, 2, digest)
    Site(house.write(), state)
    Site(house.write(), state)  # the same again
    refused(lambda: Site(house.write(icu=first), state), 2336)
    house.policies["icu"]["expires"] += 1
    refused(lambda: Site(house.write(), state), 2339)


def publish(house, version, previous):
    """The next version of ICU's policy; the one before it is kept in the history."""
    history = house.directory / "policies" / "history"
    history.mkdir(exist_ok=True)
    (history / f"icu.{version - 1}.cose").write_bytes(house.sign_policy("icu"))
    next_version(house, version, previous)
    house.write()
    return sha256(cbor.encode(house.policies["icu"]))


def test_who_was_away_is_led_through_the_history(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    Site(house.write(), state)
    digest = sha256(cbor.encode(house.policies["icu"]))
    for version in (2, 3, 4):
        digest = publish(house, version, digest)
    missing = house.directory / "policies" / "history" / "icu.3.cose"
    missing.rename(missing.with_suffix(".away"))
    refused(lambda: Site(house.directory, state), 2337)
    missing.write_bytes(b"\xd8\x62\x80")
    refused(lambda: Site(house.directory, state), 2337)
    missing.with_suffix(".away").rename(missing)
    assert Site(house.directory, state).policy("icu").edition.version == 4


def test_a_version_that_may_not_grant(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    Site(house.write(), state)
    digest = sha256(cbor.encode(house.policies["icu"]))
    next_version(house, 2, digest)
    house.policies["icu"] |= {"issued": NOW - 90, "expires": NOW - 30}
    refused(lambda: Site(house.write(), state), 2516)
    house.policies["icu"] |= {"issued": NOW + 90_000, "expires": NOW + 99_000}
    refused(lambda: Site(house.write(), state), 2351)
    refused(lambda: Site(house.directory), 2351)


def test_a_principals_key_serves_nothing_else(house):
    who = house.policies["icu"]["principals"][0]
    for key in (house.roots[2], house.authorities["lab"][2]):
        who["signing-keys"] = [key.spki]
        refused(lambda: Site(house.write()), 2301)
    who["signing-keys"] = [house.producers["icu"].spki]
    who["curve-key"] = house.charter["compartments"][0]["curve-key"]
    refused(lambda: Site(house.write()), 2301)


def test_a_cell_whose_key_is_revoked(house):
    site = Site(house.write())
    assert site.cell("icu").name == "icu"
    house.charter["revocations"]["curve-keys"] = [house.charter["compartments"][0]["curve-key"]]
    site = Site(house.write())
    refused(lambda: site.cell("icu"), 2520)
    refused(lambda: site.cell("xray"), 2509)


def test_damaged_state_is_no_first_start(house, tmp_path):
    state = tmp_path / "accepted.cbor"
    Site(house.write(), state)
    for data in (b"", b"\xa0", state.read_bytes()[:-1]):
        state.write_bytes(data)
        refused(lambda: Site(house.directory, state), 2508)


def test_secrets_that_others_can_read(house):
    house.write()
    path = house.directory / "principals/icu/board/curve.key"
    assert Identity.load(house.directory, "board").compartment == "icu"
    secret(path, house.people["board"][1], 0o640)
    refused(lambda: Identity.load(house.directory, "icu/board"), 2502)
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")
    refused(lambda: Identity.load(house.directory, "icu/board"), 2502)


def test_signing_keys_that_are_protected_or_on_a_token(house):
    house.write()
    home = house.directory / "principals/icu/board"
    clear = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    secret(home / "signing.pem", clear)
    assert Identity.load(house.directory, "icu/board").signing_key is not None
    secret(home / "signing.uri", b"pkcs11:token=t;object=o\n")
    refused(lambda: Identity.load(house.directory, "icu/board"), 2419)
    (home / "signing.pem").unlink()
    assert Identity.load(house.directory, "icu/board").signing_key is None
    (home / "signing.uri").unlink()
    secret(home / "signing.pem", clear.replace(b" PRIVATE KEY", b" ENCRYPTED PRIVATE KEY"))
    refused(lambda: Identity.load(house.directory, "icu/board"), 2420)


@pytest.mark.parametrize("name", ["nobody", "lab/board", "../icu", "icu/../icu", ""])
def test_principals_that_are_none(house, name):
    house.write()
    refused(lambda: Identity.load(house.directory, name), 2510, 2514)
