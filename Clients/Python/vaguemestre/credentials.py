"""Principals that issuers introduced between two versions of a policy.

From Routing/Policy/README.md (what a credential may give) and Routing/SignedPolicy/README.md (what
makes one verified).
"""

from dataclasses import dataclass
from pathlib import Path

from . import cbor
from .cose import SignedDocument
from .documents import Charter, Policy, Principal, principal_of
from .entries import Issuer
from .equipment import admits
from .errors import Refusal
from .fields import MALFORMED, Fields, covers
from .keys import sha256

CREDENTIAL_TYPE = "application/vnd.vaguemestre.credential+cbor"
CREDENTIAL_BYTES_MAX = 64 << 10
BEYOND_TEMPLATE, WITHDRAWN = 2326, 2327
_THRESHOLD, _OLDER, _OTHER, _AHEAD = 2334, 2336, 2339, 2351
_AHEAD_MAX = 86_400


@dataclass(frozen=True)
class Credential:
    """A verified credential."""

    issuer: str
    issued: int
    principal: Principal
    digest: bytes

    @property
    def age(self) -> tuple[int, bytes]:
        return self.issued, self.digest


def verify(data: bytes, policy: Policy, charter: Charter, now: float) -> Credential:
    """A credential that its issuer signed and that stays within the template."""
    if len(data) > CREDENTIAL_BYTES_MAX:
        raise Refusal(2332)
    signed = SignedDocument.decode(data, CREDENTIAL_TYPE)
    signers = [
        issuer.name
        for issuer in policy.issuers.values()
        if signed.signers(list(issuer.keys), charter.revoked_signing_keys) >= 1
    ]
    if not signers:
        raise Refusal(_THRESHOLD)
    fields = Fields(cbor.decode(signed.payload), "credential")
    fields.choice("format", "vaguemestre-credential-1")
    fields.choice("site", policy.site)
    fields.choice("compartment", policy.compartment)
    name, issued = fields.name("issuer"), fields.uint("issued")
    principal = principal_of(fields.map("principal"))
    fields.finish()
    if name not in signers:
        raise Refusal(_THRESHOLD)
    issuer = policy.issuers[name]
    if issued < issuer.issued_from:
        raise Refusal(WITHDRAWN)
    _check_template(principal, issuer, issued)
    _check_keys(principal, policy, charter)
    if issued > now + _AHEAD_MAX:
        raise Refusal(_AHEAD)
    return Credential(name, issued, principal, sha256(signed.payload))


def _check_template(who: Principal, issuer: Issuer, issued: int) -> None:
    template = issuer.template
    holds = {
        "expires": who.expires <= min(issued + template.lifetime, issuer.expires),
        "role": who.role in template.roles,
        "clearance": who.clearance.is_within(template.clearance),
        "publish": _are_covered(who.publish, template.publish),
        "subscribe": _are_covered(who.subscribe, template.subscribe),
        "purposes": set(who.purposes) <= set(template.purposes),
        "equipment": admits(template.equipment, who.equipment),
    }
    for key, value in holds.items():
        if not value:
            raise Refusal(BEYOND_TEMPLATE, f"principal.{key}")


def _are_covered(grants, allowed) -> bool:
    return all(
        any(flow == other and covers(prefix, subject) for other, prefix in allowed)
        for flow, subject in grants
    )


def _check_keys(who: Principal, policy: Policy, charter: Charter) -> None:
    signing = {key.spki for key in who.signing_keys}
    taken = {key.spki for each in policy.principals.values() for key in each.signing_keys}
    taken |= {key.spki for issuer in policy.issuers.values() for key in issuer.keys}
    taken |= policy.officer_keys
    curve = {each.curve_key for each in policy.principals.values()}
    curve |= {each.curve_key for each in charter.compartments.values()}
    if (
        who.name in policy.principals
        or who.curve_key in curve
        or signing & (taken | charter.document_keys)
        or len(signing) != len(who.signing_keys)
    ):
        raise Refusal(MALFORMED, "credential.principal")


def introduced(
    directory: Path, policy: Policy, charter: Charter, now: float, newest: dict
) -> tuple[list[Credential], list[Refusal]]:
    """The credentials of a directory that count, and why the others don't.

    ``newest`` is what was accepted of each name before, (issued, digest); it is brought up to date.
    """
    refused, found = [], {}
    for path in sorted(directory.glob("*.cose")):
        try:
            with path.open("rb") as file:
                data = file.read(CREDENTIAL_BYTES_MAX + 1)
            credential = verify(data, policy, charter, now)
        except (Refusal, cbor.CBORError, OSError) as error:
            refused.append(error if isinstance(error, Refusal) else Refusal(MALFORMED, path.name))
            continue
        name = credential.principal.name
        if name not in found or credential.age > found[name].age:
            found[name] = credential
    counts, keys = [], set()
    for credential in sorted(found.values(), key=lambda each: each.age):
        who = credential.principal
        own = {who.curve_key} | {key.spki for key in who.signing_keys}
        known = newest.get(who.name, credential.age)
        if own & keys:
            refused.append(Refusal(MALFORMED, "credential.principal"))
        elif credential.issued < known[0]:
            refused.append(Refusal(_OLDER))
        elif credential.issued == known[0] and credential.digest != known[1]:
            refused.append(Refusal(_OTHER))
        else:
            newest[who.name] = credential.age
            keys |= own
            counts.append(credential)
    return counts, refused
