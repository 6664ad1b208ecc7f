"""Make the data files of the bundled workspace: ``python inputs/make_dasan.py [FOLDER]``.

Deterministic: the same script, the same ``workspace.yaml`` and the pinned versions give the same bytes. Every figure
stands in the table below, with "report" (the foundation's report to the city council of autumn 2023) or "assumed";
``dasan/SOURCES.md`` explains them. Settings that the roster itself needs (shifts, opening hours, handling times,
the remote rotation) are read from ``dasan/workspace.yaml``, which is written by hand.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path

import holidays
import numpy as np
import yaml
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.people import Absence, Employee, FairnessHistory, Request
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.writers.roster_csv import write_roster

WORKSPACE = Path(__file__).parent / "dasan"
SEED = 120

# ---- Dates ---------------------------------------------------------------------------------------------------------
FIRST_INFLOW_DAY = date(2023, 5, 8)
INFLOW_WEEKS = 26
FIRST_PLANNED_DAY = date(2023, 11, 6)
PLANNED_WEEKS = 4

# ---- Volume: totals of January to September 2023, 273 days ---------------------------------------------------------
REPORT_DAYS = 273
ENTERED_CALLS = 2_891_624  # report: inflow that entered the queue
TEXT_A_DAY = 2_453  # report
APP_A_DAY = 2_946  # report: complaint app
FOREIGN_CALLS = 16_912  # report: all foreign languages together
SIGN_CALLS = 15_480  # report
# Assumed: how the foreign-language consultations split.
LANGUAGE_SHARE = {"english": 0.32, "japanese": 0.08, "chinese": 0.38, "vietnamese": 0.13, "mongolian": 0.09}

# Assumed: level of a day by weekday, Monday first; only the proportions matter. Report: none, but Mondays are weak in
# answer rate. A public holiday has the level and the hours of a Sunday.
CALLS_BY_WEEKDAY = (1.16, 1.05, 1.02, 1.00, 1.01, 0.48, 0.40)
MESSAGES_BY_WEEKDAY = (1.12, 1.05, 1.02, 1.00, 1.00, 0.75, 0.65)
# Assumed: arrivals by hour from 00 to 23, in thousandths of the day. Report: 09-12 and 13-18 have most.
CALLS_BY_HOUR = (
    (6, 5, 4, 3, 3, 4, 5, 7, 36, 95, 99, 86, 60, 86, 96, 96, 91, 76, 42, 29, 18, 16, 13, 10),  # workdays
    (14, 11, 8, 6, 5, 6, 8, 10, 32, 62, 68, 66, 60, 64, 67, 67, 65, 62, 51, 43, 31, 27, 22, 16),  # weekends, holidays
)
MESSAGES_BY_HOUR = (
    (0, 0, 0, 0, 0, 0, 0, 0, 90, 96, 97, 92, 74, 88, 90, 88, 84, 79, 66, 56, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 0, 0, 0, 80, 86, 90, 90, 82, 86, 88, 86, 84, 80, 75, 73, 0, 0, 0, 0),
)
# Assumed: spread of the busyness of a day and of an hour around its expectation (sigma of a lognormal factor); on top
# comes the chance of single arrivals (Poisson).
DAY_SIGMA = 0.06
HOUR_SIGMA = 0.05

# ---- Absences and requests -----------------------------------------------------------------------------------------
ABSENT_SHARE = 0.08  # assumed: contract days lost to absences that are known when the roster is made
LONG_ABSENCES = (("day", 4), ("night", 2))  # assumed: people on parental leave over all planned weeks
SICK_SHARE = 0.14  # assumed: of absent days besides the long ones
TRAINING_SHARE = 0.12  # assumed
LEAVE_BY_WEEKDAY = (2.8, 1.0, 1.0, 1.0, 2.8, 0.6, 0.6)  # assumed; report: leave clusters on Mondays and Fridays
TRAINING_BY_WEEKDAY = (0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)  # assumed: not on the days that are weak already
# Assumed: at most this share of a team and home queue is away on a day, but never less than one person.
ABSENT_AT_MOST_SHARE = 0.15
REQUEST_SHARE = 1 / 3  # assumed: of all staff
REQUEST_BY_WEEKDAY = (1.3, 0.8, 0.8, 0.9, 1.5, 1.6, 1.6)  # assumed
HISTORY_WEEKS = 8


def main(folder: Path = WORKSPACE) -> None:
    """Write every data file of the workspace into a folder.

    Parameters
    ----------
    folder
        Where the files go; settings are always read from the bundled ``workspace.yaml``.
    """
    settings = Settings.model_validate(yaml.safe_load((WORKSPACE / "workspace.yaml").read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    # One stream of random numbers per file: a change in one leaves the others as they are.
    inflow_rng, staff_rng, absence_rng, request_rng, history_rng = (
        np.random.default_rng(seed) for seed in np.random.SeedSequence(SEED).spawn(5)
    )
    staff = list(make_staff(staff_rng))
    absences = make_absences(staff, absence_rng)
    write_csv(folder / "inflow.csv", ("date", "hour", "queue", "calls"), make_inflow(settings.queues, inflow_rng))
    write_csv(
        folder / "staff.csv",
        (
            "employee_id",
            "name",
            "team",
            "contract",
            "shifts",
            "queues",
            "remote_group",
            "may_work_nights",
            "may_work_holidays",
            "overtime_volunteer",
        ),
        map(staff_row, staff),
    )
    write_csv(
        folder / "absences.csv",
        ("employee_id", "from", "to", "kind"),
        ((absence.employee_id, absence.first_day, absence.last_day, absence.kind) for absence in absences),
    )
    write_csv(
        folder / "requests.csv",
        ("employee_id", "date", "shift", "weight"),
        (
            (request.employee_id, request.date, request.shift, request.weight)
            for request in make_requests(staff, absences, settings, request_rng)
        ),
    )
    write_csv(
        folder / "history.csv",
        ("employee_id", "nights", "weekend_days"),
        ((record.employee_id, record.nights, record.weekend_days) for record in make_history(staff, history_rng)),
    )
    write_roster(folder / "previous_roster.csv", make_previous_roster(staff, settings))


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as UTF-8 with line feeds, whatever the machine."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


# ---- Inflow --------------------------------------------------------------------------------------------------------


def make_inflow(queues: Sequence[Queue], rng: np.random.Generator) -> Iterator[tuple[str, int, str, int]]:
    """Arrivals by (date, hour, queue), every hour of every queue, a closed hour with 0.

    The total of each queue is exact: given the total, Poisson arrivals fall into the hours multinomially.
    """
    days = [FIRST_INFLOW_DAY + timedelta(days=n) for n in range(7 * INFLOW_WEEKS)]
    free = holidays.country_holidays("KR", years=sorted({day.year for day in days}))
    scale = len(days) / REPORT_DAYS
    totals = {
        "general": ENTERED_CALLS * scale,
        "text": TEXT_A_DAY * len(days),
        "app": APP_A_DAY * len(days),
        "sign": SIGN_CALLS * scale,
        **{language: FOREIGN_CALLS * share * scale for language, share in LANGUAGE_SHARE.items()},
    }
    calls: dict[str, NDArray[np.int64]] = {}
    for queue in queues:
        expected = np.array([expected_day(queue, day, day in free) for day in days])
        expected *= rng.lognormal(0.0, DAY_SIGMA, size=(len(days), 1))
        expected *= rng.lognormal(0.0, HOUR_SIGMA, size=expected.shape)
        arrived = rng.multinomial(round(totals[queue.name]), (expected / expected.sum()).ravel())
        calls[queue.name] = arrived.reshape(expected.shape)
    for n, day in enumerate(days):
        for hour in range(24):
            for queue in queues:
                yield day.isoformat(), hour, queue.name, int(calls[queue.name][n, hour])


def expected_day(queue: Queue, day: date, is_free: bool) -> NDArray[np.float64]:
    """Relative arrivals of a queue in the 24 hours of a day."""
    weekday = 6 if is_free else day.weekday()
    messages = queue.kind == "deferrable"
    by_hour = (MESSAGES_BY_HOUR if messages else CALLS_BY_HOUR)[weekday >= 5]
    level = (MESSAGES_BY_WEEKDAY if messages else CALLS_BY_WEEKDAY)[weekday]
    is_open = [
        any(
            day.weekday() in span.weekdays
            and span.from_minute <= 60 * hour < span.to_minute
            and span.public_holidays in (None, is_free)
            for span in queue.open
        )
        for hour in range(24)
    ]
    shares: NDArray[np.float64] = np.asarray(by_hour) / sum(by_hour) * is_open
    return shares * level


# ---- Staff ---------------------------------------------------------------------------------------------------------


def make_staff(rng: np.random.Generator) -> Iterator[Employee]:
    """The 416 people in order of their numbers. Who may work which shift is assumed, as are the head counts."""
    early = chosen(rng, 236, 160)
    late = chosen(rng, 236, 84)
    overtime = chosen(rng, 236, 200)
    volunteers = {n for n in sorted(overtime) if rng.random() < 0.4}
    not_on_holidays = chosen(rng, 176, 14)
    evening_only = chosen(rng, 63, 18)
    numbers = iter(range(1, 417))
    # Dealt in order of team and queue, so that each of them is spread evenly over the groups.
    groups = cycle(range(1, 6))

    def person(team: str, contract: str, shifts: Sequence[str], queues: Sequence[str], **more: object) -> Employee:
        number = next(numbers)
        return Employee.model_validate(
            {
                "employee_id": f"E{number:03d}",
                "name": f"상담사 {number:03d}" if queues else f"직원 {number:03d}",
                "team": team,
                "contract": contract,
                "shifts": tuple(shifts),
                "queues": tuple(queues),
                "remote_group": next(groups) if queues and team != "part_time" else None,
                **more,
            }
        )

    for n in range(236):
        shifts = ["D", *["E"] * (n in early), *["A"] * (n in late), *["O"] * (n in overtime)]
        yield person(
            "day",
            "full_time" if n < 176 else "weekend_essential",
            shifts,
            ["general"],
            overtime_volunteer=n in volunteers,
            may_work_holidays=n not in not_on_holidays,
        )
    for _ in range(7):
        yield person("afternoon", "full_time", ["A"], ["general"])
    for n in range(63):
        shifts = ["V"] if n in evening_only else ["V", "N"]
        yield person("night", "night", shifts, ["general"], may_work_nights=True)
    for n in range(36):
        queues = ["text", "app", "general"] if n < 16 else ["app", "text", "general"]
        yield person("specialised", "full_time", ["D", "E", "A"], queues)
    for language, heads in (("english", 4), ("chinese", 4), ("japanese", 2), ("vietnamese", 2), ("mongolian", 2)):
        for _ in range(heads):
            yield person("specialised", "weekday", ["D"], [language, "general"], may_work_holidays=False)
    for _ in range(10):
        yield person("specialised", "weekday", ["D"], ["sign"], may_work_holidays=False)
    for n in range(20):
        yield person("part_time", "part_time", ["P1", "P2"] if n < 10 else ["P3", "P4"], ["general"])
    for _ in range(30):
        yield person("office", "weekday", ["D"], [], may_work_holidays=False)


def chosen(rng: np.random.Generator, of: int, count: int) -> set[int]:
    """`count` different numbers below `of`."""
    return set(rng.choice(of, size=count, replace=False).tolist())


def staff_row(person: Employee) -> tuple[object, ...]:
    """A row of ``staff.csv``."""
    return (
        person.employee_id,
        person.name,
        person.team,
        person.contract,
        "|".join(person.shifts),
        "|".join(person.queues),
        person.remote_group or "",
        yes_no(person.may_work_nights),
        yes_no(person.may_work_holidays),
        yes_no(person.overtime_volunteer),
    )


def yes_no(value: bool) -> str:
    """A truth value as the file has it."""
    return "yes" if value else "no"


# ---- Absences, requests, history -----------------------------------------------------------------------------------


class Calendar:
    """Absences as they are given out, so that no group loses too many people on a day.

    Ultra-short-time staff get none: below 15 h a week there is no paid leave (LSA Art. 18(3)).
    """

    def __init__(self, staff: Sequence[Employee]) -> None:
        self.absences: list[Absence] = []
        self.taken: dict[str, set[date]] = {person.employee_id: set() for person in staff}
        self._size = Counter(map(self._group, staff))
        self._away: Counter[tuple[tuple[str, str], date]] = Counter()

    @staticmethod
    def _group(person: Employee) -> tuple[str, str]:
        return person.team, person.queues[0] if person.queues else ""

    def is_free(self, person: Employee, days: Sequence[date], most_in_week: int) -> bool:
        """Whether the person and the person's group can spare these days, none of them next to another absence."""
        group = self._group(person)
        limit = max(1, round(ABSENT_AT_MOST_SHARE * self._size[group]))
        taken = self.taken[person.employee_id]
        around = {days[0] - timedelta(days=1), *days, days[-1] + timedelta(days=1)}
        week = {monday_of(day) for day in days}
        return (
            not taken & around
            and sum(monday_of(day) in week for day in taken) + len(days) <= most_in_week
            and all(self._away[group, day] < limit for day in days)
        )

    def add(self, person: Employee, days: Sequence[date], kind: str) -> None:
        """Give the person these consecutive days."""
        self.absences.append(Absence(employee_id=person.employee_id, first_day=days[0], last_day=days[-1], kind=kind))
        self.taken[person.employee_id].update(days)
        self._away.update((self._group(person), day) for day in days)

    def contract_days(self) -> int:
        """Contract days lost; nobody owes more than five a week."""
        weeks = Counter((who, monday_of(day)) for who, days in self.taken.items() for day in days)
        return sum(min(days, 5) for days in weeks.values())


def monday_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def planned_days() -> list[date]:
    """The dates for which absences and requests are made."""
    return [FIRST_PLANNED_DAY + timedelta(days=n) for n in range(7 * PLANNED_WEEKS)]


def make_absences(staff: Sequence[Employee], rng: np.random.Generator) -> list[Absence]:
    """Absences of the planned weeks, by person and day."""
    calendar = Calendar(staff)
    days = planned_days()
    for team, count in LONG_ABSENCES:
        # Weekend-essential staff owe weekend days too: a long absence there is left to somebody's own data.
        people = [person for person in staff if person.team == team and person.contract != "weekend_essential"]
        for n in sorted(chosen(rng, len(people), count)):
            calendar.add(people[n], days, "parental_leave")
    people = [person for person in staff if person.team != "part_time" and not calendar.taken[person.employee_id]]
    goal = ABSENT_SHARE * 5 * PLANNED_WEEKS * sum(person.team != "part_time" for person in staff)
    rest = goal - calendar.contract_days()
    sick_days, training_days = rest * SICK_SHARE, rest * TRAINING_SHARE
    for kind, share_of_goal, by_weekday, lengths, most_in_week in (
        ("sick_leave", sick_days, (1, 1, 1, 1, 1, 0, 0), (0.45, 0.3, 0.25), 3),
        ("training", training_days, TRAINING_BY_WEEKDAY, (1.0,), 2),
        ("annual_leave", rest - sick_days - training_days, LEAVE_BY_WEEKDAY, (0.8, 0.2), 2),
    ):
        until = calendar.contract_days() + share_of_goal
        chances = np.array([by_weekday[day.weekday()] for day in days])
        while calendar.contract_days() < until:
            person = people[rng.integers(len(people))]
            first = int(rng.choice(len(days), p=chances / chances.sum()))
            span = days[first : first + 1 + int(rng.choice(len(lengths), p=lengths))]
            works_weekends = person.team == "night"
            same_week = monday_of(span[0]) == monday_of(span[-1])
            if (
                same_week
                and (works_weekends or span[-1].weekday() < 5)
                and calendar.is_free(person, span, most_in_week)
            ):
                calendar.add(person, span, kind)
    return sorted(calendar.absences, key=lambda absence: (absence.employee_id, absence.first_day))


def make_requests(
    staff: Sequence[Employee], absences: Sequence[Absence], settings: Settings, rng: np.random.Generator
) -> list[Request]:
    """Wishes for the planned weeks, by person and day: mostly days off, some shifts, a few shifts to be spared."""
    weekdays = {shift.code: shift.weekdays for shift in settings.shifts}
    days = planned_days()
    chances = np.array([REQUEST_BY_WEEKDAY[day.weekday()] for day in days])
    absent = {(absence.employee_id, day) for absence in absences for day in absence.days()}
    # A fixed week leaves nothing to ask for, nor does an absence of all the weeks.
    able = [
        person
        for person in staff
        if person.contract != "weekday" and any((person.employee_id, day) not in absent for day in days)
    ]
    requests = []
    for n in sorted(chosen(rng, len(able), round(REQUEST_SHARE * len(staff)))):
        person = able[n]
        count = int(rng.choice((1, 2, 3), p=(0.4, 0.4, 0.2)))
        for place in sorted(rng.choice(len(days), size=count, replace=False, p=chances / chances.sum()).tolist()):
            day, weight = days[place], int(rng.choice((1, 2, 3), p=(0.5, 0.3, 0.2)))
            possible = [code for code in person.shifts if day.weekday() in weekdays[code]]
            if (person.employee_id, day) in absent or not possible:
                continue
            kind, code = rng.random(), possible[rng.integers(len(possible))]
            if kind < 0.72 and person.contract != "part_time":
                code = OFF
            elif kind >= 0.92:
                weight = -weight
            requests.append(Request(employee_id=person.employee_id, date=day, shift=code, weight=weight))
    return requests


def make_history(staff: Sequence[Employee], rng: np.random.Generator) -> Iterator[FairnessHistory]:
    """Nights and weekend days of the weeks before, as a rotation with absences would have left them. Assumed."""
    for person in staff:
        nights, weekend_days = 0, 0
        if person.team == "night":
            # Only the night part counts as a night: everybody in the team works evenings.
            nights = int(rng.binomial(5 * HISTORY_WEEKS, 0.38)) if "N" in person.shifts else 0
            weekend_days = int(rng.binomial(2 * HISTORY_WEEKS, 0.92 * 5 / 7))
        elif person.contract == "weekend_essential":
            weekend_days = HISTORY_WEEKS + int(rng.binomial(HISTORY_WEEKS, 0.1))
        elif person.contract == "full_time":
            weekend_days = int(rng.binomial(HISTORY_WEEKS, 0.4))
        yield FairnessHistory(employee_id=person.employee_id, nights=nights, weekend_days=weekend_days)


# ---- The week before -----------------------------------------------------------------------------------------------


def make_previous_roster(staff: Sequence[Employee], settings: Settings) -> Roster:
    """The week before the first planned one, by a plain rotation: legal, and everybody at work on contract days."""
    shifts = {shift.code: shift for shift in settings.shifts}
    assert settings.remote is not None
    monday = FIRST_PLANNED_DAY - timedelta(days=7)
    worked = Counter[str]()
    rows = []
    for person in staff:
        place = worked[person.contract]
        worked[person.contract] += 1
        for weekday, code in previous_week(person, place):
            shift, on = shifts[code], monday + timedelta(days=weekday)
            midnight = datetime.combine(on, time())
            meals = shift.meal_starts(settings.interval_minutes)
            meal = midnight + timedelta(minutes=meals[(place + weekday) % len(meals)])
            at_home = person.remote_group not in (None, settings.remote.on_site_group(on))
            rows.append(
                Assignment(
                    employee_id=person.employee_id,
                    date=on,
                    shift=code,
                    start=midnight + timedelta(minutes=shift.start_minute),
                    end=midnight + timedelta(minutes=shift.end_minute),
                    break_start=meal,
                    break_end=meal + timedelta(minutes=shift.meal_minutes),
                    work_mode="remote" if at_home else "office",
                    queue=person.queues[0] if person.queues else "",
                    paid_minutes=shift.paid_minutes,
                )
            )
    return Roster.of(rows)


def previous_week(person: Employee, place: int) -> Iterator[tuple[int, str]]:
    """Weekday and shift of each day that the person worked; `place` counts people of the same contract."""
    if person.contract == "part_time":
        # Two days of 5 h and one of 4.5 h; the shorter day moves on from person to person.
        long, short = person.shifts
        yield from ((day, short if n == place % 3 else long) for n, day in enumerate((0, 2, 4)))
        return
    if person.contract == "night":
        off = {place % 7, (place + 1) % 7}
        code = "N" if "N" in person.shifts and place % 3 == 0 else "V"
        yield from ((day, code) for day in range(7) if day not in off)
        return
    off = {5, 6}
    if person.contract == "weekend_essential" or (person.contract == "full_time" and place % 5 == 0):
        # A Saturday or a Sunday, and a weekday off in lieu.
        off = {5 + place % 2, (place // 2) % 5}
    usual = ("D", "E", "D", "A", "D", "D", "E", "D")[place % 8]
    if usual not in person.shifts:
        usual = person.shifts[0]
    for day in range(7):
        if day in off:
            continue
        code = usual
        if day >= 5 and "D" in person.shifts:
            code = "D"
        elif person.overtime_volunteer and usual == "D" and (place + day) % 3 == 0:
            code = "O"
        yield day, code


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
