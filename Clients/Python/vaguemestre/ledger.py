"""A cell's ledger: leaves, heads, and proofs that a leaf is in it or that it only grew.

From ``Sources/Ledger/README.md``: RFC 9162 trees, C2SP checkpoints, proofs and signed notes.
"""

import base64
import binascii
from dataclasses import dataclass

from . import cbor
from .errors import Refusal
from .keys import PublicKey, from_der, sha256
from .merkle import leaf_hash, node_hash, root_from

MALFORMED_LEAF, WRONG_OPENING, MALFORMED_HEAD, WRONG_SIGNATURE = 5001, 5002, 5005, 5006
NO_KEY, REVOKED_KEY = 5010, 5011
OTHER_ORIGIN, MALFORMED_PROOF, WRONG_PROOF = 5007, 5013, 5014
NUMBER_MAX = (1 << 53) - 1
_LEAF_BYTES_MAX, _FIELDS_MAX, _CLEAR_BYTES_MAX, _VALUE_BYTES_MAX = 1_024, 24, 32, 512
_HEAD_BYTES_MAX, _SIGNATURES_MAX, _PATH_MAX = 16_384, 16, 63

KINDS = {
    1: "refusal",
    2: "session-refused",
    3: "policy-activated",
    4: "policy-refused",
    5: "revocation",
    6: "key-change",
    17: "break-glass-approved",
    18: "break-glass-activated",
    19: "break-glass-used",
    20: "break-glass-renewed",
    21: "break-glass-ended",
    22: "break-glass-reviewed",
    23: "break-glass-refused",
    24: "break-glass-review-missing",
    32: "start",
    33: "stop",
    34: "journal-renewed",
    35: "damage",
    36: "clock-step",
    37: "openings-erased",
}
_CLEAR = (
    "document version digest journal key former-key policy-version break-glass until "
    "former-journal former-size former-root forward back first-leaf leaf-count"
).split()
_COMMITTED = "principal flow compartment patient subject second-person reason ticket".split()
FIELDS = dict(enumerate(_CLEAR, 1)) | dict(enumerate(_COMMITTED, 32))


@dataclass(frozen=True)
class Leaf:
    """One entry. ``fields`` maps names to numbers or bytes; those from 32 on are commitments."""

    kind: int
    time: int
    code: int
    count: int
    fields: dict[int, int | bytes]

    @classmethod
    def decode(cls, data: bytes) -> "Leaf":
        if len(data) > _LEAF_BYTES_MAX:
            raise Refusal(MALFORMED_LEAF, str(_LEAF_BYTES_MAX))
        try:
            value = cbor.decode(data)
        except cbor.CBORError as error:
            raise Refusal(MALFORMED_LEAF, str(error.offset)) from error
        if not isinstance(value, list) or len(value) != 6 or not isinstance(value[5], dict):
            raise Refusal(MALFORMED_LEAF)
        numbers, fields = value[:5], value[5]
        if not all(_is_number(number) for number in numbers) or numbers[0] != 1 or numbers[4] < 1:
            raise Refusal(MALFORMED_LEAF)
        if len(fields) > _FIELDS_MAX or not all(map(_is_field, fields, fields.values())):
            raise Refusal(MALFORMED_LEAF)
        return cls(*numbers[1:], fields)

    def plain(self) -> dict:
        """With the names of the specification, bytes as hexadecimal."""
        return {
            "kind": KINDS.get(self.kind, f"kind-{self.kind}"),
            "time": self.time,
            "code": self.code,
            "count": self.count,
            "fields": {
                FIELDS.get(number, f"field-{number}"): value.hex()
                if isinstance(value, bytes)
                else value
                for number, value in self.fields.items()
            },
        }


def _is_number(value) -> bool:
    return type(value) is int and 0 <= value <= NUMBER_MAX


def _is_field(number, value) -> bool:
    if type(number) is not int or not 1 <= number <= 63:
        return False
    if number >= 32:
        return isinstance(value, bytes) and len(value) == 32
    return _is_number(value) or isinstance(value, bytes) and len(value) <= _CLEAR_BYTES_MAX


def open_leaf(leaf: Leaf, opening: bytes) -> dict[int, bytes]:
    """The values that an opening proves a leaf to commit to."""
    try:
        value = cbor.decode(opening)
    except cbor.CBORError as error:
        raise Refusal(WRONG_OPENING, str(error.offset)) from error
    if not isinstance(value, dict) or not 1 <= len(value) <= _FIELDS_MAX:
        raise Refusal(WRONG_OPENING)
    for number, part in value.items():
        if (
            type(number) is not int
            or not 32 <= number <= 63
            or not isinstance(part, list)
            or [type(each) for each in part] != [bytes, bytes]
            or len(part[0]) != 32
            or len(part[1]) > _VALUE_BYTES_MAX
            or leaf.fields.get(number) != sha256(part[0] + part[1])
        ):
            raise Refusal(WRONG_OPENING, str(number))
    return {number: part[1] for number, part in value.items()}


def _from_base64(text: str) -> bytes | None:
    """RFC 4648 in its one encoding; None for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def _hash(text: str) -> bytes | None:
    data = _from_base64(text)
    return data if data is not None and len(data) == 32 else None


def _size(text: str) -> int | None:
    if not text.isascii() or not text.isdecimal() or len(text) > 16:
        return None
    size = int(text)
    return size if str(size) == text and size <= NUMBER_MAX else None


def _is_name(text: str) -> bool:
    return bool(text) and not any(each.isspace() or each == "+" for each in text)


@dataclass(frozen=True)
class Head:
    """A signed note: what it says, and who signed. Nothing is believed before ``verify``."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]  # name, id, signature

    @classmethod
    def decode(cls, data: bytes) -> "Head":
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise Refusal(MALFORMED_HEAD, "0") from None
        lines = text.split("\n")
        if len(data) > _HEAD_BYTES_MAX or lines.pop() or not 5 <= len(lines) <= 4 + _SIGNATURES_MAX:
            raise Refusal(MALFORMED_HEAD, "0")
        for number, line in enumerate(lines):
            if bool(line) == (number == 3) or any(each < " " for each in line):
                raise Refusal(MALFORMED_HEAD, str(number))
        size, root = _size(lines[1]), _hash(lines[2])
        if not _is_name(lines[0]) or size is None or root is None:
            raise Refusal(MALFORMED_HEAD)
        return cls(lines[0], size, root, tuple(map(cls._signature, lines[4:])))

    @staticmethod
    def _signature(line: str) -> tuple[str, bytes, bytes]:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not _is_name(parts[1]):
            raise Refusal(MALFORMED_HEAD, "signature")
        data = _from_base64(parts[2])
        if data is None or len(data) <= 4:
            raise Refusal(MALFORMED_HEAD, "signature")
        return parts[1], data[:4], data[4:]

    @property
    def text(self) -> bytes:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n".encode()

    def verify(self, origin: str, key: PublicKey) -> None:
        """Refuses a head of another ledger, or one that this key did not sign."""
        if self.origin != origin:
            raise Refusal(OTHER_ORIGIN)
        mine = [
            signature
            for name, ident, signature in self.signatures
            if name == origin and ident == sha256(key.spki)[:4]
        ]
        raws = [from_der(signature) for signature in mine]
        if not raws or not all(raw and key.is_valid(raw, self.text) for raw in raws):
            raise Refusal(WRONG_SIGNATURE, str(self.size))


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: list[bytes]) -> bool:
    """Whether a tree begins with an older one (RFC 9162 §2.1.4.2)."""
    if old > size:
        return False
    if old == size:
        return not path and old_root == root
    if old == 0:
        return not path and old_root == sha256(b"")
    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        return False
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def _proof(data: bytes, first: list[str]) -> tuple[int, list[bytes], Head]:
    """The number, the path and the head of a proof whose first lines these are."""
    front, _, rest = data.partition(b"\n\n")
    try:
        lines = front.decode().split("\n")
    except UnicodeDecodeError:
        raise Refusal(MALFORMED_PROOF, "0") from None
    *fixed, word = first
    count = len(fixed)
    if lines[:count] != fixed or len(lines) <= count or not lines[count].startswith(word):
        raise Refusal(MALFORMED_PROOF, "0")
    number = _size(lines[count].removeprefix(word))
    path = [_hash(line) for line in lines[count + 1 :]]
    if number is None or None in path or len(path) > _PATH_MAX:
        raise Refusal(MALFORMED_PROOF)
    return number, path, Head.decode(rest)


def verify_inclusion(proof: bytes, leaf: bytes, origin: str, key: PublicKey) -> tuple[int, Head]:
    """The index of a leaf, and the head that it is proved to be under."""
    index, path, head = _proof(proof, ["c2sp.org/tlog-proof@v1", "index "])
    head.verify(origin, key)
    if root_from(leaf_hash(leaf), index, head.size, path) != head.root:
        raise Refusal(WRONG_PROOF, str(index))
    return index, head


def verify_consistency(proof: bytes, old: bytes, key: PublicKey) -> Head:
    """The later head, proved to continue the ledger of an older one; both must be signed."""
    size, path, head = _proof(proof, ["old "])
    before = Head.decode(old)
    before.verify(head.origin, key)
    head.verify(head.origin, key)
    if before.size != size or not is_consistent(size, before.root, head.size, head.root, path):
        raise Refusal(WRONG_PROOF, str(size))
    return head
