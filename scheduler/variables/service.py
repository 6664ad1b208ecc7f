"""What the groups' capacity does for each queue in each interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.variables.counts import Group, Heads, Meals


class Service:
    """Capacity, in thousandths of a reference agent, and the queues that it serves.

    Where people can serve several open queues, their capacity is divided freely among these in each
    interval, but all of it is used: a person may change queues within a half hour, and an idle person
    still counts as surplus.

    Parameters
    ----------
    model, problem
        What the variables are made in, and of.
    heads, meals, attending
        The counts that bring capacity, and those that take it.
    site_of
        At which site a person works; empty where seats are not counted by site.
    """

    def __init__(
        self,
        model: CpModel,
        problem: Problem,
        heads: Heads,
        meals: Meals,
        attending: Mapping[tuple[int, str, Group], Mapping[int, IntVar]],
        site_of: Callable[[Employee], str],
    ) -> None:
        horizon = problem.horizon
        terms: dict[tuple[int, tuple[str, ...]], list[tuple[IntVar, int]]] = {}
        carried: dict[tuple[int, tuple[str, ...]], int] = {}
        most: dict[tuple[int, tuple[str, ...]], int] = {}
        self._on_site: dict[tuple[str, int], list[IntVar]] = {}
        self._on_site_carried: dict[tuple[str, int], int] = {}
        self._site_of = site_of
        for (day, code, group), count in heads.counts.items():
            shift = problem.shifts_on(day, group.away)[code]
            capacity = problem.capacity_permille(group.mode)
            for interval in horizon.intervals_between(day, shift.start_minute, shift.end_minute):
                terms.setdefault((interval, group.queues), []).append((count, capacity))
                if group.mode == "office" and group.queues:
                    self._on_site.setdefault((group.site, interval), []).append(count)
            for minute, eating in meals.starting(day, code, group).items():
                for interval in horizon.intervals_between(day, minute, minute + shift.meal_minutes):
                    terms.setdefault((interval, group.queues), []).append((eating, -capacity))
            for interval, away in attending.get((day, code, group), {}).items():
                terms.setdefault((interval, group.queues), []).append((away, -capacity))
        # One shift a day: a person adds to an interval once, however many of the shifts to choose from cover it.
        for (day, group, codes), people in heads.people.items():
            shifts = problem.shifts_on(day, group.away)
            covered = {
                interval
                for code in codes
                for interval in horizon.intervals_between(day, shifts[code].start_minute, shifts[code].end_minute)
            }
            for interval in covered:
                key = interval, group.queues
                most[key] = most.get(key, 0) + people * problem.capacity_permille(group.mode)
        self._carry_in(problem, carried)

        self._by_queue: dict[tuple[str, int], list[tuple[IntVar, int]]] = {}
        self._constant: dict[tuple[str, int], int] = {}
        self._most: dict[tuple[str, int], int] = {}
        for key in sorted({*terms, *carried}):
            interval, queues = key
            open_queues = [
                queue
                for queue in queues
                if queue in problem.demand.queues and problem.demand.queues[queue].is_open[interval]
            ]
            constant = carried.get(key, 0)
            bound = most.get(key, 0) + constant
            for queue in open_queues:
                self._most[queue, interval] = self._most.get((queue, interval), 0) + bound
            if len(open_queues) == 1:
                self._by_queue.setdefault((open_queues[0], interval), []).extend(terms.get(key, []))
                self._constant[open_queues[0], interval] = self._constant.get((open_queues[0], interval), 0) + constant
            elif open_queues:
                parts = []
                for queue in open_queues:
                    part = model.new_int_var(0, bound, f"serves[{interval},{'+'.join(queues)},{queue}]")
                    self._by_queue.setdefault((queue, interval), []).append((part, 1))
                    parts.append(part)
                capacity_terms = terms.get(key, [])
                model.add(
                    LinearExpr.sum(parts)
                    == LinearExpr.weighted_sum(
                        [var for var, _ in capacity_terms], [factor for _, factor in capacity_terms]
                    )
                    + constant
                )

    def _carry_in(self, problem: Problem, carried: dict[tuple[int, tuple[str, ...]], int]) -> None:
        """Count the shifts of the days before that reach into the horizon, such as Sunday's evening part."""
        horizon = problem.horizon
        for assignment in problem.previous.assignments:
            person = problem.employee_on(assignment.employee_id, assignment.date)
            if person is None or assignment.end <= horizon.start or assignment.start >= horizon.start:
                continue
            queues = problem.queues_on(person, assignment.date)
            if not queues:
                continue
            last = horizon.elapsed_at(assignment.end)
            pauses = [(horizon.elapsed_at(one.start), horizon.elapsed_at(one.end)) for one in assignment.activities]
            if assignment.break_start is not None and assignment.break_end is not None:
                pauses.append((horizon.elapsed_at(assignment.break_start), horizon.elapsed_at(assignment.break_end)))
            for interval in range(horizon.n_intervals):
                start = interval * horizon.interval_minutes
                if start >= last:
                    break
                # Whoever is on the meal break keeps the seat.
                if assignment.work_mode == "office":
                    at = self._site_of(person), interval
                    self._on_site_carried[at] = self._on_site_carried.get(at, 0) + 1
                # Times off the grid, from another system: only intervals that are worked whole count.
                end = start + horizon.interval_minutes
                if end > last or any(away < end and back > start for away, back in pauses):
                    continue
                carried[interval, queues] = carried.get((interval, queues), 0) + problem.capacity_permille(
                    assignment.work_mode
                )

    def effective(self, queue: str, interval: int) -> LinearExpr:
        """Capacity that serves the queue in the interval, in thousandths of a reference agent."""
        terms = self._by_queue.get((queue, interval), [])
        return LinearExpr.weighted_sum([var for var, _ in terms], [factor for _, factor in terms]) + self._constant.get(
            (queue, interval), 0
        )

    def most_effective(self, queue: str, interval: int) -> int:
        """An upper bound on `effective` over all rosters."""
        return self._most.get((queue, interval), 0)

    def on_site(self, site: str, interval: int) -> LinearExpr:
        """People at a site in the interval, those on their meal break included."""
        return LinearExpr.sum(self._on_site.get((site, interval), [])) + self.on_site_carried(site, interval)

    def on_site_carried(self, site: str, interval: int) -> int:
        """How many of `on_site` came before the horizon, so that no decision can move them."""
        return self._on_site_carried.get((site, interval), 0)
