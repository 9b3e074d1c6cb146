"""One connection to a cell (Sources/Cell/README.md §1, §2, §4)."""

import os
import time

import zmq
from zmq.utils import z85
from zmq.utils.monitor import recv_monitor_message

from . import protocol
from .errors import CellFault, Ended, Lost, NotAdmitted, Unreachable
from .site import Identity, Site

_MAX_MESSAGE = 2 << 20
_HANDSHAKE = 5_000
_FROM_CELL = (
    protocol.Ack,
    protocol.Nack,
    protocol.Deliver,
    protocol.Subscribed,
    protocol.Heartbeat,
    protocol.Error,
    protocol.Bye,
)


class Connection:
    """A session with the cell of the identity's compartment. One thread uses it."""

    def __init__(self, site: Site, identity: Identity, *, timeout: float = 10.0):
        compartment = site.cell(identity.compartment)
        self._site = site
        self._identity = identity
        self._socket = self._open(compartment.curve_key)
        self._monitor = self._socket.get_monitor_socket(
            zmq.EVENT_HANDSHAKE_FAILED_AUTH
            | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
            | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
            | zmq.EVENT_DISCONNECTED
        )
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)
        self._poller.register(self._monitor, zmq.POLLIN)
        self._sent = self._heard = time.monotonic()
        try:
            self._socket.connect(compartment.endpoint)
            self.welcome = self._greet(timeout)
        except BaseException:
            self._discard(linger=0)
            raise

    def _open(self, server_key: bytes) -> zmq.Socket:
        socket = zmq.Context.instance().socket(zmq.DEALER)
        # No routing id of our own: the cell does not hear who chooses one.
        for option, value in (
            (zmq.LINGER, 1_000),
            (zmq.IMMEDIATE, 1),
            (zmq.MAXMSGSIZE, _MAX_MESSAGE),
            (zmq.HANDSHAKE_IVL, _HANDSHAKE),
            (zmq.CURVE_SERVERKEY, z85.encode(server_key)),
            (zmq.CURVE_PUBLICKEY, self._identity.curve_public),
            (zmq.CURVE_SECRETKEY, self._identity.curve_secret),
            (zmq.RECONNECT_IVL, 100),
        ):
            socket.setsockopt(option, value)
        return socket

    @property
    def _principal(self) -> str:
        return f"{self._identity.compartment}/{self._identity.name}"

    def _greet(self, timeout: float) -> protocol.Welcome:
        keys = (self._identity.signing_key.key_id,) if self._identity.signing_key else ()
        hello = protocol.encode(
            protocol.Hello("vaguemestre-python", self._principal, os.urandom(16), keys)
        )
        deadline = time.monotonic() + timeout
        is_sent = False
        while time.monotonic() < deadline:
            if not is_sent:
                is_sent = self._try_send(hello)
            # Until the handshake is done a send with IMMEDIATE would block: it is tried again.
            frame = self._poll(0.02 if not is_sent else deadline - time.monotonic())
            if frame is None:
                continue
            command = self._decode(frame)
            if isinstance(command, protocol.Error):
                raise Ended(command.code, command.fatal)
            if isinstance(command, protocol.Bye):
                raise Lost
            if not isinstance(command, protocol.Welcome):
                raise CellFault("a command before WELCOME")
            self._check(command)
            return command
        raise Unreachable(f"no answer in {timeout:g} s")

    def _check(self, welcome: protocol.Welcome) -> None:
        expected = (self._site.charter.site, self._identity.compartment, self._principal)
        if (welcome.site, welcome.compartment, welcome.principal) != expected:
            raise CellFault("another cell, or we are taken for another")

    def _try_send(self, frame: bytes) -> bool:
        try:
            self._socket.send(frame, zmq.DONTWAIT)
        except zmq.Again:
            return False
        self._sent = time.monotonic()
        return True

    def send(self, command) -> int:
        """Sends a command and returns the length of its frame."""
        frame = protocol.encode(command)
        if len(frame) > self.welcome.frame_max:
            raise ValueError("larger than a frame may be")
        deadline = time.monotonic() + self.welcome.silence / 1_000
        while not self._try_send(frame):
            if time.monotonic() > deadline:
                raise Lost
            self._socket.poll(50, zmq.POLLOUT)
        return len(frame)

    def receive(self, timeout: float):
        """The next command that is no heartbeat, and the length of its frame; None after a while.

        Raises Lost when the cell is silent or gone, Ended when it ends the session, CellFault when
        it errs.
        """
        deadline = time.monotonic() + timeout
        while True:
            self._beat()
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            frame = self._poll(min(left, self.welcome.heartbeat / 2_000))
            if frame is None:
                continue
            command = self._decode(frame)
            if not isinstance(command, _FROM_CELL):
                raise CellFault("a command out of place")
            if isinstance(command, protocol.Bye):
                raise Lost
            if isinstance(command, protocol.Error):
                # The session is gone when the cell does not know it (3101).
                if command.code == 3101:
                    raise Lost
                if command.fatal:
                    raise Ended(command.code, True)
            if not isinstance(command, protocol.Heartbeat):
                return command, len(frame)
            if command.token:
                # The cell waits for it before it sends much more.
                self.send(command)

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._heard > self.welcome.silence / 1_000:
            raise Lost
        if now - self._sent > self.welcome.heartbeat / 1_000:
            self._try_send(protocol.encode(protocol.Heartbeat()))

    def _poll(self, timeout: float) -> bytes | None:
        ready = dict(self._poller.poll(max(0, int(timeout * 1_000))))
        if self._socket in ready:
            parts = self._socket.recv_multipart(zmq.DONTWAIT)
            if len(parts) != 1:
                raise CellFault("several parts")
            self._heard = time.monotonic()
            return parts[0]
        if self._monitor in ready:
            event = recv_monitor_message(self._monitor)["event"]
            if event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                raise NotAdmitted("the cell's policy does not know this key")
            raise Lost
        return None

    @staticmethod
    def _decode(frame: bytes):
        try:
            return protocol.decode(frame)
        except protocol.ProtocolFault as fault:
            raise CellFault(f"{fault}") from fault

    def close(self) -> None:
        """Says BYE and closes; cursor moves that were sent are made durable."""
        self._try_send(protocol.encode(protocol.Bye()))
        self._discard(linger=1_000)

    def abandon(self) -> None:
        """Closes a connection that is of no use any more."""
        self._discard(linger=0)

    def _discard(self, linger: int) -> None:
        self._socket.disable_monitor()
        self._monitor.close(linger=0)
        self._socket.close(linger=linger)
