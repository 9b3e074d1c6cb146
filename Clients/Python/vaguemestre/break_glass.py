"""Templates of break-glass in a policy (Routing/BreakGlass/README.md).

A reader acts on none of them; it must know them to read the policy, and that their officers' keys
serve for nothing else.
"""

from . import cbor
from .errors import Refusal
from .fields import MALFORMED, Fields
from .keys import PublicKey
from .labels import NAME, Clearance

DURATION_MAX = 43_200
RENEWALS_MAX = 8
REVIEW_MAX = 7_776_000


def officers_of(fields: Fields, flows: dict, principals: dict) -> frozenset[bytes]:
    """The officers' public keys of one template, DER, once it holds together."""
    fields.name("name")
    lists = {key: _names(fields, key) for key in ("flows", "grantees", "reasons")}
    try:
        Clearance.from_value(fields.take("clearance", list))
        officers = [PublicKey(spki).spki for spki in fields.items("officers", bytes, 2)]
    except (cbor.CBORError, ValueError) as error:
        raise Refusal(MALFORMED, fields.place) from error
    duration, approval = fields.uint("duration"), fields.uint("approval-within")
    renewals, review = fields.uint("renewals"), fields.uint("review-within")
    fields.finish()
    holds = (
        all(flow in flows for flow in lists["flows"])
        and all(
            who in principals and principals[who].role == "subscriber" for who in lists["grantees"]
        )
        and len(set(officers)) == len(officers)
        and len(officers) >= (3 if renewals > 1 else 2)
        and 1 <= approval <= duration <= DURATION_MAX
        and renewals <= RENEWALS_MAX
        and 1 <= review <= REVIEW_MAX
    )
    if not holds:
        raise Refusal(MALFORMED, fields.place)
    return frozenset(officers)


def _names(fields: Fields, key: str) -> list[str]:
    names = fields.items(key, str, 1)
    if len(set(names)) != len(names) or not all(NAME.match(name) for name in names):
        raise Refusal(MALFORMED, f"{fields.place}.{key}")
    return names
