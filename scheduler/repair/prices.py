"""What each allowance brings: how many people may be touched, and what the roster then lacks and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.changes.between import Change, changes_between
from scheduler.constraints.base import Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.repair.facts import Facts
from scheduler.result import Status
from scheduler.solve.repair.least_change import Allowed, least_change
from scheduler.solve.repair.model import RepairModel
from scheduler.standing import Standing
from scheduler.verify import Audit

ALLOWANCES = (0, 1, 2, 3, 5, 10)
"""Numbers of people that are always priced."""


@dataclass(frozen=True)
class PricedAllowance:
    """One allowance with what the checks say of its roster.

    Attributes
    ----------
    allowed
        How many people may be touched.
    status
        Whether there is a roster that keeps the hard rules.
    roster, audit
        The cheapest such roster and its check, or the unmoved one with its breaches; None where none was found.
    problem
        With the demand that holds for it.
    changes
        What people must be told, besides what was edited.
    touched
        Of these people the ones who are counted: who did not ask for a change, and whose days nobody edited.
    """

    allowed: int
    status: Status
    roster: Roster | None
    audit: Audit | None
    changes: tuple[Change, ...]
    touched: int = 0
    problem: Problem | None = None

    @property
    def is_valid(self) -> bool:
        """Whether all hard rules hold."""
        return self.audit is not None and not self.audit.hard


def shortfall_hours(problem: Problem, checked: Audit) -> float:
    """Missing agent hours over all queues while they are open."""
    hours = 0.0
    for queue, effective in checked.coverage.effective_permille.items():
        needs = problem.demand.queues[queue]
        missing = np.where(needs.is_open, np.maximum(needs.required_permille - effective, 0), 0)
        hours += float(missing.sum()) / PERMILLE * problem.horizon.interval_minutes / 60
    return hours


def price(
    facts: Facts, rules: Sequence[Rule], model: RepairModel, max_people: int | None, *, workers: int, seed: int
) -> list[PricedAllowance]:
    """Find and check a roster for each allowance, those of `ALLOWANCES` and the one that was asked for.

    Parameters
    ----------
    facts
        What came up, and what may change.
    rules
        Those in force.
    model
        Made of both.
    max_people
        The most people who may be touched, if that was asked for.
    workers, seed
        Of the search.
    """
    wanted = sorted({*ALLOWANCES, *([] if max_people is None else [max_people])})
    unmoved = Allowed(0, Status.INFEASIBLE if facts.unmoved_audit.hard else Status.FEASIBLE, facts.unmoved)
    # Without anybody else, those who are not counted may move.
    asked = [people for people in wanted if people or facts.uncounted]
    found = least_change(model, asked, workers=workers, seed=seed)
    standing = Standing(facts.problem, rules, facts.unmoved, facts.unmoved_audit)
    priced: list[PricedAllowance] = []
    for allowed in (unmoved, *found):
        before = priced[-1] if priced else None
        if allowed.roster is None and before is not None and before.is_valid:
            # Not found in time: what fewer people allow is allowed all the same.
            entry = replace(before, allowed=allowed.people)
        elif allowed.roster is None:
            entry = PricedAllowance(allowed.people, allowed.status, None, None, ())
        elif before is not None and allowed.roster == before.roster:
            entry = replace(before, allowed=allowed.people, status=allowed.status)
        else:
            checked = standing.moved(standing.after(facts.unmoved.changes_to(allowed.roster))).checked
            assert facts.problem.published is not None
            told, _ = changes_between(facts.problem, facts.problem.published, allowed.roster)
            changes = tuple(change for change in told if (change.employee_id, change.date) not in facts.edited)
            touched = len({change.employee_id for change in changes} - facts.uncounted)
            # What restores nothing is no repair: a wider allowance is never dearer than not moving anybody.
            entry = _cheaper(
                before,
                PricedAllowance(
                    allowed.people, allowed.status, allowed.roster, checked, changes, touched, facts.problem
                ),
            )
        if before is None or before.allowed < entry.allowed:
            priced.append(entry)
        elif entry.roster is not None:
            priced[-1] = entry
    return priced


def _cheaper(before: PricedAllowance | None, entry: PricedAllowance) -> PricedAllowance:
    """The entry, or the roster of the narrower allowance where that one costs no more."""
    if before is None or not before.is_valid or before.audit is None or entry.audit is None:
        return entry
    if entry.is_valid and entry.audit.cost < before.audit.cost:
        return entry
    return replace(before, allowed=entry.allowed)


def choose(priced: Sequence[PricedAllowance], published: Audit, max_people: int | None) -> PricedAllowance | None:
    """The least allowance that restores coverage; where none does, the cheapest. None: the hard rules cannot hold."""
    valid = [entry for entry in priced if entry.is_valid and (max_people is None or entry.allowed <= max_people)]
    short = _points_short(published)
    restored = [entry for entry in valid if entry.audit is not None and _points_short(entry.audit) <= short]
    if restored:
        return restored[0]
    return min(valid, key=lambda entry: (entry.audit.cost if entry.audit else 0, entry.allowed), default=None)


def _points_short(checked: Audit) -> int:
    return checked.cost_by_rule.get(CoverageShortfall.number, 0)
