"""The normalized format's specification, taken apart for tests: not by the package's table."""

import json
import re
from pathlib import Path

from vaguemestre.cbor import Tag

DIRECTORY = Path(__file__).parents[3] / "Sources/NormalizedFormat"
README = (DIRECTORY / "README.md").read_text()
TESTS = Path(__file__).parents[3] / "Tests/NormalizedFormatTests"
CDDL = (DIRECTORY / "normalized.cddl").read_text()
VECTORS = json.loads((TESTS / "Vectors/normalized.json").read_text())["vectors"]
EXAMPLES = ("measurement", "quarantine", "alert", "piece")


def part(name: str) -> str:
    """What stands between the two markers of a name."""
    return README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]


def example(name: str) -> bytes:
    """The bytes of an example."""
    return bytes.fromhex(re.sub(r"\s", "", part(name).split("```")[3]))


def diagnostic(name: str) -> tuple[object, list[str]]:
    """An example's diagnostic notation: the item, and the names in the order they come in."""
    text = part(name).split("```")[1]
    names = re.findall(r"/ (\w+) /", text)
    text = re.sub(r"/ \w+ /", "", text)
    text = re.sub(r"h'([0-9a-f]*)'", r"hexadecimal('\1')", text)
    text = re.sub(r"\b4\(", "decimal(", text)
    known = {"hexadecimal": bytes.fromhex, "decimal": lambda parts: Tag(4, parts), "true": True}
    return eval(text, {"__builtins__": {}}, known), names


# The schema

_RULE = re.compile(r"^([a-z][a-z0-9-]*) = [{(]\n(.*?)^[})]", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r" *(\? )?(\d+): ([^;]+?)(?:,| //)? *(?:; *(.*))?")
_LIST = re.compile(r"((?:^; \d+ \S+\n)+)([a-z-]+) = 0\.\.(\d+)$", re.MULTILINE)


def cddl_records() -> dict[str, list[tuple]]:
    """Records of the CDDL: key, name, type, required, many of each field."""
    return {
        name: [_cddl_field(line) for line in body.splitlines() if _LINE.fullmatch(line)]
        for name, body in _RULE.findall(CDDL)
    }


def _cddl_field(line: str) -> tuple:
    optional, key, kind, comment = _LINE.fullmatch(line).groups()
    many = re.fullmatch(r"\[\+ (.*)\]", kind)
    kind = many[1] if many else kind
    return int(key), comment or kind, kind, not optional, bool(many)


def cddl_lists() -> dict[str, tuple[str, ...]]:
    """Lists of the CDDL, by the comments before them and by their bounds."""
    lists = {}
    for comments, name, last in _LIST.findall(CDDL):
        numbered = [line.split(" ")[1:] for line in comments.splitlines()]
        assert [int(number) for number, _ in numbered] == list(range(int(last) + 1)), name
        lists[name] = tuple(each for _, each in numbered)
    return lists


# The tables

_ROW = re.compile(r"^\| (\d+) \| (\w+) \| (.*?) \| (\d\.\.[\d*]) \|", re.MULTILINE)


def readme_records() -> dict[str, list[tuple]]:
    """Records of the README's tables, as :func:`cddl_records` has them."""
    sections = re.split(r"^### ", part("records"), flags=re.MULTILINE)[1:]
    return {section.split("\n")[0]: _rows(section) for section in sections}


def readme_section(title: str) -> list[tuple]:
    """The record whose table stands in a section of its own."""
    return _rows(README.split(f"\n## {title}\n")[1].split("\n## ")[0])


def _rows(text: str) -> list[tuple]:
    return [
        (int(key), name, re.sub(r"\[(.*)\]\(.*\)", r"\1", kind), count == "1..1", count == "0..*")
        for key, name, kind, count in _ROW.findall(text)
    ]


def readme_lists() -> dict[str, tuple[str, ...]]:
    """Lists of the README."""
    sections = re.split(r"^### ", part("lists"), flags=re.MULTILINE)[1:]
    return {
        section.split("\n")[0]: tuple(re.findall(r"\d `([^`]+)`", section)) for section in sections
    }
