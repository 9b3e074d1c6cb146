"""The decision: the conditions of the README, in its order; the first that is not met."""

from collections.abc import Iterator
from functools import cached_property

from ..documents import Edition, Export, Import, Principal
from ..equipment import admits
from ..fields import covers, is_subject
from ..links import Deny
from .question import ACTIONS, Question
from .snapshot import Snapshot, split


def decide(snapshot: Snapshot, question: Question) -> int | None:
    """The code of the reason why not; None is a permit."""
    if snapshot.principal(question.principal) is None:
        return 2251
    if snapshot.flow(question.flow) is None:
        return 2252
    return next(_Check(snapshot, question).refusals(), None)


class _Check:
    """One question, and what the conditions have in common."""

    def __init__(self, snapshot: Snapshot, question: Question):
        self.snapshot = snapshot
        self.question = question
        self.principal = snapshot.principal(question.principal)
        self.flow = snapshot.flow(question.flow)
        self.home = snapshot.home
        self.whose = split(question.principal)[0]
        self.source, self.flow_name = split(question.flow)
        # A link of another compartment that subscribes or is delivered to is judged as an export.
        self.action = question.action
        if self.action in ("subscribe", "deliver") and self.whose != self.home:
            self.action = "export"
        self.is_message = question.action != "subscribe"

    @property
    def crosses(self) -> bool:
        return self.other is not None

    @property
    def is_link(self) -> bool:
        return self.action in ("export", "import")

    @property
    def other(self) -> str | None:
        """The other end, of what crosses."""
        return next((each for each in (self.whose, self.source) if each != self.home), None)

    @cached_property
    def agreement(self) -> tuple[Export, Import] | None:
        if not self.crosses:
            return None
        return self.snapshot.agreement(self.source, self.destination, self.flow_name)

    @property
    def destination(self) -> str:
        return self.home if self.source != self.home else self.whose

    @property
    def has_other_end(self) -> bool:
        """Whether the agreement is there, and is that of the link that asks."""
        return self.agreement is not None and not (self.action == "export" and self._is_wrong_link)

    @property
    def _is_wrong_link(self) -> bool:
        return self.agreement[1].link != split(self.question.principal)[1]

    def now(self, compartment: str) -> int:
        """The time for principals of a compartment, which is not before what its authority says."""
        times = [self.question.time, self.snapshot.charter.edition.issued]
        times.append(self.snapshot.own.edition.issued)
        if compartment in self.snapshot.policies:
            times.append(self.snapshot.policies[compartment].edition.issued)
        return max(times)

    def _is_meant(self, deny: Deny, name: str) -> bool:
        if deny.principal not in (None, name):
            return False
        if deny.equipment is None:
            return True
        who = self.snapshot.principal(name) or self.snapshot.signer(name)
        return who is not None and deny.equipment.is_met_by(who.equipment)

    # The conditions, by their numbers

    def refusals(self) -> Iterator[int]:
        yield from self._standing()
        yield from self._right_action()
        yield from self._freshness()
        yield from self._purpose()
        yield from self._denies()
        yield from self._agreement()
        yield from self._grant()
        if self.is_message:
            yield from self._subject()
        yield from self._signer()
        yield from self._equipment()
        if self.is_message:
            yield from self._label()

    def _standing(self) -> Iterator[int]:
        if self.snapshot.closed & {self.home, self.whose, self.source}:
            yield 2256
        if self.principal.curve_key in self.snapshot.revoked_curve_keys:
            yield 2254
        if self.now(self.whose) >= self.principal.expires:
            yield 2255

    def _right_action(self) -> Iterator[int]:
        if self.action == "publish" and (self.whose != self.home or self.source != self.home):
            yield 2278
        if self.action == "export":
            if self.whose == self.home:
                yield 2278
            if self.source != self.home:
                yield 2264
        if self.action == "import" and (self.whose != self.home or self.source == self.home):
            yield 2278

    def _freshness(self) -> Iterator[int]:
        editions = [self.snapshot.charter.edition, self.snapshot.own.edition]
        if self.has_other_end:
            editions.append(self.snapshot.policies[self.other].edition)
        age = max(_age(each, self.now(self.home)) for each in editions)
        if age == _STALE and self.question.is_new:
            yield 2257
        if age == _FROZEN and (self.question.is_new or self.crosses or not self.flow.critical):
            yield 2258

    def _purpose(self) -> Iterator[int]:
        if self.question.purpose not in (None, *self.principal.purposes):
            yield 2259

    def _denies(self) -> Iterator[int]:
        link = set(ACTIONS) - {"publish"}
        asked = link if self.is_link else {self.action}
        who, signer = self.question.principal, self.question.signer
        if self._is_denied(self.home, {who}, asked):
            yield 2260
        if self.action == "import" and signer and self.snapshot.signer(signer):
            if self._is_denied(self.home, {signer}, set(ACTIONS)):
                yield 2260
        if self.has_other_end:
            fetcher = f"{self.destination}/{self.agreement[1].link}"
            if self._is_denied(self.other, {who, fetcher}, link):
                yield 2260

    def _is_denied(self, authority: str, principals: set[str], actions: set[str]) -> bool:
        return any(
            deny.flow in (None, self.question.flow)
            and deny.action in (None, *actions)
            and any(self._is_meant(deny, name) for name in principals)
            for deny in self.snapshot.denies(authority)
        )

    def _agreement(self) -> Iterator[int]:
        if not self.crosses:
            return
        if self.agreement is None:
            yield 2262
            return
        if self.is_link and self._is_wrong_link:
            yield 2263

    def _grant(self) -> Iterator[int]:
        if not self.is_link and not self._prefixes(self.principal):
            yield 2261

    def _prefixes(self, principal: Principal) -> list[str]:
        grants = principal.publish if self.action == "publish" else principal.subscribe
        return [prefix for flow, prefix in grants if self._scoped(flow) == self.question.flow]

    def _scoped(self, flow: str) -> str:
        return flow if "/" in flow else f"{self.home}/{flow}"

    def _subject(self) -> Iterator[int]:
        subject = self.question.subject
        if not is_subject(subject):
            yield 2265
        if not self.is_link and not any(
            covers(prefix, subject) for prefix in self._prefixes(self.principal)
        ):
            yield 2266
        if self.crosses and not covers(self.agreement[0].subject, subject):
            yield 2266

    def _signer(self) -> Iterator[int]:
        if self.question.signing_key in self.snapshot.revoked_signing_keys:
            yield 2279
        signer = self.question.signer and self.snapshot.signer(self.question.signer)
        if self.action in ("publish", "import") and signer is None:
            yield 2267
        if self.action == "publish" and self.question.signer != self.question.principal:
            yield 2268
        if self.action == "import" and not self._may_have_published(signer):
            yield 2269

    def _may_have_published(self, signer: Principal) -> bool:
        """Whether the source's policy lets the signer of what is imported publish it there."""
        issued_at = self.question.issued_at
        return (
            split(self.question.signer)[0] == self.source
            and signer.may_publish(self.flow_name, self.question.subject)
            and not self._is_denied(self.source, {self.question.signer}, {"publish"})
            and signer.curve_key not in self.snapshot.revoked_curve_keys
            and (self.now(self.source) if issued_at is None else issued_at) < signer.expires
        )

    def _equipment(self) -> Iterator[int]:
        signer = self.question.signer and self.snapshot.signer(self.question.signer)
        if self.action in ("publish", "import") and not admits(
            self.flow.equipment, signer.equipment
        ):
            yield 2280

    def _label(self) -> Iterator[int]:
        label, scheme = self.question.label, self.snapshot.charter.scheme
        if label is None:
            yield 2270
            return
        code = scheme.refusal(label)
        if code is not None:
            yield code
        if label.classification > 0 and self.source not in label.restrictive["compartment"]:
            yield 2275
        if not label.is_at_least(self.flow.floor):
            yield 2271
        if not label.is_at_most(self.flow.ceiling):
            yield 2272
        if self.agreement:
            export, entry = self.agreement
            if not label.is_at_most(export.ceiling):
                yield 2273
            if not label.is_at_most(entry.ceiling):
                yield 2274
            if not export.release.dominates(label, scheme):
                yield 2276
        code = self.principal.clearance.refusal(label, scheme)
        if code is not None:
            yield 2277 if self.is_link else code


_FRESH, _STALE, _FROZEN = range(3)


def _age(edition: Edition, time: int) -> int:
    if time >= edition.expires + edition.grace:
        return _FROZEN
    return _STALE if time >= edition.expires else _FRESH
