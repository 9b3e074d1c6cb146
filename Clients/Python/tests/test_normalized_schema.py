"""The package's table of the format against the two that the specification has."""

import re

import pytest
import specification

from vaguemestre.normalized import fault
from vaguemestre.normalized.lists import KINDS, SYSTEMS
from vaguemestre.normalized.schema import INTEGERS, LISTS, RECORDS, VALUE, Record

CDDL = specification.cddl_records()
README = specification.readme_records()
# Fields whose type the CDDL writes out, and what the table calls them.
_OWN = {"version": "1"}


def rows(record: Record) -> list[tuple]:
    return [
        (each.key, each.name, each.type, each.required, each.many)
        for each in record.fields.values()
    ]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_that_of_the_cddl(name):
    # Kind and content are a group of their own in the CDDL.
    ours = [row for row in rows(RECORDS[name]) if row[2] not in ("kind", "by-kind")]
    ours = [(*row[:2], _OWN.get(row[2], row[2]), *row[3:]) for row in ours]
    # It doesn't say that the message's loss ledger goes by "loss".
    named = {("message", "loss-ledger"): "loss"}
    assert ours == [(key, named.get((name, each), each), *rest) for key, each, *rest in CDDL[name]]


@pytest.mark.parametrize("name", sorted(set(RECORDS) - {"message", "timestamp"}))
def test_a_record_is_that_of_the_readme(name):
    assert rows(RECORDS[name]) == README[name]


def test_message_and_timestamp_are_those_of_the_readme():
    def names(table):
        return [(key, name, required, many) for key, name, _, required, many in table]

    for name, section in (("message", "The message"), ("timestamp", "Timestamp")):
        assert names(rows(RECORDS[name])) == names(specification.readme_section(section))


def test_there_is_no_other_record():
    assert set(RECORDS) | {"content", "value"} == set(CDDL)
    assert set(RECORDS) - {"message", "timestamp"} == set(README)


def test_values_are_those_of_the_specification():
    ours = [(each.key, each.type) for each in VALUE.fields.values()]
    assert ours == [(key, kind) for key, _, kind, _, _ in CDDL["value"]]
    table = re.findall(r"\| (\d+) \| (\w+) \| (.*) \|", specification.part("values"))
    kinds = [(int(key), name, re.sub(r"\[(.*)\]\(.*\)", r"\1", kind)) for key, name, kind in table]
    assert [(each.key, each.name, each.type) for each in VALUE.fields.values()] == kinds


def test_lists_are_those_of_the_specification():
    assert specification.cddl_lists() == LISTS
    assert specification.readme_lists() == LISTS


def test_kinds_are_those_of_the_specification():
    ours = [(number, record) for number, (_, record) in enumerate(KINDS, start=1)]
    cddl = re.findall(r"4: (\d+), 5: ([a-z-]+)", specification.CDDL)
    assert ours == [(int(number), record) for number, record in cddl]
    table = re.findall(r"^\| (\d+) \| \[([a-z-]+)\]\(", specification.README, re.MULTILINE)
    assert ours == [(int(number), record) for number, record in table]


def test_terminologies_are_those_of_the_specification():
    table = re.findall(r"\| (\d+) \| `(.*)` \|", specification.part("systems"))
    assert [(number, name) for number, name in enumerate(SYSTEMS, start=1)] == [
        (int(number), name) for number, name in table
    ]
    assert f"code-system = (1..{len(SYSTEMS)}) / (10001..19999) / text" in specification.CDDL


def test_bounds_are_those_of_the_cddl():
    for name, bounds in {
        "milliseconds": INTEGERS["milliseconds"],
        "zone-minutes": INTEGERS["zone-minutes"],
        "int64": INTEGERS["sample"],
        "int16": INTEGERS["exponent"],
    }.items():
        rule = re.search(rf"^{name} = .*ge (\S+)\) .*le (\S+)\)$", specification.CDDL, re.MULTILINE)
        assert (int(rule[1]), int(rule[2])) == bounds
    assert f"uint32 = 0..{INTEGERS['uint32'][1]}" in specification.CDDL


def test_errors_are_those_of_the_specification():
    table = re.findall(r"\| VGM-(\d+) \| (\w+) \|", specification.part("errors"))
    assert {name: int(code) for code, name in table} == fault.CODES
