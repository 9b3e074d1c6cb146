"""What a policy says of links and denies (Routing/Policy/README.md)."""

from dataclasses import dataclass

from . import cbor
from .equipment import Requirement
from .errors import Refusal
from .fields import MALFORMED, Fields
from .labels import Clearance, Label


@dataclass(frozen=True)
class Export:
    """What a compartment gives to another."""

    flow: str
    to: str
    link: str | None
    subject: str
    ceiling: Label
    release: Clearance


@dataclass(frozen=True)
class Import:
    """What a compartment takes from another, and as whom."""

    source: str
    flow: str
    link: str
    ceiling: Label


@dataclass(frozen=True)
class Deny:
    """What is taken away, whoever grants it; None is all. Names are of the site: ``icu/x``."""

    principal: str | None
    flow: str | None
    action: str | None
    equipment: Requirement | None


def read_label(fields: Fields, key: str) -> Label:
    try:
        return Label.decode(cbor.encode(fields.take(key, list)))
    except cbor.CBORError as error:
        raise Refusal(MALFORMED, f"{fields.place}.{key}") from error


def read_clearance(fields: Fields, key: str) -> Clearance:
    try:
        return Clearance.from_value(fields.take(key, list))
    except cbor.CBORError as error:
        raise Refusal(MALFORMED, f"{fields.place}.{key}") from error


def read_export(fields: Fields) -> Export:
    export = Export(
        fields.name("flow"),
        fields.name("to"),
        fields.name("link") if "link" in fields else None,
        fields.subject("subject"),
        read_label(fields, "ceiling"),
        read_clearance(fields, "release"),
    )
    fields.finish()
    return export


def read_import(fields: Fields) -> Import:
    entry = Import(
        fields.name("from"),
        fields.name("flow"),
        fields.name("link"),
        read_label(fields, "ceiling"),
    )
    if "retention" in fields:
        fields.uint("retention")
    fields.finish()
    return entry


def read_deny(fields: Fields, home: str) -> Deny:
    def scoped(key: str) -> str | None:
        if key not in fields:
            return None
        name = fields.scoped(key)
        return name if "/" in name else f"{home}/{name}"

    action = None
    deny = [scoped("principal"), scoped("flow")]
    if "action" in fields:
        action = fields.choice("action", "publish", "subscribe", "deliver", "export", "import")
    equipment = Requirement.read(fields.map("equipment")) if "equipment" in fields else None
    fields.text("reason")
    fields.finish()
    return Deny(*deny, action, equipment)
