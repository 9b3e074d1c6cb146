"""Charter and compartment policy: their documents taken apart (Routing/Policy/README.md)."""

from dataclasses import dataclass, replace

from . import cbor
from .break_glass import officers_of
from .entries import Issuer, grants, public_key, requirements
from .equipment import Equipment, Requirement
from .errors import Refusal
from .fields import MALFORMED, Fields, covers
from .keys import PublicKey
from .labels import Clearance, Label, Scheme, TagSet
from .links import (
    Deny,
    Export,
    Import,
    read_clearance,
    read_deny,
    read_export,
    read_import,
    read_label,
)

CHARTER_TYPE = "application/vnd.vaguemestre.charter+cbor"
POLICY_TYPE = "application/vnd.vaguemestre.policy+cbor"

NO_KNOWN_SUITE = 2325


@dataclass(frozen=True)
class Edition:
    """Which version of a document this is, and how long it speaks."""

    version: int
    previous: bytes | None
    issued: int
    expires: int
    grace: int

    @classmethod
    def read(cls, fields: Fields) -> "Edition":
        version = fields.uint("version")
        previous = fields.sized("previous", 32) if "previous" in fields else None
        if version < 1 or (version == 1) != (previous is None):
            raise Refusal(MALFORMED, f"{fields.place}.version")
        edition = cls(
            version, previous, fields.uint("issued"), fields.uint("expires"), fields.uint("grace")
        )
        if edition.expires < edition.issued:
            raise Refusal(MALFORMED, f"{fields.place}.expires")
        return edition


@dataclass(frozen=True)
class Quorum:
    """Keys, and how many of them must sign."""

    keys: tuple[PublicKey, ...]
    threshold: int

    @classmethod
    def read(cls, fields: Fields) -> "Quorum":
        keys = tuple(public_key(spki, fields.place) for spki in fields.items("keys", bytes, 1))
        threshold = fields.uint("threshold")
        fields.finish()
        if len({key.spki for key in keys}) != len(keys) or not 1 <= threshold <= len(keys):
            raise Refusal(MALFORMED, fields.place)
        return cls(keys, threshold)


@dataclass(frozen=True)
class Compartment:
    """A compartment as the charter lists it."""

    name: str
    authority: Quorum
    endpoint: str
    curve_key: bytes
    minimum_version: int
    closed: bool
    ledger_key: PublicKey | None


@dataclass(frozen=True)
class Charter:
    """The site's root document."""

    site: str
    edition: Edition
    roots: Quorum
    scheme: Scheme
    compartments: dict[str, Compartment]
    revoked_signing_keys: frozenset[bytes]
    revoked_curve_keys: frozenset[bytes]
    # Every key that signs documents, of this site or a partner, or a ledger.
    document_keys: frozenset[bytes]
    # Who says which executables may run adapters.
    adapter_release: Quorum | None = None

    @classmethod
    def decode(cls, payload: bytes) -> "Charter":
        fields = _document(payload, "vaguemestre-charter-1", "charter")
        site, edition = fields.name("site"), Edition.read(fields)
        roots = Quorum.read(Fields(fields.take("roots", dict), "charter.roots"))
        scheme = _scheme(Fields(fields.take("labels", dict), "charter.labels"))
        compartments = _unique(
            [_compartment(each) for each in fields.each("compartments")], "charter"
        )
        quorums = [roots] + [each.authority for each in compartments.values()]
        release = None
        if "adapter-release" in fields:
            release = Quorum.read(fields.map("adapter-release"))
            quorums.append(release)
        for partner in fields.each("partners"):
            partner.name("site")
            quorums.append(Quorum.read(Fields(partner.take("roots", dict), partner.place)))
            read_clearance(partner, "clearance")
            partner.finish()
        revocations = Fields(fields.take("revocations", dict), "charter.revocations")
        signing, curve = (
            revocations.items("signing-keys", bytes),
            revocations.items("curve-keys", bytes),
        )
        revocations.finish()
        suites = fields.some("suites", str)
        if suites and ("es256" not in suites or len(set(suites)) != len(suites)):
            raise Refusal(NO_KNOWN_SUITE, "charter.suites")
        fields.finish()
        _ascending(signing, 16)
        _ascending(curve, 32)
        keys = frozenset(key.spki for quorum in quorums for key in quorum.keys)
        for ledger in (each.ledger_key for each in compartments.values() if each.ledger_key):
            # One key, one use: a ledger's key stands nowhere else.
            if ledger.spki in keys:
                raise Refusal(MALFORMED, "charter.compartments.ledger-key")
            keys |= {ledger.spki}
        return cls(
            site,
            edition,
            roots,
            scheme,
            compartments,
            frozenset(signing),
            frozenset(curve),
            keys,
            release,
        )


@dataclass(frozen=True)
class Flow:
    """A flow and the bounds of its labels."""

    name: str
    service: str
    floor: Label
    ceiling: Label
    default: Label
    critical: bool
    equipment: tuple[Requirement, ...]


@dataclass(frozen=True)
class Principal:
    """Who acts, with its grants: flow and subject prefix."""

    name: str
    role: str
    curve_key: bytes
    signing_keys: tuple[PublicKey, ...]
    clearance: Clearance
    publish: tuple[tuple[str, str], ...]
    subscribe: tuple[tuple[str, str], ...]
    expires: int
    purposes: frozenset[str]
    equipment: Equipment | None

    def may_publish(self, flow: str, subject: str) -> bool:
        """Whether a grant covers this: what a reader can check of what a producer may do."""
        return any(name == flow and covers(prefix, subject) for name, prefix in self.publish)


@dataclass(frozen=True)
class Policy:
    """What one compartment's authority signed."""

    site: str
    compartment: str
    edition: Edition
    flows: dict[str, Flow]
    principals: dict[str, Principal]
    exports: tuple[Export, ...]
    imports: tuple[Import, ...]
    denies: tuple[Deny, ...]
    issuers: dict[str, Issuer]
    # Keys that sign steps of a break-glass, and nothing else.
    officer_keys: frozenset[bytes] = frozenset()

    @classmethod
    def decode(cls, payload: bytes) -> "Policy":
        fields = _document(payload, "vaguemestre-policy-1", "policy")
        site, compartment, edition = (
            fields.name("site"),
            fields.name("compartment"),
            Edition.read(fields),
        )
        flows = _unique([_flow(each) for each in fields.each("flows")], "flows")
        principals = _unique(
            [principal_of(each) for each in fields.each("principals")], "principals"
        )
        exports = tuple(read_export(each) for each in fields.each("exports"))
        imports = tuple(read_import(each) for each in fields.each("imports"))
        denies = tuple(read_deny(each, compartment) for each in fields.each("denies"))
        issuers = _unique([Issuer.read(each) for each in fields.some_maps("issuers")], "issuers")
        templates = fields.each("break-glass", 1) if "break-glass" in fields else []
        officers = frozenset(
            key for each in templates for key in officers_of(each, flows, principals)
        )
        fields.finish()
        keys = [key.spki for who in principals.values() for key in who.signing_keys]
        keys += [key.spki for issuer in issuers.values() for key in issuer.keys]
        curves = [who.curve_key for who in principals.values()]
        if len(set(keys)) != len(keys) or len(set(curves)) != len(curves) or officers & set(keys):
            raise Refusal(MALFORMED, "policy.principals")
        for who in principals.values():
            if any(flow not in flows for flow, _ in who.publish):
                raise Refusal(MALFORMED, "policy.principals.publish")
        return cls(
            site,
            compartment,
            edition,
            flows,
            principals,
            exports,
            imports,
            denies,
            issuers,
            officers,
        )

    def check(self, charter: Charter) -> None:
        """One key, one use: no principal's or officer's key signs documents or is a cell's."""
        if self.officer_keys & charter.document_keys:
            raise Refusal(MALFORMED, "policy.break-glass.officers")
        cells = {each.curve_key for each in charter.compartments.values()}
        for who in self.principals.values():
            keys = {key.spki for key in who.signing_keys}
            if who.curve_key in cells or keys & charter.document_keys:
                raise Refusal(MALFORMED, "policy.principals")
        for issuer in self.issuers.values():
            if {key.spki for key in issuer.keys} & charter.document_keys:
                raise Refusal(MALFORMED, "policy.issuers")

    def with_principals(self, introduced: list[Principal]) -> "Policy":
        """The policy with those whom credentials introduced."""
        principals = {**self.principals, **{who.name: who for who in introduced}}
        return replace(self, principals=principals)

    def producer(self, key_id: bytes) -> tuple[Principal, PublicKey] | None:
        """Whose key this is."""
        for who in self.principals.values():
            for key in who.signing_keys:
                if key.key_id == key_id:
                    return who, key
        return None


def _document(payload: bytes, form: str, place: str) -> Fields:
    try:
        value = cbor.decode(payload)
    except cbor.CBORError as error:
        raise Refusal(MALFORMED, f"{place}: {error}") from error
    fields = Fields(value, place)
    fields.choice("format", form)
    return fields


def _unique(values: list, place: str) -> dict:
    named = {value.name: value for value in values}
    if len(named) != len(values):
        raise Refusal(MALFORMED, place)
    return named


def _ascending(values: list[bytes], count: int) -> None:
    if any(len(value) != count for value in values) or any(
        a >= b for a, b in zip(values, values[1:], strict=False)
    ):
        raise Refusal(MALFORMED, "charter.revocations")


def _compartment(fields: Fields) -> Compartment:
    compartment = Compartment(
        fields.name("name"),
        Quorum.read(Fields(fields.take("authority", dict), fields.place)),
        fields.text("endpoint"),
        fields.sized("curve-key", 32),
        fields.uint("minimum-version"),
        fields.take("closed", bool),
        _ledger_key(fields),
    )
    fields.finish()
    if not compartment.endpoint.startswith("tcp://"):
        raise Refusal(MALFORMED, f"{fields.place}.endpoint")
    return compartment


def _ledger_key(fields: Fields) -> PublicKey | None:
    spki = fields.optional("ledger-key", bytes)
    return None if spki is None else public_key(spki, f"{fields.place}.ledger-key")


def _scheme(fields: Fields) -> Scheme:
    policy, classes = fields.name("policy"), fields.classes("classifications", 1)
    tag_sets = {}
    for each in fields.each("tag-sets", 1):
        name = each.name("id")
        each.text("title")
        kind, single = (
            each.choice("kind", "restrictive", "permissive", "informative"),
            each.take("single", bool),
        )
        values = {}
        for value in each.each("values"):
            values[value.name("name")] = (value.classes("excludes"), value.take("obsolete", bool))
            if "no-break-glass" in value and not value.take("no-break-glass", bool):
                raise Refusal(MALFORMED, value.place)
            value.finish()
        each.finish()
        tag_sets[name] = TagSet(kind, single, values)
    requirements = []
    for each in fields.each("requirements"):
        when, operation = (
            each.classes("when"),
            each.choice("operation", "exactly-one", "one-or-more", "all"),
        )
        categories = set()
        for category in each.each("categories", 1):
            categories.add((category.name("tag-set"), category.name("value")))
            category.finish()
        each.finish()
        requirements.append((when, operation, frozenset(categories)))
    fields.finish()
    if "compartment" not in tag_sets or tag_sets["compartment"].kind != "restrictive":
        raise Refusal(MALFORMED, fields.place)
    return Scheme(policy, classes, tag_sets, tuple(requirements))


def _flow(fields: Fields) -> Flow:
    flow = Flow(
        fields.name("name"),
        fields.choice("service", "alert", "event", "state", "stream"),
        read_label(fields, "floor"),
        read_label(fields, "ceiling"),
        read_label(fields, "default"),
        fields.take("critical", bool),
        requirements(fields),
    )
    fields.uint("retention")
    fields.finish()
    return flow


def principal_of(fields: Fields) -> Principal:
    principal = Principal(
        fields.name("name"),
        fields.choice("role", "device", "adapter", "subscriber", "link", "officer"),
        fields.sized("curve-key", 32),
        tuple(public_key(spki, fields.place) for spki in fields.items("signing-keys", bytes)),
        read_clearance(fields, "clearance"),
        grants(fields, "publish"),
        grants(fields, "subscribe"),
        fields.uint("expires"),
        frozenset(fields.items("purposes", str)),
        Equipment.read(fields.map("equipment")) if "equipment" in fields else None,
    )
    fields.finish()
    return principal
