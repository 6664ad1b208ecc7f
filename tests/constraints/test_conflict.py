"""A conflict of one person's rules, and what its rules say in it."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Conflict, Effort, InTheWay
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.stable_starts import StableStarts
from scheduler.domain.people import Absence
from scheduler.reasons import personal_conflict
from tests.constraints.agreement import FULL_TIME, MONDAY, owed_again, tiny_problem

TUESDAY = MONDAY + timedelta(days=1)


def conflict(broken: Rule, *against: InTheWay, on: date | None = MONDAY, unpaid: bool = False) -> Conflict:
    """One unit of a rule is missing; on Tuesday the person is absent."""
    contract = FULL_TIME.model_copy(update={"absence_counts_as_work": not unpaid})
    away = Absence(employee_id="E001", first_day=TUESDAY, last_day=TUESDAY, kind="leave")
    problem = tiny_problem(7, absences=(away,), contracts=(contract,), absence_kinds=owed_again("leave"))
    return Conflict(problem, broken, on, amount=1, is_lack=True, against=against)


def test_a_rule_that_stands_in_its_own_way_on_another_day_is_named_once() -> None:
    rest = MinimumRest()
    found = conflict(rest, InTheWay(rest, (TUESDAY,)))
    assert found.rules() == [rest]
    assert (found.days_of(rest), found.days_against(rest)) == ([MONDAY, TUESDAY], [TUESDAY])
    assert personal_conflict(found).text("en").count("relax Minimum rest between shifts (R03)") == 1


def test_an_absence_may_count_as_work_only_for_rules_that_credit_it() -> None:
    absences = Absences()

    def remedies(broken: Rule, *, unpaid: bool = True) -> list[Effort]:
        found = conflict(broken, InTheWay(absences, (TUESDAY,)), unpaid=unpaid)
        return [remedy.effort for remedy in absences.remedies(found)]

    assert remedies(ContractDays()) == remedies(ContractMinutes()) == [Effort.MOVE_ABSENCE] * 2
    assert remedies(ContractDays(), unpaid=False) == [Effort.MOVE_ABSENCE]
    assert remedies(MinimumRest()) == [Effort.MOVE_ABSENCE]


def test_the_smallest_change_is_offered_first() -> None:
    sentence = personal_conflict(conflict(ContractMinutes(), InTheWay(Absences(), (TUESDAY,)))).text("en")
    assert sentence.index("end or move the absence") < sentence.index("relax Contract minutes a week")


def test_a_rule_that_has_nothing_to_offer_can_be_given_a_weight() -> None:
    assert "give No work on days of absence (R08) a weight" in personal_conflict(conflict(Absences())).text("en")


def test_the_day_of_a_rule_of_weeks_is_read_as_its_week() -> None:
    assert personal_conflict(conflict(StableStarts(), on=TUESDAY)).text("en").startswith(f"E001, week of {MONDAY}: ")
    assert personal_conflict(conflict(MinimumRest(), on=TUESDAY)).text("en").startswith(f"E001, {TUESDAY}: ")
    assert personal_conflict(conflict(MinimumRest(), on=None)).text("ko").startswith("E001, 11월 6일(월) ~ ")
