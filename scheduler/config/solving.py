"""When a search stops, and with what it starts."""

from __future__ import annotations

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Gap, SearchSeconds, Seed, TrueOrFalse, Workers


class Solving(Frozen):
    """When the search stops, and with what it starts."""

    time_limit_seconds: SearchSeconds = Field(default=60.0, description="the search ends then, with its best roster")
    relative_gap: Gap = Field(
        default=0.001, description="the search ends when the roster costs at most this share more than any could"
    )
    workers: Workers = Field(default=8, description="searches side by side; fewer where the machine has fewer cores")
    seed: Seed = Field(default=1, description="where the search begins: another one finds another roster")
    deterministic: TrueOrFalse = Field(
        default=False,
        description="the same inputs, seed and versions give the same roster however busy the machine is: the time "
        "limit counts nominal seconds of work, not those of the clock",
    )
