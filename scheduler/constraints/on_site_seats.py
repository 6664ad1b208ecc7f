"""R13 - no more people in the office, or at each site, than seats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from scheduler.constraints.base import CountedHeads, Violation
from scheduler.constraints.conflict import Misses
from scheduler.constraints.interval_rule import IntervalRule, Tally
from scheduler.constraints.missed_spans import MissedSpan, runs_of
from scheduler.domain.arrays import IntArray
from scheduler.domain.base import Frozen, TeamNames
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import AnyHeads, Name
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid
from scheduler.penalties import HeadDemand

if TYPE_CHECKING:
    from scheduler.variables import Build


class Site(Frozen):
    """An office with seats of its own."""

    name: Name = Field(min_length=1, description="what people call it")
    teams: TeamNames = Field(min_length=1, description="teams whose people work there")
    seats: AnyHeads = Field(description="people with queues who can work there at the same time")


class OnSiteSeats(IntervalRule):
    """R13: people with queues who are in the office at the same time never exceed the seats, nor those of their site.

    A centre has `seats`, or `sites` with seats of their own; then each team belongs to one of them, and who changes the
    team changes the site. Whoever is on the meal break keeps the seat; office staff without a queue have desks of their
    own. People whose shift began before the horizon hold their seats: if they are more than the seats, nobody may join
    them, and they themselves are not charged. Only planned intervals are judged: who stays past the last midnight is
    not counted beside people of a roster that is published there. Soft unit: each head beyond the seats for one
    interval.
    """

    number: ClassVar[str] = "R13"
    title_en: ClassVar[str] = msgid("Seats on site")
    units: ClassVar[tuple[Unit, ...]] = (Unit("head in an interval", "heads in an interval"),)

    rule: Literal["on_site_seats"] = "on_site_seats"
    seats: AnyHeads | None = Field(
        default=None, description="people with queues who can work in the office at the same time; null: see `sites`"
    )
    sites: tuple[Site, ...] = Field(default=(), description="instead of `seats`: the sites and their seats")

    @model_validator(mode="after")
    def _seats_are_given_once(self) -> Self:
        if (self.seats is None) == (not self.sites):
            raise ValueError(Message("on_site_seats needs either seats or sites"))
        return self

    def site_of(self, person: Employee) -> str:
        """The site of the person's team."""
        return next((site.name for site in self.sites if person.team in site.teams), "")

    def disagreements(self, teams: Collection[str], nights: Collection[str]) -> Iterable[tuple[Message, Message]]:
        """Teams at no site, or at two, and sites of one name."""
        if not self.sites:
            return
        once = Message("let each team stand at one site")
        listed = [team for site in self.sites for team in site.teams]
        for team in teams:
            if team not in listed:
                yield Message("team '{team}' is at none of the sites of on_site_seats", team=team), once
        for team in sorted({team for team in listed if listed.count(team) > 1}):
            yield Message("team '{team}' is at several sites of on_site_seats", team=team), once
        names = [site.name for site in self.sites]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Message("the site '{name}' stands twice", name=name), Message("give one of them another name")

    @property
    def _seats(self) -> Sequence[tuple[str, int]]:
        """The seats of each site; without sites, of the office, which has no name."""
        return [(site.name, site.seats) for site in self.sites] or [("", self.seats or 0)]

    def apply(self, build: Build) -> None:
        """Hold the heads on site at the seats in each interval."""
        # R01: in an interval a person can be on site with a shift of the day before and with one of the day.
        most = 2 * len(build.problem.employees)
        for interval in range(build.problem.horizon.n_intervals):
            on = build.problem.horizon.interval_start(interval).date()
            for site, seats in self._seats:
                limit = max(seats, build.service.on_site_carried(site, interval))
                there = build.service.on_site(site, interval)
                asked = HeadDemand(site, on, limit)
                build.at_most(self.number, self.weight, there, limit, most, date=on, asked=asked)

    def blame(self, misses: Misses) -> list[Message]:
        """Where more people are on site than there are seats; who came before the horizon may stay."""
        problem, horizon = misses.problem, misses.problem.horizon
        before = [row for row in problem.previous.assignments if row.start < horizon.start]
        said: list[Message] = []
        for site, seats in self._seats:
            carried = self._on_site(problem, before, site)
            on_site = carried + self._on_site(problem, misses.roster.assignments, site)
            crowded = on_site > np.maximum(carried, seats)
            reachable = int(on_site[crowded].max(initial=seats))
            for run in runs_of(crowded):
                worst = int(on_site[run].max())
                start, end = horizon.interval_start(run.start), horizon.interval_start(run.stop)
                span = MissedSpan(start, end, asked=seats, found=worst, able=worst, reachable=reachable)
                said.append(self._too_many(misses, site, span))
        return said

    def _too_many(self, misses: Misses, site: str, span: MissedSpan) -> Message:
        more, certainty = span.found - span.asked, misses.certainty()
        others = [rule.name() for rule in misses.counting if rule is not self]
        return Message(
            "{when}: {asked} by {rule}, but contracts and the other rules{against} put {found} people on site; {more} "
            "too many.{certainty} What would help: {reachable}, or {more} people who work at home or at other hours.",
            when=f"{site}, {span.text}" if site else span.text,
            asked=_seats(span.asked),
            rule=self.name(),
            against=Message(" beside {rules}", rules=joined(", ", others)) if others else "",
            found=span.found,
            more=more,
            certainty=certainty,
            reachable=_seats(span.reachable),
        )

    def tally(self, problem: Problem, rows: Iterable[Assignment]) -> Tally:
        """Count the people who are on site at any time of each interval."""
        return {site: self._on_site(problem, rows, site) for rows in (list(rows),) for site, _ in self._seats}

    def tally_before(self, problem: Problem) -> Tally:
        """Count those who came before the horizon, and keep how many they are: they may stay."""
        carried = super().tally_before(problem)
        return {**carried, **{("carried", site): counts for site, counts in carried.items()}}

    def judge(self, problem: Problem, tally: Tally, intervals: IntArray) -> list[Violation]:
        """Set who is on site beside the seats."""
        horizon = problem.horizon
        found: list[Violation] = []
        for site, seats in self._seats:
            present, limit = tally[site], np.maximum(tally["carried", site], seats)
            for interval in intervals[present[intervals] > limit[intervals]]:
                start, end = (horizon.interval_start(int(interval) + n) for n in (0, 1))
                found.append(
                    self.violation(
                        Message(
                            "{count} person is {where} from {start:%Y-%m-%d %H:%M}; seats: {seats}",
                            "{count} people are {where} from {start:%Y-%m-%d %H:%M}; seats: {seats}",
                            count=int(present[interval]),
                            where=Message("at {site}", site=site) if site else Message("on site"),
                            start=start,
                            seats=seats,
                        ),
                        amount=int(present[interval] - limit[interval]),
                        date=start.date(),
                        heads=CountedHeads(site, int(limit[interval]), int(present[interval]), start, end),
                    )
                )
        return found

    def _on_site(self, problem: Problem, rows: Iterable[Assignment], site: str) -> NDArray[np.int64]:
        """People with queues who are at a site in each interval, shape (n_intervals,)."""
        teams_here = {team for one in self.sites if one.name == site for team in one.teams}
        horizon = problem.horizon
        minutes = horizon.interval_minutes
        present = np.zeros(horizon.n_intervals, dtype=np.int64)
        for row in rows:
            person = problem.employee_on(row.employee_id, row.date)
            if person is None or (site and person.team not in teams_here):
                continue
            if row.work_mode == "office" and problem.queues_on(person, row.date):
                arrival = max(0, minutes_between(horizon.start, row.start, horizon.zone) // minutes)
                departure = max(0, -(-minutes_between(horizon.start, row.end, horizon.zone) // minutes))
                present[arrival:departure] += 1
        return present


def _seats(count: int) -> Message:
    return Message("{count} seat", "{count} seats", count=count)
