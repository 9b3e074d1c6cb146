"""P-256 keys and ES256 signatures as the project writes them: SPKI in DER, signatures as r ‖ s."""

import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ALGORITHM = ec.ECDSA(hashes.SHA256())


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def key_id(spki: bytes) -> bytes:
    """The first 16 bytes of SHA-256 of the SubjectPublicKeyInfo."""
    return sha256(spki)[:16]


def spki_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def from_der(signature: bytes) -> bytes | None:
    """r ‖ s of a signature in DER; None unless it is the one DER of its numbers."""
    try:
        r, s = decode_dss_signature(signature)
    except ValueError:
        return None
    if not (0 < r < _ORDER and 0 < s < _ORDER) or encode_dss_signature(r, s) != signature:
        return None
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class PublicKey:
    """A P-256 key in its one encoding; anything else raises ValueError."""

    def __init__(self, spki: bytes):
        try:
            key = serialization.load_der_public_key(spki)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise ValueError("no public key") from error
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(
            key.curve, ec.SECP256R1
        ):
            raise ValueError("not a P-256 key")
        if spki_of(key) != spki:
            raise ValueError("another encoding of the key")
        self._key = key
        self.spki = spki
        self.key_id = key_id(spki)

    def is_valid(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` (64 bytes) is this key's over ``message``."""
        if len(signature) != 64:
            return False
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if not (0 < r < _ORDER and 0 < s < _ORDER):
            return False
        try:
            self._key.verify(encode_dss_signature(r, s), message, _ALGORITHM)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """A P-256 key that signs."""

    def __init__(self, key: ec.EllipticCurvePrivateKey):
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(
            key.curve, ec.SECP256R1
        ):
            raise ValueError("not a P-256 key")
        self._key = key
        self.spki = spki_of(key.public_key())
        self.key_id = key_id(self.spki)

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        return cls(serialization.load_pem_private_key(pem, password=None))

    @classmethod
    def generate(cls) -> "SigningKey":
        return cls(ec.generate_private_key(ec.SECP256R1()))

    def sign(self, message: bytes) -> bytes:
        """64 bytes, r ‖ s."""
        r, s = decode_dss_signature(self._key.sign(message, _ALGORITHM))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
