"""A week in which people change: forty half days, six people who join or leave, two contracts that change.

``python -m benchmarks.changing_week --output FOLDER`` makes a workspace of the bundled centre there, with these changes
in the week of 2023-11-06, and then runs ``scheduler generate`` and ``scheduler verify``, the commands alone. It prints
what the week is, how the search ended, its gap, and the seconds of both. Exit code 1 where either does not end with 0.
"""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import click

from benchmarks.quarter import command
from scheduler.bundled import bundled_workspace

MONDAY = date(2023, 11, 6)
HALF_DAYS, JOINERS, LEAVERS, CHANGES = 40, 3, 3, 2
SHIFT = """\
  - {code: H, name_ko: 7시간, name_en: Seven hours, start: "09:00", end: "17:00",
     meal_minutes: 60, meal_earliest: "11:00", meal_latest: "14:00"}
"""
CONTRACT = """\
  - {name: seven_hours, name_ko: 주 35시간, name_en: 35 hours, days_per_week: 5, paid_minutes_per_week: 2100}
"""


@click.command()
@click.option("--output", type=click.Path(path_type=Path), required=True, help="A folder that does not exist.")
@click.option("--time-limit", type=float, default=60.0, help="Seconds of the search.")
@click.option("--deterministic", is_flag=True, help="Count work and not the clock: for a busy machine.")
def main(output: Path, time_limit: float, deterministic: bool) -> None:
    """Make the week, plan it, and check what was planned."""
    workspace, run = output / "workspace", output / "run"
    shutil.copytree(bundled_workspace(), workspace)
    click.echo(write_changes(workspace))
    made, _ = command(
        *("generate", workspace, "--week", MONDAY, "--time-limit", time_limit, "--output", run, "--language", "en"),
        *(("--deterministic",) if deterministic else ()),
    )
    checked, said = command("verify", workspace, run, "--language", "en")
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    gap = "no bound" if summary["relative_gap"] is None else f"gap {summary['relative_gap']:.2%}"
    click.echo(f"generate: {made}; {summary['status']}, cost {summary['objective']:,}, {gap}")
    click.echo(f"verify: {checked}; {said.splitlines()[0]}")


def write_changes(workspace: Path) -> str:
    """Change the workspace; says what of."""
    settings = (workspace / "workspace.yaml").read_text(encoding="utf-8")
    for before, more in (("\n# ---- Contracts:", SHIFT), ("\n# What each kind of absence means", CONTRACT)):
        settings = settings.replace(before, more + before, 1)
    (workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    head, *people = _read(workspace / "staff.csv")
    absences = _read(workspace / "absences.csv")
    away = {row[0] for row in absences[1:] if row[1] < "2023-11-13" and row[2] >= "2023-11-06"}
    contract, shifts = head.index("contract"), head.index("shifts")
    full_time = [row for row in people if row[contract] == "full_time" and row[0] not in away]
    # Every fifth of those who are there all week, so that all teams have some.
    chosen = [row for n in range(5) for row in full_time[n::5]]
    changed = chosen[HALF_DAYS : HALF_DAYS + JOINERS + LEAVERS + CHANGES]
    joins, leaves = {row[0] for row in changed[:JOINERS]}, {row[0] for row in changed[JOINERS : JOINERS + LEAVERS]}
    changes = {row[0] for row in changed[JOINERS + LEAVERS :]}
    wednesday, thursday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    rows = [[*head, "from", "to"]]
    for row in people:
        if row[0] in changes:
            later = [*row[:contract], "seven_hours", *row[contract + 1 :]]
            later[shifts] = "H"
            rows += [[*row, "", str(wednesday - timedelta(days=1))], [*later, str(wednesday), ""]]
        else:
            rows.append([*row, str(wednesday) if row[0] in joins else "", str(thursday) if row[0] in leaves else ""])
    _write(workspace / "staff.csv", rows)
    days = [str(MONDAY + timedelta(days=n)) for n in range(5)]
    halves = [
        [row[0], days[n % 5], days[n % 5], "annual_leave", ("morning", "afternoon")[n % 2]]
        for n, row in enumerate(chosen[:HALF_DAYS])
    ]
    width = len(absences[0])
    _write(workspace / "absences.csv", [[*absences[0], "part"], *([*row[:width], ""] for row in absences[1:]), *halves])
    previous = [row for row in _read(workspace / "previous_roster.csv") if row[0] not in joins]
    _write(workspace / "previous_roster.csv", previous)
    return f"{len(halves)} half days, {len(joins)} join, {len(leaves)} leave, {len(changes)} change their contract"


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
