"""Labels and clearances: decoding, validity, dominance (Routing/Labels/README.md)."""

import re
from dataclasses import dataclass

from . import cbor
from .errors import Refusal

NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\Z")
CLASSES = "ULMNRV"
LABEL_BYTES_MAX = 2_048
TAG_SETS_MAX, VALUES_MAX = 16, 40

Categories = dict[str, tuple[str, ...]]


def canonical(name: str) -> tuple[int, str]:
    """The order of names: shorter ones first, then bytewise."""
    return len(name), name


def _name(reader: cbor.Reader) -> str:
    at = reader.offset
    text = reader.text()
    if not NAME.match(text):
        raise cbor.CBORError("structure", at)
    return text


def _ascending(reader: cbor.Reader, least: int) -> tuple[str, ...]:
    values: list[str] = []
    at = reader.offset
    count = reader.array()
    if count < least:
        raise cbor.CBORError("structure", at)
    for _ in range(count):
        at = reader.offset
        value = _name(reader)
        if values and canonical(value) <= canonical(values[-1]):
            raise cbor.CBORError("structure", at)
        values.append(value)
    return tuple(values)


def _categories(reader: cbor.Reader, least: int = 1) -> Categories:
    result: Categories = {}
    before = None
    for _ in range(reader.map()):
        at = reader.offset
        key = _name(reader)
        encoded = reader.data[at : reader.offset]
        if before is not None and encoded <= before:
            raise cbor.CBORError("duplicate-key" if encoded == before else "key-order", at)
        before = encoded
        result[key] = _ascending(reader, least)
    return result


def _includes(categories: Categories, others: Categories) -> bool:
    return all(
        set(categories.get(tag, ())) >= set(values) for tag, values in others.items()
    )


@dataclass(frozen=True)
class Label:
    """What a message is. Decoded, not yet valid under any scheme."""

    policy: str
    classification: int
    restrictive: Categories
    permissive: Categories
    informative: Categories

    @classmethod
    def read(cls, reader: cbor.Reader) -> "Label":
        start = reader.offset
        if reader.array() != 5:
            raise cbor.CBORError("wrong-count", start)
        policy = _name(reader)
        at = reader.offset
        classification = reader.unsigned()
        if classification > 5:
            raise cbor.CBORError("out-of-range", at)
        label = cls(
            policy, classification, _categories(reader), _categories(reader, 0), _categories(reader)
        )
        if reader.offset - start > LABEL_BYTES_MAX:
            raise cbor.CBORError("structure", start)
        return label

    @classmethod
    def decode(cls, data: bytes) -> "Label":
        reader = cbor.Reader(data)
        label = cls.read(reader)
        reader.finish()
        return label

    def value(self) -> list:
        """For encoding."""
        parts = (self.restrictive, self.permissive, self.informative)
        return [self.policy, self.classification] + [
            {k: list(v) for k, v in part.items()} for part in parts
        ]

    def is_at_least(self, floor: "Label") -> bool:
        """No lower classification, all that the floor restricts, released to nobody more."""
        return (
            self.classification >= floor.classification
            and _includes(self.restrictive, floor.restrictive)
            and all(
                tag in self.permissive and set(self.permissive[tag]) <= set(values)
                for tag, values in floor.permissive.items()
            )
        )

    def is_at_most(self, ceiling: "Label") -> bool:
        """No higher classification, and nothing restricts that the ceiling lacks."""
        return self.classification <= ceiling.classification and _includes(
            ceiling.restrictive, self.restrictive
        )

    def __str__(self) -> str:
        text = CLASSES[self.classification]
        for part in (self.restrictive, self.permissive, self.informative):
            for key in sorted(part, key=canonical):
                text += f"//{key}={','.join(part[key]) or '(nobody)'}"
        return text


@dataclass(frozen=True)
class Clearance:
    """What a principal may see."""

    policy: str
    classifications: frozenset[int]
    categories: Categories

    @classmethod
    def from_value(cls, value) -> "Clearance":
        """From the decoded item; the profile was checked, the order of lists is checked here."""
        reader = cbor.Reader(cbor.encode(value))
        if reader.array() != 3:
            raise cbor.CBORError("wrong-count", 0)
        policy = _name(reader)
        classes: list[int] = []
        for _ in range(reader.array()):
            item = reader.unsigned()
            if item > 5 or (classes and item <= classes[-1]):
                raise cbor.CBORError("structure", reader.offset)
            classes.append(item)
        clearance = cls(policy, frozenset(classes), _categories(reader))
        reader.finish()
        return clearance

    def is_within(self, other: "Clearance") -> bool:
        """Whether whoever holds the other may see all that this one may."""
        return (
            self.policy == other.policy
            and self.classifications <= other.classifications
            and all(
                set(values) <= set(other.categories.get(tag, ()))
                for tag, values in self.categories.items()
            )
        )
    def refusal(self, label: Label, scheme: "Scheme") -> int | None:
        """X.841's decision, with validity before it: the code of the first rule that is not met."""
        code = scheme.refusal(label)
        if code is not None:
            return code
        if self.policy != scheme.policy:
            return 2216
        if label.classification not in self.classifications:
            return 2217
        if not all(self._held(tag) >= set(values) for tag, values in label.restrictive.items()):
            return 2218
        for tag in sorted(label.permissive, key=canonical):
            if not label.permissive[tag]:
                return 2219
            if not self._held(tag) & set(label.permissive[tag]):
                return 2220
        return None

    def dominates(self, label: Label, scheme: "Scheme") -> bool:
        """Whatever is unknown refuses."""
        return self.refusal(label, scheme) is None

    def _held(self, tag: str) -> set[str]:
        return set(self.categories.get(tag, ()))


@dataclass(frozen=True)
class TagSet:
    """One list of the vocabulary."""

    kind: str
    single: bool
    values: dict[str, tuple[frozenset[int], bool]]  # name → excluded classifications, obsolete


@dataclass(frozen=True)
class Scheme:
    """The vocabulary of a site's labels, from its charter."""

    policy: str
    classifications: frozenset[int]
    tag_sets: dict[str, TagSet]
    requirements: tuple[tuple[frozenset[int], str, frozenset[tuple[str, str]]], ...]

    def refusal(self, label: Label) -> int | None:
        """The code of the first rule of validity that a label breaks, None for a valid one."""
        if label.policy != self.policy:
            return 2203
        parts = {
            "restrictive": label.restrictive,
            "permissive": label.permissive,
            "informative": label.informative,
        }
        lists = [values for part in parts.values() for values in part.values()]
        if len(lists) > TAG_SETS_MAX or sum(map(len, lists)) > VALUES_MAX:
            return 2202
        if label.classification not in self.classifications:
            return 2204
        for kind, part in parts.items():
            for tag in sorted(part, key=canonical):
                values = part[tag]
                code = self._refusal(kind, tag, values, label.classification)
                if code is not None:
                    return code
        if label.classification > 0 and not label.restrictive.get("compartment"):
            return 2213
        held = {
            (tag, value)
            for part in parts.values()
            for tag, values in part.items()
            for value in values
        }
        return next(
            (2214 for rule in self.requirements if not self._meets(rule, label, held)), None
        )

    def _refusal(
        self, kind: str, tag: str, values: tuple[str, ...], classification: int
    ) -> int | None:
        if not all(map(NAME.match, (tag, *values))):
            return 2205
        known = self.tag_sets.get(tag)
        if known is None:
            return 2206
        if known.kind != kind:
            return 2207
        if not values and kind != "permissive":
            return 2212
        for value in values:
            if value not in known.values:
                return 2208
            excluded, obsolete = known.values[value]
            if obsolete:
                return 2209
            if classification in excluded:
                return 2210
        return 2211 if known.single and len(values) > 1 else None

    @staticmethod
    def _meets(rule, label: Label, held: set[tuple[str, str]]) -> bool:
        when, operation, categories = rule
        if label.classification not in when:
            return True
        count = len(categories & held)
        return {
            "exactly-one": count == 1,
            "one-or-more": count >= 1,
            "all": count == len(categories),
        }[operation]


def parse(text: str, scheme: Scheme) -> Label:
    """A label from its text, ``N//compartment=icu``, read against a scheme."""
    head, *tails = text.split("//")
    if head not in list(CLASSES):
        raise Refusal(2204, "label")
    parts: dict[str, Categories] = {"restrictive": {}, "permissive": {}, "informative": {}}
    for tail in tails:
        tag, _, values = tail.partition("=")
        if tag not in scheme.tag_sets:
            raise Refusal(2206, "label")
        names = () if values == "(nobody)" else tuple(values.split(","))
        parts[scheme.tag_sets[tag].kind][tag] = tuple(
            sorted(names, key=canonical)
        )
    label = Label(scheme.policy, CLASSES.index(head), **parts)
    code = scheme.refusal(label)
    if code is not None:
        raise Refusal(code, "label")
    return label
