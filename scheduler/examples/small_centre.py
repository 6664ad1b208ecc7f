"""The small example: a help desk of twelve people with one queue and two shifts, anywhere.

Its settings are files (``small/LANGUAGE/workspace.yaml``). Its tables are made for the day on which it is: the history
of calls ends on the last Sunday, so that the week to come can be planned at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Literal

_FILES = Path(__file__).parent / "small"

_PEOPLE = 12
_WEEKS_OF_CALLS = 6
_CALLS_BY_HOUR = {8: 8, 9: 14, 10: 18, 11: 24, 12: 26, 13: 26, 14: 25, 15: 22, 16: 20, 17: 12, 18: 10, 19: 8}
"""Calls of an ordinary weekday by the hour at which they begin; the centre is open from 8 to 20."""
_SHARE_BY_WEEKDAY = (1.15, 1.0, 0.95, 0.95, 1.0, 0.5, 0.4)
"""Of an ordinary weekday, Monday first."""
_WORDS = {
    "en": {"person": "Agent", "team": "desk", "contract": "full_time", "queue": "calls", "leave": "annual_leave"},
    "ko": {"person": "직원", "team": "상담", "contract": "전일제", "queue": "전화", "leave": "annual_leave"},
}


def next_monday(today: date) -> date:
    """The first Monday after a day: the first week that can be planned."""
    return today + timedelta(days=7 - today.weekday())


def small_centre(
    folder: Path, *, language: Literal["ko", "en"], country: str | None, timezone: str, today: date
) -> None:
    """Fill an empty folder with the example.

    Parameters
    ----------
    folder
        A folder that is there.
    language
        Of its comments and names, and of what is made from it.
    country
        Whose public holidays count; None: none.
    timezone
        Its clock, as ``Europe/Berlin``.
    today
        The history of calls ends on the Sunday before, and absences and wishes are of the week after.
    """
    words = _WORDS[language]
    monday = next_monday(today)
    settings = Template((_FILES / language / "workspace.yaml").read_text(encoding="utf-8"))
    text = settings.substitute(timezone=timezone, country=country or "null", week=monday, **shift_times(country))
    (folder / "workspace.yaml").write_text(text, encoding="utf-8")
    people = [f"A{number:02}" for number in range(1, _PEOPLE + 1)]
    staff = [
        f"{person},{words['person']} {number},{words['team']},{words['contract']},E|L,{words['queue']}"
        for number, person in enumerate(people, start=1)
    ]
    absences = [f"{people[2]},{monday},{monday + timedelta(days=1)},{words['leave']}"]
    requests = [f"{people[4]},{monday + timedelta(days=4)},OFF,1", f"{people[6]},{monday + timedelta(days=2)},L,1"]
    tables = {
        "staff": ("employee_id,name,team,contract,shifts,queues", staff),
        "absences": ("employee_id,from,to,kind", absences),
        "requests": ("employee_id,date,shift,weight", requests),
        "inflow": ("date,hour,queue,calls", list(_calls(monday - timedelta(days=7), words["queue"]))),
    }
    for name, (header, rows) in tables.items():
        (folder / f"{name}.csv").write_text(_csv(header, rows), encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o600)  # it will hold who is ill and who works when: for its owner only


def shift_times(country: str | None) -> dict[str, str]:
    """The ends and meals of the shifts, which pay 8 h: those need an hour's break in Korea (LSA Art. 54)."""
    if country == "KR":
        return {"early_end": "17:00", "late_start": "11:00", "meal_minutes": "60"}
    return {"early_end": "16:30", "late_start": "11:30", "meal_minutes": "30"}


def _csv(header: str, rows: Sequence[str]) -> str:
    return "\n".join((header, *rows, ""))


def _calls(end: date, queue: str) -> Iterator[str]:
    """The calls of the weeks before a Monday, with a little more and less from week to week."""
    for days_before in range(7 * _WEEKS_OF_CALLS, 0, -1):
        on = end - timedelta(days=days_before)
        of_week = 1 + 0.03 * (days_before // 7 % 3 - 1)
        for hour, calls in _CALLS_BY_HOUR.items():
            yield f"{on},{hour},{queue},{round(calls * _SHARE_BY_WEEKDAY[on.weekday()] * of_week)}"
