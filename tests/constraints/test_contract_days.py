"""R02."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from scheduler.constraints.absences import Absences
from scheduler.constraints.contract_days import ContractDays
from scheduler.domain.people import Absence, AbsenceKind, Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from tests.constraints.agreement import (
    DAY,
    EVENING,
    FULL_TIME,
    MONDAY,
    Choices,
    assert_agreement,
    assignment,
    owed_again,
    person,
    roster_of,
    tiny_problem,
)

WEDNESDAY = MONDAY + timedelta(days=2)
HOLIDAY = {date(2023, 11, 8): "Founding day"}


def contract(**changes: object) -> Contract:
    return FULL_TIME.model_copy(update=changes)


WEEKDAYS_ONLY = contract(weekdays=frozenset(range(5)), required_weekdays=frozenset(range(5)))
SHORT = contract(
    days_per_week=3,
    weekdays=frozenset({0, 2, 4}),
    required_weekdays=frozenset({0, 4}),
    absence_counts_as_work=False,
    public_holidays_paid_off=False,
)


TRAINING = AbsenceKind(name="annual", name_ko="교육", name_en="Training", on_duty=True)
UNPAID = AbsenceKind(name="annual", name_ko="무급", name_en="Unpaid", counts_as_work=False, paid=False)


def absence(first_day: int, last_day: int) -> Absence:
    """Absent on these days of November 2023, of which the 6th is a Monday."""
    return Absence(
        employee_id="E001", first_day=date(2023, 11, first_day), last_day=date(2023, 11, last_day), kind="annual"
    )


def after_days(problem: Problem, *days_before: int, others: int = 0) -> Problem:
    """The problem with day shifts of E001 so many days before the horizon, and of E002 on the `others` days before."""
    first = problem.horizon.first_day
    rows = [assignment(problem, "E001", first - timedelta(days=n), "D") for n in days_before]
    rows += [
        assignment(problem, "E001", first - timedelta(days=n), "D", employee_id="E002") for n in range(1, others + 1)
    ]
    return problem.replace(previous=Roster.of(rows))


def days(*worked: int) -> Choices:
    return {("E001", day): "D" for day in worked}


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"absences": (absence(7, 8),)},
        {"absences": (absence(6, 12),)},
        {"absences": (absence(1, 6), absence(12, 20))},
        {"public_holidays": HOLIDAY},
        {"public_holidays": HOLIDAY, "absences": (absence(8, 9),)},
        {"contracts": (WEEKDAYS_ONLY,), "absences": (absence(10, 12),), "public_holidays": HOLIDAY},
        {"contracts": (SHORT,)},
        {"contracts": (SHORT,), "absences": (absence(8, 8),)},
        {"contracts": (contract(absence_counts_as_work=False),), "absences": (absence(7, 8),)},
        {
            "contracts": (contract(absence_counts_as_work=False),),
            "absences": (absence(7, 8),),
            "absence_kinds": owed_again("annual"),
        },
        {"contracts": (SHORT,), "absences": (absence(8, 8),), "absence_kinds": {"annual": TRAINING}},
        {"absences": (absence(7, 8),), "absence_kinds": {"annual": UNPAID}},
        {"contracts": (contract(public_holidays_paid_off=False),), "public_holidays": HOLIDAY},
        {"contracts": (contract(days_per_week=7),)},
    ],
    ids=[
        "plain",
        "absence",
        "absent all week",
        "absences that overhang",
        "holiday",
        "absence on the holiday",
        "fixed weekdays",
        "short",
        "short and absent",
        "absence that is not owed",
        "absence that is owed again",
        "training of a part-timer",
        "unpaid leave",
        "uncredited holiday",
        "seven days",
    ],
)
def test_model_and_check_agree_on_every_roster_of_a_week(changes: dict[str, object], weight: int | None) -> None:
    problem = tiny_problem(days=7, shifts=(DAY,), **changes)  # type: ignore[arg-type]  # passed through
    assert_agreement(problem, ContractDays(weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_two_shifts_and_two_people(weight: int | None) -> None:
    problem = tiny_problem(days=7, employees=(person(1), person(2)), shifts=(DAY, EVENING))
    codes = ["DDDDD", "VDV.DD", "DDDDDD", "VVVV", "", ".DVDVDV", "..DDDDD"]
    rosters: list[Choices] = [
        {
            (employee, day): code
            for employee, letters in (("E001", first), ("E002", second))
            for day, code in enumerate(letters)
            if code != "."
        }
        for first in codes
        for second in codes
    ]
    assert_agreement(problem, ContractDays(weight=weight), rosters)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    ("days_before", "others"),
    [((), 0), ((), 2), ((1,), 2), ((1,), 0), ((1, 2), 0), ((1, 2, 3), 3)],
    ids=["unknown", "off", "one", "Monday unknown", "both", "and Sunday"],
)
def test_model_and_check_agree_on_a_week_that_began_before_the_horizon(
    days_before: tuple[int, ...], others: int, weight: int | None
) -> None:
    problem = tiny_problem(days=6, shifts=(DAY,), first_day=WEDNESDAY, contracts=(contract(days_per_week=4),))
    assert_agreement(after_days(problem, *days_before, others=others), ContractDays(weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_a_week_that_outlasts_the_horizon(weight: int | None) -> None:
    problem = tiny_problem(days=5, shifts=(DAY,), contracts=(contract(days_per_week=3, required_weekdays={1}),))
    assert_agreement(problem, ContractDays(weight=weight))


@pytest.mark.parametrize(("worked", "amounts"), [(4, [1]), (5, []), (6, [1]), (7, [2])])
def test_a_full_week_has_exactly_the_contracts_days(worked: int, amounts: list[int]) -> None:
    problem = tiny_problem(days=7)
    found = ContractDays().check(problem, roster_of(problem, days(*range(worked))))
    assert [violation.amount for violation in found] == amounts


def test_the_sentence_names_person_week_and_contract() -> None:
    problem = tiny_problem(days=7)
    (found,) = ContractDays().check(problem, roster_of(problem, days(0, 1, 2, 3)))
    assert found.message == "E001 works 4 days in the week of 2023-11-06; contract full_time asks for 5"
    assert (found.employee, found.date) == ("E001", MONDAY)


def test_the_sentence_names_absences_and_holidays_that_count_as_work() -> None:
    problem = tiny_problem(days=7, absences=(absence(6, 6),), public_holidays=HOLIDAY)
    (found,) = ContractDays().check(problem, roster_of(problem, days(1, 3, 4, 5)))
    assert found.message == (
        "E001 works 4 days in the week of 2023-11-06; contract full_time asks for 3 (5 a week; counted as "
        "worked: 2023-11-06 (annual), 2023-11-08 (public holiday, Founding day))"
    )


def test_the_sentence_names_an_absence_that_leaves_the_contract_short() -> None:
    problem = tiny_problem(days=7, contracts=(SHORT,), absences=(absence(8, 8),), absence_kinds=owed_again("annual"))
    (found,) = ContractDays().check(problem, roster_of(problem, days(0, 4)))
    assert found.message == (
        "E001 works 2 days in the week of 2023-11-06; contract full_time asks for 3 (3 a week; absent, but not "
        "counted as worked: 2023-11-08)"
    )


@pytest.mark.parametrize(
    ("kind", "owed", "why"),
    [
        (UNPAID, 2, "not owed: 2023-11-08 (Unpaid)"),
        (TRAINING, 2, "counted as worked: 2023-11-08 (Training)"),
        (owed_again("annual")["annual"], 3, "absent, but not counted as worked: 2023-11-08"),
    ],
)
def test_the_kind_says_whether_a_part_timer_owes_a_day_of_absence(kind: AbsenceKind, owed: int, why: str) -> None:
    problem = tiny_problem(7, contracts=(SHORT,), absences=(absence(8, 8),), absence_kinds={"annual": kind})
    (found,) = ContractDays().check(problem, roster_of(problem, days(0, 1, 2, 3, 4)))
    assert found.message.endswith(f"asks for {owed} (3 a week; {why})")


def test_an_absence_that_leaves_the_contract_short_is_infeasible_and_soft_costs_the_missing_day() -> None:
    problem = tiny_problem(
        days=7,
        shifts=(DAY.model_copy(update={"weekdays": frozenset({0, 2, 4})}),),
        contracts=(contract(days_per_week=7, absence_counts_as_work=False),),
        absences=(absence(8, 8),),
        absence_kinds=owed_again("annual"),
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(build(problem, [Absences(), ContractDays()]).model) == cp_model.INFEASIBLE
    soft = build(problem, [Absences(), ContractDays(weight=5)])
    assert solver.solve(soft.model) == cp_model.OPTIMAL
    assert soft.ledger.cost_by_rule(solver.value) == {"R02": 5}


def test_a_required_weekday_off_is_found_even_when_the_days_are_right() -> None:
    problem = tiny_problem(days=7, contracts=(contract(required_weekdays=frozenset({0})),))
    (found,) = ContractDays().check(problem, roster_of(problem, days(1, 2, 3, 4, 5)))
    assert found.message == "E001 is off on 2023-11-06; contract full_time requires every Monday to be worked"


def test_too_few_days_in_a_week_that_outlasts_the_horizon_are_not_judged() -> None:
    problem = tiny_problem(days=6)
    assert ContractDays().check(problem, roster_of(problem, days(0, 1))) == []
    (found,) = ContractDays().check(problem, roster_of(problem, days(*range(6))))
    assert found.message == "E001 works 6 days in the week of 2023-11-06; contract full_time asks for at most 5"


def test_days_beyond_the_contract_before_the_horizon_are_not_held_against_the_roster() -> None:
    problem = tiny_problem(days=5, first_day=WEDNESDAY, contracts=(contract(days_per_week=1),))
    problem = after_days(problem, 1, 2)
    assert ContractDays().check(problem, roster_of(problem, {})) == []
    (found,) = ContractDays().check(problem, roster_of(problem, days(0)))
    assert found.message == (
        "E001 works 1 day in the week of 2023-11-06; contract full_time asks for 0 (1 a week; worked before "
        "2023-11-08: 2 days)"
    )


def test_an_absence_that_is_called_like_a_holiday_is_none() -> None:
    kind = "public holiday, half"
    problem = tiny_problem(7, absences=(Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind=kind),))
    (found,) = ContractDays().check(problem, roster_of(problem, {}))
    assert f"{MONDAY} ({kind})" in found.message
    assert f"11월 6일(월)({kind})" in found.text("ko")


def half_days(*days: int, part: str = "morning") -> tuple[Absence, ...]:
    dates = [MONDAY + timedelta(days=day) for day in days]
    return tuple(
        Absence.model_validate(
            {"employee_id": "E001", "first_day": on, "last_day": on, "kind": "annual_leave", "part": part}
        )
        for on in dates
    )


@pytest.mark.parametrize("weight", [None, 7])
def test_a_day_with_a_half_off_is_worked(weight: int | None) -> None:
    problem = tiny_problem(7, absences=half_days(1, 3))
    choices = [{("E001", day): "D" for day in days} for days in combinations(range(7), 5)]
    assert_agreement(problem, ContractDays(weight=weight), [*choices, *({**one, ("E001", 6): "D"} for one in choices)])
    assert not ContractDays().check(problem, roster_of(problem, {("E001", day): "D" for day in range(5)}))
    off_on_tuesday = roster_of(problem, {("E001", day): "D" for day in (0, 2, 3, 4, 5)})
    found = ContractDays().check(problem, off_on_tuesday)
    assert [violation.message for violation in found] == [
        "E001 is off on 2023-11-07, of which a part was to be taken off and the rest worked"
    ]


def test_more_halves_than_days_owed_are_not_all_worked() -> None:
    two_days = FULL_TIME.model_copy(update={"days_per_week": 2, "paid_minutes_per_week": 960})
    problem = tiny_problem(7, contracts=(two_days,), absences=half_days(0, 1, 2))
    choices = [{("E001", day): "D" for day in days} for days in combinations(range(7), 2)]
    assert_agreement(problem, ContractDays(), choices)


def test_an_absence_by_the_clock_leaves_the_day_free() -> None:
    problem = tiny_problem(7)
    away = Absence.model_validate(
        {
            "employee_id": "E001",
            "first_day": MONDAY,
            "last_day": MONDAY,
            "kind": "sick_leave",
            "from_minute": "13:00",
            "to_minute": "15:00",
        }
    )
    roster = roster_of(problem, {("E001", day): "D" for day in range(1, 6)})
    assert not ContractDays().check(problem.replace(absences=(away,)), roster)
