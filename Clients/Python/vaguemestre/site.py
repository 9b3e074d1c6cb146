"""A site's directory: its documents verified by threshold and pin, and a principal's secrets."""

import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

import zmq

from . import cbor, credentials
from .cose import DOCUMENT_BYTES_MAX, SignedDocument
from .documents import CHARTER_TYPE, POLICY_TYPE, Charter, Policy, Quorum
from .effect import NARROWING, charter_effect, policy_effect
from .errors import Refusal
from .keys import SigningKey, sha256
from .labels import NAME

_MISSING, _UNREADABLE, _DAMAGED, _NO_COMPARTMENT, _NO_PRINCIPAL, _BAD_PIN = (
    2501,
    2502,
    2508,
    2509,
    2510,
    2513,
)
# Of versions that fewer keys than the threshold signed (Routing/SignedPolicy/README.md).
_TOO_FEW, _NOT_NARROWING, _RESERVED, _NARROWED_BEFORE, _FORMER_MISSING = (
    2334,
    2352,
    2353,
    2354,
    2355,
)
_SKIPPED, _EXPIRED_FIRST, _AHEAD, _EXPIRED, _REVOKED_CELL = 2337, 2350, 2351, 2516, 2520
# A clock may be behind by a day; who was away is led through so many versions at most.
_AHEAD_MAX, _STEPS_MAX = 86_400, 1_024
_SECRET_BYTES_MAX = 16 << 10


def fingerprint(roots: Quorum) -> bytes:
    """What a pin pins: SHA-256 of the threshold and the root keys, ascending."""
    return sha256(cbor.encode([roots.threshold, sorted(key.spki for key in roots.keys)]))


def read(path: Path, maximum: int = DOCUMENT_BYTES_MAX) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(maximum + 1)
    except FileNotFoundError:
        raise Refusal(_MISSING, path.name) from None
    except OSError:
        raise Refusal(_UNREADABLE, path.name) from None
    if len(data) > maximum:
        raise Refusal(2505, path.name)
    return data


def read_secret(path: Path) -> bytes:
    """A file of ours that nobody else can open, and no symbolic link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Refusal(_MISSING, path.name) from None
    except OSError:
        raise Refusal(_UNREADABLE, path.name) from None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if (
            not stat.S_ISREG(status.st_mode)
            or status.st_mode & 0o077
            or status.st_uid != os.geteuid()
        ):
            raise Refusal(_UNREADABLE, f"{path.name}: chmod 600")
        return file.read(_SECRET_BYTES_MAX)


@dataclass
class Accepted:
    """Versions believed before: what keeps an old document from coming back."""

    path: Path
    # "" is the charter; the third is what the version narrows, if fewer than must signed it.
    versions: dict[str, tuple[int, bytes, bytes | None]]
    # By compartment and principal: when the newest credential was issued, and its digest.
    credentials: dict[str, dict[str, tuple[int, bytes]]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, roots: bytes) -> "Accepted":
        if not path.exists():
            return cls(path, {})
        try:
            value = cbor.decode(read(path))
            if value["roots"] != roots:
                raise Refusal(2340)
            documents = {"": value["charter"], **value["policies"]}
            known = {
                compartment: {who: (issued, digest) for who, (issued, digest) in names.items()}
                for compartment, names in value.get("credentials", {}).items()
            }
            versions = {name: cls._version(*parts) for name, parts in documents.items()}
            return cls(path, versions, known)
        except (cbor.CBORError, KeyError, TypeError, ValueError) as error:
            # Damage must not look like a first start, which would forget every version.
            raise Refusal(_DAMAGED, path.name) from error

    @staticmethod
    def _version(
        version: int, digest: bytes, base: bytes | None = None
    ) -> tuple[int, bytes, bytes | None]:
        return version, digest, base

    def is_new(self, name: str, version: int, digest: bytes) -> bool:
        """Whether this is another document than the accepted one; none that is older is."""
        known = self.versions.get(name)
        if known is None or version > known[0]:
            return True
        if version < known[0]:
            raise Refusal(2336, name)
        if digest != known[1]:
            raise Refusal(2339, name)
        return False

    def follow(self, name: str, version: int, previous: bytes | None) -> None:
        """Refuses a version that is not the one after the accepted one."""
        known = self.versions.get(name)
        if known is not None:
            if version != known[0] + 1:
                raise Refusal(_SKIPPED, name)
            if previous != known[1]:
                raise Refusal(2338, name)

    def save(self, roots: bytes) -> None:
        policies = {
            name: [part for part in value if part is not None]
            for name, value in self.versions.items()
        }
        state = {"roots": roots, "charter": policies.pop(""), "policies": policies}
        known = {
            compartment: {who: list(age) for who, age in names.items()}
            for compartment, names in self.credentials.items()
            if names
        }
        if known:
            state["credentials"] = known
        data = cbor.encode(state)
        beside = self.path.with_suffix(".new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(self.path)
        directory = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(directory)
        os.close(directory)


class Site:
    """The verified documents of a site.

    Roots are always those of ``roots.pin``: after they changed, a person compares and writes the
    new pin.
    """

    def __init__(self, directory, state: Path | None = None, now: float | None = None):
        self.directory = Path(directory)
        self._now = time.time() if now is None else now
        try:
            pin = bytes.fromhex(read(self.directory / "roots.pin", 1_024).decode("ascii").strip())
        except ValueError as error:
            raise Refusal(_BAD_PIN, "roots.pin") from error
        self._accepted = Accepted.load(state, pin) if state else Accepted(Path(), {})
        self.charter = self._verify_charter(pin)
        self.policies = {
            name: self._verify_policy(name)
            for name, compartment in self.charter.compartments.items()
            if (self.directory / "policies" / f"{name}.cose").exists()
        }
        self.refused: list[Refusal] = []
        for name, policy in self.policies.items():
            self.policies[name] = self._with_credentials(policy)
        if state:
            self._accepted.save(pin)

    def _with_credentials(self, policy: Policy) -> Policy:
        """The policy with those whom its issuers introduced; who is refused is in ``refused``."""
        counts, refused = credentials.introduced(
            self.directory / "credentials" / policy.compartment,
            policy,
            self.charter,
            self._now,
            self._accepted.credentials.setdefault(policy.compartment, {}),
        )
        self.refused += refused
        return policy.with_principals([each.principal for each in counts])

    def _verify_charter(self, pin: bytes) -> Charter:
        signed = SignedDocument.decode(read(self.directory / "charter.cose"), CHARTER_TYPE)
        charter = Charter.decode(signed.payload)
        if fingerprint(charter.roots) != pin:
            raise Refusal(2340)
        base = self._base("", signed, charter, charter.roots, charter)
        self._admit("", signed, charter, base)
        return charter

    def _verify_policy(self, name: str) -> Policy:
        signed = SignedDocument.decode(
            read(self.directory / "policies" / f"{name}.cose"), POLICY_TYPE
        )
        # Signatures over the bytes come first: anybody can write a file that is slow to decode.
        compartment = self.charter.compartments[name]
        self._signers(signed, compartment.authority, self.charter)
        policy = Policy.decode(signed.payload)
        if policy.site != self.charter.site:
            raise Refusal(2342, name)
        if policy.compartment != name:
            raise Refusal(2343, name)
        if policy.edition.version < compartment.minimum_version:
            raise Refusal(2345, name)
        base = self._base(name, signed, policy, compartment.authority, self.charter)
        if self._admit(name, signed, policy, base):
            policy.check(self.charter)
        return policy

    @staticmethod
    def _signers(signed: SignedDocument, quorum: Quorum, charter: Charter) -> int:
        """How many keys of the quorum signed; none is too few for whatever it is."""
        count = signed.signers(list(quorum.keys), charter.revoked_signing_keys)
        if count == 0:
            raise Refusal(_TOO_FEW)
        return count

    def _base(
        self, name: str, signed: SignedDocument, document, quorum: Quorum, charter: Charter
    ) -> bytes | None:
        """The digest of the version that a document narrows; None if its threshold signed it.

        Refuses one that fewer signed and that does more than one key may.
        """
        if self._signers(signed, quorum, charter) >= quorum.threshold:
            return None
        edition = document.edition
        if edition.previous is None:
            raise Refusal(_TOO_FEW, name)
        former = self._former(name, edition.version - 1, edition.previous)
        if former.signers(list(quorum.keys), charter.revoked_signing_keys) < quorum.threshold:
            raise Refusal(_NARROWED_BEFORE, name)
        before = type(document).decode(former.payload)
        if before.edition.version != edition.version - 1 or before.site != document.site:
            raise Refusal(_FORMER_MISSING, name)
        if name and before.compartment != name or not self._may_grant(name, before, former):
            raise Refusal(_FORMER_MISSING, name)
        new, old = cbor.decode(signed.payload), cbor.decode(former.payload)
        direction, is_reserved = (
            policy_effect(new, old, charter.scheme) if name else charter_effect(new, old)
        )
        if direction != NARROWING:
            raise Refusal(_NOT_NARROWING, name)
        if is_reserved:
            raise Refusal(_RESERVED, name)
        return edition.previous

    def _former(self, name: str, version: int, digest: bytes) -> SignedDocument:
        """The version before, from the history."""
        path = self._history / f"{name or 'charter'}.{version}.cose"
        try:
            former = SignedDocument.decode(read(path), POLICY_TYPE if name else CHARTER_TYPE)
        except Refusal:
            raise Refusal(_FORMER_MISSING, name) from None
        if sha256(former.payload) != digest:
            raise Refusal(_FORMER_MISSING, name)
        return former

    def _may_grant(self, name: str, document, signed: SignedDocument) -> bool:
        """Whether it was accepted before, or could be now."""
        edition, known = document.edition, self._accepted.versions.get(name)
        if known is not None and sha256(signed.payload) in known[1:]:
            return True
        return edition.issued <= self._now + _AHEAD_MAX and self._now < edition.expires

    def _admit(self, name: str, signed: SignedDocument, document, base: bytes | None) -> bool:
        """Takes the document that was accepted before, or one that follows it; whether it is new.

        A new one that may not grant is refused: this client keeps no copy to go on with.
        """
        edition, digest = document.edition, sha256(signed.payload)
        if not self._accepted.is_new(name, edition.version, digest):
            self._accepted.versions[name] = (edition.version, digest, base)
            return False
        is_first = name not in self._accepted.versions
        if edition.expires <= self._now:
            raise Refusal(_EXPIRED_FIRST if is_first else _EXPIRED, name)
        if edition.issued > self._now + _AHEAD_MAX:
            raise Refusal(_AHEAD, name)
        if not is_first:
            self._follow(name, document, base)
        self._accepted.versions[name] = (edition.version, digest, base)
        return True

    def _follow(self, name: str, document, base: bytes | None) -> None:
        """Refuses what does not follow the accepted version, nor over a fork what it narrows."""
        version, _, narrowed = self._accepted.versions[name]
        try:
            self._accepted.follow(name, *self._first_after(name, document, version))
        except Refusal:
            # One key may have shown us a version that nobody else has: the quorum goes on without.
            full = document.edition.version - (0 if base is None else 1)
            if narrowed is None or full <= version:
                raise
            if self._first_after(name, document, version - 1) != (version, narrowed):
                raise

    def _first_after(self, name: str, document, known: int) -> tuple[int, bytes | None]:
        """The version after a known one, and what it names as the one before it.

        Found from the newest on, each vouched for by the digest that the one after it names.
        """
        kind = POLICY_TYPE if name else CHARTER_TYPE
        version, previous = document.edition.version, document.edition.previous
        for _ in range(_STEPS_MAX):
            if version <= known + 1:
                break
            path = self._history / f"{name or 'charter'}.{version - 1}.cose"
            try:
                former = SignedDocument.decode(read(path), kind)
                if sha256(former.payload) != previous:
                    raise Refusal(_SKIPPED, name)
                edition = type(document).decode(former.payload).edition
            except Refusal:
                raise Refusal(_SKIPPED, name) from None
            if edition.version != version - 1:
                raise Refusal(_SKIPPED, name)
            version, previous = edition.version, edition.previous
        return version, previous

    @property
    def _history(self) -> Path:
        return self.directory / "policies" / "history"

    def cell(self, name: str):
        """What the charter says of a compartment's cell; refused if its key is revoked."""
        if name not in self.charter.compartments:
            raise Refusal(_NO_COMPARTMENT, name)
        cell = self.charter.compartments[name]
        if cell.curve_key in self.charter.revoked_curve_keys:
            raise Refusal(_REVOKED_CELL, name)
        return cell

    def policy(self, name: str) -> Policy:
        if name not in self.policies:
            raise Refusal(_NO_COMPARTMENT, name)
        return self.policies[name]


@dataclass(frozen=True)
class Identity:
    """A principal's own secrets, from its directory."""

    compartment: str
    name: str
    curve_secret: bytes  # Z85
    signing_key: SigningKey | None

    @property
    def curve_public(self) -> bytes:
        return zmq.curve_public(self.curve_secret)

    @staticmethod
    def directory(site, text: str) -> Path:
        """``icu/dashboard``, or ``dashboard`` where only one compartment has one of that name."""
        parts = text.split("/")
        if not 1 <= len(parts) <= 2 or not all(NAME.match(part) for part in parts):
            raise Refusal(2514, "principal")
        root = Path(site) / "principals"
        found = [root / parts[0] / parts[1]] if len(parts) == 2 else sorted(root.glob(f"*/{text}"))
        found = [path for path in found if path.is_dir()]
        if len(found) != 1:
            raise Refusal(_NO_PRINCIPAL, text)
        return found[0]

    @classmethod
    def load(cls, site, text: str) -> "Identity":
        directory = cls.directory(site, text)
        secret = read_secret(directory / "curve.key").strip()
        signing = None
        # A key on a token has no file; who has one here only subscribes with this client.
        if (directory / "signing.pem").exists() and (directory / "signing.uri").exists():
            raise Refusal(2419, "signing.uri")
        if (directory / "signing.pem").exists():
            pem = read_secret(directory / "signing.pem")
            if pem.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----"):
                raise Refusal(2420, "signing.pem")
            signing = SigningKey.from_pem(pem)
        try:
            zmq.curve_public(secret)
        except (zmq.ZMQError, ValueError) as error:
            raise Refusal(2506, "curve.key") from error
        return cls(directory.parent.name, directory.name, secret, signing)
