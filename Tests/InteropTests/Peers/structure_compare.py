"""How `hl7` and `hl7apy` take messages apart, beside how we did: a line of JSON each message.

A line is {"text": bytes as Latin-1, "segments": [[name, field, …]]} with a field as a list of
repetitions of components of subcomponents. Prints a line for each difference, and at the end how
many messages each library read.

`hl7` takes messages apart as we do, without exception. `hl7apy` reads them by the definitions of
the version that MSH-12 names, and what it gives back is written anew from these, so that

* a field that the version does not have, or has no longer, has no number: its texts are looked for
  among those that have none;
* components that the version does not have move behind the others: the texts of a field are
  compared, not where they stand;
* blanks around a text and zeros before a number are gone, and escapes that it does not know are
  escaped once more.
"""

import json
import logging
import re
import sys
from collections import Counter

import hl7
from hl7apy.exceptions import HL7apyException
from hl7apy.parser import parse_message

logging.disable(logging.CRITICAL)


def parts(value, depth: int) -> list:
    """A container of `hl7` as lists all the way down: repetitions, components, subcomponents."""
    if depth == 0:
        return str(value)
    if isinstance(value, str):
        return [parts(value, depth - 1)]
    return [parts(item, depth - 1) for item in value]


def by_hl7(text: str) -> list:
    return [
        [str(segment[0])] + [parts(field, 3) for field in list(segment)[1:]]
        for segment in hl7.parse(text)
    ]


def of_hl7(name: str, fields: list) -> list:
    """Ours as `hl7` has them: it holds the two fields that declare the syntax as they stand."""
    if name in ("MSH", "BHS", "FHS"):
        return [[[[fields[0][0][0][0]]]], [[[fields[1][0][0][0]]]]] + fields[2:]
    return fields


def texts(value) -> Counter:
    """Every text that says something, wherever it stands."""
    if isinstance(value, list):
        return sum((texts(item) for item in value), Counter())
    text = value.strip(" ").replace("\\E\\", "\\")
    text = text.lstrip("0") or "0" if text.isdigit() else text
    return Counter([text] if text else [])


def by_hl7apy(text: str) -> list:
    """Segments with the texts of their fields by number; 0 is for those that have none."""
    delimiters = re.compile("[" + re.escape(text[4] + text[7:8]) + "]")
    message = parse_message(text, find_groups=False, force_validation=False)
    found = []
    for segment in message.children:
        fields = {}
        for field in segment.children:
            number = int(field.name.rsplit("_", 1)[1]) if "_" in (field.name or "") else 0
            said = texts(delimiters.split(field.to_er7()))
            fields[number] = fields.get(number, Counter()) + said
        found.append((segment.name, fields))
    return found


def same_segments(ours: list, theirs: list) -> bool:
    """By name; a line that is no segment has none with us, and is whatever it says elsewhere."""
    return len(ours) == len(theirs) and all(
        mine[0] in ("???", other[0]) for mine, other in zip(ours, theirs, strict=True)
    )


def compare_hl7(ours: list, text: str):
    theirs = by_hl7(text)
    if not same_segments(ours, theirs):
        yield "hl7: other segments"
        return
    for (name, *mine), (_, *other) in zip(ours, theirs, strict=True):
        if name != "???" and of_hl7(name, mine) != other:
            yield f"hl7: {name}"


def compare_hl7apy(ours: list, text: str):
    theirs = by_hl7apy(text)
    if not same_segments(ours, theirs):
        yield "hl7apy: other segments"
        return
    for (name, *mine), (_, other) in zip(ours, theirs, strict=True):
        nameless = other.get(0, Counter())
        for number, field in enumerate(mine, 1):
            if name == "MSH" and number < 3:
                continue
            said = texts(field)
            if number in other and said == other[number]:
                continue
            if said - nameless:
                yield f"hl7apy: {name}-{number}"
            nameless = nameless - said


def main():
    read = {"hl7": 0, "hl7apy": 0}
    total = 0
    for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
        message = json.loads(line)
        total += 1
        for library, compare in (("hl7", compare_hl7), ("hl7apy", compare_hl7apy)):
            try:
                for difference in compare(message["segments"], message["text"]):
                    print(number, difference)
                read[library] += 1
            except (hl7.HL7Exception, HL7apyException, IndexError, ValueError, KeyError) as error:
                print(number, library, "refuses:", type(error).__name__)
    print("read", total, read["hl7"], read["hl7apy"])


main()
