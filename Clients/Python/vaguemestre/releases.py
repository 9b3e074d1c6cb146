"""Who may release adapters to a site, and which executables may run them.

From Routing/Policy/README.md (the documents), Routing/SignedPolicy/README.md (what makes one
verified) and Sources/Site/README.md (what an executable is held to).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from . import cbor
from .cose import SignedDocument
from .documents import Charter, Policy
from .errors import Refusal
from .fields import MALFORMED, Fields
from .keys import PublicKey, sha256
from .labels import NAME

INTEGRATOR_TYPE = "application/vnd.vaguemestre.integrator+cbor"
RELEASE_TYPE = "application/vnd.vaguemestre.release+cbor"
RELEASE_BYTES_MAX = 64 << 10
NO_QUORUM, REVOKED, BEYOND, OUTSIDE = 2356, 2357, 2358, 2359
NOT_RELEASED, FOR_OTHERS = 2404, 2405
_THRESHOLD, _OTHER_SITE, _AHEAD = 2334, 2342, 2351
_AHEAD_MAX = 86_400
_KEYS_MAX, _ADAPTERS_MAX, _NOTES_MAX = 4, 64, 200
_TIME_MAX = 253_402_300_799
_TEXT = re.compile(r"[!-~]([ -~]{0,62}[!-~])?\Z")
# Controls, formats, separators of lines and paragraphs, private use: what hides or turns a text.
_UNREADABLE = {"Cc", "Cf", "Zl", "Zp", "Co"}


@dataclass(frozen=True)
class Integrator:
    """A verified delegation."""

    name: str
    keys: tuple[PublicKey, ...]
    adapters: frozenset[str]
    issued: int
    expires: int
    digest: bytes

    @property
    def age(self) -> tuple[int, bytes]:
        return self.issued, self.digest


@dataclass(frozen=True)
class Release:
    """A verified release."""

    adapters: tuple[str, ...]
    version: str
    executable: bytes
    integrator: str | None
    issued: int
    end: int
    lapsed: bool

    def check_executable(self, path: Path) -> None:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        if digest != self.executable:
            raise Refusal(NOT_RELEASED, path.name)

    def check_adapter(self, name: str) -> None:
        if name not in self.adapters:
            raise Refusal(FOR_OTHERS, name if NAME.match(name) else "")

    def plain(self) -> dict:
        return {
            "adapters": list(self.adapters),
            "version": self.version,
            "executable": self.executable.hex(),
            "integrator": self.integrator,
            "issued": self.issued,
            "lapsed": self.lapsed,
        }


class Basis:
    """A charter, policies whose keys have another use, and a time."""

    def __init__(self, charter: Charter, policies: list[Policy], now: float):
        self.charter = charter
        self.policies = policies
        # A clock that stands behind the charter is wrong.
        self.now = max(now, charter.edition.issued)

    def integrator(self, data: bytes) -> Integrator:
        """A delegation that the quorum of adapter-release signed, and nobody else."""
        signed = self._open(data, INTEGRATOR_TYPE)
        if not self._is_of_quorum(signed):
            raise self._shortfall(signed)
        fields = _fields(signed.payload, "vaguemestre-integrator-1")
        site, name = fields.name("site"), fields.name("name")
        keys = _keys(fields)
        adapters, issued = _adapters(fields), _time(fields, "issued")
        expires = _time(fields, "expires")
        fields.finish()
        if issued >= expires:
            raise Refusal(MALFORMED, "expires")
        if site != self.charter.site:
            raise Refusal(_OTHER_SITE)
        self._check_uses(keys)
        self._check_ahead(issued)
        return Integrator(
            name, keys, frozenset(adapters), issued, expires, sha256(signed.payload)
        )

    def release(self, data: bytes, known: list[Integrator]) -> Release:
        """A release that one key of an integrator signed, within its delegation, or the quorum."""
        signed = self._open(data, RELEASE_TYPE)
        by_quorum = self._is_of_quorum(signed)
        revoked = self.charter.revoked_signing_keys
        signers = {
            each.name: each for each in known if signed.signers(list(each.keys), revoked) >= 1
        }
        if not by_quorum and not signers:
            raise self._shortfall(signed)
        fields = _fields(signed.payload, "vaguemestre-release-1")
        site = fields.name("site") if "site" in fields else None
        name = fields.name("integrator") if "integrator" in fields else None
        adapters, version = _adapters(fields), fields.text("version")
        executable, issued = fields.sized("executable", 32), _time(fields, "issued")
        expires = _time(fields, "expires") if "expires" in fields else None
        notes = fields.optional("notes", str)
        fields.finish()
        if (
            (site is None and name is None)
            or not _TEXT.match(version)
            or (expires is not None and expires <= issued)
            or (notes is not None and not _is_readable(notes))
        ):
            raise Refusal(MALFORMED, "release")
        if site not in (None, self.charter.site):
            raise Refusal(_OTHER_SITE)
        end = _TIME_MAX if expires is None else expires
        if name is None:
            if not by_quorum:
                raise Refusal(_THRESHOLD)
        else:
            if name not in signers:
                raise Refusal(_THRESHOLD)
            delegated = signers[name]
            if not set(adapters) <= delegated.adapters:
                raise Refusal(BEYOND)
            if not delegated.issued <= issued < delegated.expires:
                raise Refusal(OUTSIDE)
            end = min(end, delegated.expires)
        self._check_ahead(issued)
        return Release(adapters, version, executable, name, issued, end, self.now >= end)

    def _open(self, data: bytes, content_type: str) -> SignedDocument:
        if len(data) > RELEASE_BYTES_MAX:
            raise Refusal(2332)
        signed = SignedDocument.decode(data, content_type)
        if self.charter.adapter_release is None:
            raise Refusal(NO_QUORUM)
        return signed

    def _is_of_quorum(self, signed: SignedDocument) -> bool:
        quorum = self.charter.adapter_release
        revoked = self.charter.revoked_signing_keys
        return signed.signers(list(quorum.keys), revoked) >= quorum.threshold

    def _shortfall(self, signed: SignedDocument) -> Refusal:
        revoked = self.charter.revoked_signing_keys
        claimed = {key for key, _, _ in signed.signatures}
        return Refusal(REVOKED if claimed & revoked else _THRESHOLD)

    def _check_uses(self, keys: tuple[PublicKey, ...]) -> None:
        own = {key.spki for key in keys}
        taken = set(self.charter.document_keys)
        for policy in self.policies:
            taken |= policy.officer_keys
            for group in (
                *(each.signing_keys for each in policy.principals.values()),
                *(each.keys for each in policy.issuers.values()),
            ):
                taken |= {key.spki for key in group}
        if own & taken:
            raise Refusal(MALFORMED, "keys")

    def _check_ahead(self, issued: int) -> None:
        if issued > self.now + _AHEAD_MAX:
            raise Refusal(_AHEAD)


def integrators(directory: Path, basis: Basis) -> tuple[list[Integrator], list[Refusal]]:
    """The delegations of a directory that count, one of each name, and why the others don't."""
    refused, newest = [], {}
    for path in sorted(directory.glob("*.cose")):
        try:
            with path.open("rb") as file:
                found = basis.integrator(file.read(RELEASE_BYTES_MAX + 1))
        except (Refusal, OSError) as error:
            refused.append(error if isinstance(error, Refusal) else Refusal(2502, path.name))
            continue
        if found.name not in newest or found.age > newest[found.name].age:
            newest[found.name] = found
    counts, taken = [], set()
    for found in sorted(newest.values(), key=lambda each: each.age):
        own = {key.spki for key in found.keys}
        if own & taken:
            refused.append(Refusal(MALFORMED, "keys"))
            continue
        taken |= own
        counts.append(found)
    return counts, refused


def _fields(payload: bytes, form: str) -> Fields:
    try:
        fields = Fields(cbor.decode(payload), "release")
    except cbor.CBORError as error:
        raise Refusal(MALFORMED, "release") from error
    fields.choice("format", form)
    return fields


def _keys(fields: Fields) -> tuple[PublicKey, ...]:
    values = fields.items("keys", bytes, 1)
    if len(values) > _KEYS_MAX or len(set(values)) != len(values):
        raise Refusal(MALFORMED, "keys")
    try:
        return tuple(PublicKey(spki) for spki in values)
    except ValueError as error:
        raise Refusal(MALFORMED, "keys") from error


def _adapters(fields: Fields) -> tuple[str, ...]:
    names = fields.items("adapters", str, 1)
    if (
        len(names) > _ADAPTERS_MAX
        or len(set(names)) != len(names)
        or not all(NAME.match(name) for name in names)
    ):
        raise Refusal(MALFORMED, "adapters")
    return tuple(names)


def _time(fields: Fields, key: str) -> int:
    value = fields.uint(key)
    if value > _TIME_MAX:
        raise Refusal(MALFORMED, key)
    return value


def _is_readable(text: str) -> bool:
    return 0 < len(text.encode()) <= _NOTES_MAX and not any(
        unicodedata.category(each) in _UNREADABLE for each in text
    )
