"""Publishing and subscribing over connections that may be lost (Sources/Cell/README.md §3, §5)."""

import random
import time
from collections import deque
from dataclasses import dataclass, field

from . import message, normalized, protocol
from .connection import Connection
from .errors import CellFault, Ended, Lost, Refusal
from .labels import Label
from .site import Identity, Site

_WINDOW = 1 << 20
_REQUEST_BYTES = 256 << 10
_REQUEST_MESSAGES = 256
_UNANSWERED_MAX = 8_192
_BEYOND_HEAD = 3119
# After these a new connection would hear the same.
_FINAL = (3102, 3108, 3110, 3130)


@dataclass(frozen=True)
class Delivery:
    """What came at an offset: a verified message and its content, or the code of what is wrong.

    A message whose signature holds but whose payload is not of the normalized format stands in
    ``unread``: nothing is known of what it says, but its bytes can be kept and passed on.
    """

    offset: int
    message: message.Verified | None
    producer: str | None
    code: int | None
    content: dict | None = None  # as normalized.decode gives it
    unread: message.Verified | None = None
    place: str = ""  # where in the payload it goes wrong


@dataclass(frozen=True)
class Draft:
    """What shall be said, before it has a place in the sequence and a signature."""

    flow: str
    subject: str
    payload: bytes
    label: Label | None = None  # the flow's default


@dataclass
class _Request:
    messages: list[bytes]
    number: int = 0


class Client:
    """A principal at the cell of its compartment. One thread uses it."""

    def __init__(self, site: Site, identity: Identity, *, timeout: float = 10.0):
        self.site = site
        self.identity = identity
        self._timeout = timeout
        self._connection: Connection | None = None
        self._verifier = message.Verifier()
        self._epoch = 0
        self._sequences: dict[str, int] = {}
        self._subscriptions = 0

    def __enter__(self) -> "Client":
        self._connect(once=True)
        return self

    def __exit__(self, *_) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    # Connections

    def _connect(self, once: bool = False) -> Connection:
        pause = 0.1
        while self._connection is None:
            try:
                self._connection = Connection(self.site, self.identity, timeout=self._timeout)
            except (Lost, CellFault):
                if once:
                    raise
            except Ended as ended:
                if ended.code in _FINAL:
                    raise
            if self._connection is None:
                time.sleep(pause * (1 + random.random() / 2))
                pause = min(pause * 2, 5.0)
        return self._connection

    def _reconnect(self) -> Connection:
        if self._connection:
            self._connection.abandon()
            self._connection = None
        return self._connect()

    # Subscribing

    def subscribe(self, flow: str, start: int | str = protocol.RESUME):
        """Yields :class:`Delivery` for ever, over any number of connections.

        ``flow`` is ``vitals`` or ``icu/vitals``. Who takes longer than the cell's silence (7 s)
        between two deliveries is cut by the cell; the next then comes over a new connection, and
        none is lost.
        """
        stream = _Stream(flow, start)
        connection = self._connect()
        while True:
            try:
                if stream.number is None:
                    self._open(connection, stream)
                came = connection.receive(1.0)
                if came is None:
                    continue
                command, length = came
                for offset, data in self._take(connection, stream, command, length):
                    yield self._judge(stream, offset, data)
            except (Lost, CellFault):
                connection = self._restart(stream)
            except Ended as ended:
                if not ended.fatal or ended.code in _FINAL:
                    raise
                connection = self._restart(stream)

    def _restart(self, stream: "_Stream") -> Connection:
        stream.number = None
        return self._reconnect()

    def _open(self, connection: Connection, stream: "_Stream") -> None:
        if stream.journal not in (None, connection.welcome.journal):
            stream.forget()
        stream.journal = connection.welcome.journal
        stream.number = self._subscriptions
        self._subscriptions += 1
        stream.owed = 0
        start = stream.start if stream.last is None else stream.last + 1
        connection.send(protocol.Subscribe(stream.number, stream.flow, start, _WINDOW))
        self._stream = stream

    @staticmethod
    def _take(connection: Connection, stream: "_Stream", command, length: int):
        if isinstance(command, protocol.Error) and command.about == stream.number:
            if command.code in (3113, 3131):
                return []
            if command.code == _BEYOND_HEAD and stream.last is not None:
                # The cell's journal was put back to an older state than the one we know.
                stream.forget()
                raise Lost
            raise Ended(command.code, False)
        if not isinstance(command, protocol.Deliver) or command.subscription != stream.number:
            return []
        stream.owed += length
        if stream.owed >= _WINDOW // 2:
            connection.send(protocol.Credit(stream.number, stream.owed))
            stream.owed = 0
        return stream.follow(command.messages)

    def acknowledge(self, offset: int) -> None:
        """Moves the durable cursor: everything up to and including ``offset`` was handled."""
        if self._connection and self._stream.number is not None:
            try:
                self._connection.send(protocol.Acked(self._stream.number, offset))
            except Lost:
                pass  # at least once: what is not acknowledged comes again

    def _judge(self, stream: "_Stream", offset: int, data: bytes) -> Delivery:
        """Believes a message, or says why not: a cell may withhold, what it gives is checked."""
        try:
            verified, producer = self.verify(stream.flow, data)
            stream.expect_newer(verified)
        except Refusal as refusal:
            return Delivery(offset, None, None, refusal.code)
        try:
            content = normalized.decode(verified.payload)
        except normalized.FormatFault as fault:
            return Delivery(offset, None, producer, fault.code, unread=verified, place=fault.place)
        return Delivery(offset, verified, producer, None, content)

    def verify(self, flow: str, data: bytes) -> tuple[message.Verified, str]:
        """A message that came by ``flow``, and its producer's name."""
        unverified = message.Unverified.decode(data)
        source, _, name = flow.rpartition("/")
        source = source or self.identity.compartment
        policy = self.site.policy(source)
        found = policy.producer(unverified.key_id)
        if found is None or unverified.key_id in self.site.charter.revoked_signing_keys:
            raise Refusal(2113)
        principal, key = found
        verified = self._verifier.verify(unverified, key)
        context = verified.context
        if (context.site, context.compartment, context.flow) != (
            self.site.charter.site,
            source,
            name,
        ):
            raise Refusal(3123)
        code = self.site.charter.scheme.refusal(verified.label)
        if code is not None:
            raise Refusal(code)
        if (
            verified.label.classification > 0
            and source not in verified.label.restrictive["compartment"]
        ):
            raise Refusal(2275)
        if not principal.may_publish(name, context.subject):
            raise Refusal(2269)
        return verified, principal.name

    # Publishing

    def publish(self, drafts: list[Draft]) -> list[int | None]:
        """Signs and sends; returns when all are durable or refused.

        One result a draft: its offset, None for one that was durable before, or minus the code of
        its refusal.
        """
        if self.identity.signing_key is None:
            raise Refusal(2501, "signing.pem")
        if not drafts:
            return []
        connection = self._connect()
        requests = [_Request(messages) for messages in self._sign(connection, drafts)]
        results: list[int | None] = []
        waiting = deque(requests)
        while waiting:
            try:
                self._exchange(connection, waiting, results)
            except (Lost, CellFault):
                connection = self._reconnect()
            except Ended as ended:
                if not ended.fatal or ended.code in _FINAL:
                    raise
                connection = self._reconnect()
        return results

    def _exchange(self, connection: Connection, waiting: deque, results: list) -> None:
        """Sends what waits over one connection, within its credit, until all of it is answered."""
        sending = _Sending(connection, waiting)
        while waiting:
            sending.fill()
            came = connection.receive(1.0)
            if came is None:
                continue
            command, _ = came
            if isinstance(command, protocol.Ack):
                results.extend(sending.accept(command))
            elif isinstance(command, protocol.Nack):
                sending.go_back(command)
            elif isinstance(command, protocol.Error):
                raise Ended(command.code, False)

    def _sign(self, connection: Connection, drafts: list[Draft]) -> list[list[bytes]]:
        policy = self.site.policy(self.identity.compartment)
        key = self.identity.signing_key
        now = int(time.time() * 1_000)
        if not self._epoch:
            durable = [mark.epoch for mark in connection.welcome.marks if mark.key == key.key_id]
            self._epoch = max([now] + [epoch + 1 for epoch in durable])
            if self._epoch > protocol.NUMBER_MAX:
                raise CellFault("there is no epoch left above the durable ones")
        for draft in drafts:
            if draft.flow not in policy.flows:
                raise Refusal(2252, "flow")
            normalized.decode(draft.payload)  # no reader would take what this refuses
        contents = []
        for draft in drafts:
            sequence = self._sequences.get(draft.flow, 0) + 1
            self._sequences[draft.flow] = sequence
            context = message.Context(
                self.site.charter.site,
                policy.compartment,
                draft.flow,
                draft.subject,
                self._epoch,
                sequence,
                now,
            )
            contents.append(
                (draft.label or policy.flows[draft.flow].default, context, draft.payload)
            )
        signed = []
        for start in range(0, len(contents), message.BATCH_MAX):
            signed += message.sign(key, contents[start : start + message.BATCH_MAX])
        welcome = connection.welcome
        return _portions(signed, min(welcome.frame_max, welcome.publish_credit))


def _portions(messages: list[bytes], most: int) -> list[list[bytes]]:
    """Messages in requests of a handy size; a large one has its own, if ``most`` holds it."""
    portions: list[list[bytes]] = []
    size = 0
    handy = min(_REQUEST_BYTES, most)
    for each in messages:
        # A head of 5 bytes at most before each message, 16 bytes around all.
        if not portions or size + len(each) + 5 > handy or len(portions[-1]) == _REQUEST_MESSAGES:
            portions.append([])
            size = 16
        portions[-1].append(each)
        size += len(each) + 5
        if size > most:
            raise Refusal(2102)
    return portions


@dataclass
class _Stream:
    """A subscription over its connections."""

    flow: str
    start: int | str
    number: int | None = None
    last: int | None = None
    owed: int = 0
    journal: bytes | None = None
    # The newest message of each producer.
    newest: dict = field(default_factory=dict)

    def expect_newer(self, verified: message.Verified) -> None:
        """Refuses what comes again: a stolen cell could give an old message a new offset."""
        place = (verified.context.epoch, verified.context.sequence)
        if place <= self.newest.get(verified.key_id, (-1, -1)):
            raise Refusal(3137)
        self.newest[verified.key_id] = place

    def forget(self) -> None:
        """The journal whose offsets we knew is gone."""
        self.last = None
        begun = self.start in (protocol.OLDEST, protocol.NOW)
        self.start = protocol.OLDEST if begun else protocol.RESUME

    def follow(self, messages):
        """Messages in the order of their offsets; one that goes back is a fault of the cell."""
        for offset, data in messages:
            if self.last is not None and offset <= self.last:
                raise CellFault("offsets go back")
            self.last = offset
            yield offset, data


@dataclass
class _Sending:
    """The requests under way on one connection, numbered from 1 on it."""

    connection: Connection
    waiting: deque
    credit: int = field(init=False)
    under_way: deque = field(default_factory=deque)
    resume_at: float = 0.0

    def __post_init__(self):
        self.credit = self.connection.welcome.publish_credit
        for number, request in enumerate(self.waiting, start=1):
            request.number = number

    def fill(self) -> None:
        """Sends what the credit allows, unless the cell asked to wait."""
        if time.monotonic() < self.resume_at:
            return
        # After a NACK all that is under way is answered first; then it is sent again in order.
        if self.resume_at and self.under_way:
            return
        self.resume_at = 0.0
        unanswered = sum(len(request.messages) for request in self.under_way)
        for request in list(self.waiting)[len(self.under_way) :]:
            unanswered += len(request.messages)
            if unanswered > _UNANSWERED_MAX:
                return
            command = protocol.Publish(request.number, tuple(request.messages))
            length = len(protocol.encode(command))
            if length > self.credit:
                return
            self.credit -= self.connection.send(command)
            self.under_way.append(request)

    def accept(self, ack: protocol.Ack) -> tuple:
        request = self._answered(ack.request, ack.credit)
        if (
            self.resume_at
            or request is not self.waiting[0]
            or len(ack.results) != len(request.messages)
        ):
            raise CellFault("an answer to something else")
        self.waiting.popleft()
        return ack.results

    def go_back(self, nack: protocol.Nack) -> None:
        self._answered(nack.request, nack.credit)
        self.resume_at = max(self.resume_at, time.monotonic() + nack.retry_after / 1_000)

    def _answered(self, number: int, credit: int) -> _Request:
        if not self.under_way or self.under_way[0].number != number:
            raise CellFault("an answer out of order")
        self.credit += credit
        return self.under_way.popleft()
