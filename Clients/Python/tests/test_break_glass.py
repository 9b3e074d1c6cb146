"""A policy's templates of break-glass are read, and hold together."""

import pytest
from house import House
from test_site import refused

from vaguemestre.keys import SigningKey
from vaguemestre.site import Site


@pytest.fixture
def officers():
    return [SigningKey.generate() for _ in range(3)]


@pytest.fixture
def house(tmp_path, officers):
    house = House(tmp_path)
    values = house.charter["labels"]["tag-sets"][0]["values"]
    values.append({"name": "psy", "excludes": [], "obsolete": False, "no-break-glass": True})
    house.policies["icu"]["break-glass"] = [
        {
            "name": "emergency",
            "flows": ["vitals"],
            "clearance": ["house", [0, 3, 4], {"compartment": ["icu"]}],
            "grantees": ["board"],
            "officers": [key.spki for key in officers],
            "duration": 3_600,
            "approval-within": 600,
            "renewals": 2,
            "review-within": 86_400,
            "reasons": ["resuscitation"],
        }
    ]
    return house


def test_a_policy_with_a_template_is_believed(house, officers):
    policy = Site(house.write()).policy("icu")
    assert policy.officer_keys == {key.spki for key in officers}


@pytest.mark.parametrize(
    "change",
    [
        {"flows": ["other"]},
        {"flows": []},
        {"grantees": ["monitor"]},
        {"grantees": ["nobody"]},
        {"grantees": ["board", "board"]},
        {"officers": [b"key", b"other"]},
        {"officers": []},
        {"duration": 0},
        {"duration": 43_201},
        {"approval-within": 3_601},
        {"approval-within": 0},
        {"renewals": 9},
        {"review-within": 0},
        {"reasons": []},
        {"reasons": ["Because"]},
        {"other": 1},
    ],
)
def test_a_template_that_does_not_hold_together(house, change):
    house.policies["icu"]["break-glass"][0] |= change
    refused(lambda: Site(house.write()), 2301)


def test_too_few_officers_for_two_renewals(house):
    template = house.policies["icu"]["break-glass"][0]
    template["officers"] = template["officers"][:2]
    refused(lambda: Site(house.write()), 2301)
    template["renewals"] = 1
    Site(house.write())


def test_an_officers_key_serves_nothing_else(house):
    template = house.policies["icu"]["break-glass"][0]
    for key in (house.producers["icu"], house.roots[2], house.authorities["lab"][2]):
        template["officers"][2] = key.spki
        refused(lambda: Site(house.write()), 2301)


def test_no_break_glass_is_true_or_absent(house):
    house.charter["labels"]["tag-sets"][0]["values"][-1]["no-break-glass"] = False
    refused(lambda: Site(house.write()), 2301)
