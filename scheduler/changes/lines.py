"""Who must be told what, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from scheduler.changes.between import Change
from scheduler.domain.activities import Activity
from scheduler.domain.roster import Assignment
from scheduler.labels import Language, label
from scheduler.messages import Message


def day_text(on: date, language: Language) -> str:
    """A date with its weekday."""
    return Message("{on:%Y-%m-%d %a}", on=on).text(language)


def shift_text(
    row: Assignment | None,
    language: Language,
    *,
    with_meal: bool = False,
    is_on_call: bool = False,
    is_split: bool = False,
) -> str:
    """What somebody works on a day, in a few words.

    Parameters
    ----------
    row, language
        The work, None where there is none, and the language of the words.
    with_meal
        Whether the meal, the place of work and what is attended are said as well.
    is_on_call
        Whether somebody off is on call.
    is_split
        Whether somebody is away in the middle: both parts are said, and the meal is between them.
    """
    if row is None:
        return label("day_off_on_call" if is_on_call else "day_off", language)
    if is_split and row.break_start is not None and row.break_end is not None:
        text = f"{row.shift} {row.start:%H:%M}-{row.break_start:%H:%M} {row.break_end:%H:%M}-{row.end:%H:%M}"
        text += f" ({label(row.work_mode, language)})" if with_meal else ""
    else:
        text = f"{row.shift} {row.start:%H:%M}-{row.end:%H:%M}"
    if with_meal and not is_split and row.break_start is not None:
        text += f" ({label('meal', language)} {row.break_start:%H:%M}, {label(row.work_mode, language)})"
    if with_meal:
        text += "".join(f", {one.name} {one.start:%H:%M}-{one.end:%H:%M}" for one in row.activities)
    return text


def old_text(change: Change, language: Language) -> str:
    """What somebody was to work; with the meal and the place where nothing else becomes another."""
    old, new = change.old, change.new
    is_same_shift = old is not None and new is not None and (old.start, old.end) == (new.start, new.end)
    return shift_text(old, language, with_meal=is_same_shift, is_on_call=change.was_on_call, is_split=change.was_split)


def new_text(change: Change, language: Language, *, with_meal: bool = False) -> str:
    """What somebody is to work now."""
    return shift_text(change.new, language, with_meal=with_meal, is_on_call=change.is_on_call, is_split=change.is_split)


def told_lines(changes: Sequence[Change], language: Language) -> Iterator[str]:
    """Who must be told what: how many, and a line for each day that changes."""
    people = label("people", language, count=len({change.employee_id for change in changes}))
    yield label("repair_told", language, people=people, days=label("days_count", language, count=len(changes)))
    for change in changes:
        old, new = old_text(change, language), new_text(change, language, with_meal=True)
        yield f"  {change.employee_id} {change.name}  {day_text(change.date, language)}  {old} -> {new}"


def fallen_activity_lines(fallen: Mapping[Activity, int], language: Language) -> Iterator[str]:
    """How many people no longer attend what."""
    for one, count in sorted(fallen.items()):
        yield label("repair_fallen_activities", language, count=count, activity=one.name, start=one.start)


def fallen_lines(changes: Iterable[Change], language: Language) -> Iterator[str]:
    """Whose shift falls out, and what is left of it, a line each."""
    for change in changes:
        old = shift_text(change.old, language, is_on_call=change.was_on_call, is_split=change.was_split)
        left = f" -> {new_text(change, language, with_meal=True)}" if change.new is not None else ""
        yield f"  {change.employee_id} {change.name}  {day_text(change.date, language)}  {old}{left}"
