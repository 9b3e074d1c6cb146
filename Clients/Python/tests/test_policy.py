"""The oracle of the decision, where no Swift is there to ask it."""

import dataclasses

from house import NOW, grant, label

from vaguemestre import cbor
from vaguemestre.documents import Charter, Policy
from vaguemestre.labels import Label
from vaguemestre.policy import Question, Snapshot, decide


def snapshot(house, *withheld):
    charter = Charter.decode(cbor.encode(house.charter))
    own = Policy.decode(cbor.encode(house.policies["icu"]))
    return Snapshot(charter, own, (), withheld)


def publish(**changes):
    question = Question(
        "publish", "icu/monitor", "icu/vitals", NOW, Label.decode(cbor.encode(label("icu")))
    )
    question = dataclasses.replace(question, subject="bed-1/monitor", signer="icu/monitor")
    return dataclasses.replace(question, **changes)


def test_what_is_granted_and_nothing_else(house):
    cell = snapshot(house)
    assert decide(cell, publish()) is None
    assert decide(cell, publish(principal="icu/nobody")) == 2251
    assert decide(cell, publish(flow="icu/notes")) == 2252
    assert decide(cell, publish(principal="icu/board")) == 2261
    assert decide(cell, publish(subject="bed-12")) == 2266
    assert decide(cell, publish(signer=None)) == 2267
    assert decide(cell, publish(label=None)) == 2270
    assert decide(cell, publish(label=Label("house", 3, {}, {}, {}))) == 2213
    assert decide(cell, publish(time=NOW + 86_400)) == 2255


def test_what_is_withheld_takes_away(house):
    house.policies["icu"]["denies"] = [{"principal": "monitor", "reason": "lost"}]
    denying = Policy.decode(cbor.encode(house.policies["icu"]))
    house.policies["icu"]["denies"] = []
    assert decide(snapshot(house, denying), publish()) == 2260


def test_the_first_condition_that_is_not_met_is_the_reason(house):
    house.charter["compartments"][0]["closed"] = True
    house.policies["icu"]["principals"][0]["publish"] = [grant("vitals", "bed-2")]
    assert decide(snapshot(house), publish(purpose="fun")) == 2256
    house.charter["compartments"][0]["closed"] = False
    assert decide(snapshot(house), publish(purpose="fun")) == 2259
    assert decide(snapshot(house), publish(label=None)) == 2266
