"""Words that the sentences of several rules share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from scheduler.messages import AnyText, Message, joined


def days_text(days: Sequence[date]) -> AnyText:
    """Days as ``2023-11-06``, runs of three and more as ``2023-11-06 ~ 2023-11-08``; empty for none."""
    runs: list[list[date]] = []
    for on in sorted(set(days)):
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    parts: list[Message | date] = []
    for run in runs:
        parts += [Message("{first} ~ {last}", first=run[0], last=run[-1])] if len(run) > 2 else run
    return joined(", ", parts) if parts else ""
