"""The normalized format against the examples of its specification, and what is made of messages."""

import json
import subprocess
import sys
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from specification import EXAMPLES, diagnostic, example

from vaguemestre import cbor, normalized
from vaguemestre.errors import Refusal
from vaguemestre.normalized import moments
from vaguemestre.normalized.schema import CONTENTS, RECORDS, VALUE

PROVENANCE = {"adapter": {"name": "x", "version": "1"}, "source": {"standard": "x"}}


def message(kind: str, content: dict, **fields) -> dict:
    return {
        "formatVersion": 1,
        "provenance": PROVENANCE,
        "kind": kind,
        "content": content,
        **fields,
    }


def observation(**fields) -> dict:
    return message("observations", {"set": [{"observation": [{"code": {}, **fields}]}]})


def names(record: str, values: dict) -> list[str]:
    """The names of a decoded message, as the comments of diagnostic notation have them."""
    fields = (VALUE if record == "value" else RECORDS[record]).named
    found = []
    for name, value in values.items():
        found.append(name)
        kind = CONTENTS[values["kind"]] if fields[name].type == "by-kind" else fields[name].type
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found += names(kind, each)
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_reads_as_its_diagnostic_notation_and_back_to_its_bytes(name):
    data = example(name)
    item, comments = diagnostic(name)
    assert cbor.decode(data, tags=True) == item
    decoded = normalized.decode(data)
    assert names("message", decoded) == comments
    assert normalized.encode(decoded) == data


def test_an_example_has_the_values_that_it_is_said_to_have():
    decoded = normalized.decode(example("measurement"))
    found = decoded["content"]["set"][0]["observation"][0]
    assert found["value"][0]["quantity"]["value"].as_tuple() == Decimal("97.0").as_tuple()
    assert found["code"]["coding"][0]["system"] == "urn:iso:std:iso:11073:10101"
    assert (found["status"], found["level"]) == ("final", "metric")


# Dictionaries


def test_the_order_of_a_dict_does_not_matter():
    decoded = normalized.decode(example("alert"))
    turned = dict(reversed(decoded.items()))
    turned["content"] = {"alert": [dict(reversed(decoded["content"]["alert"][0].items()))]}
    assert normalized.encode(turned) == example("alert")


def test_an_extension_is_kept_as_it_came():
    sent = message("other", {"type": "x", -1: b"\xf6", -30: b"\x81\x01"}, cleared=["patient"])
    sent[-300] = b"\xa1\x61x\xf5"
    assert normalized.decode(normalized.encode(sent)) == sent


@pytest.mark.parametrize("digits", ["120", "120.0", "-0.05", "0.00", "12E+2", "1E-32768"])
def test_a_decimal_keeps_its_digits(digits):
    sent = observation(value=[{"quantity": {"value": Decimal(digits)}}])
    came = normalized.decode(normalized.encode(sent))
    value = came["content"]["set"][0]["observation"][0]["value"][0]["quantity"]["value"]
    assert value.as_tuple() == Decimal(digits).as_tuple()


@pytest.mark.parametrize(
    "code,place,sent",
    [
        (1503, "message", []),
        (1505, "message.content", {"formatVersion": 1, "provenance": PROVENANCE, "kind": "other"}),
        (1507, "message.kind", message("alerts", {})),
        (1504, "message", message("alert", {}, more=1)),
        (1504, "message", message("alert", {}, **{"7": ["x"]})),
        (1503, "message.patient", message("alert", {}, patient=None)),
        (1503, "message.patient.name", message("alert", {}, patient={"name": {}})),
        (1503, "message.patient.deceased", message("alert", {}, patient={"deceased": 1})),
        (1503, "message.patient.birthOrder", message("alert", {}, patient={"birthOrder": True})),
        (1508, "message.patient.gender", message("alert", {}, patient={"gender": "x"})),
        (1503, "message.patient.gender", message("alert", {}, patient={"gender": 1})),
        (1500, "message.cleared[0]", message("alert", {}, cleared=["\ud800"])),
        (1502, "message.-1", message("alert", {}) | {-1: b"\x00\x00"}),
        (1503, "message.-1", message("alert", {}) | {-1: None}),
        (1504, "message", message("alert", {}) | {True: None}),
        (1507, "message.kind", message("letter", {})),
        (
            1509,
            "message.content.set[0].observation[0].value[0].quantity.value",
            observation(value=[{"quantity": {"value": Decimal("NaN")}}]),
        ),
        (
            1503,
            "message.content.set[0].observation[0].value[0].quantity.value",
            observation(value=[{"quantity": {"value": 97.0}}]),
        ),
    ],
)
def test_what_can_not_be_said_is_refused_with_its_place(code, place, sent):
    with pytest.raises(Refusal) as refusal:
        normalized.encode(sent)
    assert (refusal.value.code, refusal.value.place) == (code, place)


@pytest.mark.parametrize(
    "name,sent",
    [
        ("unknownVersion", message("alert", {}) | {"formatVersion": 2}),
        ("notCanonical", message("alert", {}, cleared=[])),
        ("notCanonical", message("alert", {"alert": []})),
        ("unknownKey", observation(value=[{"string": "x", "time": "12:00"}])),
        ("missingKey", observation(value=[{}])),
        ("outOfRange", message("alert", {}, patient={"birthOrder": 1 << 32})),
        ("outOfRange", observation(value=[{"quantity": {"value": 1 << 63}}])),
        ("outOfRange", observation(value=[{"quantity": {"value": Decimal("1E+32768")}}])),
        ("wrongType", message("alert", {}, patient={"birthOrder": -1})),
    ],
)
def test_nothing_leaves_that_a_reader_would_refuse(name, sent):
    with pytest.raises(normalized.FormatFault) as fault:
        normalized.encode(sent)
    assert fault.value.name == name


# JSON


def test_json_has_names_and_digits():
    text = normalized.text(normalized.plain(normalized.decode(example("measurement"))))
    assert '"value": 97.0,' in text
    assert json.loads(text)["content"]["set"][0]["observation"][0]["effectiveDateTime"] == {
        "dateTime": "2026-09-12T12:00:05+02:00",
        "precision": "second",
        "zoneAssumed": True,
        "clock": "free",
    }
    one = normalized.text(normalized.plain(normalized.decode(example("quarantine"))), lines=False)
    assert "\n" not in one and '"raw":"TVNIPw=="' in one


def test_json_leaves_extensions_out():
    sent = message("other", {"type": "x", -1: b"\xf6"})
    assert normalized.plain(sent)["content"] == {"type": "x"}


@pytest.mark.parametrize(
    "digits,text",
    [
        ("97.0", "97.0"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("1E-19", "1E-19"),
        ("-12E+2", "-12E+2"),
        ("0E+1", "0E+1"),
        ("-5", "-5"),
    ],
)
def test_json_has_decimals_as_numbers(digits, text):
    assert normalized.text(Decimal(digits)) == text


def test_json_escapes_what_a_terminal_would_obey():
    text = normalized.text('a"\\/\x00\x1b\b\f\n\r\t\x7f\x85\u2028é')
    assert text == ('"a\\"\\\\/\\u0000\\u001b\\u0008\\u000c\\n\\r\\t\\u007f\\u0085\\u2028é"')


@pytest.mark.parametrize(
    "precision,zone,text",
    [
        ("year", {}, "2026"),
        ("month", {"zone": 0}, "2026-09"),
        ("day", {"zone": 840}, "2026-09-13"),
        ("hour", {}, "2026-09-12T10:00"),
        ("minute", {"zone": 0}, "2026-09-12T10:00Z"),
        ("second", {"assumedZone": -90}, "2026-09-12T08:30:05-01:30"),
        ("millisecond", {"zone": 120}, "2026-09-12T12:00:05.040+02:00"),
    ],
)
def test_json_has_times_as_exactly_as_they_are_known(precision, zone, text):
    moment = {"milliseconds": 1_789_207_205_040, "precision": precision, **zone}
    assert moments.iso(moment) == text


@pytest.mark.parametrize("milliseconds", [-62_135_596_800_000, 253_402_300_799_999])
@pytest.mark.parametrize("zone", [-1_439, 1_439])
def test_a_zone_leads_out_of_no_year(milliseconds, zone):
    moment = {"milliseconds": milliseconds, "precision": "year", "zone": zone}
    assert moments.iso(moment) in ("0001", "9999")


# Pieces


def piece(raw: bytes, index: int, whole: bytes, count: int) -> dict:
    part = {"index": index, "count": count, "sha256": sha256(whole).digest(), "bytes": len(whole)}
    return message("quarantine", {"reason": 1013, "raw": raw, "part": part})


def test_what_is_quarantined_whole_is_its_bytes():
    assert normalized.quarantined([normalized.decode(example("quarantine"))]) == b"MSH?"


def test_pieces_give_the_whole_in_any_order():
    pieces = [piece(b"abc", 0, b"abcde", 2), piece(b"de", 1, b"abcde", 2)]
    assert normalized.quarantined(pieces) == b"abcde"
    assert normalized.quarantined(pieces[::-1] + pieces) == b"abcde"


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [piece(b"abc", 0, b"abcde", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"dx", 1, b"abcde", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"de", 1, b"abcdf", 2)],
        [piece(b"abc", 0, b"abcde", 2), piece(b"de", 2, b"abcde", 2)],
        [piece(b"abcde", 0, b"abcde", 1), normalized.decode(example("quarantine"))],
        [normalized.decode(example("quarantine"))] * 2,
        [normalized.decode(example("measurement"))],
        [piece(b"a", 0, b"a", 1 << 31)],
    ],
)
def test_pieces_that_are_no_whole_are_refused(pieces):
    with pytest.raises(Refusal):
        normalized.quarantined(pieces)


# The command line


def decode(data: bytes, *files) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "vaguemestre", "decode", *files],
        input=data,
        capture_output=True,
        timeout=60,
        cwd=Path(__file__).parents[1],
    )


def test_the_command_line_shows_messages(tmp_path):
    file = tmp_path / "messages.cbor"
    file.write_bytes(example("alert") + example("piece"))
    for came in (decode(b"", file), decode(file.read_bytes())):
        assert came.returncode == 0, came.stderr
        kinds = [json.loads(line)["kind"] for line in came.stdout.splitlines()]
        assert kinds == ["alert", "quarantine"]


def test_the_command_line_refuses_what_is_no_message(tmp_path):
    good = example("alert")
    came = decode(good + b"\xa0")
    assert came.returncode == 1 and len(came.stdout.splitlines()) == 1
    assert came.stderr.decode() == f"refused: VGM-1505 at offset {len(good)}\n"
    assert decode(b"", tmp_path / "nothing").returncode == 2
