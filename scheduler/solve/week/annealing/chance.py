"""What the moves leave to chance; compiled."""

from __future__ import annotations

import numpy as np

from scheduler.compiling import inlined


@inlined
def below(random: np.random.Generator, count: int) -> int:
    """A random number from 0 to `count` - 1."""
    return int(random.random() * count)


@inlined
def limit(random: np.random.Generator, temperature: float) -> float:
    """What a move may cost now."""
    return -temperature * np.log(1.0 - random.random())
