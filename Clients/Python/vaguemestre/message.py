"""The signed message, which binds label, place and content (Sources/SignedMessage/README.md)."""

from dataclasses import dataclass

from . import cbor, merkle
from .cose import signature1
from .errors import Refusal
from .fields import is_subject
from .keys import PublicKey, SigningKey
from .labels import NAME, Label

CONTENT_TYPE = "application/vnd.vaguemestre.normalized+cbor"
MESSAGE_BYTES_MAX = 528_960
PAYLOAD_BYTES_MAX = 524_288
HEADER_BYTES_MAX = 4_096
BATCH_MAX = 1_024
PATH_MAX = 10
NUMBER_MAX = (1 << 53) - 1
_LABEL, _CONTEXT = -70_001, -70_002
_CRITICAL = [_LABEL, _CONTEXT]
_PROOFS, _INCLUSION = 396, -1
# The header of a signed root (RFC 9942). It has none of a message's parameters.
_BATCH = cbor.encode({1: -7, 395: 1})


@dataclass(frozen=True)
class Context:
    """Where a message belongs, and which of its producer's messages it is."""

    site: str
    compartment: str
    flow: str
    subject: str
    epoch: int
    sequence: int
    issued_at: int  # milliseconds since the Unix epoch

    def value(self) -> list:
        return [
            self.site,
            self.compartment,
            self.flow,
            self.subject,
            self.epoch,
            self.sequence,
            self.issued_at,
        ]


@dataclass(frozen=True)
class Proof:
    """That a message is a leaf of a tree of which the root is signed."""

    size: int
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Unverified:
    """A well-formed message. Nothing in it is believed yet: see :class:`Verifier`."""

    key_id: bytes
    label: Label
    context: Context
    payload: bytes
    protected: bytes
    proof: Proof | None
    signature: bytes

    @classmethod
    def decode(cls, data: bytes) -> "Unverified":
        if len(data) > MESSAGE_BYTES_MAX:
            raise Refusal(2102)
        try:
            return cls._decode(data)
        except cbor.CBORError as error:
            raise Refusal(2101, str(error)) from error

    @classmethod
    def _decode(cls, data: bytes) -> "Unverified":
        reader = cbor.Reader(data)
        _form(reader.array() == 4, 0)
        start, end = reader.span()
        if end - start > HEADER_BYTES_MAX:
            raise Refusal(2102)
        key_id, label, context = _header(cbor.Reader(data, start, end))
        proof = _unprotected(reader)
        payload = reader.byte_string()
        if len(payload) > PAYLOAD_BYTES_MAX:
            raise Refusal(2102)
        at = reader.offset
        signature = reader.byte_string()
        _form(len(signature) == 64, at)
        reader.finish()
        return cls(key_id, _label(label), context, payload, data[start:end], proof, signature)


@dataclass(frozen=True)
class Verified:
    """A message that its key signed. Only :class:`Verifier` makes one."""

    key_id: bytes
    label: Label
    context: Context
    payload: bytes


class Verifier:
    """Checks signatures, one a batch: the last roots that were found signed are remembered."""

    _REMEMBERED = 64

    def __init__(self):
        self._signed: dict[tuple[bytes, bytes, bytes], None] = {}

    def verify(self, message: Unverified, key: PublicKey | None) -> Verified:
        """``key`` is what the verified policy has under the message's key id; None if nothing."""
        if key is None or key.key_id != message.key_id:
            raise Refusal(2113)
        covered = signature1(message.protected, message.payload)
        if message.proof is None:
            if not key.is_valid(message.signature, covered):
                raise Refusal(2114)
        else:
            self._verify_batch(message, message.proof, key, covered)
        return Verified(message.key_id, message.label, message.context, message.payload)

    def _verify_batch(
        self, message: Unverified, proof: Proof, key: PublicKey, covered: bytes
    ) -> None:
        root = merkle.root_from(
            merkle.leaf_hash(covered), proof.index, proof.size, list(proof.path)
        )
        if root is None:
            raise Refusal(2111)
        known = (key.spki, root, message.signature)
        if known in self._signed:
            return
        if not key.is_valid(message.signature, signature1(_BATCH, root)):
            raise Refusal(2114)
        self._signed[known] = None
        if len(self._signed) > self._REMEMBERED:
            del self._signed[next(iter(self._signed))]


def sign(key: SigningKey, contents: list[tuple[Label, Context, bytes]]) -> list[bytes]:
    """Signs messages in order with one signature: each carries its proof and stands alone."""
    if not 1 <= len(contents) <= BATCH_MAX:
        raise ValueError("1 to 1,024 messages")
    headers = [
        cbor.encode(
            {
                1: -7,
                2: _CRITICAL,
                3: CONTENT_TYPE,
                4: key.key_id,
                _LABEL: label.value(),
                _CONTEXT: context.value(),
            }
        )
        for label, context, _ in contents
    ]
    covered = [
        signature1(header, payload)
        for header, (_, _, payload) in zip(headers, contents, strict=True)
    ]
    if len(contents) == 1:
        messages = [cbor.encode([headers[0], {}, contents[0][2], key.sign(covered[0])])]
    else:
        leaves = [merkle.leaf_hash(each) for each in covered]
        signature = key.sign(signature1(_BATCH, merkle.root(leaves)))
        messages = []
        for index, header in enumerate(headers):
            proof = cbor.encode([len(leaves), index, merkle.path(index, leaves)])
            messages.append(
                cbor.encode(
                    [header, {_PROOFS: {_INCLUSION: [proof]}}, contents[index][2], signature]
                )
            )
    for message in messages:
        Unverified.decode(message)  # nothing leaves that a reader would refuse
    return messages


def _form(condition: bool, at: int) -> None:
    if not condition:
        raise Refusal(2101, f"{at}")


class _Parameters:
    """The parameters of a protected header, which come in one order only."""

    def __init__(self, reader: cbor.Reader):
        self.reader = reader
        self.left = reader.map()
        self.before = b""

    def expect(self, key: int | None, code: int) -> None:
        """Reads the next key, which must be this one."""
        if self.left == 0:
            raise Refusal(code)
        self.left -= 1
        at = self.reader.offset
        self.reader.skip()
        encoded = self.reader.data[at : self.reader.offset]
        if encoded <= self.before:
            raise Refusal(2101, f"{at}")
        self.before = encoded
        if key is None or encoded != cbor.encode(key):
            raise Refusal(code, f"{at}")

    def finish(self, code: int) -> None:
        """Nothing may come after the last."""
        if self.left:
            self.expect(None, code)
        self.reader.finish()


def _header(reader: cbor.Reader) -> tuple[bytes, bytes, Context]:
    """Key id, encoded label and context."""
    parameters = _Parameters(reader)
    parameters.expect(1, 2103)
    if reader.integer() != -7:
        raise Refusal(2103)
    parameters.expect(2, 2104)
    _form(reader.peek() == 4, reader.offset)
    start = reader.offset
    reader.skip()
    if reader.data[start : reader.offset] != cbor.encode(_CRITICAL):
        raise Refusal(2104)
    parameters.expect(3, 2105)
    if reader.value() != CONTENT_TYPE:
        raise Refusal(2105)
    parameters.expect(4, 2106)
    at = reader.offset
    key_id = reader.byte_string()
    _form(len(key_id) == 16, at)
    parameters.expect(_LABEL, 2106)
    start = reader.offset
    reader.skip()
    label = reader.data[start : reader.offset]
    parameters.expect(_CONTEXT, 2106)
    context = _context(reader)
    parameters.finish(2106)
    return key_id, label, context


def _label(data: bytes) -> Label:
    try:
        return Label.decode(data)
    except cbor.CBORError as error:
        raise Refusal(2112, str(error)) from error


def _context(reader: cbor.Reader) -> Context:
    at = reader.offset
    _form(reader.array() == 7, at)
    names = [reader.text() for _ in range(3)]
    if not all(NAME.match(name) for name in names):
        raise Refusal(2107)
    subject = reader.text()
    if not is_subject(subject):
        raise Refusal(2108)
    numbers = [reader.unsigned() for _ in range(3)]
    if max(numbers) > NUMBER_MAX:
        raise Refusal(2109)
    return Context(*names, subject, *numbers)


def _unprotected(reader: cbor.Reader) -> Proof | None:
    count = reader.map()
    if count == 0:
        return None
    at = reader.offset
    if (
        count != 1
        or not _is_key(reader, _PROOFS)
        or reader.map() != 1
        or not _is_key(reader, _INCLUSION)
    ):
        raise Refusal(2110, f"{at}")
    at = reader.offset
    _form(reader.array() == 1, at)
    start, end = reader.span()
    return _proof(cbor.Reader(reader.data, start, end))


def _is_key(reader: cbor.Reader, key: int) -> bool:
    start = reader.offset
    reader.skip()
    return reader.data[start : reader.offset] == cbor.encode(key)


def _proof(reader: cbor.Reader) -> Proof:
    at = reader.offset
    _form(reader.array() == 3, at)
    size, index = reader.unsigned(), reader.unsigned()
    if max(size, index) > NUMBER_MAX:
        raise Refusal(2109)
    count = reader.array()
    if not 2 <= size <= BATCH_MAX or index >= size or not 1 <= count <= PATH_MAX:
        raise Refusal(2111)
    path = []
    for _ in range(count):
        at = reader.offset
        path.append(reader.byte_string())
        _form(len(path[-1]) == 32, at)
    reader.finish()
    return Proof(size, index, tuple(path))
