"""The commands against the vectors that the Swift codec runs."""

import json
import random
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from vaguemestre import protocol

VECTORS = Path(__file__).parents[3] / "Tests/CellProtocolTests/Vectors"
COMMANDS = json.loads((VECTORS / "commands.json").read_text())
REFUSED = json.loads((VECTORS / "refused.json").read_text())
NAMES = {
    "frame_max": "frameMax",
    "publish_credit": "publishCredit",
    "retry_after": "retryAfter",
    "start": "from",
}


def plain(value):
    """A command as the vectors write it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return {
            NAMES.get(each.name, each.name): plain(getattr(value, each.name))
            for each in fields(value)
        }
    return value


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["name"])
def test_command(vector):
    frame = bytes.fromhex(vector["hex"])
    command = protocol.decode(frame)
    assert {"verb": type(command).__name__.upper(), **plain(command)} == vector["expect"]
    assert protocol.encode(command) == frame


@pytest.mark.parametrize("vector", REFUSED, ids=lambda vector: vector["name"])
def test_refused(vector):
    with pytest.raises(protocol.ProtocolFault) as fault:
        protocol.decode(bytes.fromhex(vector["hex"]))
    assert (fault.value.code, fault.value.at) == (vector["code"], vector["at"])


def test_changed_frames_give_commands_or_faults():
    source = random.Random(3)
    frames = [bytes.fromhex(vector["hex"]) for vector in COMMANDS]
    for _ in range(20_000):
        frame = bytearray(source.choice(frames)[:400])
        for _ in range(source.randrange(1, 4)):
            frame[source.randrange(len(frame))] = source.randrange(256)
        try:
            command = protocol.decode(bytes(frame))
        except protocol.ProtocolFault:
            continue
        assert protocol.encode(command) == bytes(frame)
