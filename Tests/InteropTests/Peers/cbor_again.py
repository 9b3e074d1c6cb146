"""Decodes each line of hexadecimal CBOR of a file and encodes it again, canonically."""

import sys

import cbor2

with open(sys.argv[1]) as file:
    for line in file.read().split():
        again = cbor2.dumps(cbor2.loads(bytes.fromhex(line)), canonical=True)
        sys.stdout.write(again.hex() + "\n")
