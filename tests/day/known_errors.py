"""A published week, and made-up actuals of it whose errors are known: what a review has to find apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from scheduler.staffing.erlang import queue_performance
from tests.constraints.agreement import MONDAY
from tests.day.happenings import Centre
from tests.publishing.offices import Office
from tests.workspaces import FIRST_INFLOW_DAY, INFLOW_DAYS, SETTINGS

PEOPLE, ABSENT = 60, 3
"""Who work each weekday, and how many of them are missing: 5%."""

CALLS, AHT_SECONDS, PATIENCE_SECONDS = 780, 240.0, 150.0
"""Of an hour; 52 agents would be busy."""

WITHIN_SECONDS = 20.0
_ONE_DAY = timedelta(days=1)

_GENERAL = f"""\
    aht_seconds: 240
    patience_seconds: {PATIENCE_SECONDS:g}
    open:
      - {{weekdays: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"}}
    targets: {{service_level: 0.8, answer_within_seconds: 20}}
  - name: english
"""

_DAY_BEFORE = """\
employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes
X001,2023-11-05,D,2023-11-05T09:00,2023-11-05T18:00,2023-11-05T12:00,2023-11-05T13:00,office,english,480
"""


def settings_text() -> str:
    """The small centre, whose general queue is open in the day alone."""
    begin, end = SETTINGS.index("    aht_seconds: 240\n"), SETTINGS.index("  - name: english\n")
    return SETTINGS[:begin] + _GENERAL + SETTINGS[end + len("  - name: english\n") :]


def inputs() -> dict[str, str]:
    """People of the day shift alone, and a history in which every hour is alike."""
    head = (
        "employee_id,name,team,contract,shifts,queues,remote_group,may_work_nights,may_work_holidays,overtime_volunteer"
    )
    staff = [f"E{n:03},Agent {n},day,full_time,D,general,,no,yes,no" for n in range(1, PEOPLE + 1)]
    staff += [
        "X001,Agent X1,day,full_time,D,english,,no,yes,no",
        "X002,Agent X2,day,full_time,D,text,,no,yes,no",
    ]
    rows = ["date,hour,queue,calls,aht_seconds"]
    for n in range(INFLOW_DAYS):
        on = FIRST_INFLOW_DAY + n * _ONE_DAY
        for hour in range(9, 18) if on.weekday() < 5 else ():
            rows += [
                f"{on},{hour},general,{CALLS},{AHT_SECONDS}",
                f"{on},{hour},english,2,300",
                f"{on},{hour},text,5,180",
            ]
    return {
        "staff": "\n".join([head, *staff]) + "\n",
        "inflow": "\n".join(rows) + "\n",
        "absences": "employee_id,from,to,kind\n",
        "requests": "employee_id,date,shift,weight\n",
        "previous_roster": _DAY_BEFORE,
    }


def published_week(root: Path, more: str = "") -> Centre:
    """A centre with a week that is published: everybody works from 9 to 18 on weekdays."""
    centre = Centre.at(root, **inputs())
    settings = centre.folder / "workspace.yaml"
    settings.write_text(settings_text() + more, encoding="utf-8")
    office = Office(root, centre.folder)
    office.publish(office.run({(f"E{n:03}", day): "D" for n in range(1, PEOPLE + 1) for day in range(5)}))
    return centre


@dataclass
class World:
    """What really happened, by the model itself but for the errors that are asked for.

    Attributes
    ----------
    calls
        Of a half hour as a multiple of the planned ones, by day and hour.
    absent
        How many of the people are missing all day.
    aht_factor
        Of the planned handling time.
    patience_seconds
        Of the callers.
    """

    calls: Callable[[int, int], float] = field(default=lambda day, hour: 1.0)
    absent: int = 0
    aht_factor: float = 1.0
    patience_seconds: float = PATIENCE_SECONDS

    def phone(self, heads: Callable[[date, int], int]) -> str:
        """What the phone system counts, of half hours; its own use of the queue model.

        Parameters
        ----------
        heads
            Who was at the phone on a day, in an hour.
        """
        rows = ["date,time,queue,entered,answered,answered_in_time,wait_seconds,handling_seconds"]
        for day in range(5):
            on = MONDAY + day * _ONE_DAY
            for half in range(18, 36):
                hour = half // 2
                calls = round(CALLS / 2 * self.calls(day, hour))
                result = queue_performance(
                    np.array([calls / 1800]),
                    np.array([AHT_SECONDS * self.aht_factor]),
                    np.array([float(heads(on, half))]),
                    patience_seconds=self.patience_seconds,
                    answer_within_seconds=WITHIN_SECONDS,
                )
                answered = round(calls * float(result.answered_of_offered[0]))
                in_time = min(answered, round(calls * float(result.service_level[0])))
                wait = float(result.asa_served_seconds[0]) if answered else 0
                handling = f"{AHT_SECONDS * self.aht_factor:.1f}" if answered else ""
                rows.append(
                    f"{on},{hour:02}:{30 * (half % 2):02},general,{calls},{answered},{in_time},{wait:.2f},{handling}"
                )
        return "\n".join(rows) + "\n"

    def doors(self) -> str:
        """Who comes and goes: everybody a few minutes early and late, but for those who are missing."""
        rows = ["employee_id,date,check_in,check_out"]
        for day in range(5):
            on = MONDAY + day * _ONE_DAY
            rows += [f"E{n:03},{on},08:5{n % 10},18:0{n % 10}" for n in range(1 + self.absent, PEOPLE + 1)]
        return "\n".join(rows) + "\n"

    def happens(self, centre: Centre) -> None:
        """Take all of it in."""
        meals = Office(centre.folder.parent, centre.folder).standing().assignments

        def heads(on: date, half: int) -> int:
            there = [row for row in meals if row.date == on and int(row.employee_id[1:]) > self.absent]
            return sum(
                not (
                    row.break_start is not None
                    and row.break_end is not None
                    and row.break_start.hour * 2 <= half < row.break_end.hour * 2
                )
                for row in there
            )

        centre.take_all(self.phone(heads), self.doors())
