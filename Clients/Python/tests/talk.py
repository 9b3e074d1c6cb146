"""What the tests of the client say, as itself and as a cell."""

from vaguemestre import message, normalized, protocol
from vaguemestre.client import Client, Draft
from vaguemestre.labels import Label
from vaguemestre.protocol import Ack, Deliver, Publish, Subscribe, Subscribed
from vaguemestre.site import Identity, Site


def client(house, name="monitor", signing=None):
    site = Site(house.write())
    identity = Identity.load(site.directory, f"icu/{name}")
    key = house.producers["icu"] if name == "monitor" else None
    return Client(
        site, Identity(identity.compartment, name, identity.curve_secret, signing or key), timeout=5
    )


def payload(size=0):
    """A normalized message of a few bytes more than ``size``."""
    provenance = {"adapter": {"name": "x", "version": "1"}, "source": {"standard": "x"}}
    return normalized.encode(
        {
            "formatVersion": 1,
            "provenance": provenance,
            "kind": "quarantine",
            "content": {"reason": 1001, "raw": bytes(size)},
        }
    )


def drafts(count, size=0):
    return [Draft("vitals", "bed-1", payload(size))] * count


def accept(command, session):
    """A journal that gives offsets and takes everything."""
    if isinstance(command, Publish):
        return [
            Ack(command.request, tuple(range(len(command.messages))), len(protocol.encode(command)))
        ]


def said(house, number=1, key=None, content=None, **changes):
    """A signed message as the monitor says it, with changes; ``content`` is another payload."""
    context = message.Context(
        **{
            "site": "house",
            "compartment": "icu",
            "flow": "vitals",
            "subject": "bed-1",
            "epoch": 5,
            "sequence": number,
            "issued_at": 1_700_000_000_000,
            **changes,
        }
    )
    label = Label("house", 3, {"compartment": ("icu",)}, {}, {})
    return message.sign(
        key or house.producers["icu"], [(label, context, payload() if content is None else content)]
    )[0]


def deliver(*messages, first=0):
    """A cell that delivers these messages once."""

    def behaviour(command, session):
        if isinstance(command, Subscribe):
            pairs = tuple(enumerate(messages, start=first))
            return [
                Subscribed(command.subscription, first, first + len(pairs)),
                Deliver(command.subscription, pairs),
            ]

    return behaviour


def take(stream, count):
    return [next(stream) for _ in range(count)]
