"""Whose own rules cannot hold together, whatever the others do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Conflict, InTheWay
from scheduler.diagnose.elastic import RuleDay, elastic, is_feasible, optimum
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.penalties import Charge, ChargeKind
from scheduler.reasons import Reason, ReasonKind, more_people, personal_conflict
from scheduler.solve.extraction import reader

MOST_PEOPLE_EXPLAINED = 30
"""Beyond these, people are only listed: one cause, such as a contract that no shift fits, then stands behind all."""


def personal_conflicts(
    problem: Problem, rules: Sequence[Rule], *, most_explained: int = MOST_PEOPLE_EXPLAINED
) -> list[Reason]:
    """Say whose own rules cannot hold together, whatever the others do.

    Returns
    -------
    list
        Reasons in the order of the staff; empty when everybody alone can be rostered.
    """
    personal = [rule for rule in rules if rule.weight is None and not rule.couples_people]
    if is_feasible(build(_without_strangers(problem), personal).model):
        return []
    reasons: list[Reason] = []
    not_explained: list[str] = []
    for alone in _everybody_alone(problem):
        if is_feasible(build(alone, personal).model):
            continue
        if len(reasons) < most_explained:
            reasons += [_personal_reason(conflict) for conflict in _conflicts_of_one(alone, personal)]
        else:
            not_explained.append(alone.employees[0].employee_id)
    if not_explained:
        reasons.append(Reason(ReasonKind.MORE_PEOPLE, frozenset(), more_people(not_explained)))
    return reasons


def conflicts_with_wishes(problem: Problem, rules: Sequence[Rule]) -> Iterator[Conflict]:
    """What a person's own rules have against wishes of that person that must be met; people without any are not asked.

    Whoever cannot be rostered without them either is left to `explain`.
    """
    personal = [rule for rule in rules if rule.weight is None and not rule.couples_people]
    wishing = problem.of_people({wish.employee_id for wish in problem.requests if wish.is_must})
    if not wishing.employees or is_feasible(build(wishing, personal).model):
        return
    for alone in _everybody_alone(wishing):
        without = alone.replace(requests=tuple(wish for wish in alone.requests if not wish.is_must))
        models = (build(some, personal).model for some in (alone, without))
        if [is_feasible(model) for model in models] == [False, True]:
            yield from (conflict for conflict in _conflicts_of_one(alone, personal) if conflict.broken.has_must)


def _personal_reason(conflict: Conflict) -> Reason:
    numbers = frozenset(rule.number for rule in conflict.rules())
    return Reason(ReasonKind.PERSON, numbers, personal_conflict(conflict))


def _without_strangers(problem: Problem) -> Problem:
    """The problem without locks of people who are not on the staff: the readers refuse them, and they fit nobody."""
    return problem.replace(locks=tuple(lock for lock in problem.locks if lock.employee_id in problem.employee))


def _everybody_alone(problem: Problem) -> Iterable[Problem]:
    """The problem of each person, as of `Problem.of_people`, in time that grows with the staff and not its square."""
    absences, requests, locks = defaultdict(list), defaultdict(list), defaultdict(list)
    for absence in problem.absences:
        absences[absence.employee_id].append(absence)
    for request in problem.requests:
        requests[request.employee_id].append(request)
    for lock in problem.locks:
        locks[lock.employee_id].append(lock)
    for person in problem.employees:
        yield problem.replace(
            employees=(person,),
            absences=tuple(absences[person.employee_id]),
            requests=tuple(requests[person.employee_id]),
            locks=tuple(locks[person.employee_id]),
        )


def _conflicts_of_one(problem: Problem, rules: Sequence[Rule]) -> list[Conflict]:
    """Find the least that has to give way in the rules of one person, and a minimal set of reasons for each part."""
    built = build(problem, [elastic(rule, rule.blame_points) for rule in rules])
    values = optimum(built.model).values
    assert values is not None, "a person's elastic model is tiny and always has a solution"
    value = reader(values)

    charges: defaultdict[RuleDay, list[Charge]] = defaultdict(list)
    for charge in built.ledger.charges():
        charges[RuleDay(charge.rule, charge.date)].append(charge)
    found = {place: sum(charge.weight * value(charge.amount) for charge in some) for place, some in charges.items()}
    lacks = {place: [charge for charge in some if value(charge.amount)] for place, some in charges.items()}
    by_number = {rule.number: rule for rule in rules}
    core = _Core(built.model, charges, found, {number: rule.blame_points for number, rule in by_number.items()})
    # What no roster of these shifts can meet stands in nobody's way.
    conflicts = [
        Conflict(
            problem=problem,
            broken=by_number[number],
            on=on,
            amount=points // by_number[number].blame_points,
            is_lack=False,
            against=(),
        )
        for (number, on), points in built.ledger.unavoidable_by_day.items()
        if points
    ]
    for place in sorted((place for place, points in found.items() if points), key=_by_day):
        broken = by_number[place.rule]
        if any(found.get(RuleDay(cause.number, place.on)) for cause in broken.follows_from()):
            continue  # one cause, one sentence
        days: defaultdict[str, list[date]] = defaultdict(list)
        for other in core.reasons_against(place):
            days[other.rule].extend([] if other.on is None else [other.on])
        conflicts.append(
            Conflict(
                problem=problem,
                broken=broken,
                on=place.on,
                amount=sum(value(charge.amount) for charge in lacks[place]),
                is_lack=any(charge.kind is ChargeKind.LACK for charge in lacks[place]),
                against=tuple(InTheWay(by_number[other], tuple(sorted(days[other]))) for other in sorted(days)),
            )
        )
    return conflicts


def _by_day(place: RuleDay) -> tuple[date, str]:
    return place.on or date.min, place.rule


class _Core:
    """Which rules, on which days, keep a breach from being smaller.

    Every rule's points of a day get a literal that holds them at what the cheapest solution pays. With all of them
    held a breach cannot shrink; those that can be let go one after the other without changing that are no reason.
    """

    def __init__(
        self,
        model: cp_model.CpModel,
        charges: Mapping[RuleDay, Sequence[Charge]],
        found: Mapping[RuleDay, int],
        blame_points: Mapping[str, int],
    ) -> None:
        self._model = model
        self._blame_points = blame_points
        self._model.minimize(0)
        self._held: dict[RuleDay, cp_model.IntVar] = {}
        self._shrinks: dict[RuleDay, cp_model.IntVar] = {}
        for place, some in charges.items():
            points = cp_model.LinearExpr.weighted_sum([c.amount for c in some], [c.weight for c in some])
            self._held[place] = model.new_bool_var(f"held[{place}]")
            model.add(points <= found[place]).only_enforce_if(self._held[place])
            if found[place]:
                self._shrinks[place] = model.new_bool_var(f"shrinks[{place}]")
                model.add(points <= found[place] - 1).only_enforce_if(self._shrinks[place])

    def reasons_against(self, place: RuleDay) -> list[RuleDay]:
        """A minimal set of the others that keeps the breach of `place` from shrinking."""
        kept = [other for other in self._held if other != place]
        # Let go first what explains least: the shares of the same week, then rules of the whole, last facts of a day.
        for number in sorted({other.rule for other in kept}, key=lambda number: (self._blame_points[number], number)):
            kept = self._without(place, kept, [other for other in kept if other.rule == number])
        for other in tuple(kept):
            kept = self._without(place, kept, [other])
        return kept

    def _without(self, place: RuleDay, kept: list[RuleDay], dropped: list[RuleDay]) -> list[RuleDay]:
        """`kept` without `dropped` where the breach still cannot shrink, otherwise `kept` as it is."""
        fewer = [other for other in kept if other not in dropped]
        self._model.clear_assumptions()
        self._model.add_assumptions([self._shrinks[place], *(self._held[other] for other in fewer)])
        return kept if is_feasible(self._model) else fewer
