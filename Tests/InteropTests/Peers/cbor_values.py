"""Encodes values of every kind canonically, one a line in hexadecimal."""

import sys

import cbor2

VALUES = [
    0, 1, -1, 2**64 - 1, -(2**63), 1.5, 0.1, 1e300, float("inf"), "é" * 30, b"\0" * 300,
    [1, [2, [3]]], {1: "a", 2: {"x": [None, True, False]}}, list(range(1000)),
]

for value in VALUES:
    sys.stdout.write(cbor2.dumps(value, canonical=True).hex() + "\n")
