"""Counts of people in bins of equal width."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Counts from `first` to `last`, both included."""

    first: int
    last: int

    def __contains__(self, count: int) -> bool:
        return self.first <= count <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def bins(largest: int, most_bins: int = 12) -> tuple[Bin, ...]:
    """Equal bins from 0 to at least `largest`, no more than `most_bins` of them."""
    width = -(-(largest + 1) // most_bins)
    return tuple(Bin(first, first + width - 1) for first in range(0, largest + 1, width))
