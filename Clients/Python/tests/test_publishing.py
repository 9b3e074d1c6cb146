"""Publishing to cells that lose connections, refuse, err and lie; and sessions with such."""

import pytest
from fake_cell import Drop, FakeCell
from talk import accept, client, drafts, payload

from vaguemestre import message, protocol
from vaguemestre.client import Draft
from vaguemestre.connection import Connection
from vaguemestre.errors import CellFault, Ended, Lost, NotAdmitted, Refusal
from vaguemestre.normalized import FormatFault
from vaguemestre.protocol import Ack, Error, Heartbeat, Nack, Publish
from vaguemestre.site import Identity, Site


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


@pytest.mark.parametrize("size", [300_000, 491_520])
def test_what_is_larger_than_a_handy_request_has_its_own(house, size):
    with FakeCell(house, accept) as cell, client(house) as publisher:
        publisher.publish(drafts(1) + drafts(1, size) + drafts(1))
    assert [len(sent.messages) for sent in cell.all(Publish)] == [1, 1, 1]


@pytest.mark.parametrize("payload", [b"", b"\x80", b"\xa0", payload()[:-1], payload() + b"\x00"])
def test_what_is_no_message_is_not_signed(house, payload):
    with FakeCell(house, accept) as cell, client(house) as publisher:
        with pytest.raises(FormatFault):
            publisher.publish(drafts(1) + [Draft("vitals", "bed-1", payload)])
        assert not cell.all(Publish)
        assert publisher.publish(drafts(1)) == [0]


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
        results = publisher.publish(drafts(3, 30_000) * 4)
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
        assert len(publisher.publish(drafts(40, 512))) == 40
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


def test_no_more_messages_are_unanswered_than_a_cell_can_tell_apart(house, monkeypatch):
    monkeypatch.setattr("vaguemestre.client._UNANSWERED_MAX", 600)
    most = 0

    def behaviour(command, session):
        nonlocal most
        cell.unanswered += len(command.messages)
        most = max(most, cell.unanswered)
        if cell.unanswered < 512:
            return None
        cell.unanswered = 0
        return cell.owed()

    cell = FakeCell(house, behaviour)
    with cell, client(house) as publisher:
        assert len(publisher.publish(drafts(1_024))) == 1_024
    assert most == 512


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
