"""The sentences of `diagnose`, in Korean and English."""

from __future__ import annotations

from scheduler.reasons.arithmetic import arithmetic
from scheduler.reasons.one_person import more_people, personal_conflict
from scheduler.reasons.reason import Reason, ReasonKind
from scheduler.reasons.together import of_many, unknown

__all__ = [
    "Reason",
    "ReasonKind",
    "arithmetic",
    "more_people",
    "of_many",
    "personal_conflict",
    "unknown",
]
