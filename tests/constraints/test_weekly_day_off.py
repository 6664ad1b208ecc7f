"""R05."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.people import Absence, AbsenceKind, Contract
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import DAY, FULL_TIME, assert_agreement, assignment, roster_of, tiny_problem

WEDNESDAY = date(2023, 11, 8)


def part_time(paid_minutes: int) -> Contract:
    return FULL_TIME.model_copy(update={"paid_minutes_per_week": paid_minutes})


def after_days(problem: Problem, *days_before: int) -> Problem:
    """The problem with day shifts worked so many days before the horizon."""
    rows = [assignment(problem, "E001", problem.horizon.first_day - timedelta(days=n), "D") for n in days_before]
    return problem.replace(previous=Roster.of(rows))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days_off", [1, 3])
def test_model_and_check_agree_on_every_roster_of_a_week(days_off: int, weight: int | None) -> None:
    assert_agreement(tiny_problem(days=7, shifts=(DAY,)), WeeklyDayOff(days_off=days_off, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("days_before", [(), (1,), (1, 2), (1, 2, 3, 4)])
def test_model_and_check_agree_on_a_week_that_began_before_the_horizon(
    days_before: tuple[int, ...], weight: int | None
) -> None:
    problem = after_days(tiny_problem(days=7, shifts=(DAY,), first_day=WEDNESDAY), *days_before)
    assert_agreement(problem, WeeklyDayOff(days_off=4, weight=weight))


def worked(days: int) -> dict[tuple[str, int], str]:
    return {("E001", day): "D" for day in range(days)}


def test_six_days_of_work_leave_the_day_off() -> None:
    problem = tiny_problem(days=7)
    assert WeeklyDayOff().check(problem, roster_of(problem, worked(6))) == []


def test_seven_days_of_work_leave_none() -> None:
    problem = tiny_problem(days=7)
    (found,) = WeeklyDayOff().check(problem, roster_of(problem, worked(7)))
    assert found.message == "E001 works 7 days in the week of 2023-11-06; 1 must be off"


def in_training(problem: Problem, *days: int) -> Problem:
    """The problem with E001 in training on these days, which counts as work."""
    dates = [problem.horizon.date_of(day) for day in days]
    absences = [Absence(employee_id="E001", first_day=on, last_day=on, kind="training") for on in dates]
    kinds = {"training": AbsenceKind(name="training", on_duty=True)}
    return problem.replace(absences=tuple(absences), absence_kinds=kinds)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(("days", "least_hours"), [((1,), 0), ((5, 6), 24), ((-1, 6), 24), (tuple(range(7)), 0)])
def test_model_and_check_agree_on_days_of_training(days: tuple[int, ...], least_hours: int, weight: int | None) -> None:
    problem = in_training(after_days(tiny_problem(days=7, shifts=(DAY,)), 1), *days)
    rule = WeeklyDayOff(days_off=3, least_hours=least_hours, weight=weight)
    if len(days) == 7:
        with pytest.raises(AssertionError, match="same outcome"):
            assert_agreement(problem, rule)
    else:
        assert_agreement(problem, rule)


def test_a_day_of_training_is_no_day_off() -> None:
    problem = in_training(tiny_problem(days=7), 6)
    (found,) = WeeklyDayOff().check(problem, roster_of(problem, worked(6)))
    assert found.message == "E001 works 7 days in the week of 2023-11-06; 1 must be off"
    leave = problem.replace(absence_kinds={})
    assert WeeklyDayOff().check(leave, roster_of(leave, worked(6))) == []


def test_seven_days_over_two_weeks_are_allowed() -> None:
    problem = tiny_problem(days=7, first_day=WEDNESDAY)
    assert WeeklyDayOff().check(problem, roster_of(problem, worked(7))) == []


@pytest.mark.parametrize(("paid_minutes", "violations"), [(870, 0), (899, 0), (900, 1)])
def test_contracts_below_15_hours_are_exempt_where_the_workspace_says_so(paid_minutes: int, violations: int) -> None:
    problem = tiny_problem(days=7, contracts=(part_time(paid_minutes),))
    roster = roster_of(problem, worked(7))
    assert len(WeeklyDayOff(exempt_below_minutes=900).check(problem, roster)) == violations
    assert len(WeeklyDayOff().check(problem, roster)) == 1


@pytest.mark.parametrize("paid_minutes", [870, 899])
def test_the_model_leaves_exempt_contracts_alone(paid_minutes: int) -> None:
    problem = tiny_problem(
        days=7, contracts=(part_time(paid_minutes), part_time(2400).model_copy(update={"name": "x"}))
    )
    with pytest.raises(AssertionError, match="same outcome"):
        assert_agreement(problem, WeeklyDayOff(exempt_below_minutes=900), [worked(7), worked(6)])


def test_days_that_cannot_be_undone_are_not_charged() -> None:
    problem = after_days(tiny_problem(days=2, first_day=WEDNESDAY), 1, 2)
    rule = WeeklyDayOff(days_off=7, weight=5)
    assert rule.check(problem, roster_of(problem, {})) == []
    (found,) = rule.check(problem, roster_of(problem, worked(1)))
    assert (found.amount, found.points) == (1, 5)


NIGHT = Shift(code="X", name_ko="야간", name_en="night", start="22:00", end="30:00")
EARLY = Shift(code="E", name_ko="새벽", name_en="early", start="00:00", end="08:00")
NOON = Shift(code="M", name_ko="낮", name_en="noon", start="06:00", end="14:00")


def nights_until_saturday_then(code: str) -> dict[tuple[str, int], str]:
    return {**{("E001", day): "X" for day in range(5)}, ("E001", 6): code}


def test_eighteen_hours_on_end_are_no_day_off_where_24_are_asked_for() -> None:
    problem = tiny_problem(days=7, shifts=(NIGHT, EARLY, NOON))
    roster = roster_of(problem, nights_until_saturday_then("E"))
    assert WeeklyDayOff().check(problem, roster) == []
    (found,) = WeeklyDayOff(least_hours=24).check(problem, roster)
    assert found.message == (
        "E001 works 6 days in the week of 2023-11-06; 1 must be off; off on 2023-11-11, but only 18 h on end of 24"
    )


def test_twenty_four_hours_on_end_are_a_day_off() -> None:
    problem = tiny_problem(days=7, shifts=(NIGHT, EARLY, NOON))
    assert WeeklyDayOff(least_hours=24).check(problem, roster_of(problem, nights_until_saturday_then("M"))) == []


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(("days_off", "least_hours"), [(3, 24), (5, 24), (4, 48)])
def test_model_and_check_agree_on_hours_on_end(days_off: int, least_hours: int, weight: int | None) -> None:
    rule = WeeklyDayOff(days_off=days_off, least_hours=least_hours, weight=weight)
    assert_agreement(tiny_problem(days=5, shifts=(NIGHT, EARLY)), rule)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_hours_on_end_around_the_edges(weight: int | None) -> None:
    problem = tiny_problem(days=3, shifts=(NIGHT, EARLY), first_day=date(2023, 11, 12))
    before = [assignment(problem, "E001", date(2023, 11, day), "X") for day in (6, 7, 8, 9, 10)]
    after = [assignment(problem, "E001", date(2023, 11, day), "E") for day in (16, 17, 18, 19)]
    problem = problem.replace(previous=Roster.of(before), following=Roster.of(after))
    assert_agreement(problem, WeeklyDayOff(least_hours=24, weight=weight))


def test_the_plan_may_not_take_the_day_off_of_the_week_before() -> None:
    problem = tiny_problem(days=7, shifts=(NIGHT, EARLY), first_day=date(2023, 11, 13))
    before = [assignment(problem, "E001", date(2023, 11, day), "X") for day in range(6, 12)]
    problem = problem.replace(previous=Roster.of(before))
    (found,) = WeeklyDayOff(least_hours=24).check(problem, roster_of(problem, {("E001", 0): "E"}))
    assert "off on 2023-11-12, but only 18 h on end of 24" in found.message
    assert found.date == date(2023, 11, 13)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_a_week_that_ends_after_the_horizon(weight: int | None) -> None:
    problem = tiny_problem(days=4, shifts=(DAY,))
    after = Roster.of([assignment(problem, "E001", date(2023, 11, day), "D") for day in (10, 11)])
    assert_agreement(problem.replace(following=after), WeeklyDayOff(days_off=3, weight=weight))
