"""Does ``scheduler verify`` notice? Run ``python -m benchmarks.corruptions WORKSPACE RUN``.

Spoils copies of a run's ``roster.csv`` by hand-made changes, one for each kind of hard rule, runs the real command on
each copy, and prints what it answers: the exit code, which must be 6, and the line that names person, rule and day.
Run and workspace stay as they are.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.figures import Run
from scheduler.run import auditing
from scheduler.writers.roster_csv import write_roster

EXIT_VIOLATIONS = 6


@dataclass(frozen=True, slots=True)
class Corruption:
    """A spoilt roster.

    Attributes
    ----------
    what
        What was done to it.
    rule
        Number of the rule that it breaks, whatever others it breaks besides.
    employee, on
        Whom and which day the breach names; nobody for rules that count heads.
    roster
        The spoilt roster.
    lock
        A lock (employee_id, date, shift) that the roster kept before; the workspace gets it.
    """

    what: str
    rule: str
    employee: str | None
    on: date
    roster: Roster
    lock: tuple[str, date, str] | None = None

    def is_named_in(self, line: str) -> bool:
        """Whether a line of ``scheduler verify`` names the person, the rule and the day."""
        return line.startswith(f"{self.employee or '-'}  {self.rule} ") and f"  {self.on}  " in line


Spoil = Callable[[Run], Iterator[Corruption]]


def corruptions(checked: Run) -> Iterator[Corruption]:
    """One corruption for each kind of hard rule that is in force and that this roster has an occasion for."""
    in_force = {rule.number for rule in checked.rules if rule.weight is None}
    for number, spoil in SPOILS:
        if number in in_force:
            yield from [found for _, found in zip(range(1), spoil(checked), strict=False)]


def _roster(checked: Run) -> Roster:
    assert checked.roster is not None
    return checked.roster


def _row(problem: Problem, person: Employee, on: date, code: str) -> Assignment:
    """A faultless row, its break at the earliest."""
    shift = problem.shifts[code]
    midnight = datetime.combine(on, time())
    meal = None if shift.meal_earliest_minute is None else midnight + timedelta(minutes=shift.meal_earliest_minute)
    return Assignment(
        employee_id=person.employee_id,
        date=on,
        shift=code,
        start=midnight + timedelta(minutes=shift.start_minute),
        end=midnight + timedelta(minutes=shift.end_minute),
        break_start=meal,
        break_end=None if meal is None else meal + timedelta(minutes=shift.meal_minutes),
        work_mode=problem.work_mode(person, on),
        queue=next(iter(problem.queues_on(person, on)), ""),
        paid_minutes=shift.paid_minutes,
    )


def _with(roster: Roster, *added: Assignment, without: tuple[Assignment, ...] = ()) -> Roster:
    return Roster.of([*(row for row in roster.assignments if row not in without), *added])


def _free_days(checked: Run, person: Employee) -> list[date]:
    """Planned days without a row and without an absence."""
    worked = {row.date for row in _roster(checked).of_employee(person.employee_id)}
    absent = checked.problem.absent_dates[person.employee_id]
    return [on for on in checked.problem.horizon.dates() if on not in worked and on not in absent]


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _a_second_shift(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    for row in roster.assignments:
        person = problem.employee[row.employee_id]
        for code in person.shifts:
            if code != row.shift:
                spoilt = _with(roster, _row(problem, person, row.date, code))
                yield Corruption(f"a second shift, {code} beside {row.shift}", "R01", row.employee_id, row.date, spoilt)


def _a_day_less(checked: Run) -> Iterator[Corruption]:
    roster = _roster(checked)
    for row in roster.assignments:
        first = max(_monday(row.date), checked.problem.horizon.first_day)
        yield Corruption(f"{row.shift} deleted", "R02", row.employee_id, first, _with(roster, without=(row,)))


def _too_little_rest(checked: Run) -> Iterator[Corruption]:
    """The earliest shift on the day after the latest one."""
    problem, roster = checked.problem, _roster(checked)
    earliest = min(problem.shifts.values(), key=lambda shift: shift.start_minute)
    for row in roster.assignments:
        following = [
            other for other in roster.of_employee(row.employee_id) if other.date - row.date == timedelta(days=1)
        ]
        soon = _row(problem, problem.employee[row.employee_id], row.date + timedelta(days=1), earliest.code)
        if following and soon.start - row.end < timedelta(hours=5):
            what = f"{earliest.code} instead of {following[0].shift} after {row.shift}"
            yield Corruption(what, "R03", row.employee_id, soon.date, _with(roster, soon, without=tuple(following)))


def _too_little_rest_after_the_week_before(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    first = problem.horizon.first_day
    earliest = min(problem.shifts.values(), key=lambda shift: shift.start_minute)
    for before in problem.previous.assignments:
        if before.date == first - timedelta(days=1) and before.employee_id in problem.employee:
            soon = _row(problem, problem.employee[before.employee_id], first, earliest.code)
            if soon.start - before.end < timedelta(hours=5):
                replaced = tuple(row for row in roster.of_employee(before.employee_id) if row.date == first)
                what = f"{earliest.code} after {before.shift} of the week before"
                yield Corruption(what, "R03", before.employee_id, first, _with(roster, soon, without=replaced))


def _no_day_off(checked: Run) -> Iterator[Corruption]:
    """A shift on every day of the first week."""
    problem, roster = checked.problem, _roster(checked)
    first = problem.horizon.first_day
    for person in problem.employees:
        contract = problem.contract_of(person)
        if contract.paid_minutes_per_week < 15 * 60 or problem.absent_dates[person.employee_id] or not person.shifts:
            continue
        added = [
            _row(problem, person, on, person.shifts[0]) for on in _free_days(checked, person) if on < first + _WEEK
        ]
        if added:
            yield Corruption(
                f"{person.shifts[0]} on every day off of the week",
                "R05",
                person.employee_id,
                first,
                _with(roster, *added),
            )


def _too_many_days_in_a_row(checked: Run) -> Iterator[Corruption]:
    rules = [rule for rule in checked.rules if rule.number == "R04"]
    most = getattr(rules[0], "max_days", 6)
    problem = checked.problem
    for found in _no_day_off(checked):
        before = {row.date for row in problem.previous.of_employee(found.employee or "")}
        worked = before | {row.date for row in found.roster.of_employee(found.employee or "")}
        in_a_row = 0
        for on in sorted(worked):
            in_a_row = in_a_row + 1 if on - timedelta(days=1) in worked else 1
            if in_a_row > most and on >= problem.horizon.first_day:
                yield replace(found, rule="R04", on=on)
                break


def _other_minutes(checked: Run) -> Iterator[Corruption]:
    """A shift of another length in place of a planned one."""
    problem, roster = checked.problem, _roster(checked)
    for row in roster.assignments:
        person = problem.employee[row.employee_id]
        regular = problem.shifts[row.shift].regular_minutes
        for code in problem.shifts:
            if abs(problem.shifts[code].regular_minutes - regular) > 30 or (
                code in person.shifts and problem.shifts[code].regular_minutes != regular
            ):
                other = _row(problem, person, row.date, code)
                first = max(_monday(row.date), problem.horizon.first_day)
                what = f"{code} ({other.paid_minutes} min) instead of {row.shift} ({row.paid_minutes} min)"
                yield Corruption(what, "R06", row.employee_id, first, _with(roster, other, without=(row,)))


def _too_many_minutes(checked: Run) -> Iterator[Corruption]:
    """A day more for somebody who works 40 hours."""
    problem, roster = checked.problem, _roster(checked)
    first = problem.horizon.first_day
    for person in problem.employees:
        week = [row for row in roster.of_employee(person.employee_id) if row.date < first + _WEEK]
        if sum(problem.shifts[row.shift].regular_minutes for row in week) >= 2400:
            for on in _free_days(checked, person):
                if on < first + _WEEK:
                    more = _row(problem, person, on, week[0].shift)
                    yield Corruption(f"{more.shift} added", "R07", person.employee_id, first, _with(roster, more))


def _work_on_a_day_of_absence(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    for person in problem.employees:
        for on, kind in problem.absent_dates[person.employee_id].items():
            if 0 <= problem.horizon.day_of(on) < problem.horizon.days and person.shifts:
                row = _row(problem, person, on, person.shifts[0])
                yield Corruption(f"{row.shift} during {kind}", "R08", person.employee_id, on, _with(roster, row))


def _a_shift_of_others(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    for row in roster.assignments:
        person = problem.employee[row.employee_id]
        for code in problem.shifts:
            if code not in person.shifts:
                other = _row(problem, person, row.date, code)
                what = f"{code} instead of {row.shift}, for who may work {', '.join(person.shifts)}"
                yield Corruption(what, "R09", row.employee_id, row.date, _with(roster, other, without=(row,)))


def _a_night_without_consent(checked: Run) -> Iterator[Corruption]:
    problem = checked.problem
    for found in _a_shift_of_others(checked):
        assert found.employee is not None
        worked = [row for row in found.roster.of_employee(found.employee) if row.date == found.on]
        if not problem.employee[found.employee].may_work_nights and problem.shifts[worked[0].shift].night_minutes:
            yield replace(found, what=f"{worked[0].shift} without consent to nights", rule="R10")


def _edited_rows(
    checked: Run, rule: str, edit: Callable[[Assignment], tuple[str, Assignment] | None]
) -> Iterator[Corruption]:
    """Each row that the edit can be done to."""
    roster = _roster(checked)
    for row in roster.assignments:
        edited = edit(row)
        if edited is not None:
            what, other = edited
            yield Corruption(what, rule, row.employee_id, row.date, _with(roster, other, without=(row,)))


def _a_queue_of_others(checked: Run) -> Iterator[Corruption]:
    def edit(row: Assignment) -> tuple[str, Assignment] | None:
        served = checked.problem.employee[row.employee_id].queues
        others = [queue for queue in checked.problem.demand.queues if queue not in served]
        return (f"queue {others[0]} instead of {row.queue}", replace(row, queue=others[0])) if others else None

    return _edited_rows(checked, "R11", edit)


def _a_meal_at_the_end(checked: Run) -> Iterator[Corruption]:
    def edit(row: Assignment) -> tuple[str, Assignment] | None:
        shift = checked.problem.shifts[row.shift]
        start = row.end - timedelta(minutes=shift.meal_minutes)
        if not shift.meal_minutes or shift.meal_latest_minute == shift.end_minute:
            return None
        return f"meal break of {row.shift} at {start:%H:%M}", replace(row, break_start=start, break_end=row.end)

    return _edited_rows(checked, "R12", edit)


def _all_on_site(checked: Run) -> Iterator[Corruption]:
    """Everybody in the office on one day, from the busiest on."""
    problem, roster = checked.problem, _roster(checked)
    seats = next(getattr(rule, "seats", 0) for rule in checked.rules if rule.number == "R13")
    for on in sorted(problem.horizon.dates(), key=lambda on: -sum(row.date == on for row in roster.assignments)):
        day = [row for row in roster.assignments if row.date == on and row.queue]
        noon = datetime.combine(on, time(12))
        if sum(row.start <= noon < row.end for row in day) > seats:
            moved = [replace(row, work_mode="office") for row in day]
            what = f"all {len(day)} who work are in the office; seats: {seats}"
            yield Corruption(what, "R13", None, on, _with(roster, *moved, without=tuple(day)))


def _the_other_place(checked: Run) -> Iterator[Corruption]:
    def edit(row: Assignment) -> tuple[str, Assignment]:
        other = replace(row, work_mode="office" if row.work_mode == "remote" else "remote")
        return f"{other.work_mode} instead of {row.work_mode}", other

    return _edited_rows(checked, "R14", edit)


def _a_lock_broken(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    for row in roster.assignments:
        spoilt = _with(roster, without=(row,))
        lock = row.employee_id, row.date, row.shift
        yield Corruption(f"{row.shift}, which was locked, deleted", "R15", row.employee_id, row.date, spoilt, lock)
    for person in problem.employees:
        for on in _free_days(checked, person) if person.shifts else []:
            spoilt = _with(roster, _row(problem, person, on, person.shifts[0]))
            lock = person.employee_id, on, OFF
            yield Corruption("a shift on a day off that was locked", "R15", person.employee_id, on, spoilt, lock)


def _no_weekend_duty(checked: Run) -> Iterator[Corruption]:
    problem, roster = checked.problem, _roster(checked)
    first = problem.horizon.first_day
    for person in problem.employees:
        weekend = tuple(
            row
            for row in roster.of_employee(person.employee_id)
            if row.date.weekday() >= 5 and _monday(row.date) == _monday(first)
        )
        if problem.contract_of(person).weekend_days_per_week and weekend:
            free = [on for on in _free_days(checked, person) if on.weekday() < 5 and on < first + _WEEK]
            moved = [_row(problem, person, on, row.shift) for row, on in zip(weekend, free, strict=False)]
            what = f"work at the weekend moved to {free[0]}" if moved else "work at the weekend deleted"
            yield Corruption(what, "R16", person.employee_id, first, _with(roster, *moved, without=weekend))


def _nobody_at_hand(checked: Run) -> Iterator[Corruption]:
    """All rows of one shift and day deleted, where that leaves a span without its least number of heads."""
    roster = _roster(checked)
    rule = next(rule for rule in checked.rules if rule.number == "R17")
    for on in sorted({row.date for row in roster.assignments}):
        for code in checked.problem.shifts:
            gone = tuple(row for row in roster.assignments if row.date == on and row.shift == code)
            spoilt = _with(roster, without=gone)
            breaches = rule.check(checked.problem, spoilt) if gone else []
            if breaches and breaches[0].date is not None:
                yield Corruption(f"all {len(gone)} {code} of {on} deleted", "R17", None, breaches[0].date, spoilt)


def _other_times(checked: Run) -> Iterator[Corruption]:
    def edit(row: Assignment) -> tuple[str, Assignment]:
        return f"{row.shift} ends half an hour early", replace(row, end=row.end - timedelta(minutes=30))

    return _edited_rows(checked, "R18", edit)


_WEEK = timedelta(days=7)

SPOILS: tuple[tuple[str, Spoil], ...] = (
    ("R01", _a_second_shift),
    ("R02", _a_day_less),
    ("R03", _too_little_rest),
    ("R03", _too_little_rest_after_the_week_before),
    ("R04", _too_many_days_in_a_row),
    ("R05", _no_day_off),
    ("R06", _other_minutes),
    ("R07", _too_many_minutes),
    ("R08", _work_on_a_day_of_absence),
    ("R09", _a_shift_of_others),
    ("R10", _a_night_without_consent),
    ("R11", _a_queue_of_others),
    ("R12", _a_meal_at_the_end),
    ("R13", _all_on_site),
    ("R14", _the_other_place),
    ("R15", _a_lock_broken),
    ("R16", _no_weekend_duty),
    ("R17", _nobody_at_hand),
    ("R18", _other_times),
)


def write_corruption(corruption: Corruption, workspace: Path, folder: Path) -> tuple[Path, Path]:
    """Write the spoilt roster, and a copy of the workspace where it needs the lock.

    Returns
    -------
    tuple
        The workspace and the roster's file to give to ``scheduler verify``.
    """
    folder.mkdir(parents=True)
    path = folder / "roster.csv"
    write_roster(path, corruption.roster)
    if corruption.lock is not None:
        workspace = shutil.copytree(workspace, folder / "workspace")
        locks = workspace / "locks.csv"
        is_new = not locks.exists()
        with locks.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([["employee_id", "date", "shift"]] if is_new else [])
            writer.writerow(corruption.lock)
    return workspace, path


def verify(workspace: Path, roster: Path, first_day: date) -> tuple[int, list[str]]:
    """Exit code and lines of the real command."""
    command = [sys.executable, "-m", "scheduler", "verify", str(workspace), str(roster), "--week", str(first_day)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def main(workspace: Path, run_folder: Path) -> int:
    """Print the table; how many rosters were not answered as they should be, the untouched one included."""
    checked = auditing.verify(workspace, run_folder)
    first_day = checked.problem.horizon.first_day
    missed = 0
    with tempfile.TemporaryDirectory() as temporary:
        untouched = Path(temporary) / "roster.csv"
        write_roster(untouched, _roster(checked))
        exit_code, _ = verify(workspace, untouched, first_day)
        missed += exit_code != 0
        print(f"rule\tcorruption\texit code\tnamed as\n-\tnone\t{exit_code}\t-")
        for n, corruption in enumerate(corruptions(checked)):
            exit_code, lines = verify(*write_corruption(corruption, workspace, Path(temporary) / str(n)), first_day)
            named = next((line for line in lines if corruption.is_named_in(line)), "")
            missed += exit_code != EXIT_VIOLATIONS or not named
            print(f"{corruption.rule}\t{corruption.what}\t{exit_code}\t{named or 'NOT NAMED'}", flush=True)
    print(f"wrongly answered: {missed}")
    return missed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(1 if main(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
