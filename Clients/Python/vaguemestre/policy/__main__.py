"""Answers questions from a file, for tests: ``python -m vaguemestre.policy QUESTIONS``.

Each line is a JSON array. ``["site", charter, [policy, …], [withheld, …]]`` has documents as CBOR
in hexadecimal; ``["cell", compartment]`` takes a place there; every other is a question. For each
question a line is printed: the code of the reason, or 0 for a permit.
"""

import json
import sys

from ..documents import Charter, Policy
from ..errors import Refusal
from ..labels import Label
from .decision import decide
from .question import Question
from .snapshot import Snapshot


def _document(text: str) -> Charter | Policy:
    data = bytes.fromhex(text)
    try:
        return Charter.decode(data)
    except Refusal:
        return Policy.decode(data)


def _question(line: list) -> Question:
    label, key = line[4], line[7]
    return Question(
        *line[:4],
        Label(*label) if label else None,
        *line[5:7],
        bytes.fromhex(key) if key else None,
        *line[8:],
    )


def main(path: str) -> None:
    cells: dict[str, Snapshot] = {}
    cell = None
    with open(path, encoding="ascii") as file:
        for line in map(json.loads, file):
            if line[0] == "site":
                charter, withheld = _document(line[1]), tuple(map(_document, line[3]))
                policies = tuple(map(_document, line[2]))
                cells = {
                    own.compartment: Snapshot(
                        charter, own, tuple(p for p in policies if p is not own), withheld
                    )
                    for own in policies
                }
            elif line[0] == "cell":
                cell = cells[line[1]]
            else:
                sys.stdout.write(f"{decide(cell, _question(line)) or 0}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
