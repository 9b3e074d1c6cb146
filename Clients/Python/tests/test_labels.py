"""Labels: one encoding, validity under a scheme, dominance. The fail-open traps by name."""

import pytest

from vaguemestre import cbor
from vaguemestre.errors import Refusal
from vaguemestre.labels import Clearance, Label, Scheme, TagSet, parse


def values(*names, excluded=(), obsolete=False):
    return {name: (frozenset(excluded), obsolete) for name in names}


SCHEME = Scheme(
    "north",
    frozenset({0, 2, 3, 4}),
    {
        "compartment": TagSet("restrictive", False, values("icu", "lab")),
        "sensitivity": TagSet(
            "restrictive",
            True,
            values("psy", "hiv") | values("old", obsolete=True) | values("low", excluded=[4]),
        ),
        "rel": TagSet("permissive", False, values("cardiology", "research")),
        "color": TagSet("informative", False, values("red")),
    },
    ((frozenset({4}), "one-or-more", frozenset({("sensitivity", "psy"), ("sensitivity", "hiv")})),),
)


def clearance(text, classes=(0, 2, 3, 4), policy="north"):
    held = {}
    for part in text.split("//"):
        tag, _, names = part.partition("=")
        held[tag] = tuple(names.split(","))
    return Clearance(policy, frozenset(classes), held)


def test_the_example_of_the_specification():
    label = Label("p", 3, {"compartment": ("icu",)}, {"rel": ("x",)}, {})
    data = bytes.fromhex("85617003A16B636F6D706172746D656E748163696375A16372656C816178A0")
    assert Label.decode(data) == label
    assert cbor.encode(label.value()) == data
    assert str(label) == "N//compartment=icu//rel=x"


@pytest.mark.parametrize(
    "text",
    [
        "85617006a0a0a0",  # a classification beyond V
        "84617003a0a0",  # an element too few
        "85615003a0a0a0",  # upper case
        "85617003a1616180a0a0",  # a restrictive list of nothing
        "85617003a16161826162616 1a0a0".replace(" ", ""),  # values in another order
        "85617003a1616182616161 61a0a0".replace(" ", ""),  # a value twice
        "85617003a2616281616161618161 61a0a0".replace(" ", ""),  # tag sets in another order
        "85617003a0a1616180a000",  # a byte behind
    ],
)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(cbor.CBORError):
        Label.decode(bytes.fromhex(text))


@pytest.mark.parametrize(
    "code,label",
    [
        (2203, Label("south", 3, {"compartment": ("icu",)}, {}, {})),
        (2204, Label("north", 1, {"compartment": ("icu",)}, {}, {})),
        (2206, Label("north", 3, {"compartment": ("icu",), "other": ("a",)}, {}, {})),
        (2207, Label("north", 3, {"compartment": ("icu",), "rel": ("research",)}, {}, {})),
        (2208, Label("north", 3, {"compartment": ("attic",)}, {}, {})),
        (2209, Label("north", 3, {"compartment": ("icu",), "sensitivity": ("old",)}, {}, {})),
        (2210, Label("north", 4, {"compartment": ("icu",), "sensitivity": ("low",)}, {}, {})),
        (2211, Label("north", 3, {"compartment": ("icu",), "sensitivity": ("hiv", "psy")}, {}, {})),
        (2213, Label("north", 3, {}, {}, {})),
        (2214, Label("north", 4, {"compartment": ("icu",)}, {}, {})),
        (None, Label("north", 4, {"compartment": ("icu",), "sensitivity": ("psy",)}, {}, {})),
        (None, Label("north", 0, {}, {}, {})),
    ],
)
def test_validity(code, label):
    assert SCHEME.refusal(label) == code


def test_every_restrictive_and_one_of_each_release_list_must_be_held():
    label = parse("N//compartment=icu,lab//rel=cardiology,research", SCHEME)
    assert clearance("compartment=icu,lab//rel=research").dominates(label, SCHEME)
    assert not clearance("compartment=icu//rel=research").dominates(label, SCHEME)
    assert not clearance("compartment=icu,lab").dominates(label, SCHEME)


def test_an_empty_release_list_is_nobody_and_none_is_everybody():
    held = clearance("compartment=icu//rel=cardiology,research")
    assert not held.dominates(parse("N//compartment=icu//rel=(nobody)", SCHEME), SCHEME)
    assert held.dominates(parse("N//compartment=icu", SCHEME), SCHEME)


def test_a_classification_is_a_member_of_a_set_and_not_a_height():
    label = parse("N//compartment=icu", SCHEME)
    assert not clearance("compartment=icu", classes=[4]).dominates(label, SCHEME)


def test_nothing_dominates_what_is_not_valid_and_no_foreign_clearance_counts():
    invalid = Label("north", 3, {}, {}, {})
    assert not clearance("compartment=icu").dominates(invalid, SCHEME)
    label = parse("N//compartment=icu", SCHEME)
    assert not clearance("compartment=icu", policy="south").dominates(label, SCHEME)


@pytest.mark.parametrize(
    "text", ["", "X", "N", "N//compartment=attic", "N//what=icu", "n//compartment=icu"]
)
def test_a_text_that_is_no_valid_label_is_refused(text):
    with pytest.raises(Refusal):
        parse(text, SCHEME)
