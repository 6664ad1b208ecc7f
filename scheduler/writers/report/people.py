"""What the report says of people: how fairly nights and weekends fall, who gave up what, everybody's days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from scheduler.constraints import Rule, Violation
from scheduler.domain.base import clock_text
from scheduler.domain.people import Request
from scheduler.domain.shifts import OFF
from scheduler.figures import Run
from scheduler.figures.histogram import bins
from scheduler.figures.people import SPREADS, PersonTotals, times_there
from scheduler.formats.roster_sheet import NOT_EMPLOYED
from scheduler.labels import amount_text, day_label, label, name_of
from scheduler.labels.units import Unit
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import columns


class GaveUp(NamedTuple):
    """What one person gave up, the dearest first."""

    employee_id: str
    name: str
    team: str
    points: str
    what: list[tuple[str, str, list[str]]]


class PersonRow(NamedTuple):
    """A person's row: each day's text, class of the style sheet, and colour."""

    employee_id: str
    name: str
    team: str
    place: str
    days: list[tuple[str, str, str]]
    figures: list[str]
    search: str


def spreads_of(run: Run, totals: Sequence[PersonTotals]) -> list[tuple[str, list[tuple[str, Markup]]]]:
    """Distributions by team, now and together with the weeks before."""
    import pandas as pd

    language = run.settings.language
    spreads = []
    for spread in SPREADS:
        sharing = spread.among(run, totals)
        found = bins(max(map(spread.count, sharing), default=0))
        charts = []
        for team in run.settings.teams:
            values = [spread.count(row) for row in sharing if row.person.team == team.name]
            if values:
                heading = (
                    f"{name_of(team, language)} · {label('people', language, count=len(values))} · "
                    f"{label('average', language)} {sum(values) / len(values):.1f}"
                )
                counts = [sum(value in group for value in values) for group in found]
                frame = pd.DataFrame({"label": [str(group) for group in found], "count": counts})
                frame["text"] = [str(count or "") for count in counts]
                frame["tip"] = [
                    f"{label('times', language, count=group)}: {label('people', language, count=count)}"
                    for group, count in zip(found, counts, strict=True)
                ]
                charts.append((heading, draw(columns(frame), heading)))
        spreads.append((label(spread.label, language), charts))
    return spreads


def who_gave_up(run: Run, totals: Sequence[PersonTotals]) -> list[GaveUp]:
    """People by what the soft rules charge for them; each rule with its amount and days."""
    language = run.settings.language
    titles = {rule.number: rule.title(language) for rule in run.rules}
    teams = {team.name: name_of(team, language) for team in run.settings.teams}
    found = []
    gave = {row.person.employee_id: _given_up(run.rules, row) for row in totals}
    for row in sorted(totals, key=lambda row: -_points(gave[row.person.employee_id])):
        violations = gave[row.person.employee_id]
        if not violations:
            continue
        by_rule: dict[tuple[str, Unit], list[tuple[int, date | None]]] = {}
        for violation in violations:
            by_rule.setdefault((violation.rule, violation.unit), []).append((violation.amount, violation.date))
        what = [
            (
                titles[rule],
                amount_text(sum(amount for amount, _ in misses), unit, language),
                [day_label(on, language, with_weekday=False) for on in sorted({on for _, on in misses if on})],
            )
            for (rule, unit), misses in by_rule.items()
        ]
        person = row.person
        found.append(GaveUp(person.employee_id, person.name, teams[person.team], f"{_points(violations):,}", what))
    return found


def _given_up(rules: Sequence[Rule], row: PersonTotals) -> list[Violation]:
    """What the person gave up; who has offered to work overtime gives nothing up by it."""
    offered = {rule.number for rule in rules if rule.is_offered_by(row.person)}
    return [violation for violation in row.violations if violation.rule not in offered]


def _points(violations: Sequence[Violation]) -> int:
    return sum(violation.points or 0 for violation in violations)


def unmet_wishes(run: Run) -> list[list[str]]:
    """Wishes that are not met: who, what was wished, what the person has."""
    assert run.roster is not None
    language = run.settings.language
    worked: dict[tuple[str, object], list[str]] = {}
    for assignment in run.roster.assignments:
        worked.setdefault((assignment.employee_id, assignment.date), []).append(assignment.shift)

    def shown(code: str) -> str:
        return label("off_duty", language) if code == OFF else code

    def words(wish: Request) -> str:
        on = day_label(wish.date, language)
        key = "wished_for" if wish.weight >= 0 else "wished_not"
        times = "" if wish.times is None else " " + "~".join(map(clock_text, wish.times))
        return label(key, language, date=on, shift=shown(wish.shift) + times)

    rows = []
    for wish, is_met in run.wishes:
        person = run.problem.employee.get(wish.employee_id)
        if is_met or person is None:
            continue
        got = "+".join(worked.get((wish.employee_id, wish.date), [])) or label("off_duty", language)
        rows.append([wish.employee_id, person.name, words(wish), label("got", language, got=got)])
    return rows


def person_row(run: Run, totals: PersonTotals) -> PersonRow:
    """One person's days and figures."""
    language, problem, person = run.settings.language, run.problem, totals.person
    team = next(name_of(team, language) for team in run.settings.teams if team.name == person.team)
    dates = list(problem.horizon.dates())
    modes = {problem.work_mode(person, on) for on in dates}
    absent = problem.absent_dates[person.employee_id]
    days = []
    for on in dates:
        assignments = totals.by_date.get(on, ())
        if assignments:
            codes = "+".join(
                f"{assignment.shift} {times_there(run, assignment)}".rstrip() for assignment in assignments
            )
            is_home = assignments[0].work_mode == "remote"
            days.append((codes, "home" if is_home else "", problem.shifts[assignments[0].shift].colour))
        elif problem.employee_on(person.employee_id, on) is None:
            days.append((NOT_EMPLOYED, "", ""))
        elif on in absent:
            days.append((name_of(problem.kind_of_absence(absent[on]), language), "absent", ""))
        elif run.roster is not None and (person.employee_id, on) in run.roster.duties:
            days.append((label("on_call", language), "on-call", ""))
        else:
            days.append(("", "", ""))
    figures = [
        f"{totals.paid_hours:g}",
        f"{totals.overtime_hours:g}" if totals.overtime_hours else "",
        str(totals.nights or ""),
        str(totals.weekend_days or ""),
        f"{totals.wishes_met}/{totals.wishes}" if totals.wishes else "",
        f"{totals.points:,}" if totals.points else "",
    ]
    search = " ".join((person.employee_id, person.name, team, *(text for text, _, _ in days if text)))
    return PersonRow(
        employee_id=person.employee_id,
        name=person.name,
        team=team,
        place=label(modes.pop() if len(modes) == 1 else "mixed", language),
        days=days,
        figures=figures,
        search=search.casefold(),
    )
