"""What policies and credentials have in common: grants, clearances, and who may introduce whom."""

from dataclasses import dataclass

from .equipment import Requirement
from .errors import Refusal
from .fields import MALFORMED, Fields
from .keys import PublicKey
from .labels import Clearance
from .links import read_clearance


def public_key(spki: bytes, place: str) -> PublicKey:
    try:
        return PublicKey(spki)
    except ValueError as error:
        raise Refusal(MALFORMED, place) from error


def grants(fields: Fields, key: str) -> tuple[tuple[str, str], ...]:
    grants = []
    for grant in fields.each(key):
        grants.append((grant.scoped("flow"), grant.subject("subject")))
        grant.finish()
    return tuple(grants)


@dataclass(frozen=True)
class Template:
    """The most that a credential may give."""

    roles: tuple[str, ...]
    clearance: Clearance
    publish: tuple[tuple[str, str], ...]
    subscribe: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]
    lifetime: int
    equipment: tuple[Requirement, ...]


@dataclass(frozen=True)
class Issuer:
    """Keys that may introduce principals within a template."""

    name: str
    keys: tuple[PublicKey, ...]
    expires: int
    issued_from: int
    template: Template

    @classmethod
    def read(cls, fields: Fields) -> "Issuer":
        name = fields.name("name")
        keys = tuple(public_key(spki, fields.place) for spki in fields.items("keys", bytes, 1))
        expires = fields.uint("expires")
        issued_from = fields.uint("issued-from") if "issued-from" in fields else 0
        inner = fields.map("template")
        template = Template(
            tuple(inner.items("roles", str, 1)),
            read_clearance(inner, "clearance"),
            grants(inner, "publish"),
            grants(inner, "subscribe"),
            tuple(inner.items("purposes", str)),
            inner.uint("lifetime"),
            requirements(inner),
        )
        if not set(template.roles) <= {"device", "adapter", "subscriber"}:
            raise Refusal(MALFORMED, f"{inner.place}.roles")
        inner.finish()
        fields.finish()
        return cls(name, keys, expires, issued_from, template)


def requirements(fields: Fields) -> tuple[Requirement, ...]:
    return tuple(Requirement.read(each) for each in fields.some_maps("equipment"))
