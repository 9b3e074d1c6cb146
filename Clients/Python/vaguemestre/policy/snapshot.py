"""The documents that one cell decides by, and what they say together."""

from dataclasses import dataclass
from functools import cached_property

from ..documents import Charter, Deny, Export, Flow, Import, Policy, Principal


def split(name: str) -> tuple[str, str]:
    """Compartment and name of ``icu/vitals``."""
    compartment, _, rest = name.partition("/")
    return compartment, rest


@dataclass(frozen=True)
class Snapshot:
    """A cell's charter, own policy and those of its peers. What is withheld only takes away."""

    charter: Charter
    own: Policy
    peers: tuple[Policy, ...] = ()
    withheld: tuple[Charter | Policy, ...] = ()

    @property
    def home(self) -> str:
        return self.own.compartment

    @cached_property
    def policies(self) -> dict[str, Policy]:
        return {each.compartment: each for each in (self.own, *self.peers)}

    @cached_property
    def _charters(self) -> list[Charter]:
        return [self.charter] + [each for each in self.withheld if isinstance(each, Charter)]

    @cached_property
    def revoked_curve_keys(self) -> frozenset[bytes]:
        return frozenset().union(*(each.revoked_curve_keys for each in self._charters))

    @cached_property
    def revoked_signing_keys(self) -> frozenset[bytes]:
        return frozenset().union(*(each.revoked_signing_keys for each in self._charters))

    @cached_property
    def closed(self) -> frozenset[str]:
        return frozenset(
            entry.name
            for charter in self._charters
            for entry in charter.compartments.values()
            if entry.closed
        )

    @cached_property
    def _denies(self) -> dict[str, list[Deny]]:
        denies: dict[str, list[Deny]] = {}
        for each in (*self.policies.values(), *self.withheld):
            if isinstance(each, Policy):
                denies.setdefault(each.compartment, []).extend(each.denies)
        return denies

    def denies(self, compartment: str) -> list[Deny]:
        """All that a compartment's authority takes away."""
        return self._denies.get(compartment, [])

    def declared(self, name: str) -> Principal | None:
        """A principal of any compartment whose policy is here."""
        compartment, rest = split(name)
        policy = self.policies.get(compartment)
        return policy.principals.get(rest) if policy else None

    def principal(self, name: str) -> Principal | None:
        """Who may come to this cell: its own, and the links of others."""
        found = self.declared(name)
        if found and split(name)[0] != self.home and found.role != "link":
            return None
        return found

    def signer(self, name: str) -> Principal | None:
        """Who may have signed, as far as this cell knows."""
        found = self.declared(name)
        return found if found and (found.signing_keys or self.principal(name)) else None

    def flow(self, name: str) -> Flow | None:
        """A flow of its own, or one that it imports and that is exported to it."""
        compartment, rest = split(name)
        policy = self.policies.get(compartment)
        if policy is None:
            return None
        if compartment != self.home and self.agreement(compartment, self.home, rest) is None:
            return None
        return policy.flows.get(rest)

    def agreement(self, source: str, destination: str, flow: str) -> tuple[Export, Import] | None:
        """The export and the import of a flow that name each other."""
        ends = self.policies.get(source), self.policies.get(destination)
        if ends[0] is None or ends[1] is None:
            return None
        exports = [e for e in ends[0].exports if (e.flow, e.to) == (flow, destination)]
        imports = [i for i in ends[1].imports if (i.flow, i.source) == (flow, source)]
        for export in exports:
            for entry in imports:
                if export.link in (None, entry.link):
                    return export, entry
        return None
