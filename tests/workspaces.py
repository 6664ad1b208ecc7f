"""A small complete workspace to write to a folder and to spoil: 12 people, three queues, three weeks of inflow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace

FIRST_INFLOW_DAY = date(2023, 10, 16)
INFLOW_DAYS = 21
"""Three whole weeks without a public holiday, up to 2023-11-05."""

SETTINGS = """\
centre:
  name_ko: 작은 상담소
  name_en: Small centre
  timezone: Asia/Seoul
  country: KR
language: en
interval_minutes: 30
teams:
  - {name: day, name_ko: 주간, name_en: day}
  - {name: night, name_ko: 야간, name_en: night}
  - {name: specialised, name_ko: 전문, name_en: specialised}
shifts:
  - {code: D, name_ko: 주간, name_en: day, start: "09:00", end: "18:00",
     meal_minutes: 60, meal_earliest: "11:00", meal_latest: "14:00"}
  - {code: V, name_ko: 저녁, name_en: evening, start: "18:00", end: "25:00",
     meal_minutes: 30, meal_earliest: "20:30", meal_latest: "22:30"}
  - {code: N, name_ko: 야간, name_en: night, start: "01:00", end: "08:00",
     meal_minutes: 30, meal_earliest: "03:30", meal_latest: "05:30"}
contracts:
  - {name: full_time, name_ko: 전일제, name_en: full time, days_per_week: 5, paid_minutes_per_week: 2400}
  - {name: night_time, name_ko: 야간제, name_en: night time, days_per_week: 5, paid_minutes_per_week: 1950}
queues:
  - name: general
    name_ko: 일반
    name_en: general
    aht_seconds: 240
    targets: {service_level: 0.8, answer_within_seconds: 20}
  - name: english
    name_ko: 영어
    name_en: English
    aht_seconds: 300
    open:
      - {weekdays: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", public_holidays: false}
    targets: {minimum_agents: 1}
  - name: text
    name_ko: 문자
    name_en: text
    kind: deferrable
    aht_seconds: 180
    deadline_minutes: 240
    open:
      - {weekdays: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"}
queue_access:
  - {team: specialised, queue: general, weekdays: [mon, fri]}
remote:
  groups: 2
  anchor: 2022-10-01
  months_on_site: 1
  office_calls_per_day: 60
  remote_calls_per_day: 67.7
rules:
  - rule: one_shift_a_day
  - rule: minimum_rest
    min_rest_minutes: 660
  - rule: meal_break
  - rule: coverage_shortfall
    weight: 10
  - rule: coverage_surplus
    weight: 1
"""

STAFF = """\
employee_id,name,team,contract,shifts,queues,remote_group,may_work_nights,may_work_holidays,overtime_volunteer
E001,Agent 1,day,full_time,D,general,1,no,yes,no
E002,Agent 2,day,full_time,D,general,1,no,yes,yes
E003,Agent 3,day,full_time,D|V,general,2,yes,yes,no
E004,Agent 4,day,full_time,D|V,general,2,yes,yes,no
E005,Agent 5,day,full_time,D,general,,no,no,no
E006,Agent 6,day,full_time,D,general,,no,yes,no
E007,Agent 7,night,night_time,V|N,general,,yes,yes,no
E008,Agent 8,night,night_time,V|N,general,,yes,yes,no
E009,Agent 9,night,night_time,V|N,general,,yes,yes,no
E010,Agent 10,night,night_time,V|N,general,,yes,yes,no
E011,Agent 11,specialised,full_time,D,english|general,,no,yes,no
E012,Agent 12,specialised,full_time,D,text|general,,no,yes,no
"""

ABSENCES = """\
employee_id,from,to,kind
E001,2023-11-06,2023-11-06,annual_leave
E002,2023-11-09,2023-11-10,training
"""

REQUESTS = """\
employee_id,date,shift,weight
E003,2023-11-08,V,5
E004,2023-11-10,OFF,5
E007,2023-11-07,N,-3
"""

PREVIOUS_ROSTER = """\
employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes
E007,2023-11-05,V,2023-11-05T18:00,2023-11-06T01:00,2023-11-05T20:30,2023-11-05T21:00,office,general,390
E008,2023-11-05,N,2023-11-05T01:00,2023-11-05T08:00,2023-11-05T03:30,2023-11-05T04:00,office,general,390
"""

PREVIOUS_WEEK = f"""\
{PREVIOUS_ROSTER}\
E005,2023-10-30,D,2023-10-30T09:00,2023-10-30T18:00,2023-10-30T12:00,2023-10-30T13:00,office,general,480
"""
"""The same with a row on Monday: the file then speaks of the whole week."""


def inflow_rows() -> list[str]:
    """The rows of ``inflow.csv``, the header first: general at all hours, the others on weekdays from 9 to 17."""
    rows = ["date,hour,queue,calls,aht_seconds"]
    for n in range(INFLOW_DAYS):
        on = FIRST_INFLOW_DAY + timedelta(days=n)
        for hour in range(24):
            rows.append(f"{on},{hour},general,{24 if 9 <= hour < 18 else 4},240")
            if on.weekday() < 5 and 9 <= hour < 18:
                rows.append(f"{on},{hour},english,2,300")
                rows.append(f"{on},{hour},text,5,180")
    return rows


def write_workspace(folder: Path, **contents: str | bytes | None) -> Path:
    """Write the small workspace.

    Parameters
    ----------
    folder
        Is made where it does not exist.
    contents
        Content by file name without its ending (``workspace``, ``staff``, ``inflow``, ``absences``, ``requests``,
        ``previous_roster``, ``locks``, ``history``) in place of the usual one; None: no such file.

    Returns
    -------
    The folder.
    """
    usual: dict[str, str | bytes | None] = {
        "workspace": SETTINGS,
        "staff": STAFF,
        "inflow": "\n".join(inflow_rows()) + "\n",
        "absences": ABSENCES,
        "requests": REQUESTS,
        "previous_roster": PREVIOUS_ROSTER,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**usual, **contents}.items():
        if content is not None:
            path = folder / (f"{name}.yaml" if name == "workspace" else f"{name}.csv")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def faults_of(read: Callable[[], object]) -> list[str]:
    """What the user reads when this call is refused, line by line; empty when it is not refused."""
    try:
        read()
    except InputError as error:
        return str(error).splitlines()
    return []


def faults_in(folder: Path, **contents: str | bytes | None) -> list[str]:
    """What the user reads of the small workspace with these files in place of the usual ones."""
    return faults_of(lambda: read_workspace(write_workspace(folder, **contents)))
