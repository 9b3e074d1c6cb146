"""What becomes of real messages, by others than who translated them.

Usage: `conformance.py PROGRAMS FILE…`.

Every file is translated by `PROGRAMS/vaguemestre-adapter`. Each normalized message must be valid by
normalized.cddl (pycddl), decode with the Python reader that was written from the specification,
encode to the same bytes again, and say the same as the program's own JSON; its FHIR projection must
be valid (fhir.resources). Prints a table by message type, and says at the end what does not hold.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pycddl

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Clients/Python"))

from vaguemestre import normalized  # noqa: E402
from vaguemestre.cbor import Reader  # noqa: E402

NORMALIZED_LEAST = 0.995
UNKNOWN_MOST = 0.02
# Segments of which everything must be understood.
WHOLE = ("PID", "PV1", "OBR", "OBX")


def run(*words) -> bytes:
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def byte_strings(sequence: bytes) -> list[bytes]:
    reader = Reader(sequence)
    found = []
    while reader.offset < len(sequence):
        found.append(reader.byte_string())
    return found


def without_arrival(text: str) -> dict:
    """A message's JSON but for when it came: two runs come at two times."""
    message = json.loads(text, parse_float=str)
    message["provenance"].pop("received", None)
    return message


class Row:
    """What is known of the messages of one type."""

    def __init__(self):
        self.messages = self.mapped = self.quarantined = 0
        self.dropped, self.unknown = Counter(), Counter()

    def add(self, message: dict) -> None:
        self.messages += 1
        if message["kind"] == "quarantine":
            self.quarantined += 1
        loss = message.get("loss", {})
        self.mapped += loss.get("mapped", 0)
        for field in loss.get("dropped", []):
            self.dropped[field["rule"]] += field["count"]
        for field in loss.get("unknown", []):
            self.unknown[field["path"][:3]] += 1

    def merge(self, other: "Row") -> None:
        self.messages += other.messages
        self.quarantined += other.quarantined
        self.mapped += other.mapped
        self.dropped += other.dropped
        self.unknown += other.unknown

    def line(self, name: str) -> str:
        rules = " ".join(f"{rule} {count}" for rule, count in sorted(self.dropped.items()))
        return (
            f"{name:<22}{self.messages:>9}{self.quarantined:>12}{self.mapped:>9}"
            f"{self.dropped.total():>9}{self.unknown.total():>9}  {rules}"
        )


class Conformance:
    def __init__(self, programs: Path):
        self._programs = programs
        grammar = ROOT / "Sources/NormalizedFormat/normalized.cddl"
        self._schema = pycddl.Schema(grammar.read_text())
        self.rows: dict[str, Row] = {}
        self.faults: list[str] = []

    def check(self, file: Path) -> None:
        program = self._programs / "vaguemestre-adapter"
        messages = byte_strings(run(program, "normalize", "hl7v2", file, "--cbor"))
        shown = run(program, "normalize", "hl7v2", file).decode().splitlines()
        if len(messages) != len(shown):
            self.faults.append(f"{file}: {len(messages)} messages as CBOR, {len(shown)} as JSON")
        for number, (data, text) in enumerate(zip(messages, shown, strict=False)):
            self._message(f"{file.name} {number}", data, text)
        self._bundles(file, len(messages))

    def _message(self, place: str, data: bytes, text: str) -> None:
        try:
            self._schema.validate_cbor(data)
            message = normalized.decode(data)
        except (pycddl.ValidationError, normalized.FormatFault) as fault:
            self.faults.append(f"{place}: {fault}")
            return
        if normalized.encode(message) != data:
            self.faults.append(f"{place}: another encoding")
        if without_arrival(normalized.text(normalized.plain(message))) != without_arrival(text):
            self.faults.append(f"{place}: another content")
        kind = message["provenance"]["source"].get("type", "?")
        self.rows.setdefault("^".join(kind.split("^")[:2]), Row()).add(message)

    def _bundles(self, file: Path, count: int) -> None:
        bundles = run(
            self._programs / "vaguemestre", "normalize", "hl7v2", file, "--format", "fhir"
        )
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as lines:
            lines.write(bundles)
            lines.flush()
            validator = Path(__file__).with_name("fhir_validate.py")
            *faults, last = run(sys.executable, validator, lines.name).decode().splitlines()
        self.faults += [f"{file.name}: FHIR bundle {fault}" for fault in faults]
        if last.split()[1] != str(count):
            self.faults.append(f"{file.name}: {last.split()[1]} bundles of {count} messages")

    def verdict(self) -> Row:
        total = Row()
        for row in self.rows.values():
            total.merge(row)
        fields = total.mapped + total.dropped.total() + total.unknown.total()
        if total.messages - total.quarantined < NORMALIZED_LEAST * total.messages:
            self.faults.append(f"less than {NORMALIZED_LEAST:.1%} of the messages are normalized")
        if total.unknown.total() > UNKNOWN_MOST * fields:
            self.faults.append(f"more than {UNKNOWN_MOST:.0%} of the fields are unknown")
        for name in WHOLE:
            if total.unknown[name]:
                self.faults.append(f"{total.unknown[name]} fields of {name} are unknown")
        return total


def main() -> int:
    conformance = Conformance(Path(sys.argv[1]))
    for file in map(Path, sys.argv[2:]):
        conformance.check(file)
    total = conformance.verdict()
    print("type                   messages  quarantine   mapped  dropped  unknown  dropped by rule")
    for name, row in sorted(conformance.rows.items()):
        print(row.line(name))
    print(total.line("all"))
    for fault in conformance.faults[:50]:
        print(fault, file=sys.stderr)
    kept = total.messages - total.quarantined
    print(
        f"{kept} of {total.messages} normalized; "
        "valid by the CDDL, the same in Python, valid in FHIR: "
        + ("all" if not conformance.faults else f"no, {len(conformance.faults)} faults")
    )
    return 1 if conformance.faults else 0


if __name__ == "__main__":
    sys.exit(main())
