"""A question to a cell, in names."""

from dataclasses import dataclass

from ..labels import Label

ACTIONS = ("publish", "subscribe", "deliver", "export", "import")


@dataclass(frozen=True)
class Question:
    """Who asks for what, and about which message. Times are seconds since the Unix epoch."""

    action: str
    principal: str  # of the whole site: `icu/monitor`
    flow: str  # of the whole site: `icu/vitals`
    time: int
    label: Label | None = None
    subject: str = ""
    signer: str | None = None
    signing_key: bytes | None = None  # its id
    issued_at: int | None = None
    purpose: str | None = None
    is_new: bool = False
