"""The public shift-scheduling instances, said in the project's own domain and rules.

T. Curtois and R. Qu published the instances; any file of their text format will do. Nothing here is a second model:
an instance becomes a `Problem` and a list of rules, and `scheduler.solve` and `scheduler.verify` do the rest.

The instances know how long a shift is, not when it begins. All shifts begin at midnight of their day, which no rule
in force looks at: what may follow what is rule R35.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from scheduler.constraints import Rule
from scheduler.constraints.absences import Absences
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.constraints.most_weekends import MostWeekends
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.constraints.shift_limits import ShiftLimits
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand
from scheduler.domain.people import Absence, Contract, Employee, Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.errors import Fault, InputError

# The instances have day numbers only, of which the first is a Monday.
FIRST_DAY = date(2024, 1, 1)
COLUMNS = ("employee", "day", "shift")


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An instance in the project's words.

    Attributes
    ----------
    problem, rules
        What `scheduler.solve.solve` and `scheduler.verify.audit` take.
    code_of
        Our shift code for each shift of the file: theirs may be in lower case, or be ``OFF``.
    """

    problem: Problem
    rules: tuple[Rule, ...]
    code_of: Mapping[str, str]

    @property
    def shift_of(self) -> dict[str, str]:
        """The file's name of each of our shift codes."""
        return {code: name for name, code in self.code_of.items()}

    def roster(self, choices: Iterable[tuple[str, int, str]]) -> Roster:
        """The roster of these (employee, day, shift as the file calls it)."""
        rows = []
        for employee, day, name in choices:
            shift = self.problem.shifts[self.code_of[name]]
            midnight = datetime.combine(self.problem.horizon.date_of(day), time())
            rows.append(
                Assignment(
                    employee_id=employee,
                    date=midnight.date(),
                    shift=shift.code,
                    start=midnight,
                    end=midnight + timedelta(minutes=shift.end_minute),
                    break_start=None,
                    break_end=None,
                    work_mode="office",
                    queue="",
                    paid_minutes=shift.paid_minutes,
                )
            )
        return Roster.of(rows)

    def choices(self, roster: Roster) -> Iterator[tuple[str, int, str]]:
        """The roster as (employee, day, shift as the file calls it)."""
        shift_of = self.shift_of
        for row in roster.assignments:
            yield row.employee_id, self.problem.horizon.day_of(row.date), shift_of[row.shift]


def read_instance(path: Path) -> Instance:
    """Read an instance file.

    Parameters
    ----------
    path
        Text with the sections HORIZON, SHIFTS, STAFF, DAYS_OFF, SHIFT_ON_REQUESTS, SHIFT_OFF_REQUESTS and COVER;
        ``#`` begins a comment.

    Raises
    ------
    InputError
        With every line that cannot be read.
    """
    faults: list[Fault] = []
    reading = _Reading()
    section = ""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError.of(path, f"cannot be read: {error}", "name a file of the public instances") from None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("SECTION_"):
            section = text.removeprefix("SECTION_")
            continue
        try:
            reading.take(section, [field.strip() for field in text.split(",")])
        except (ValueError, IndexError, KeyError) as error:
            faults.append(
                Fault(path.name, number, section, f"'{text}' cannot be read ({error})", "compare with the comments")
            )
    if not faults and not (reading.days and reading.shifts and reading.staff):
        faults.append(Fault(path.name, 0, "", "has no horizon, no shifts or no staff", "name a whole instance file"))
    if faults:
        raise InputError(faults)
    return reading.instance()


@dataclass(frozen=True, slots=True)
class _Person:
    """A line of the section STAFF."""

    most_of_shift: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    fewest_in_a_row: int
    fewest_days_off: int
    most_weekends: int


class _Reading:
    """The sections of a file, as far as they were read."""

    def __init__(self) -> None:
        self.days = 0
        self.shifts: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.staff: dict[str, _Person] = {}
        self.absences: list[Absence] = []
        self.requests: list[tuple[str, int, str, int]] = []
        self.cover: list[tuple[int, str, int, int, int]] = []

    def take(self, section: str, fields: list[str]) -> None:
        """Take in one line; what the sections that stand before it do not know is a KeyError."""
        match section:
            case "HORIZON":
                self.days = int(fields[0])
            case "SHIFTS":
                minutes = int(fields[1])
                if not 1 <= minutes <= 2 * MINUTES_PER_DAY:
                    raise ValueError(f"{minutes} minutes")
                self.shifts[fields[0]] = (minutes, _names(fields[2]) if len(fields) > 2 else ())
            case "STAFF":
                limits = dict(limit.split("=") for limit in _names(fields[1]))
                self.staff[fields[0]] = _Person(
                    {self._shift(name): int(most) for name, most in limits.items()}, *map(int, fields[2:8])
                )
            case "DAYS_OFF":
                person = self._person(fields[0])
                for day in (FIRST_DAY + timedelta(days=int(field)) for field in fields[1:] if field):
                    self.absences.append(Absence(employee_id=person, first_day=day, last_day=day, kind="day off"))
            case "SHIFT_ON_REQUESTS" | "SHIFT_OFF_REQUESTS":
                sign = 1 if section == "SHIFT_ON_REQUESTS" else -1
                self.requests.append(
                    (self._person(fields[0]), int(fields[1]), self._shift(fields[2]), sign * int(fields[3]))
                )
            case "COVER":
                self.cover.append(
                    (int(fields[0]), self._shift(fields[1]), int(fields[2]), int(fields[3]), int(fields[4]))
                )
            case _:
                raise ValueError(f"section '{section}' is unknown")

    def _shift(self, name: str) -> str:
        if name not in self.shifts:
            raise ValueError(f"shift '{name}' is unknown")
        return name

    def _person(self, name: str) -> str:
        if name not in self.staff:
            raise ValueError(f"employee '{name}' is unknown")
        return name

    def instance(self) -> Instance:
        """The problem and its rules."""
        code_of = {name: f"S{number}" for number, name in enumerate(self.shifts, start=1)}
        horizon = Horizon(FIRST_DAY, self.days)
        contract = Contract(name="any", name_ko="전체", name_en="any", days_per_week=7, paid_minutes_per_week=0)
        problem = Problem(
            horizon=horizon,
            shifts={
                code_of[name]: Shift(code=code_of[name], name_ko=name, name_en=name, start_minute=0, end_minute=minutes)
                for name, (minutes, _) in self.shifts.items()
            },
            contracts={contract.name: contract},
            employees=tuple(
                Employee(
                    employee_id=name,
                    name=name,
                    team="all",
                    contract=contract.name,
                    shifts=tuple(code_of.values()),
                    may_work_nights=True,
                )
                for name in self.staff
            ),
            demand=Demand(horizon, {}),
            absences=tuple(self.absences),
            requests=tuple(
                Request(employee_id=person, date=horizon.date_of(day), shift=code_of[shift], weight=weight)
                for person, day, shift, weight in self.requests
            ),
        )
        return Instance(problem, self._rules(code_of), code_of)

    def _rules(self, code_of: Mapping[str, str]) -> tuple[Rule, ...]:
        staff = self.staff.items()
        # The fewest days in a row or off may be 0, which says the same as 1; who may have no day in a row has no shift.
        return (
            OneShiftADay(),
            Absences(),
            ShiftLimits(
                most_by_employee={
                    name: {code_of[shift]: most for shift, most in person.most_of_shift.items()}
                    if person.most_in_a_row
                    else dict.fromkeys(code_of.values(), 0)
                    for name, person in staff
                }
            ),
            HorizonMinutes(
                least_minutes_by_employee={name: person.least_minutes for name, person in staff},
                most_minutes_by_employee={name: person.most_minutes for name, person in staff},
            ),
            ConsecutiveShifts(
                most_by_employee={name: max(1, person.most_in_a_row) for name, person in staff},
                fewest_by_employee={name: max(1, person.fewest_in_a_row) for name, person in staff},
            ),
            ConsecutiveDaysOff(fewest_by_employee={name: max(1, person.fewest_days_off) for name, person in staff}),
            MostWeekends(most_by_employee={name: person.most_weekends for name, person in staff}),
            ForbiddenSuccessions(
                successions={
                    code_of[name]: tuple(code_of[other] for other in after if other in code_of)
                    for name, (_, after) in self.shifts.items()
                    if after
                }
            ),
            Requests(weight=1),
            ShiftCover(
                weight=1,
                cover=tuple(
                    CoverRequirement(day=day, shift=code_of[shift], heads=heads, weight_under=under, weight_over=over)
                    for day, shift, heads, under, over in self.cover
                ),
            ),
        )


def _names(field: str) -> tuple[str, ...]:
    """The parts of a field that are divided by ``|``."""
    return tuple(part.strip() for part in field.split("|") if part.strip())


def read_choices(path: Path) -> list[tuple[str, int, str]]:
    """Read a roster as ``score.py`` takes it: (employee, day, shift), worked days only."""
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["employee"], int(row["day"]), row["shift"]) for row in csv.DictReader(file)]


def write_choices(path: Path, choices: Iterable[tuple[str, int, str]]) -> None:
    """Write a roster as ``score.py`` takes it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(choices)
