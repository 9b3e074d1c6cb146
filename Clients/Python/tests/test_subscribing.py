"""Subscribing to cells that lose connections, refuse, err and lie."""

import pytest
from fake_cell import Drop, FakeCell
from talk import client, deliver, payload, said, take

from vaguemestre import message, protocol
from vaguemestre.errors import Ended
from vaguemestre.keys import SigningKey
from vaguemestre.labels import Label
from vaguemestre.protocol import (
    Acked,
    Bye,
    Credit,
    Deliver,
    Error,
    Heartbeat,
    Subscribe,
    Subscribed,
)


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


def test_a_genuine_message_that_is_given_again_is_not_believed(house):
    first, second = said(house, 1), said(house, 2)
    behaviour = deliver(first, second, first, said(house, 2))
    with FakeCell(house, behaviour, principal="icu/board"), client(house, "board") as subscriber:
        deliveries = take(subscriber.subscribe("vitals", protocol.OLDEST), 4)
    assert [delivery.code for delivery in deliveries] == [None, None, 3137, 3137]


@pytest.mark.parametrize("content", [b"", b"\x80", b"\xff", payload()[:-1], payload() + b"\x00"])
def test_what_is_signed_and_is_no_message_is_refused_and_kept(house, content):
    behaviour = deliver(said(house, 1, content=content), said(house, 2))
    with FakeCell(house, behaviour, principal="icu/board"), client(house, "board") as subscriber:
        bad, good = take(subscriber.subscribe("vitals"), 2)
    assert (bad.message, bad.content, bad.producer) == (None, None, "monitor")
    assert 1500 <= bad.code <= 1512 and bad.place.startswith("offset ")
    assert bad.unread.payload == content
    assert good.content["kind"] == "quarantine" and good.unread is None


def test_a_label_of_another_compartment_is_not_believed(house):
    label = Label("house", 3, {"compartment": ("lab",)}, {}, {})
    context = message.Context("house", "icu", "vitals", "bed-1", 5, 1, 1)
    data = message.sign(house.producers["icu"], [(label, context, b"\x80")])[0]
    with (
        FakeCell(house, deliver(data), principal="icu/board"),
        client(house, "board") as subscriber,
    ):
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
                    payload(100_000),
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
