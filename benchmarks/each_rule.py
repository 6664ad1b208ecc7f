"""What a rule alone does to the bundled week: cost, gap, and whether its roster is verified.

``python -m benchmarks.each_rule --output FOLDER`` makes a copy of the bundled centre for each of `CASES`, which differs
from it in one rule, and runs ``scheduler generate --deterministic`` and ``scheduler verify`` on them, one by one.
Seconds are of a processor, so that a busy machine does not matter. Exit code 1 where either does not end with 0.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import click

from benchmarks.quarter import command
from scheduler.bundled import bundled_workspace

MONDAY = date(2023, 11, 6)
RULES: Mapping[str, str] = {
    "R07, no overtime for anybody": "no_overtime_below_minutes: 2401",
    "R17, of 12 leaders 2 there from 9 to 18": (
        '      - {name: leaders, people: [LEADERS], from: "09:00", to: "18:00", heads: 2}\n'
    ),
    "R37, 4 nights in a row, a day off after 2, two after 4": (
        "  - rule: shifts_of_a_kind\n    kinds: [{most: 4, days_off_after: {2: 1, 4: 2}}]\n"
    ),
    "R38, forward rotation, 1,000 points": (
        "  - rule: forward_rotation\n    order: [[E, D, P1, P2, P3, P4], [A, O], [V], [N]]\n    weight: 1000\n"
    ),
    "R38, forward rotation, hard": (
        "  - rule: forward_rotation\n    order: [[E, D, P1, P2, P3, P4], [A, O], [V], [N]]\n"
    ),
    "R39, 10 newcomers with mentors, 3 pairs apart": "  - rule: pairs\n    pairs: [PAIRS]\n",
    "R40, 2 of the day team on call each day": "  - rule: on_call\n    teams: [day]\n    heads: 2\n",
    "R40, 1 of 20 on call each day, with 11 h of rest": (
        "  - rule: on_call\n    people: [ON_CALL]\n    rest_hours: 11\n"
    ),
}
BEFORE = {"R07": "    max_regular_minutes_per_week: 2400\n", "R17": "    spans:\n"}
"""After which line of the rule that the bundled centre has already its own stands."""
WISHES = "R19, 67 wishes that must be met, half of them by the hour"
CASES = ("the bundled week as it is", *RULES, WISHES)


@click.command()
@click.option("--output", type=click.Path(path_type=Path), required=True, help="A folder that does not exist.")
@click.option("--only", default="", help="Numbers with commas between, such as R38,R19.")
@click.option("--time-limit", type=float, default=60.0, show_default=True, help="Nominal seconds of each search.")
def main(output: Path, only: str, time_limit: float) -> None:
    """Make and check a roster with each rule, and print a row of a table for it."""
    click.echo("| rule | cost | gap | seconds | verified |\n|---|---|---|---|---|")
    for number, case in enumerate(CASES):
        if case.startswith(tuple(only.split(","))):
            click.echo(_row(case, output / str(number), time_limit))


def _row(case: str, folder: Path, time_limit: float) -> str:
    workspace, run = folder / "workspace", folder / "run"
    shutil.copytree(bundled_workspace(), workspace)
    people = _people(workspace)
    if case in RULES:
        _add_rule(workspace / "workspace.yaml", case, _named(RULES[case], people))
    if case == WISHES:
        _add_wishes(workspace / "requests.csv", people["day"])
    made, _ = command(
        *("generate", workspace, "--week", MONDAY, "--deterministic", "--time-limit", time_limit, "--output", run)
    )
    _, said = command("verify", workspace, run, "--language", "en")
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    gap = "no bound" if summary["relative_gap"] is None else f"{summary['relative_gap']:.2%}"
    return f"| {case} | {summary['objective']:,} | {gap} | {made.processor_seconds:.0f} | {said.splitlines()[0]} |"


def _people(workspace: Path) -> Mapping[str, list[str]]:
    """Who is there all week with a usual contract, by team."""
    week = [str(MONDAY + timedelta(days=n)) for n in range(7)]
    with (workspace / "absences.csv").open(encoding="utf-8-sig", newline="") as file:
        away = {row["employee_id"] for row in csv.DictReader(file) if row["from"] <= week[-1] and row["to"] >= week[0]}
    found: dict[str, list[str]] = {}
    with (workspace / "staff.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["employee_id"] not in away and row["contract"] != "weekend_essential":
                found.setdefault(row["team"], []).append(row["employee_id"])
    return found


def _named(rule: str, people: Mapping[str, list[str]]) -> str:
    """The rule with people of the centre in it."""
    day, night = people["day"], people["night"]
    pairs = [
        f"{{how: together, person: {one}, partner: {two}, least_minutes: 240}}"
        for one, two in zip(day[0:20:2], day[100:120:2], strict=True)
    ]
    pairs += [
        f"{{how: apart, person: {one}, partner: {two}}}" for one, two in zip(night[:3], night[10:13], strict=True)
    ]
    words = {"LEADERS": day[::17][:12], "PAIRS": pairs, "ON_CALL": day[5::9][:20]}
    for word, names in words.items():
        rule = rule.replace(f"[{word}]", f"[{', '.join(names)}]")
    return rule


def _add_rule(path: Path, case: str, rule: str) -> None:
    text, number = path.read_text(encoding="utf-8"), case[:3]
    line = BEFORE.get(number)
    if line is None:
        path.write_text(text.rstrip("\n") + "\n" + rule, encoding="utf-8")
        return
    more = rule if rule.startswith(" ") else f"    {rule}\n"
    path.write_text(text.replace(line, line + more, 1), encoding="utf-8")


def _add_wishes(path: Path, people: list[str]) -> None:
    """Forty free days, and forty days without work in the evening."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    days = [str(MONDAY + timedelta(days=n)) for n in range(7)]
    taken = {(row[0], row[1]) for row in rows}
    free = [(one, days[n % 7]) for n, one in enumerate(people[::2]) if (one, days[n % 7]) not in taken][:80]
    head = [*rows[0], "from_time", "to_time"]
    rows = [head, *([*row, "", ""] for row in rows[1:])]
    for n, (one, on) in enumerate(free):
        rows.append([one, on, "OFF", "must", *(("18:00", "24:00") if n % 2 else ("", ""))])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
