"""Against the real cell and the real command line, where they are built.

``VAGUEMESTRE_BIN`` names the directory of the programs; otherwise the package's own build is
looked for.
"""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from random_messages import Maker
from specification import VECTORS, example

from vaguemestre import normalized
from vaguemestre.client import Client, Draft
from vaguemestre.errors import Ended, NotAdmitted
from vaguemestre.labels import parse
from vaguemestre.site import Identity, Site

ROOT = Path(__file__).parents[3]
NAMED = os.environ.get("VAGUEMESTRE_BIN")
BUILDS = [Path(NAMED)] if NAMED else [ROOT / ".build/release", ROOT / ".build/debug"]
BUILT = [path for path in BUILDS if (path / "vaguemestre-cell").exists()]
BIN = max(BUILT, key=lambda path: (path / "vaguemestre-cell").stat().st_mtime, default=None)
pytestmark = pytest.mark.skipif(BIN is None, reason="the programs are not built")


def measurement():
    """The first example of the normalized format's specification."""
    return example("measurement")


class Cell:
    """A cell's process, which is running when this returns."""

    def __init__(self, site, compartment):
        self._arguments = [BIN / "vaguemestre-cell", "--site", site, "--compartment", compartment]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self._arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        ready, _, _ = select.select([self.process.stdout], [], [], 30)
        assert ready and b"listening" in self.process.stdout.readline()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def site(tmp_path):
    made = subprocess.run(
        [BIN / "vaguemestre", "site", "new", "--small", tmp_path / "site"],
        capture_output=True,
        timeout=60,
    )
    assert made.returncode == 0, made.stderr
    return tmp_path / "site"


@pytest.fixture
def icu(site):
    cell = Cell(site, "icu")
    yield cell
    cell.end()


def client(site, name):
    return Client(Site(site), Identity.load(site, name))


def drafts(count):
    return [Draft("vitals", "icu/bed-1", measurement()) for _ in range(count)]


def module(site, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "vaguemestre", *arguments[:1], "--site", site, *arguments[1:]],
        capture_output=True,
        timeout=60,
        cwd=Path(__file__).parents[1],
    )


def swift_subscribe(site, count, form):
    """The Swift subscriber, from the begin of the flow."""
    arguments = ["--as", "icu/dashboard", "--flow", "icu/vitals", "--from", "start"]
    return subprocess.run(
        [BIN / "vaguemestre", "subscribe", "--site", site, *arguments]
        + ["--count", str(count), "--format", form],
        capture_output=True,
        timeout=60,
    )


def shown(swift):
    """The messages that it shows, each as its JSON, or ``null`` where it can't be read."""
    assert swift.returncode == 0, swift.stderr
    return [line.split('"message":', 1)[1][:-1] for line in swift.stdout.decode().splitlines()]


def test_a_new_site_is_believed(site):
    assert set(Site(site).policies) == {"admissions", "icu", "lab", "cardiology", "logistics"}


def test_what_python_publishes_python_and_swift_get(site, icu):
    with client(site, "icu/hl7") as publisher:
        assert publisher.publish(drafts(3)) == [0, 1, 2]
    with client(site, "icu/dashboard") as subscriber:
        stream = subscriber.subscribe("vitals", "oldest")
        came = [next(stream) for _ in range(3)]
    assert [each.offset for each in came] == [0, 1, 2]
    assert all(each.message.payload == measurement() and each.producer == "hl7" for each in came)
    swift = swift_subscribe(site, 3, "cbor")
    assert (swift.returncode, swift.stdout) == (0, 3 * measurement())


def test_swift_shows_what_python_writes_as_python_does(site, icu):
    messages = [Maker(seed, (seed % 5) / 10).message() for seed in range(200)]
    with client(site, "icu/hl7") as publisher:
        publisher.publish(
            [Draft("vitals", "icu/bed-1", normalized.encode(message)) for message in messages]
        )
    texts = [normalized.text(normalized.plain(message), lines=False) for message in messages]
    assert shown(swift_subscribe(site, len(texts), "json")) == texts


def test_swift_takes_and_refuses_what_python_does(site, icu, monkeypatch):
    monkeypatch.setattr(normalized, "decode", lambda data: {})  # to publish what is no message
    vectors = [vector for vector in VECTORS if vector["message"]]
    with client(site, "icu/hl7") as publisher:
        publisher.publish(
            [Draft("vitals", "icu/bed-1", bytes.fromhex(vector["message"])) for vector in vectors]
        )
    came = shown(swift_subscribe(site, len(vectors), "json"))
    taken = [vector["name"] for vector, text in zip(vectors, came, strict=True) if text != "null"]
    assert taken == [vector["name"] for vector in vectors if vector["expect"] == "valid"]


def test_the_command_line_publishes_and_subscribes(site, icu, tmp_path):
    file = tmp_path / "two.cbor"
    file.write_bytes(2 * measurement())
    published = module(
        site, "publish", "--as", "icu/hl7", "--flow", "icu/vitals", "--subject", "icu/bed-1", file
    )
    assert [json.loads(line)["offset"] for line in published.stdout.splitlines()] == [0, 1], (
        published.stderr
    )
    came = module(
        site,
        "subscribe",
        "--as",
        "icu/dashboard",
        "--flow",
        "icu/vitals",
        "--from",
        "start",
        "--count",
        "2",
    )
    lines = [json.loads(line) for line in came.stdout.splitlines()]
    assert [line["offset"] for line in lines] == [0, 1], came.stderr
    assert '"quantity":{"value":97.0,' in came.stdout.decode()
    assert lines[0]["content"]["kind"] == "observations"


def test_the_cursor_goes_on_behind_what_was_acknowledged(site, icu):
    with client(site, "icu/hl7") as publisher:
        publisher.publish(drafts(4))
    with client(site, "icu/dashboard") as subscriber:
        stream = subscriber.subscribe("vitals")
        assert [next(stream).offset for _ in range(2)] == [0, 1]
        subscriber.acknowledge(1)
    with client(site, "icu/dashboard") as subscriber:
        assert next(subscriber.subscribe("vitals")).offset == 2


def test_nothing_acknowledged_is_lost_when_the_cell_is_killed(site):
    cell = Cell(site, "icu")
    acknowledged = []
    with client(site, "icu/hl7") as publisher:
        for _ in range(4):
            acknowledged += publisher.publish(drafts(50))
            cell.end(signal.SIGKILL)
            cell.start()
    assert acknowledged == list(range(200))
    with client(site, "icu/dashboard") as subscriber:
        stream = subscriber.subscribe("vitals", "oldest")
        assert [next(stream).offset for _ in range(200)] == list(range(200))
    cell.end()


def test_who_is_not_entitled_gets_nothing(site, icu):
    with client(site, "icu/hl7") as publisher:
        publisher.publish(drafts(1))
    with client(site, "icu/officer") as officer, pytest.raises(Ended) as ended:
        next(officer.subscribe("vitals", "oldest"))
    assert ended.value.code == 2261
    stranger = Identity.load(site, "logistics/dashboard")
    with pytest.raises(NotAdmitted):
        Client(Site(site), Identity("icu", "dashboard", stranger.curve_secret, None)).__enter__()


def test_labels_and_flows_that_the_policy_does_not_permit_are_refused(site, icu):
    with client(site, "icu/hl7") as publisher:
        scheme = publisher.site.charter.scheme
        above = Draft("vitals", "icu/bed-1", measurement(), parse("V//compartment=icu", scheme))
        foreign = Draft("vitals", "icu/bed-1", measurement(), parse("N//compartment=lab", scheme))
        results = publisher.publish([above, foreign, *drafts(1)])
    assert results == [-2272, -2275, 0]


def test_what_another_signs_is_refused_whoever_brings_it(site, icu):
    mine, other = Identity.load(site, "icu/hl7"), Identity.load(site, "lab/hl7")
    borrowed = Identity("icu", "hl7", mine.curve_secret, other.signing_key)
    with Client(Site(site), borrowed) as publisher:
        assert publisher.publish(drafts(1)) == [-3124]
