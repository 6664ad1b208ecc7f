"""The sentences of `diagnose`."""

from __future__ import annotations

from scheduler.reasons.arithmetic import arithmetic
from scheduler.reasons.one_person import more_people, personal_conflict
from scheduler.reasons.reason import Reason, ReasonKind
from scheduler.reasons.unknown import unknown

__all__ = [
    "Reason",
    "ReasonKind",
    "arithmetic",
    "more_people",
    "personal_conflict",
    "unknown",
]
