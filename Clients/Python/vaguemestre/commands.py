"""What the fourteen commands between a cell and its clients hold, and their bounds."""

from dataclasses import dataclass

VERSION = 1
FRAME_BYTES_MAX = 1 << 20
MESSAGES_MAX = 1_024
MARKS_MAX = 1_024
KEYS_MAX = 16
MESSAGE_BYTES_MAX = 1_047_552
CREDIT_MAX = (1 << 32) - 1
NUMBER_MAX = (1 << 53) - 1
# Of a message that is there: the position behind it is a number, too.
OFFSET_MAX = NUMBER_MAX - 1
TOKEN_BYTES = 8
OLDEST, NOW, RESUME = "oldest", "now", "resume"


@dataclass(frozen=True)
class Hello:
    client: str
    principal: str
    nonce: bytes
    keys: tuple[bytes, ...] = ()
    version: int = VERSION


@dataclass(frozen=True)
class Mark:
    key: bytes
    flow: str
    epoch: int
    sequence: int


@dataclass(frozen=True)
class Welcome:
    session: bytes
    site: str
    compartment: str
    principal: str
    journal: bytes
    heartbeat: int
    silence: int
    frame_max: int
    publish_credit: int
    marks: tuple[Mark, ...] = ()
    version: int = VERSION


@dataclass(frozen=True)
class Publish:
    request: int
    messages: tuple[bytes, ...]


@dataclass(frozen=True)
class Ack:
    request: int
    results: tuple[int | None, ...]
    credit: int


@dataclass(frozen=True)
class Nack:
    request: int
    code: int
    retry_after: int
    credit: int


@dataclass(frozen=True)
class Subscribe:
    subscription: int
    flow: str
    start: int | str
    credit: int


@dataclass(frozen=True)
class Credit:
    subscription: int
    bytes: int


@dataclass(frozen=True)
class Deliver:
    subscription: int
    messages: tuple[tuple[int, bytes], ...]


@dataclass(frozen=True)
class Acked:
    subscription: int
    offset: int


@dataclass(frozen=True)
class Heartbeat:
    token: bytes = b""


@dataclass(frozen=True)
class Error:
    code: int
    fatal: bool
    about: int | None


@dataclass(frozen=True)
class Subscribed:
    subscription: int
    first: int
    head: int


@dataclass(frozen=True)
class Bye:
    pass


@dataclass(frozen=True)
class Unsubscribe:
    subscription: int
