"""The Merkle tree of RFC 9162 §2.1 with SHA-256: roots and inclusion proofs."""

from .keys import sha256


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def root(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes, one at least."""
    if len(leaves) == 1:
        return leaves[0]
    half = _split(len(leaves))
    return node_hash(root(leaves[:half]), root(leaves[half:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The inclusion path of a leaf, from the leaf up (RFC 9162 §2.1.3.1)."""
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return path(index, leaves[:half]) + [root(leaves[half:])]
    return path(index - half, leaves[half:]) + [root(leaves[:half])]


def root_from(leaf: bytes, index: int, size: int, siblings: list[bytes]) -> bytes | None:
    """The root that a path leads to; None where it is no path of this place (§2.1.3.2)."""
    if index >= size:
        return None
    first, last, current = index, size - 1, leaf
    for sibling in siblings:
        if last == 0:
            return None
        if first & 1 or first == last:
            current = node_hash(sibling, current)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            current = node_hash(current, sibling)
        first >>= 1
        last >>= 1
    return current if last == 0 else None
