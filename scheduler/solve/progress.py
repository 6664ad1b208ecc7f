"""What a run tells while it searches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of the search.

    Attributes
    ----------
    elapsed_seconds
        Since the search began.
    cost
        Points of the best roster so far that a roster can influence; None before the first.
    best_bound
        No roster costs fewer; None while unknown.
    stage
        What is being done, such as ``bound`` or ``improve``.
    """

    elapsed_seconds: float
    cost: int | None
    best_bound: float | None
    stage: str

    @property
    def relative_gap(self) -> float | None:
        """(cost - bound) / cost; None while either is unknown."""
        if self.cost is None or self.best_bound is None:
            return None
        return max(0.0, self.cost - self.best_bound) / max(abs(self.cost), 1)


Report = Callable[[Progress], None]
"""Receives each step."""
