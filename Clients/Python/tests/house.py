"""A site of our own making for tests: written and signed here, from the specifications."""

import os
import time

import zmq
from zmq.utils import z85

from vaguemestre import cbor
from vaguemestre.cose import signature
from vaguemestre.documents import CHARTER_TYPE, POLICY_TYPE
from vaguemestre.keys import SigningKey, sha256

NOW = int(time.time())


def quorum(keys, threshold=2):
    return {"keys": [key.spki for key in keys], "threshold": threshold}


def signed(content_type, payload, keys, body=None):
    """A COSE_Sign of the one form; ``body`` replaces the protected header."""
    protected = cbor.encode({3: content_type}) if body is None else body
    signatures = []
    for key in keys:
        header = cbor.encode({1: -7, 4: key.key_id})
        signatures.append([header, {}, key.sign(signature(protected, header, payload))])
    return b"\xd8\x62" + cbor.encode([protected, {}, payload, signatures])


def edition(version=1, previous=None):
    fields = {"version": version, "issued": NOW - 60, "expires": NOW + 86_400, "grace": 3_600}
    return {**fields, "previous": previous} if previous else fields


def label(compartment, classification=3):
    return ["house", classification, {"compartment": [compartment]}, {}, {}]


def grant(flow, subject=""):
    return {"flow": flow, "subject": subject}


class House:
    """Two compartments, ``icu`` and ``lab``; the documents are plain values until :meth:`write`."""

    def __init__(self, directory, port=5_000):
        self.directory = directory
        self.roots = [SigningKey.generate() for _ in range(3)]
        self.authorities = {
            name: [SigningKey.generate() for _ in range(3)] for name in ("icu", "lab")
        }
        self.producers = {name: SigningKey.generate() for name in ("icu", "lab")}
        self.cell = zmq.curve_keypair()
        self.people = {
            name: zmq.curve_keypair() for name in ("monitor", "board", "analyzer", "stranger")
        }
        self.charter = {
            "format": "vaguemestre-charter-1",
            "site": "house",
            **edition(),
            "roots": quorum(self.roots),
            "labels": self._scheme(),
            "compartments": [
                self._compartment(name, port + number) for number, name in enumerate(("icu", "lab"))
            ],
            "partners": [],
            "revocations": {"signing-keys": [], "curve-keys": []},
        }
        self.policies = {
            "icu": self._policy(
                "icu",
                [
                    self._principal("monitor", "icu", publish=[grant("vitals", "bed-1")]),
                    self._principal("board", "icu", subscribe=[grant("vitals")]),
                ],
            ),
            "lab": self._policy(
                "lab", [self._principal("analyzer", "lab", publish=[grant("vitals")])]
            ),
        }

    @staticmethod
    def _scheme():
        values = [{"name": name, "excludes": [], "obsolete": False} for name in ("icu", "lab")]
        tag_set = {
            "id": "compartment",
            "title": "c",
            "kind": "restrictive",
            "single": False,
            "values": values,
        }
        return {
            "policy": "house",
            "classifications": ["U", "N", "R"],
            "tag-sets": [tag_set],
            "requirements": [],
        }

    def _compartment(self, name, port):
        return {
            "name": name,
            "authority": quorum(self.authorities[name]),
            "endpoint": f"tcp://127.0.0.1:{port}",
            "curve-key": z85.decode(self.cell[0]),
            "minimum-version": 1,
            "closed": False,
        }

    def _policy(self, name, principals):
        bounds = {"floor": label(name, 0), "ceiling": label(name, 4), "default": label(name)}
        flow = {
            "name": "vitals",
            "service": "state",
            **bounds,
            "retention": 3_600,
            "critical": False,
        }
        return {
            "format": "vaguemestre-policy-1",
            "site": "house",
            "compartment": name,
            **edition(),
            "flows": [flow],
            "principals": principals,
            "exports": [],
            "imports": [],
            "denies": [],
        }

    def _principal(self, name, compartment, publish=(), subscribe=()):
        return {
            "name": name,
            "role": "device" if publish else "subscriber",
            "curve-key": z85.decode(self.people[name][0]),
            "signing-keys": [self.producers[compartment].spki] if publish else [],
            "clearance": ["house", [0, 3, 4], {"compartment": [compartment]}],
            "publish": list(publish),
            "subscribe": list(subscribe),
            "expires": NOW + 86_400,
            "purposes": [],
        }

    def sign_charter(self, keys=None):
        return signed(
            CHARTER_TYPE, cbor.encode(self.charter), self.roots[:2] if keys is None else keys
        )

    def sign_policy(self, name, keys=None):
        payload = cbor.encode(self.policies[name])
        return signed(POLICY_TYPE, payload, self.authorities[name][:2] if keys is None else keys)

    def pin(self):
        return sha256(cbor.encode([2, sorted(key.spki for key in self.roots)]))

    def write(self, charter=None, **policies):
        """Puts the site on disk; what is given replaces the signed document."""
        (self.directory / "policies").mkdir(exist_ok=True)
        (self.directory / "roots.pin").write_text(self.pin().hex() + "\n")
        (self.directory / "charter.cose").write_bytes(charter or self.sign_charter())
        for name in self.policies:
            data = policies.get(name) or self.sign_policy(name)
            (self.directory / "policies" / f"{name}.cose").write_bytes(data)
        for compartment, name in (
            ("icu", "monitor"),
            ("icu", "board"),
            ("lab", "analyzer"),
            ("icu", "stranger"),
        ):
            who = self.directory / "principals" / compartment / name
            who.mkdir(parents=True, exist_ok=True)
            secret(who / "curve.key", self.people[name][1])
        return self.directory


def secret(path, data, mode=0o600):
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, mode)
    os.fchmod(descriptor, mode)
    with open(descriptor, "wb") as file:
        file.write(data)
