"""Verifies COSE_Sign1 messages: the file's first line is a public key, the others are messages."""

import sys

import cbor2
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pycose.keys import EC2Key
from pycose.messages import Sign1Message


def said_of(message: bytes, key: EC2Key) -> str:
    protected, unprotected, payload, signature = cbor2.loads(message)
    # pycose 1.1 wants the lists and dicts of an older cbor2.
    decoded = Sign1Message.from_cose_obj([protected, dict(unprotected), payload, signature], True)
    decoded.key = key
    return f"{decoded.verify_signature()} {decoded.payload.hex()}"


with open(sys.argv[1]) as file:
    lines = [bytes.fromhex(line) for line in file.read().split()]
public = load_der_public_key(lines[0]).public_numbers()
key = EC2Key(crv="P_256", x=public.x.to_bytes(32, "big"), y=public.y.to_bytes(32, "big"))
for line in lines[1:]:
    sys.stdout.write(said_of(line, key) + "\n")
