"""R13 - no more people in the office than seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from scheduler.constraints.base import HeadCount, Rule, Violation
from scheduler.constraints.days_before import too_few_at_work
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Heads
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels import label
from scheduler.messages import AnyText
from scheduler.penalties import Asked

if TYPE_CHECKING:
    from scheduler.variables import Build


class OnSiteSeats(Rule):
    """R13: people with queues who are in the office at the same time never exceed the seats.

    Whoever is on the meal break keeps the seat; office staff without a queue have desks of their own. People whose
    shift began before the horizon hold their seats: if they are more than the seats, nobody may join them, and they
    themselves are not charged. Only planned intervals are judged: who stays past the last midnight is not counted
    beside people of a roster that is published there. Soft unit: each head beyond the seats for one interval.
    """

    number: ClassVar[str] = "R13"
    title_ko: ClassVar[str] = "사무실 좌석 수"
    title_en: ClassVar[str] = "Seats on site"
    couples_people: ClassVar[bool] = True
    has_personal_price: ClassVar[bool] = False

    rule: Literal["on_site_seats"] = "on_site_seats"
    seats: Heads = Field(description="people with queues who can work in the office at the same time")

    def apply(self, build: Build) -> None:
        """Hold the heads on site at the seats in each interval."""
        # R01: in an interval a person can be on site with a shift of the day before and with one of the day.
        most = 2 * len(build.problem.employees)
        for interval in range(build.problem.horizon.n_intervals):
            limit = max(self.seats, build.service.on_site_carried(interval))
            on = build.problem.horizon.interval_start(interval).date()
            asked = Asked("", on, limit)
            build.at_most(self.number, self.weight, build.service.on_site(interval), limit, most, date=on, asked=asked)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Whoever began before may still be at work when the plan begins."""
        return too_few_at_work(self.number, problem, known_from)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count the people who are on site at any time of each interval."""
        horizon = problem.horizon
        before = [row for row in problem.previous.assignments if row.start < horizon.start]
        carried = self._on_site(problem, before)
        present = carried + self._on_site(problem, roster.assignments)
        limit = np.maximum(carried, self.seats)
        found: list[Violation] = []
        for interval in np.flatnonzero(present > limit):
            start = horizon.interval_start(int(interval))
            found.append(
                self.violation(
                    f"{label('are_people', 'en', count=present[interval])} on site from "
                    f"{start:%Y-%m-%d %H:%M}; seats: {self.seats}",
                    korean=f"{start:%Y-%m-%d %H:%M}부터 사무실 {present[interval]}명; 좌석 {self.seats}석",
                    amount=int(present[interval] - limit[interval]),
                    unit="heads in an interval",
                    date=start.date(),
                    heads=HeadCount(
                        "",
                        int(limit[interval]),
                        int(present[interval]),
                        start,
                        horizon.interval_start(int(interval) + 1),
                    ),
                )
            )
        return found

    @staticmethod
    def _on_site(problem: Problem, rows: Iterable[Assignment]) -> NDArray[np.int64]:
        """People with queues who are in the office in each interval, shape (n_intervals,)."""
        horizon = problem.horizon
        minutes = horizon.interval_minutes
        present = np.zeros(horizon.n_intervals, dtype=np.int64)
        for row in rows:
            person = problem.employee.get(row.employee_id)
            if row.work_mode == "office" and person is not None and problem.queues_on(person, row.date):
                arrival = max(0, minutes_between(horizon.start, row.start, horizon.zone) // minutes)
                departure = max(0, -(-minutes_between(horizon.start, row.end, horizon.zone) // minutes))
                present[arrival:departure] += 1
        return present
