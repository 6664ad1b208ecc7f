"""Small random centres with requests for leave, and which of these can be granted, by trying all rosters there are.

Shares nothing with the program: rules, credits, balances, orders and the target are written here once more, for
centres of two shifts of eight hours without a meal break, D from 9 to 17 and E from 14 to 22, one queue from 9 to 17,
and one or two weeks that begin on Monday.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

MONDAY = date(2023, 11, 6)
SHIFTS = ("D", "E")
_MOST_COMPARED = 800
KINDS = {"annual_leave": True, "errand": False}
"""Kinds of absence, and whether a day of them is credited; one that is not is made good on other days."""
QUEUE_INTERVALS = 16
LATE_INTERVALS = 6
"""Of the queue's intervals those in which E is there as well."""


@dataclass(frozen=True)
class Person:
    """Somebody of a small centre."""

    name: str
    days_a_week: int
    weekdays: frozenset[int]
    shifts: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A request."""

    row: int
    person: str
    first: int
    last: int
    kind: str
    asked: int
    rank: int


@dataclass(frozen=True)
class SmallCentre:
    """A centre, its requests and how they are decided; days are numbers from the first Monday on."""

    people: tuple[Person, ...]
    weeks: int
    most_in_a_row: int
    early: dict[int, int]
    late: dict[int, int]
    agents: int
    share: float | None
    absences: tuple[tuple[str, int, str], ...]
    balances: dict[str, float] | None
    requests: tuple[Asked, ...]
    order: str
    prices: dict[int, int]


def random_centre(rng: Random) -> SmallCentre:
    """A centre that has a roster without any request."""
    while True:
        centre = _drawn(rng)
        if _Rosters(centre).exist(_absent(centre.absences), frozenset()):
            return centre


def _drawn(rng: Random) -> SmallCentre:
    weeks = rng.choice((1, 1, 1, 2))
    n_people = rng.randint(2, 4) if weeks == 1 else 2
    n_days = 7 * weeks
    people = tuple(_person(rng, f"E{n}", is_listed=weeks > 1 or n > 1) for n in range(n_people))
    asked: list[Asked] = []
    taken: set[tuple[str, int]] = set()
    for row in range(rng.randint(4, 10)):
        person, first, length = rng.choice(people).name, rng.randrange(n_days), rng.choice((1, 1, 1, 2, 3))
        last = min(n_days - 1, first + length - 1)
        days = {(person, day) for day in range(first, last + 1)}
        if not taken & days:
            taken |= days
            asked.append(
                Asked(
                    row,
                    person,
                    first,
                    last,
                    rng.choice(("annual_leave", "annual_leave", "errand")),
                    rng.randrange(50),
                    0,
                )
            )
    ranks = {person.name: rng.randint(1, 3) for person in people}
    absent = {(rng.choice(people).name, rng.randrange(n_days)) for _ in range(rng.randrange(3))}
    return SmallCentre(
        people=people,
        weeks=weeks,
        most_in_a_row=rng.randint(2, 6),
        early={day: 1 for day in range(7) if rng.random() < 0.5},
        late={day: 1 for day in range(7) if rng.random() < 0.3},
        agents=rng.randint(1, 2),
        share=rng.choice((None, 0.0, 0.25, 0.5)),
        absences=tuple((person, day, rng.choice(tuple(KINDS))) for person, day in sorted(absent)),
        balances={person.name: rng.choice((0, 0.5, 1, 2, 3, 5)) for person in people} if rng.random() < 0.5 else None,
        requests=tuple(
            Asked(n + 2, one.person, one.first, one.last, one.kind, one.asked, ranks[one.person])
            for n, one in enumerate(asked)
        ),
        order=rng.choice(("first_come", "seniority", "points")),
        prices={day: rng.randint(0, 4) for day in range(7) if rng.random() < 0.5},
    )


def _person(rng: Random, name: str, *, is_listed: bool) -> Person:
    """Somebody of one shift, or of two if that leaves few enough rosters to be listed."""
    shifts = rng.choice((("D",), ("E",)) if is_listed else (SHIFTS, SHIFTS, ("D",), ("E",)))
    most_days = 3 if len(shifts) > 1 else 5
    return Person(
        name,
        rng.randint(2, most_days),
        rng.choice((frozenset(range(7)), frozenset(range(7)), frozenset(range(5)))),
        shifts,
    )


_Absent = frozenset[tuple[str, int, str]]
_Heads = tuple[tuple[int, int], ...]


def _absent(rows: Sequence[tuple[str, int, str]]) -> _Absent:
    return frozenset(rows)


class _Rosters:
    """All rosters of a centre."""

    def __init__(self, centre: SmallCentre) -> None:
        self.centre = centre
        self.of_person = lru_cache(maxsize=None)(self._of_person)

    def exist(self, absent: _Absent, days_of_leave: frozenset[int]) -> bool:
        """Whether any roster keeps all rules, and on days of leave the target."""
        centre = self.centre
        most = [self._counted_to(day, days_of_leave) for day in range(7 * centre.weeks)]
        reached: set[_Heads] = {((0, 0),) * 7 * centre.weeks}
        for person in centre.people:
            own = frozenset((day, kind) for name, day, kind in absent if name == person.name)
            counted = _undominated(
                {
                    tuple(
                        (min(d, int(code == "D")), min(e, int(code == "E")))
                        for code, (d, e) in zip(pattern, most, strict=True)
                    )
                    for pattern in self.of_person(person, own)
                }
            )
            reached = {
                tuple(
                    (min(most_d, d + more_d), min(most_e, e + more_e))
                    for (d, e), (more_d, more_e), (most_d, most_e) in zip(heads, more, most, strict=True)
                )
                for heads in reached
                for more in counted
            }
            reached = _undominated(reached)
        return any(self._enough(heads, days_of_leave) for heads in reached)

    def _counted_to(self, day: int, days_of_leave: frozenset[int]) -> tuple[int, int]:
        """How many people on each shift of a day make a difference."""
        least = self.centre.early.get(day % 7, 0), self.centre.late.get(day % 7, 0)
        if self.centre.share is None or day not in days_of_leave:
            return least
        return max(least[0], self.centre.agents), max(least[1], self.centre.agents)

    def _enough(self, heads: tuple[tuple[int, int], ...], days_of_leave: frozenset[int]) -> bool:
        centre = self.centre
        for day, (d, e) in enumerate(heads):
            if d < centre.early.get(day % 7, 0) or e < centre.late.get(day % 7, 0):
                return False
            if centre.share is not None and day in days_of_leave:
                early, late = max(0, centre.agents - d), max(0, centre.agents - d - e)
                missing = early * (QUEUE_INTERVALS - LATE_INTERVALS) + late * LATE_INTERVALS
                if missing > centre.share * centre.agents * QUEUE_INTERVALS + 1e-9:
                    return False
        return True

    def _of_person(self, person: Person, absent: frozenset[tuple[int, str]]) -> list[tuple[str, ...]]:
        """What somebody may work over all weeks."""
        kinds = dict(absent)
        found: list[tuple[str, ...]] = [()]
        for week in range(self.centre.weeks):
            days = range(7 * week, 7 * week + 7)
            credited = sum(KINDS[kinds[day]] for day in days if day in kinds and day % 7 in person.weekdays)
            owed = max(0, person.days_a_week - min(credited, person.days_a_week))
            options = [
                ("", *(person.shifts if day not in kinds and day % 7 in person.weekdays else ())) for day in days
            ]
            patterns = [one for one in itertools.product(*options) if sum(map(bool, one)) == owed]
            found = [both for before in found for after in patterns if self._allowed(both := (*before, *after))]
        return found

    def _allowed(self, pattern: tuple[str, ...]) -> bool:
        row = 0
        for before, now in itertools.pairwise(("", *pattern)):
            if before == "E" and now == "D":
                return False
            row = row + 1 if now else 0
            if row > self.centre.most_in_a_row:
                return False
        return True


def _undominated(found: set[_Heads]) -> set[_Heads]:
    """Those to which no other has more people everywhere: more never hurt."""
    if len(found) > _MOST_COMPARED:
        return found
    kept: list[tuple[int, ...]] = []
    flat = {tuple(itertools.chain(*heads)): heads for heads in found}
    for one in sorted(flat, key=sum, reverse=True):
        if not any(all(map(operator.ge, other, one)) for other in kept):
            kept.append(one)
    return {flat[one] for one in kept}


def _taken(centre: SmallCentre, person: str, absent: _Absent) -> dict[int, str]:
    """The days of leave that absences take, with the kind."""
    (who,) = (one for one in centre.people if one.name == person)
    found: dict[int, str] = {}
    for week in range(centre.weeks):
        days = sorted((day, kind) for name, day, kind in absent if name == person and day // 7 == week)
        of_contract = [(day, kind) for day, kind in days if day % 7 in who.weekdays]
        found.update([one for one in of_contract if KINDS[one[1]]][: who.days_a_week])
        found.update(one for one in of_contract if not KINDS[one[1]])
    return found


def granted(centre: SmallCentre) -> list[int]:
    """The rows of the requests that are granted, in the order in which they are decided."""
    rosters = _Rosters(centre)
    absent = _absent(centre.absences)
    price = [centre.prices.get(day % 7, 1) for day in range(7 * centre.weeks)]
    kinds = {one.kind for one in centre.requests}
    spent = {person.name: 0 for person in centre.people}
    for row in centre.absences:
        if row[2] in kinds:
            spent[row[0]] += sum(price[day] for day in _taken(centre, row[0], _absent([row])))
    days_of_leave: frozenset[int] = frozenset()
    left = sorted(centre.requests, key=lambda one: (one.asked, one.row))
    if centre.order == "seniority":
        left.sort(key=lambda one: one.rank)
    found = []
    while left:
        one = min(left, key=lambda each: spent[each.person]) if centre.order == "points" else left[0]
        left.remove(one)
        days = range(one.first, one.last + 1)
        if any(name == one.person and day in days for name, day, _ in absent):
            continue
        then = absent | {(one.person, day, one.kind) for day in days}
        takes = _taken(centre, one.person, then)
        takes_of_kind = sum(kind == one.kind for kind in takes.values())
        if centre.balances is not None and one.kind == "annual_leave" and takes_of_kind > centre.balances[one.person]:
            continue
        if rosters.exist(then, days_of_leave | set(days)):
            before = _taken(centre, one.person, absent)
            spent[one.person] += sum(price[day] for day in takes if day not in before)
            absent, days_of_leave = then, days_of_leave | set(days)
            found.append(one.row)
    return found


def write_centre(folder: Path, centre: SmallCentre) -> tuple[Path, Path]:
    """Write a workspace and a file of requests."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

    def on(day: int) -> date:
        return MONDAY + timedelta(days=day)

    def spans(heads: dict[int, int], begin: str, end: str) -> Iterator[str]:
        for day, count in heads.items():
            yield f'      - {{queue: general, weekdays: [{names[day]}], from: "{begin}", to: "{end}", heads: {count}}}'

    all_spans = [*spans(centre.early, "09:00", "14:00"), *spans(centre.late, "17:00", "22:00")]
    contracts = [
        f"  - {{name: of_{person.name}, name_en: of {person.name}, days_per_week: {person.days_a_week}, "
        f"paid_minutes_per_week: {480 * person.days_a_week}, "
        f"weekdays: [{', '.join(names[day] for day in sorted(person.weekdays))}]}}"
        for person in centre.people
    ]
    prices = [f"    - {{points: {points}, weekdays: [{names[day]}]}}" for day, points in centre.prices.items()]
    settings = [
        "centre: {name_en: Small, timezone: Asia/Tokyo, country: null}",
        "language: en",
        "teams: [{name: day, name_en: day}]",
        "shifts:",
        '  - {code: D, name_en: day, start: "09:00", end: "17:00"}',
        '  - {code: E, name_en: evening, start: "14:00", end: "22:00"}',
        "contracts:",
        *contracts,
        "absence_kinds:",
        "  - {name: annual_leave, name_en: Leave}",
        "  - {name: errand, name_en: Errand, counts_as_work: false, paid: false, owed_again: true}",
        "queues:",
        "  - name: general",
        "    name_en: General",
        "    aht_seconds: 60",
        '    open: [{from: "09:00", to: "17:00"}]',
        f"    targets: {{minimum_agents: {centre.agents}}}",
        "leave:",
        f"  order: {centre.order}",
        f"  most_missing_share: {'null' if centre.share is None else centre.share}",
        *(["  prices:", *prices] if prices else []),
        "solve: {workers: 2}",
        "rules:",
        "  - rule: one_shift_a_day",
        "  - rule: contract_days",
        "  - rule: contract_minutes",
        "  - {rule: minimum_rest, min_rest_minutes: 720}",
        f"  - {{rule: maximum_consecutive_days, max_days: {centre.most_in_a_row}}}",
        "  - rule: absences",
        "  - rule: eligible_shifts",
        *(["  - rule: minimum_heads", "    spans:", *all_spans] if all_spans else []),
        "  - {rule: coverage_shortfall, weight: 1}",
    ]
    files = {
        "workspace.yaml": settings,
        "staff.csv": [
            "employee_id,name,team,contract,shifts,queues,remote_group,may_work_nights,may_work_holidays,"
            "overtime_volunteer",
            *(
                f"{person.name},{person.name},day,of_{person.name},{'|'.join(person.shifts)},general,,yes,yes,no"
                for person in centre.people
            ),
        ],
        "inflow.csv": [
            "date,hour,queue,calls,aht_seconds",
            *(f"{on(-day)},{hour},general,0,60" for day in range(21, 0, -1) for hour in range(9, 17)),
        ],
        "absences.csv": [
            "employee_id,from,to,kind",
            *(f"{person},{on(day)},{on(day)},{kind}" for person, day, kind in centre.absences),
        ],
    }
    if centre.balances is not None:
        files["leave_balances.csv"] = [
            "employee_id,kind,days,date",
            *(f"{person},annual_leave,{days},{MONDAY}" for person, days in centre.balances.items()),
        ]
    folder.mkdir(parents=True)
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    requests = folder.parent / f"{folder.name}-leave.csv"
    rows = [
        f"{one.person},{on(one.first)},{on(one.last)},{one.kind},2023-10-{1 + one.asked // 24:02d}T"
        f"{one.asked % 24:02d}:00,{one.rank}"
        for one in centre.requests
    ]
    requests.write_text("\n".join(["employee_id,from,to,kind,asked,rank", *rows]) + "\n", encoding="utf-8")
    return folder, requests
