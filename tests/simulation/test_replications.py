"""Replications here and in processes of their own."""

from __future__ import annotations

import numpy as np

from benchmarks.simple_centres import floor_of, sources_of
from scheduler.simulation.replications import replications


def test_processes_see_the_same_as_this_one() -> None:
    staffed = floor_of(np.zeros(3), np.full(3, 1e9), 48)
    sources = sources_of(np.full(48, 20.0), 120.0)
    here = replications(staffed, sources, 5, 1)
    assert np.array_equal(here, replications(staffed, sources, 5, 1, few_callers=0))
    assert len(here) == 5
