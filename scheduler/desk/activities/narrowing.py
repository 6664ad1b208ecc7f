"""Where there are many people and times, a linear program says which times are worth looking at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.constraints.base import Rule
from scheduler.coverage import measure
from scheduler.desk.activities.model import PlacementModel
from scheduler.desk.activities.sessions import Sessions, Slot
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import relax

MOST_EXACT = 1_000
"""Pairs of a person and a time up to which all of them are searched."""

_USED = 1e-6
"""Share of a group from which a time is one that the relaxation uses."""

_FEWEST, _TIMES_NEEDED = 5, 2.0
"""So many times are looked at, and so many more for each group: those that the relaxation uses most."""


@dataclass(frozen=True)
class Narrowed:
    """Times worth looking at.

    Attributes
    ----------
    only
        By number of the request; None: all of them.
    value, worth
        Of the relaxation, in which each attendance is worth so many points.
    unavoidable
        Points that every placement pays.
    used
        How many groups the relaxation has at a time, by number of the request.
    """

    only: Mapping[int, Collection[Slot]] | None = None
    value: float = 0.0
    worth: int = 0
    unavoidable: int = 0
    used: Mapping[tuple[int, Slot], float] = field(default_factory=dict)

    def at_least(self, attendances: int) -> int | None:
        """What so many attendances cost at least, wherever they are; None: not known."""
        if self.only is None or not self.worth:
            return None
        return int(np.ceil(self.value + self.worth * attendances - 0.5)) + self.unavoidable


def narrowed(sessions: Sessions, rules: Sequence[Rule], seconds: float) -> Narrowed:
    """The times of each request that the relaxation uses, and on each day the one at which most people can attend."""
    if sum(len(slots) for asked in sessions.asked for slots in asked.slots.values()) <= MOST_EXACT:
        return Narrowed()
    model = PlacementModel(sessions, rules)
    only = {number: _fullest(asked.slots) for number, asked in enumerate(sessions.asked)}
    prices = [charge.weight for charge in model.built.ledger.charges()]
    longest = max(len(slot.intervals) for _, slot in model.groups) if model.groups else 1
    capacity = max(sessions.problem.capacity_permille("office"), sessions.problem.capacity_permille("remote"))
    worth = 2 * capacity * max(prices, default=1) * longest
    program = linear_program(model.built.model)
    cost = program.cost.copy()
    cost[[variable.index for variable in model.attends.values()]] -= worth
    found = relax(replace(program, cost=cost), Method.INTERIOR, seconds=seconds)
    if found is None:
        used = _where_most_are_spare(sessions, model)
    else:
        used = {key: float(found.values[groups.index]) for key, groups in model.groups.items()}
    for number in only:
        times = sorted((-share, slot) for (of, slot), share in used.items() if of == number and share > _USED)
        request = sessions.asked[number].request
        people = request.heads or len(sessions.asked[number].slots)
        needed = people * request.times / (request.group_max or people)
        only[number] |= {slot for _, slot in times[: _FEWEST + int(_TIMES_NEEDED * needed)]}
    if found is None:
        return Narrowed(only, used=used)
    return Narrowed(only, found.value, worth, model.built.ledger.unavoidable_cost, used)


def _where_most_are_spare(sessions: Sessions, model: PlacementModel) -> dict[tuple[int, Slot], float]:
    """A group at each time, a little more of one where fewer agents are missing now: for want of a relaxation."""
    problem = sessions.problem
    missing = np.zeros(problem.horizon.n_intervals)
    for queue, effective in measure(problem, sessions.roster).effective_permille.items():
        needs = problem.demand.queues[queue]
        missing += needs.shortfall_weight * (needs.required_permille - effective)
    missing_in = {(number, slot): float(missing[slot.first : slot.stop].max()) for number, slot in model.groups}
    ranked = sorted(missing_in, key=missing_in.__getitem__)
    return {key: 1.0 + (len(ranked) - n) / len(ranked) / 10 for n, key in enumerate(ranked)}


def _fullest(slots_of: Mapping[str, Sequence[Slot]]) -> set[Slot]:
    """On each day the slot in which most people can be."""
    people: dict[Slot, int] = {}
    for slots in slots_of.values():
        for slot in slots:
            people[slot] = people.get(slot, 0) + 1
    best: dict[int, Slot] = {}
    for slot in sorted(people):
        if slot.day not in best or people[slot] > people[best[slot.day]]:
            best[slot.day] = slot
    return set(best.values())
