"""A hotline of 900 on two sites, around the clock, in two languages, with seats at each site."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

FIRST_DAY, DAYS = date(2024, 5, 6), 28
SEATS = {"Leeds": 370, "Cardiff": 260}

SETTINGS = f"""\
centre: {{name: Energy line, timezone: Europe/London, country: GB, subdivision: ENG}}
language: en
interval_minutes: 30
working_time: {{night_from: "23:00", night_to: "30:00", night_shift_minutes: 180}}
pay: {{currency: GBP, hourly_wage: 14.20, overtime_percent: 25, night_percent: 15}}
teams:
  - {{name: leeds}}
  - {{name: leeds_nights}}
  - {{name: cardiff}}
shifts:
  - {{code: E, name: Early, start: "07:00", end: "15:30",
     meal_minutes: 30, meal_earliest: "10:30", meal_latest: "13:00"}}
  - {{code: M, name: Middle, start: "09:00", end: "17:30",
     meal_minutes: 30, meal_earliest: "11:30", meal_latest: "14:30"}}
  - {{code: L, name: Late, start: "14:30", end: "23:00",
     meal_minutes: 30, meal_earliest: "17:30", meal_latest: "20:30"}}
  - {{code: N, name: Night, start: "22:30", end: "31:00",
     meal_minutes: 30, meal_earliest: "26:00", meal_latest: "28:30"}}
contracts:
  - {{name: full_time, days_per_week: 5, paid_minutes_per_week: 2400}}
  - {{name: three_days, days_per_week: 3, paid_minutes_per_week: 1440}}
queues:
  - name: english
    aht_seconds: 330
    targets: {{service_level: 0.8, answer_within_seconds: 20}}
  - name: welsh
    aht_seconds: 330
    open:
      - {{from: "07:00", to: "23:00"}}
    targets: {{service_level: 0.8, answer_within_seconds: 40}}
shrinkage: {{training: 0.04, unplanned_absence: 0.05}}
rules:
  - {{rule: contract_days}}
  - {{rule: contract_minutes}}
  - {{rule: minimum_rest, min_rest_minutes: 660}}
  - {{rule: maximum_consecutive_days, max_days: 6}}
  - {{rule: night_consent}}
  - {{rule: absences}}
  - rule: on_site_seats
    sites:
      - {{name: Leeds, teams: [leeds, leeds_nights], seats: {SEATS["Leeds"]}}}
      - {{name: Cardiff, teams: [cardiff], seats: {SEATS["Cardiff"]}}}
  - {{rule: coverage_shortfall, weight: 10}}
  - {{rule: coverage_surplus, weight: 1}}
  - {{rule: requests, weight: 100}}
  - {{rule: fair_weekends, weight: 50}}
"""

_CALLS_BY_HOUR = (2, 1, 1, 1, 1, 2, 6, 20, 48, 62, 66, 64, 60, 58, 56, 54, 48, 42, 38, 32, 24, 16, 10, 4)


def team_of(number: int) -> str:
    """Of the person of this number."""
    return "cardiff" if number % 5 in (1, 3) else "leeds_nights" if number % 20 == 0 else "leeds"


def write_hotline(folder: Path) -> None:
    """Write the workspace."""
    (folder / "workspace.yaml").write_text(SETTINGS, encoding="utf-8")
    staff = ["employee_id,name,team,contract,shifts,queues,may_work_nights"]
    for n in range(1, 901):
        team = team_of(n)
        contract = "three_days" if n % 6 == 0 and team != "leeds_nights" else "full_time"
        shifts = "N" if team == "leeds_nights" else "E|M|L" if n % 4 else "E|M"
        queues = "welsh|english" if team == "cardiff" and n % 10 == 1 else "english"
        staff.append(f"H{n:03},Agent {n},{team},{contract},{shifts},{queues},{'yes' if shifts == 'N' else 'no'}")
    absences = ["employee_id,from,to,kind"]
    absences += [f"H{n:03},2024-06-03,2024-06-{9 if n % 2 else 4:02},annual_leave" for n in range(7, 901, 17)]
    requests = ["employee_id,date,shift,weight"]
    requests += [f"H{n:03},2024-06-0{3 + n % 7},OFF,{1 + n % 3}" for n in range(5, 901, 9)]
    calls = ["date,hour,queue,calls"]
    for n in range(DAYS):
        on = FIRST_DAY + timedelta(days=n)
        of_day = (1.1, 1.0, 1.0, 0.95, 0.95, 0.7, 0.55)[on.weekday()]
        for hour, share in enumerate(_CALLS_BY_HOUR):
            calls.append(f"{on},{hour},english,{round(50 * share * of_day)}")
            if 7 <= hour < 23:
                calls.append(f"{on},{hour},welsh,{round(3 * share * of_day)}")
    tables = {"staff": staff, "absences": absences, "requests": requests, "inflow": calls}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join((*rows, "")), encoding="utf-8")
