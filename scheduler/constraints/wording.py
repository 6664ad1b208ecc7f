"""Words that the sentences of several rules share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta


def days_text(days: Sequence[date]) -> str:
    """Days as ``2023-11-06``, runs of three and more as ``2023-11-06 ~ 2023-11-08``."""
    runs: list[list[date]] = []
    for on in sorted(set(days)):
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    return ", ".join(f"{run[0]} ~ {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
