"""What a version of a document changes of the one before it (Routing/Policy/README.md, Effect).

Works on the decoded maps: whatever is not set back, an unknown key included, widens.
"""

from . import cbor
from .fields import covers
from .keys import sha256
from .labels import Label, Scheme

NEUTRAL, NARROWING, WIDENING = "neutral", "narrowing", "widening"

_CURVE_KEYS_MAX, _SIGNING_KEYS_MAX = 1, 4
# What a deny may leave open, to cover more.
_SCOPE = ("principal", "flow", "action", "equipment")
_CARE_ACTIONS = ("publish", "subscribe", "deliver", None)


def policy_effect(new: dict, old: dict, scheme: Scheme) -> tuple[str, bool]:
    """The direction of a policy's version, and whether it touches what is the quorum's."""
    return (
        _direction(new, old, lambda a, b: _policy_no_wider(a, b, scheme)),
        _touches_care(new, old),
    )


def charter_effect(new: dict, old: dict) -> tuple[str, bool]:
    """The same of a charter's version."""
    return _direction(new, old, _charter_no_wider), _touches_reserved(new, old)


def _direction(new: dict, old: dict, is_no_wider) -> str:
    if not is_no_wider(new, old):
        return WIDENING
    return NEUTRAL if is_no_wider({**old, "issued": new["issued"]}, new) else NARROWING


def _edition(new: dict, old: dict) -> dict:
    undone = {key: value for key, value in new.items() if key != "previous"}
    if "previous" in old:
        undone["previous"] = old["previous"]
    undone["version"] = old["version"]
    for key, is_less in (
        ("issued", new["issued"] >= old["issued"]),
        ("expires", new["expires"] <= old["expires"]),
        ("grace", new["grace"] <= old["grace"]),
    ):
        if is_less:
            undone[key] = old[key]
    return undone


def _entries(new: list, old: list, key, undo) -> list:
    """The old entries if every new one is an old one that at most lost something."""
    known = {key(entry): entry for entry in old}
    for entry in new:
        before = known.get(key(entry))
        if before is None or undo(entry, before) != before:
            return new
    return old


def _policy_no_wider(new: dict, old: dict, scheme: Scheme) -> bool:
    undone = _edition(new, old)
    undone["flows"] = _entries(
        new["flows"], old["flows"], lambda flow: flow["name"], lambda a, b: _flow(a, b, scheme)
    )
    undone["principals"] = _entries(
        new["principals"], old["principals"], lambda who: who["name"], _principal
    )
    undone["exports"] = _entries(
        new["exports"],
        old["exports"],
        lambda export: (export["to"], export["flow"]),
        lambda a, b: _export(a, b, scheme),
    )
    undone["imports"] = _entries(
        new["imports"],
        old["imports"],
        lambda entry: (entry["from"], entry["flow"]),
        lambda a, b: _import(a, b, scheme),
    )
    if all(map(_Denies(new).covers, old["denies"])):
        undone["denies"] = old["denies"]
    return undone == old


def _flow(new: dict, old: dict, scheme: Scheme) -> dict:
    undone = dict(new)
    if _is_valid(old["floor"], scheme):
        undone["floor"] = _raised(new["floor"], old["floor"])
    if _is_valid(old["ceiling"], scheme):
        undone["ceiling"] = _lowered(new["ceiling"], old["ceiling"])
    if not new["critical"]:
        undone["critical"] = old["critical"]
    return undone


def _principal(new: dict, old: dict) -> dict:
    undone = {**new, "clearance": _shrunk(new["clearance"], old["clearance"])}
    for key in ("signing-keys", "purposes"):
        if set(new[key]) <= set(old[key]):
            undone[key] = old[key]
    for key in ("publish", "subscribe"):
        if _grants_covered(new[key], old[key]):
            undone[key] = old[key]
    if new["expires"] <= old["expires"]:
        undone["expires"] = old["expires"]
    return undone


def _grants_covered(new: list, old: list) -> bool:
    """Whether each lies under an old one that differs in the prefix alone.

    Prefixes are looked up and not tried one by one: a document can have many.
    """
    known = {frozenset(grant.items()) for grant in old}
    return all(
        any(
            frozenset({**grant, "subject": prefix}.items()) in known
            for prefix in _prefixes(grant["subject"])
        )
        for grant in new
    )


def _prefixes(subject: str) -> list[str]:
    segments = subject.split("/")
    return ["/".join(segments[:count]) for count in range(len(segments) + 1)]


def _export(new: dict, old: dict, scheme: Scheme) -> dict:
    undone = {**new, "release": _shrunk(new["release"], old["release"])}
    if "link" not in old:
        undone.pop("link", None)
    if covers(old["subject"], new["subject"]):
        undone["subject"] = old["subject"]
    if _is_valid(old["ceiling"], scheme):
        undone["ceiling"] = _lowered(new["ceiling"], old["ceiling"])
    return undone


def _import(new: dict, old: dict, scheme: Scheme) -> dict:
    if not _is_valid(old["ceiling"], scheme):
        return new
    return {**new, "ceiling": _lowered(new["ceiling"], old["ceiling"])}


def _is_valid(value: list, scheme: Scheme) -> bool:
    return scheme.refusal(Label.decode(cbor.encode(value))) is None


def _within(values: dict, other: dict) -> bool:
    return all(set(names) <= set(other.get(tag, ())) for tag, names in values.items())


def _raised(new: list, old: list) -> list:
    """A floor set back, part by part, where it lets less through."""
    policy, level, restrictive, permissive, informative = new
    if level >= old[1]:
        level = old[1]
    if _within(old[2], restrictive):
        restrictive = old[2]
    if all(tag in permissive and set(permissive[tag]) <= set(old[3][tag]) for tag in old[3]):
        permissive = old[3]
    return [policy, level, restrictive, permissive, informative]


def _lowered(new: list, old: list) -> list:
    """A ceiling set back, part by part, where it lets less through."""
    policy, level, restrictive, permissive, informative = new
    if level <= old[1]:
        level = old[1]
    if _within(restrictive, old[2]):
        restrictive = old[2]
    return [policy, level, restrictive, permissive, informative]


def _shrunk(new: list, old: list) -> list:
    """A clearance set back where it holds less."""
    policy, classes, categories = new
    if set(classes) <= set(old[1]):
        classes = old[1]
    if _within(categories, old[2]):
        categories = old[2]
    return [policy, classes, categories]


def _scoped(name: str, home: str) -> tuple[str, str]:
    """``vitals`` and ``icu/vitals`` are the same in the ICU."""
    parts = name.split("/")
    return (parts[0], parts[1]) if len(parts) == 2 else (home, name)


class _Denies:
    """What a policy denies, to be asked by other denies."""

    def __init__(self, policy: dict):
        self._policy = policy
        self._known = {
            frozenset(_deny(deny, policy["compartment"]).items()) for deny in policy["denies"]
        }

    def covers(self, deny: dict) -> bool:
        """Whether one that is as broad stands here, or what it denies is nothing here."""
        plain = _deny(deny, self._policy["compartment"])
        broader = (
            frozenset(
                (key, value)
                for key, value in plain.items()
                if key not in _SCOPE or kept & 1 << _SCOPE.index(key)
            )
            for kept in range(1 << len(_SCOPE))
        )
        return _is_idle(plain, self._policy) or any(each in self._known for each in broader)


def _deny(deny: dict, home: str) -> dict:
    """Without its reason, and names in full."""
    plain = {key: value for key, value in deny.items() if key != "reason"}
    for key in ("principal", "flow"):
        if key in plain:
            plain[key] = _scoped(plain[key], home)
    return plain


def _is_idle(deny: dict, policy: dict) -> bool:
    """Whether it names another's principal, and nothing crosses on which it could act."""
    home = policy["compartment"]
    other = deny["principal"][0] if "principal" in deny else home
    if other == home:
        return False
    crossing = [(home, each["flow"]) for each in policy["exports"] if each["to"] == other]
    crossing += [(other, each["flow"]) for each in policy["imports"] if each["from"] == other]
    return not any(deny.get("flow", flow) == flow for flow in crossing)


def _touches_care(new: dict, old: dict) -> bool:
    """Whether a policy may take away what critical flows let happen in their compartment."""
    if new["expires"] < old["expires"] or new["grace"] < old["grace"]:
        return True
    home = old["compartment"]
    critical = [flow for flow in old["flows"] if flow["critical"]]
    flows = {(home, flow["name"]) for flow in critical}
    if any(flow not in new["flows"] for flow in critical):
        return True
    left = {who["name"]: who for who in new["principals"]}
    concerned: dict[str, set] = {}
    for who in old["principals"]:
        granted = {_scoped(grant["flow"], home) for grant in who["publish"] + who["subscribe"]}
        if not granted & flows:
            continue
        concerned[who["name"]] = granted & flows
        if who["name"] not in left or _is_reached(new, old, who):
            return True
        if _without_other_grants(left[who["name"]], flows, home) != _without_other_grants(
            who, flows, home
        ):
            return True
    known = _Denies(old)
    return any(
        _denies_care(_deny(deny, home), concerned, flows, home) and not known.covers(deny)
        for deny in new["denies"]
    )


def _is_reached(new: dict, old: dict, who: dict) -> bool:
    return old["issued"] < who["expires"] <= new["issued"]


def _without_other_grants(who: dict, flows: set, home: str) -> dict:
    kept = dict(who)
    for key in ("publish", "subscribe"):
        kept[key] = {
            (_scoped(grant["flow"], home), grant["subject"])
            for grant in who[key]
            if _scoped(grant["flow"], home) in flows
        }
    return kept


def _denies_care(deny: dict, concerned: dict, flows: set, home: str) -> bool:
    if deny.get("action") not in _CARE_ACTIONS or deny.get("flow") not in flows | {None}:
        return False
    if "principal" not in deny:
        return bool(concerned)
    compartment, name = deny["principal"]
    if compartment != home or name not in concerned:
        return False
    return "flow" not in deny or deny["flow"] in concerned[name]


def _charter_no_wider(new: dict, old: dict) -> bool:
    undone = _edition(new, old)
    undone["compartments"] = _entries(
        new["compartments"], old["compartments"], lambda each: each["name"], _compartment
    )
    undone["partners"] = _entries(
        new["partners"], old["partners"], lambda each: each["site"], lambda each, _: each
    )
    revocations = dict(new["revocations"])
    for key in ("signing-keys", "curve-keys"):
        if set(revocations[key]) >= set(old["revocations"][key]):
            revocations[key] = old["revocations"][key]
    undone["revocations"] = revocations
    return undone == old


def _compartment(new: dict, old: dict) -> dict:
    undone = dict(new)
    if new["closed"]:
        undone["closed"] = old["closed"]
    if new["minimum-version"] >= old["minimum-version"]:
        undone["minimum-version"] = old["minimum-version"]
    return undone


def _touches_reserved(new: dict, old: dict) -> bool:
    """Whether a charter does more than revoke what one principal may have."""
    if new["expires"] < old["expires"] or new["grace"] < old["grace"]:
        return True
    if any(each not in new["compartments"] for each in old["compartments"]) or any(
        each not in new["partners"] for each in old["partners"]
    ):
        return True
    signing, curve = (
        set(new["revocations"][key]) - set(old["revocations"][key])
        for key in ("signing-keys", "curve-keys")
    )
    if len(signing) > _SIGNING_KEYS_MAX or len(curve) > _CURVE_KEYS_MAX:
        return True
    return bool(signing & _quorum_keys(old)) or bool(
        curve & {each["curve-key"] for each in old["compartments"]}
    )


def _quorum_keys(charter: dict) -> set[bytes]:
    quorums = [charter["roots"]] + [each["authority"] for each in charter["compartments"]]
    quorums += [each["roots"] for each in charter["partners"]]
    if "adapter-release" in charter:
        quorums.append(charter["adapter-release"])
    return {sha256(spki)[:16] for quorum in quorums for spki in quorum["keys"]}
