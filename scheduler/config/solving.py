"""When a search stops, and with what it starts."""

from __future__ import annotations

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Gap, SearchSeconds, Seed, TrueOrFalse, Workers


class Solving(Frozen):
    """When the search stops, and with what it starts."""

    time_limit_seconds: SearchSeconds = 60.0
    relative_gap: Gap = 0.001
    workers: Workers = 8
    seed: Seed = 1
    deterministic: TrueOrFalse = Field(
        default=False,
        description="the same inputs, seed and versions give the same roster however busy the machine is: the time "
        "limit counts nominal seconds of work, not those of the clock",
    )
