"""COSE (RFC 9052): what signatures cover, and the COSE_Sign documents of policies."""

from dataclasses import dataclass

from . import cbor
from .errors import Refusal
from .keys import PublicKey

DOCUMENT_BYTES_MAX = 8 << 20
SIGNATURES_MAX = 64
_SIGN_TAG = 98


def signature1(protected: bytes, payload: bytes) -> bytes:
    """What the signature of a COSE_Sign1 covers (§4.4)."""
    return cbor.encode(["Signature1", protected, b"", payload])


def signature(body: bytes, signer: bytes, payload: bytes) -> bytes:
    """What a signature of a COSE_Sign covers (§4.4)."""
    return cbor.encode(["Signature", body, signer, b"", payload])


@dataclass(frozen=True)
class SignedDocument:
    """A COSE_Sign of the one form that policies have. Nothing in it is believed yet."""

    protected: bytes
    payload: bytes
    signatures: tuple[tuple[bytes, bytes, bytes], ...]  # key id, protected header, signature

    @classmethod
    def decode(cls, data: bytes, content_type: str) -> "SignedDocument":
        if len(data) > DOCUMENT_BYTES_MAX:
            raise Refusal(2332)
        try:
            return cls._decode(data, content_type)
        except cbor.CBORError as error:
            raise Refusal(2331, str(error)) from error

    @classmethod
    def _decode(cls, data: bytes, content_type: str) -> "SignedDocument":
        reader = cbor.Reader(data, tags=True)
        if reader.peek() != 6 or reader.tag() != _SIGN_TAG or reader.array() != 4:
            raise Refusal(2331, "form")
        protected = reader.byte_string()
        _expect(reader.map() == 0, "unprotected")
        payload = reader.byte_string()
        count = reader.array()
        _expect(1 <= count <= SIGNATURES_MAX, "signatures")
        signatures = tuple(cls._signature(reader) for _ in range(count))
        reader.finish()
        if protected != cbor.encode({3: content_type}):
            raise Refusal(2333)
        return cls(protected, payload, signatures)

    @staticmethod
    def _signature(reader: cbor.Reader) -> tuple[bytes, bytes, bytes]:
        _expect(reader.array() == 3, "signature")
        protected = reader.byte_string()
        _expect(reader.map() == 0, "unprotected")
        value = reader.byte_string()
        _expect(len(value) == 64, "signature")
        # The header is compared with the only one there may be: there is nothing to negotiate.
        kid = protected[-16:]
        _expect(protected == cbor.encode({1: -7, 4: kid}), "header")
        return kid, protected, value

    def signers(self, keys: list[PublicKey], revoked: set[bytes]) -> int:
        """How many different keys of ``keys`` signed this; a wrong signature of one refuses it."""
        members = {key.key_id: key for key in keys if key.key_id not in revoked}
        signed = set()
        for kid, protected, value in self.signatures:
            key = members.get(kid)
            if key is None:
                continue
            if not key.is_valid(value, signature(self.protected, protected, self.payload)):
                raise Refusal(2335)
            signed.add(key.spki)
        return len(signed)


def _expect(condition: bool, place: str) -> None:
    if not condition:
        raise Refusal(2331, place)
