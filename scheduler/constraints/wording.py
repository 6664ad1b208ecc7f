"""What a rule says in both languages, and the words that such sentences share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.labels import Language
from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence, or a part of one, in both languages."""

    english: str
    korean: str

    def text(self, language: Language) -> str:
        """It in a language."""
        return self.korean if language == "ko" else self.english

    @property
    def message(self) -> Message:
        """It as a part of what a fault says."""
        return Message("{said}", said=self)


def count_of(n: int, unit: str) -> str:
    """A number with its English unit, as in ``1 day`` and ``2 days``."""
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def days_text(days: Sequence[date]) -> str:
    """Days as ``2023-11-06``, runs of three and more as ``2023-11-06 ~ 2023-11-08``."""
    runs: list[list[date]] = []
    for on in sorted(set(days)):
        if runs and on - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(on)
        else:
            runs.append([on])
    return ", ".join(f"{run[0]} ~ {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
