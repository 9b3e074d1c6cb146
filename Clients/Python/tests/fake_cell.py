"""A cell for tests: a ROUTER with CURVE and ZAP that does what its behaviour says."""

import threading

import zmq
from zmq.auth.thread import ThreadAuthenticator

from vaguemestre import protocol


class Drop:
    """In place of a command: ends the session as a cell that stops does."""


class FakeCell(threading.Thread):
    """Answers each command with what ``behaviour(command, session)`` returns.

    That is a list of commands, raw frames or Drop. ``session`` counts the HELLOs answered.
    Everything received is kept in ``received``.
    """

    def __init__(self, house, behaviour, **welcome):
        super().__init__(daemon=True)
        self.behaviour = behaviour
        self.unanswered = 0
        self._published = []
        self.received = []
        self._came = threading.Condition()
        self.sessions = 0
        self._welcome = {
            "session": b"s" * 16,
            "site": "house",
            "compartment": "icu",
            "principal": "icu/monitor",
            "journal": b"j" * 16,
            "heartbeat": 2_000,
            "silence": 7_000,
            "frame_max": 1 << 20,
            "publish_credit": 1 << 20,
            **welcome,
        }
        self._context = zmq.Context()
        self._zap = ThreadAuthenticator(self._context)
        self._zap.start()
        admitted = {house.people[name][0] for name in ("monitor", "board", "analyzer")}

        class Admitted:
            def callback(self, domain, key):
                return key in admitted

        self._zap.configure_curve_callback("*", Admitted())
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.curve_server = True
        self._socket.curve_publickey, self._socket.curve_secretkey = house.cell
        self._socket.linger = 0
        port = self._socket.bind_to_random_port("tcp://127.0.0.1")
        house.charter["compartments"][0]["endpoint"] = f"tcp://127.0.0.1:{port}"
        self._stopped = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self.join()
        self._zap.stop()
        self._socket.close()
        self._context.term()

    def run(self):
        while not self._stopped.is_set():
            if not self._socket.poll(10):
                continue
            peer, frame = self._socket.recv_multipart()
            command = protocol.decode(frame)
            with self._came:
                self.received.append(command)
                self._came.notify_all()
            for answer in self._answers(command):
                if isinstance(answer, Drop):
                    answer = protocol.Bye()
                data = answer if isinstance(answer, bytes) else protocol.encode(answer)
                self._socket.send_multipart([peer, data])

    def _answers(self, command):
        if isinstance(command, protocol.Hello):
            self.sessions += 1
            return [protocol.Welcome(**self._welcome)]
        if isinstance(command, (protocol.Heartbeat, protocol.Bye, protocol.Acked)):
            return []
        return self.behaviour(command, self.sessions) or []

    def welcome(self, **changes):
        """Says something else in the WELCOMEs that follow."""
        self._welcome.update(changes)

    def owed(self):
        """An ACK for every PUBLISH that has none."""
        sent = self.all(protocol.Publish)
        owed = sent[len(self._published) :]
        self._published = sent
        return [
            protocol.Ack(each.request, (None,) * len(each.messages), len(protocol.encode(each)))
            for each in owed
        ]

    def wait_for(self, kind):
        """Returns what came of a kind when there is some."""
        with self._came:
            assert self._came.wait_for(lambda: self.all(kind), timeout=5), f"no {kind.__name__}"
        return self.all(kind)

    def all(self, kind):
        """What came of one kind of command."""
        return [command for command in list(self.received) if isinstance(command, kind)]
