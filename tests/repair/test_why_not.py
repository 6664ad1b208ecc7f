"""Why a repair is impossible, decided by what reasons are and not by how they read."""

from __future__ import annotations

import pytest

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.locks import Locks
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels import Language, label
from scheduler.repair.facts import Facts
from scheduler.repair.prices import PricedAllowance
from scheduler.repair.why_not import reasons
from scheduler.result import Status
from scheduler.verify import audit
from tests.constraints.agreement import FULL_TIME, MONDAY, person, tiny_problem

RULES: tuple[Rule, ...] = (OneShiftADay(), ContractDays(), EligibleShifts(), Absences(), Locks())
THREE_DAYS = FULL_TIME.model_copy(
    update={"days_per_week": 3, "weekdays": frozenset({0, 2, 4}), "absence_counts_as_work": False}
)


def away_on_monday(employee: str, **changes: object) -> Problem:
    """Somebody who owes three days a week and cannot work one of the three."""
    return tiny_problem(
        7,
        employees=(person(employee_id=employee),),
        contracts=(THREE_DAYS,),
        absences=(Absence(employee_id=employee, first_day=MONDAY, last_day=MONDAY, kind="leave"),),
        **changes,  # type: ignore[arg-type]  # passed through to the record
    )


def sentences(problem: Problem, language: Language = "en") -> list[str]:
    """What a repair says of a problem whose rules cannot be kept by anybody."""
    facts = Facts(problem, Roster(), audit(problem, RULES, Roster()), frozenset())
    return reasons(facts, RULES, [PricedAllowance(10, Status.INFEASIBLE, None, None, ())], None, language)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_notice_period_is_named_where_a_lock_is_in_the_way(language: Language) -> None:
    locked = away_on_monday("E001", locks=(Lock(employee_id="E001", date=MONDAY, shift="D"),))
    assert sentences(locked, language)[-1] == label("repair_wider", language)


@pytest.mark.parametrize("employee", ["E001", "R15", "(R17)"])
def test_it_is_not_named_of_people_who_are_called_like_a_rule(employee: str) -> None:
    said = sentences(away_on_monday(employee))
    assert any(employee in sentence for sentence in said)
    assert label("repair_wider", "en") not in said
