"""Words of terminal, workbook and report by short keys: English here, a file for each subject; Korean in the catalogue.

Sentences that the code makes elsewhere are a `scheduler.messages.Message`.
"""

from __future__ import annotations

from datetime import date

from scheduler.catalogue import Language, translated
from scheduler.labels import (
    activities,
    actuals,
    desk,
    figures,
    leave,
    ledger,
    publishing,
    repair,
    report,
    sheets,
    simulation,
    what_if,
)
from scheduler.labels.units import UNIT, WEEKDAY, WEEKDAYS, Unit
from scheduler.messages import Named, filled

__all__ = [
    "Language",
    "Named",
    "amount_text",
    "currency_label",
    "day_label",
    "label",
    "name_of",
    "unit_label",
    "weekday_label",
]


_SUBJECTS = (
    activities.WORDS,
    actuals.WORDS,
    desk.WORDS,
    sheets.WORDS,
    figures.WORDS,
    leave.WORDS,
    ledger.WORDS,
    repair.WORDS,
    publishing.WORDS,
    report.WORDS,
    simulation.WORDS,
    what_if.WORDS,
)
WORDS = {key: words for subject in _SUBJECTS for key, words in subject.items()}
"""Every label's English by its key, which is its context in the catalogue."""


def label(key: str, language: Language, **values: object) -> str:
    """The words for `key`; `values` fill its ``{places}``, of which a `count` of 1 takes those for one."""
    words = WORDS[key]
    one, more = (words, "") if isinstance(words, str) else words
    return filled(one, more, values, language, context=key)


def unit_label(unit: Unit, language: Language) -> str:
    """The words for what a violation counts."""
    return translated(unit.more, language, UNIT) or unit.more


def amount_text(amount: int, unit: Unit, language: Language) -> str:
    """An amount with its unit as people say it, such as ``연장 600분``."""
    return filled(*unit.amounts, {"count": amount}, language, context=UNIT)


def currency_label(currency: str, language: Language) -> str:
    """The word for a currency; one without a word by its code, such as ``EUR``."""
    return label(f"currency_{currency}", language) if f"currency_{currency}" in WORDS else currency


def weekday_label(weekday: int, language: Language) -> str:
    """The short name of a weekday, Monday 0."""
    return translated(WEEKDAYS[weekday], language, WEEKDAY) or WEEKDAYS[weekday]


def day_label(on: date, language: Language, *, with_weekday: bool = True) -> str:
    """A day as headers have it, ``Mon 6 Nov`` or ``11/6(월)``: in English a month in digits could be read as a day."""
    weekday = weekday_label(on.weekday(), language)
    if language == "ko":
        return f"{on.month}/{on.day}({weekday})" if with_weekday else f"{on.month}/{on.day}"
    return f"{weekday} {on.day} {on:%b}" if with_weekday else f"{on.day} {on:%b}"


def name_of(thing: Named, language: Language) -> str:
    """The name of a shift, team or queue."""
    return thing.title(language)
