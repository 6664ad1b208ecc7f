"""What people read, in Korean and English: the one place for words of terminal, workbook and report.

A file for each subject has the words; here is how they are asked for.
"""

from __future__ import annotations

from typing import Literal, Protocol

from scheduler.labels import figures, ledger, publishing, repair, report, sheets, what_if
from scheduler.labels.units import AMOUNTS_KO, UNITS_KO, WEEKDAYS

Language = Literal["ko", "en"]


class Named(Protocol):
    """Anything that people read under a name: a shift, a team, a queue."""

    def title(self, language: str) -> str: ...


_SUBJECTS = (sheets.WORDS, figures.WORDS, ledger.WORDS, repair.WORDS, publishing.WORDS, report.WORDS, what_if.WORDS)
_WORDS = {key: words for subject in _SUBJECTS for key, words in subject.items()}


def label(key: str, language: Language, **values: object) -> str:
    """The words for `key`; `values` fill its ``{places}``, of which a `count` of 1 takes those for one."""
    is_one = values.get("count") == 1 and f"{key}_one" in _WORDS
    korean, english = _WORDS[f"{key}_one" if is_one else key]
    return (korean if language == "ko" else english).format(**values)


def absence_label(kind: str, language: Language) -> str:
    """The words for a kind of absence; a kind of the centre's own as it stands in its file."""
    return label(kind, language) if kind in _WORDS else kind


def unit_label(unit: str, language: Language) -> str:
    """The words for what a violation counts; a unit without a translation as it is."""
    return UNITS_KO.get(unit, unit) if language == "ko" else unit


def amount_text(amount: int, unit: str, language: Language) -> str:
    """An amount with its unit as people say it, such as ``연장 600분``."""
    if language == "ko" and unit in AMOUNTS_KO:
        return AMOUNTS_KO[unit].format(n=f"{amount:,}")
    return f"{amount:,} {unit_label(unit, language)}"


def weekday_label(weekday: int, language: Language) -> str:
    """The short name of a weekday, Monday 0."""
    return WEEKDAYS[language][weekday]


def name_of(thing: Named, language: Language) -> str:
    """The name of a shift, team or queue."""
    return thing.title(language)
