"""What the models of a waiting room have in common: how a caller fares who finds every agent busy."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray


@dataclass(frozen=True)
class QueuePart:
    """The fate of callers who find every agent busy; all arrays have one shape, ``(n,)``.

    Attributes
    ----------
    log_weight : logarithm of the weight of all states with every agent busy, relative to the state with
        every agent busy and nobody waiting
    blocked : share of these callers who find no waiting place
    abandoned : share of these callers who enter and leave unserved
    answered_within : share of these callers who are answered within the answer time
    served_wait_seconds : mean of (wait if answered, else 0) over these callers
    queue_length : mean number waiting while every agent is busy
    """

    log_weight: FloatArray
    blocked: FloatArray
    abandoned: FloatArray
    answered_within: FloatArray
    served_wait_seconds: FloatArray
    queue_length: FloatArray

    @classmethod
    def unfilled(cls, n: int) -> Self:
        """A part of `n` rows, to be filled."""
        return cls(**{field.name: np.empty(n) for field in fields(cls)})

    def put(self, rows: NDArray[np.bool_] | NDArray[np.intp], part: QueuePart) -> None:
        """Fill these rows with a part of as many."""
        for field in fields(self):
            getattr(self, field.name)[rows] = getattr(part, field.name)
