"""R13 - no more people in the office than seats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from scheduler.constraints.base import HeadCount, Rule, Violation
from scheduler.constraints.conflict import Misses
from scheduler.constraints.missed_spans import MissedSpan, runs_of
from scheduler.constraints.wording import Wording, count_of
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Heads
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels import label
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
    counts_at_work: ClassVar[bool] = True
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

    def blame(self, misses: Misses) -> list[Wording]:
        """Where more people are on site than there are seats; who came before the horizon may stay."""
        problem, horizon = misses.problem, misses.problem.horizon
        before = [row for row in problem.previous.assignments if row.start < horizon.start]
        carried = self._on_site(problem, before)
        on_site = carried + self._on_site(problem, misses.roster.assignments)
        crowded = on_site > np.maximum(carried, self.seats)
        reachable = int(on_site[crowded].max(initial=self.seats))
        said: list[Wording] = []
        for run in runs_of(crowded):
            worst = int(on_site[run].max())
            start, end = horizon.interval_start(run.start), horizon.interval_start(run.stop)
            span = MissedSpan(start, end, asked=self.seats, found=worst, able=worst, reachable=reachable)
            said.append(self._too_many(misses, span))
        return said

    def _too_many(self, misses: Misses, span: MissedSpan) -> Wording:
        more, certainty = span.found - span.asked, misses.certainty()
        others = [rule for rule in misses.counting if rule is not self]
        against = f" beside {', '.join(rule.name('en') for rule in others)}" if others else ""
        against_ko = f" ({', '.join(rule.name('ko') for rule in others)}도 지킬 때)" if others else ""
        return Wording(
            f"{span.text}: {count_of(span.asked, 'seat')} by {self.name('en')}, but contracts and the other "
            f"rules{against} put {span.found} people on site; {more} too many.{certainty.english} What would help: "
            f"{count_of(span.reachable, 'seat')}, or {more} people who work at home or at other hours.",
            f"{span.text}: 좌석은 {span.asked}석인데('{self.name('ko')}') 사무실 근무가 최소 {span.found}명"
            f"이어서{against_ko} {more}석이 부족합니다.{certainty.korean} "
            f"해결 방법: 좌석을 {span.reachable}석으로 늘리거나, {more}명을 재택 또는 다른 시간에 배정할 수 있게 함.",
        )

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
            person = problem.employee_on(row.employee_id, row.date)
            if row.work_mode == "office" and person is not None and problem.queues_on(person, row.date):
                arrival = max(0, minutes_between(horizon.start, row.start, horizon.zone) // minutes)
                departure = max(0, -(-minutes_between(horizon.start, row.end, horizon.zone) // minutes))
                present[arrival:departure] += 1
        return present
