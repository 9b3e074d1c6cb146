"""What a cell decides, from the same documents (Routing/Policy/README.md, "The decision").

Written from the README, condition by condition and without speed in mind, to judge the one that
decides in the cell.
"""

from .decision import decide
from .question import Question
from .snapshot import Snapshot

__all__ = ["Question", "Snapshot", "decide"]
