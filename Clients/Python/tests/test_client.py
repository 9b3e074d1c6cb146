"""The client against cells that lose connections, refuse, err and lie."""

import pytest
from fake_cell import Drop, FakeCell
from house import House

from vaguemestre import message, protocol
from vaguemestre.client import Client, Draft
from vaguemestre.connection import Connection
from vaguemestre.errors import CellFault, Ended, Lost, NotAdmitted, Refusal
from vaguemestre.keys import SigningKey
from vaguemestre.labels import Label
from vaguemestre.protocol import (
    Ack,
    Acked,
    Bye,
    Credit,
    Deliver,
    Error,
    Heartbeat,
    Nack,
    Publish,
    Subscribe,
    Subscribed,
)
from vaguemestre.site import Identity, Site


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def client(house, name="monitor", signing=None):
    site = Site(house.write())
    identity = Identity.load(site.directory, f"icu/{name}")
    key = house.producers["icu"] if name == "monitor" else None
    return Client(
        site, Identity(identity.compartment, name, identity.curve_secret, signing or key), timeout=5
    )


def drafts(count, payload=b"\x80"):
    return [Draft("vitals", "bed-1", payload) for _ in range(count)]


def accept(command, session):
    """A journal that gives offsets and takes everything."""
    if isinstance(command, Publish):
        return [
            Ack(command.request, tuple(range(len(command.messages))), len(protocol.encode(command)))
        ]


# Publishing


def test_what_is_published_is_signed_in_sequence_and_answered_by_offset(house):
    with FakeCell(house, accept) as cell, client(house) as publisher:
        assert publisher.publish(drafts(3)) == [0, 1, 2]
        assert publisher.publish(drafts(2)) == [0, 1]
        messages = [
            message.Unverified.decode(data) for sent in cell.all(Publish) for data in sent.messages
        ]
    assert [each.context.sequence for each in messages] == [1, 2, 3, 4, 5]
    assert len({each.context.epoch for each in messages}) == 1
    site = Site(house.directory)
    _, key = site.policy("icu").producer(house.producers["icu"].key_id)
    for each in messages:
        assert str(message.Verifier().verify(each, key).label) == "N//compartment=icu"


def test_the_epoch_is_above_every_durable_one(house):
    mark = protocol.Mark(house.producers["icu"].key_id, "vitals", 1 << 52, 9)
    with FakeCell(house, accept, marks=(mark,)) as cell, client(house) as publisher:
        publisher.publish(drafts(1))
        sent = message.Unverified.decode(cell.all(Publish)[0].messages[0])
    assert sent.context.epoch == (1 << 52) + 1


def test_after_a_nack_everything_is_sent_again_in_order(house):
    refused = set()

    def behaviour(command, session):
        length = len(protocol.encode(command))
        if command.request == 2 and not refused:
            refused.add(2)
            return [Nack(2, 3126, 30, length)]
        if command.request == 3 and refused == {2}:
            refused.add(3)
            return [Nack(3, 3114, 30, length)]
        return accept(command, session)

    with FakeCell(house, behaviour) as cell, client(house) as publisher:
        results = publisher.publish(drafts(3, b"\x59\x75\x30" + b"x" * 30_000) * 4)
        requests = [sent.request for sent in cell.all(Publish)]
        again = [sent.messages for sent in cell.all(Publish) if sent.request == 2]
    assert len(results) == 12 and None not in results
    assert requests == [1, 2, 2] or requests == [1, 2, 3, 2, 3]
    assert again[0] == again[1]


def test_what_was_not_answered_is_sent_again_over_a_new_connection(house):
    durable = set()

    def behaviour(command, session):
        known = [data in durable for data in command.messages]
        durable.update(command.messages)
        if session == 1:
            return [Drop()]  # taken, and the answer lost
        return [
            Ack(
                command.request,
                tuple(None if each else 7 for each in known),
                len(protocol.encode(command)),
            )
        ]

    with FakeCell(house, behaviour) as cell, client(house) as publisher:
        assert publisher.publish(drafts(3)) == [None, None, None]
        first, second = cell.all(Publish)
    assert first == second
    assert cell.sessions == 2


def test_a_refusal_for_good_is_a_result(house):
    def behaviour(command, session):
        return [Ack(command.request, (4, -2272), len(protocol.encode(command)))]

    with FakeCell(house, behaviour), client(house) as publisher:
        assert publisher.publish(drafts(2)) == [4, -2272]


def test_never_more_bytes_under_way_than_granted(house):
    under_way = []

    def behaviour(command, session):
        under_way.append(len(protocol.encode(command)))
        assert sum(under_way) <= 5_000
        return [Ack(command.request, (1,) * len(command.messages), under_way.pop())]

    with FakeCell(house, behaviour, publish_credit=5_000) as cell, client(house) as publisher:
        assert len(publisher.publish(drafts(40, b"\x59\x02\x00" + b"x" * 512))) == 40
        assert len(cell.all(Publish)) >= 5


def test_answers_to_what_was_not_asked_end_the_connection(house):
    def behaviour(command, session):
        length = len(protocol.encode(command))
        return [Ack(command.request + (session == 1), (1,) * len(command.messages), length)]

    with FakeCell(house, behaviour) as cell, client(house) as publisher:
        assert publisher.publish(drafts(1)) == [1]
    assert cell.sessions == 2


def test_nothing_is_signed_for_a_flow_that_is_not_there(house):
    with FakeCell(house, accept), client(house) as publisher:
        with pytest.raises(Refusal) as refusal:
            publisher.publish([Draft("alerts", "bed-1", b"\x80")])
    assert refusal.value.code == 2252


# Subscribing


def said(house, number=1, key=None, **changes):
    """A signed message as the monitor says it, with changes."""
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
    return message.sign(key or house.producers["icu"], [(label, context, b"\x80")])[0]


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


def test_messages_come_verified_and_are_acknowledged(house):
    behaviour = deliver(said(house, 1), said(house, 2), first=40)
    with (
        FakeCell(house, behaviour, principal="icu/board") as cell,
        client(house, "board") as subscriber,
    ):
        for delivery in take(subscriber.subscribe("vitals", protocol.OLDEST), 2):
            assert delivery.producer == "monitor"
            subscriber.acknowledge(delivery.offset)
        subscriber.__exit__()
        cell.wait_for(Bye)
    assert [sent.offset for sent in cell.all(Acked)] == [40, 41]
    assert cell.all(Subscribe)[0].start == protocol.OLDEST


@pytest.mark.parametrize(
    "code,changes",
    [
        (2113, {"key": SigningKey.generate()}),
        (3123, {"flow": "alerts"}),
        (3123, {"compartment": "lab"}),
        (3123, {"site": "other"}),
        (2269, {"subject": "bed-2"}),
        (2269, {"subject": "bed-12"}),
    ],
)
def test_what_a_cell_makes_up_is_not_believed(house, code, changes):
    behaviour = deliver(said(house, 1, **changes), said(house, 2))
    with FakeCell(house, behaviour, principal="icu/board"), client(house, "board") as subscriber:
        lie, truth = take(subscriber.subscribe("vitals"), 2)
    assert (lie.message, lie.code) == (None, code)
    assert truth.message.context.sequence == 2


def test_a_label_of_another_compartment_is_not_believed(house):
    label = Label("house", 3, {"compartment": ("lab",)}, {}, {})
    context = message.Context("house", "icu", "vitals", "bed-1", 5, 1, 1)
    data = message.sign(house.producers["icu"], [(label, context, b"\x80")])[0]
    with FakeCell(house, deliver(data), principal="icu/board"), client(house, "board") as subscriber:
        assert next(subscriber.subscribe("vitals")).code == 2275


def test_changed_bytes_are_not_believed(house):
    data = bytearray(said(house))
    data[-70] ^= 1
    with (
        FakeCell(house, deliver(bytes(data)), principal="icu/board"),
        client(house, "board") as subscriber,
    ):
        assert next(subscriber.subscribe("vitals")).message is None


@pytest.mark.parametrize(
    "fault",
    [
        b"",
        b"\x81\x0f",
        b"\x98\x01\x0a",
        protocol.encode(Acked(0, 1)),
        protocol.encode(protocol.Hello("x", "icu/board", b"n" * 16)),
    ],
)
def test_after_a_fault_of_the_cell_a_new_connection_goes_on_behind_the_last_message(house, fault):
    def behaviour(command, session):
        if not isinstance(command, Subscribe):
            return None
        number = command.subscription
        if session == 1:
            return [Subscribed(number, 0, 9), Deliver(number, ((3, said(house, 1)),)), fault]
        return [Subscribed(number, 4, 9), Deliver(number, ((4, said(house, 2)),))]

    with (
        FakeCell(house, behaviour, principal="icu/board") as cell,
        client(house, "board") as subscriber,
    ):
        came = take(subscriber.subscribe("vitals"), 2)
    assert [delivery.offset for delivery in came] == [3, 4]
    assert [sent.start for sent in cell.all(Subscribe)] == [protocol.RESUME, 4]


def test_offsets_that_go_back_are_a_fault(house):
    def behaviour(command, session):
        if isinstance(command, Subscribe):
            number = command.subscription
            first = [
                Deliver(number, ((5, said(house, 1)),)),
                Deliver(number, ((5, said(house, 1)),)),
            ]
            return first if session == 1 else [Deliver(number, ((6, said(house, 2)),))]

    with FakeCell(house, behaviour, principal="icu/board"), client(house, "board") as subscriber:
        assert [each.offset for each in take(subscriber.subscribe("vitals"), 2)] == [5, 6]


def test_credit_is_given_back_byte_for_byte(house):
    messages = [
        message.sign(
            house.producers["icu"],
            [
                (
                    Label("house", 3, {"compartment": ("icu",)}, {}, {}),
                    message.Context("house", "icu", "vitals", "bed-1", 5, number, 1),
                    b"\x5a\x00\x01\x86\xa0" + b"x" * 100_000,
                )
            ],
        )[0]
        for number in range(1, 9)
    ]
    sent = []

    def behaviour(command, session):
        if isinstance(command, Subscribe):
            sent.extend(
                Deliver(command.subscription, ((number, data),))
                for number, data in enumerate(messages)
            )
            return sent

    with (
        FakeCell(house, behaviour, principal="icu/board") as cell,
        client(house, "board") as subscriber,
    ):
        take(subscriber.subscribe("vitals"), 8)
        credits = [each.bytes for each in cell.wait_for(Credit)]
    assert credits == [sum(len(protocol.encode(each)) for each in sent[:6])]


def test_a_refused_subscription_is_an_error_with_its_code(house):
    def behaviour(command, session):
        return [Error(2261, False, command.subscription)]

    with FakeCell(house, behaviour, principal="icu/board"), client(house, "board") as subscriber:
        with pytest.raises(Ended) as ended:
            next(subscriber.subscribe("vitals"))
    assert (ended.value.code, ended.value.fatal) == (2261, False)


# Sessions


def test_a_key_that_the_policy_does_not_know_is_not_admitted(house):
    with FakeCell(house, accept), pytest.raises(NotAdmitted):
        client(house, "stranger").__enter__()


def test_a_cell_that_is_another_is_not_spoken_to(house):
    for changes in ({"compartment": "lab"}, {"site": "other"}, {"principal": "icu/board"}):
        with FakeCell(house, accept, **changes), pytest.raises(CellFault):
            client(house).__enter__()


def test_a_cell_with_another_key_is_not_spoken_to(house):
    with FakeCell(house, accept):
        house.charter["compartments"][0]["curve-key"] = bytes(range(32))
        site = Site(house.write())
        identity = Identity.load(site.directory, "icu/monitor")
        with pytest.raises(Lost):
            Connection(site, identity, timeout=1)


def test_a_revoked_principal_does_not_try_again(house):
    with (
        FakeCell(house, lambda command, session: [Error(3130, True, None)]) as cell,
        client(house) as publisher,
    ):
        with pytest.raises(Ended) as ended:
            publisher.publish(drafts(1))
    assert ended.value.code == 3130
    assert cell.sessions == 1


def test_a_silent_cell_is_left_and_an_idle_client_is_not_silent(house):
    def behaviour(command, session):
        return None if session == 1 else accept(command, session)

    with FakeCell(house, behaviour, heartbeat=50, silence=400) as cell, client(house) as publisher:
        assert publisher.publish(drafts(1)) == [0]
    assert cell.sessions == 2
    assert len(cell.all(Heartbeat)) >= 3


def test_a_heartbeat_is_answered_with_its_token(house):
    def behaviour(command, session):
        if isinstance(command, Subscribe):
            return [Heartbeat(b"12345678"), Deliver(command.subscription, ((0, said(house)),))]

    with (
        FakeCell(house, behaviour, principal="icu/board") as cell,
        client(house, "board") as subscriber,
    ):
        next(subscriber.subscribe("vitals"))
        assert Heartbeat(b"12345678") in cell.wait_for(Heartbeat)


def test_another_journal_is_read_from_its_begin(house):
    def behaviour(command, session):
        if not isinstance(command, Subscribe):
            return None
        cell.welcome(journal=bytes([session]) * 16)
        pair = (7, said(house, session))
        return [Deliver(command.subscription, (pair,)), Drop()]

    cell = FakeCell(house, behaviour, principal="icu/board")
    with cell, client(house, "board") as subscriber:
        take(subscriber.subscribe("vitals", protocol.NOW), 2)
    assert [sent.start for sent in cell.all(Subscribe)] == [protocol.NOW, protocol.OLDEST]


def test_a_journal_that_was_put_back_is_read_from_the_durable_cursor(house):
    def behaviour(command, session):
        if not isinstance(command, Subscribe):
            return None
        if command.start == 8:
            return [Error(3119, False, command.subscription)]
        return [Deliver(command.subscription, ((7, said(house, session)),)), Drop()]

    with (
        FakeCell(house, behaviour, principal="icu/board") as cell,
        client(house, "board") as subscriber,
    ):
        take(subscriber.subscribe("vitals"), 2)
    starts = [sent.start for sent in cell.all(Subscribe)]
    assert starts == [protocol.RESUME, 8, protocol.RESUME]


def test_no_more_messages_are_unanswered_than_a_cell_can_tell_apart(house):
    most = 0

    def behaviour(command, session):
        nonlocal most
        cell.unanswered += len(command.messages)
        most = max(most, cell.unanswered)
        if cell.unanswered < 8_000:
            return None
        answers = cell.owed(command)
        cell.unanswered = 0
        return answers

    cell = FakeCell(house, behaviour, publish_credit=(1 << 32) - 1)
    with cell, client(house) as publisher:
        assert len(publisher.publish(drafts(16_128))) == 16_128
    assert most <= 8_192
