"""Makes a key and a COSE_Sign1 with it: prints the public key in DER and the untagged message."""

import sys

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pycose.headers import Algorithm
from pycose.keys import EC2Key
from pycose.messages import Sign1Message

secret = ec.generate_private_key(ec.SECP256R1())
public = secret.public_key()
point = public.public_numbers()
key = EC2Key(
    crv="P_256",
    d=secret.private_numbers().private_value.to_bytes(32, "big"),
    x=point.x.to_bytes(32, "big"),
    y=point.y.to_bytes(32, "big"),
)
message = Sign1Message(phdr={Algorithm: "ES256"}, uhdr={}, payload=b"72 beats", key=key)
der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
sys.stdout.write(der.hex() + "\n" + message.encode(tag=False).hex() + "\n")
