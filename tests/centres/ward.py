"""A hospital ward of 30: three shifts around the clock, and people by shift instead of calls."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """\
centre: {name: Ward 4, timezone: Europe/London, country: GB, subdivision: ENG}
language: en
interval_minutes: 60
working_time: {night_from: "23:00", night_to: "30:00", night_shift_minutes: 180}
teams:
  - {name: nurses}
  - {name: assistants}
shifts:
  - {code: E, name: Early, start: "07:00", end: "15:00", meal_minutes: 60, meal_earliest: "10:00", meal_latest: "13:00"}
  - {code: L, name: Late, start: "14:00", end: "22:00", meal_minutes: 60, meal_earliest: "17:00", meal_latest: "20:00"}
  - {code: N, name: Night, start: "22:00", end: "31:00", meal_minutes: 60, meal_earliest: "25:00", meal_latest: "28:00"}
contracts:
  - {name: full_time, days_per_week: 5, paid_minutes_per_week: 2100}
  - {name: nights, days_per_week: 4, paid_minutes_per_week: 1920}
rules:
  - {rule: contract_days}
  - {rule: minimum_rest, min_rest_minutes: 660}
  - {rule: maximum_consecutive_days, max_days: 6}
  - {rule: night_consent}
  - {rule: absences}
  - {rule: fair_nights, weight: 10}
  - {rule: requests, weight: 10}
  - rule: shift_cover
    weight: 1
    cover:
"""
HEADS = {"E": (9, 7), "L": (8, 6), "N": (4, 4)}
"""People by shift, on weekdays and on weekends."""


def write_ward(folder: Path) -> None:
    """Write the workspace; there is no file of arrivals."""
    cover = [
        f"      - {{day: {day}, shift: {code}, heads: {heads[day >= 5]}, weight_under: 100, weight_over: 10}}"
        for day in range(7)
        for code, heads in HEADS.items()
    ]
    (folder / "workspace.yaml").write_text(SETTINGS + "\n".join(cover) + "\n", encoding="utf-8")
    staff = [
        f"W{n:02},{'Nurse' if n <= 20 else 'Assistant'} {n},{'nurses' if n <= 20 else 'assistants'},"
        + ("nights,N,yes" if n % 4 == 0 else "full_time,E|L,no")
        for n in range(1, 31)
    ]
    (folder / "staff.csv").write_text(
        "employee_id,name,team,contract,shifts,may_work_nights\n" + "\n".join(staff) + "\n", encoding="utf-8"
    )
    absences = (
        "employee_id,from,to,kind\nW01,2024-06-03,2024-06-07,annual_leave\nW02,2024-06-05,2024-06-05,sick_leave\n"
    )
    (folder / "absences.csv").write_text(absences, encoding="utf-8")
