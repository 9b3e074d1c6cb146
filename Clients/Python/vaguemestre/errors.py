"""Refusals: a stable code, a place, and never content."""


class Refusal(Exception):
    """Something that must not be believed, sent or used. ``code`` is the project's (VGM-2334)."""

    def __init__(self, code: int, place: str = ""):
        self.code = code
        self.place = place
        super().__init__(f"VGM-{code}" + (f" at {place}" if place else ""))


class CellFault(Exception):
    """The cell broke the protocol: close the connection and make a new one."""


class Ended(Exception):
    """The cell ended the session, or refused what was asked, with a code."""

    def __init__(self, code: int, fatal: bool):
        self.code = code
        self.fatal = fatal
        super().__init__(f"VGM-{code}")


class NotAdmitted(Exception):
    """The CURVE handshake was refused: the cell's policy does not know this key."""


class Lost(Exception):
    """The connection is gone; a new one may be made."""


class Unreachable(Lost):
    """Nobody answered in time."""
