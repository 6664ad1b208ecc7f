"""Why no roster exists: person, rule, day, what is in the way, and what helps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.locks import Locks
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.night_consent import NightConsent
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.constraints.shift_cover import ShiftCover
from scheduler.diagnose import explain as reasons_of
from scheduler.diagnose import personal_conflicts
from scheduler.domain.people import Absence, AbsenceKind, Contract, Lock, Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels import Language
from scheduler.model import build
from scheduler.reasons import ReasonKind
from tests.constraints.agreement import FULL_TIME, MONDAY, assignment, person, tiny_problem
from tests.constraints.test_every_rule import RULES

THREE_DAYS = Contract(
    name="three_days",
    name_ko="3일제",
    name_en="three days",
    days_per_week=3,
    paid_minutes_per_week=3 * 480,
    weekdays=["mon", "wed", "fri"],
    absence_counts_as_work=False,
)
KINDS = {"annual_leave": AbsenceKind(name="annual_leave", name_ko="연차", name_en="Leave", owed_again=True)}
PERSONAL: tuple[Rule, ...] = (
    OneShiftADay(),
    ContractDays(),
    MinimumRest(),
    MaximumConsecutiveDays(),
    Absences(),
    EligibleShifts(),
    NightConsent(),
    Locks(),
)


def explain(problem: Problem, rules: Sequence[Rule], language: Language = "en", **options: float) -> list[str]:
    return [reason.text(language) for reason in reasons_of(problem, rules, **options)]  # type: ignore[arg-type]  # numbers


def lock(on: date, shift: str, employee: str = "E001") -> Lock:
    return Lock(employee_id=employee, date=on, shift=shift)


def absence(first: date, last: date | None = None) -> Absence:
    return Absence(employee_id="E001", first_day=first, last_day=last or first, kind="annual_leave")


def day_of_week(n: int) -> date:
    return date(2023, 11, 6 + n)


def is_feasible(problem: Problem, rules: tuple[Rule, ...]) -> bool:
    return cp_model.CpSolver().solve(build(problem, rules).model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def three_day_week(**changes: object) -> Problem:
    """E001 works on three given days of the week, E002 on any five."""
    return tiny_problem(
        7,
        employees=(person(1, contract="three_days"), person(2)),
        contracts=(FULL_TIME, THREE_DAYS),
        **changes,  # type: ignore[arg-type]  # passed through to the record
    )


def test_people_who_can_be_rostered_have_no_conflict() -> None:
    assert explain(three_day_week(), PERSONAL) == []


def test_an_absence_that_leaves_a_contract_short_is_named_with_person_rule_and_day() -> None:
    (sentence,) = explain(three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS), PERSONAL)
    assert sentence.startswith("E001, week of 2023-11-06: Contract days a week (R02) cannot be kept, 1 day missing")
    assert "contract three_days asks for 3 days a week (R02)" in sentence
    assert "absent (Leave) on 2023-11-06 (R08)" in sentence
    assert "may not work on 2023-11-07, 2023-11-09, 2023-11-11, 2023-11-12 (R09)" in sentence
    assert "E002" not in sentence


def test_a_half_day_off_that_asks_for_the_rest_of_the_day_is_named() -> None:
    half = absence(MONDAY).model_copy(update={"part": "morning"})
    problem = three_day_week(absences=(half,), locks=(lock(MONDAY, "OFF"),))
    (sentence,) = explain(problem, PERSONAL)
    assert "contract three_days asks for 3 days a week, of 2023-11-06 a part off and the rest worked (R02)" in sentence
    assert "11월 6일(월) 일부 부재일은 나머지 근무" in explain(problem, PERSONAL, "ko")[0]


def test_what_would_help_does() -> None:
    problem = three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS)
    (sentence,) = explain(problem, PERSONAL)
    assert "end or move the absence on 2023-11-06" in sentence
    assert "let absence kind annual_leave not be owed again (owed_again)" in sentence
    assert "agree to 1 day fewer in that week" in sentence
    counted = THREE_DAYS.model_copy(update={"absence_counts_as_work": True})
    shorter = THREE_DAYS.model_copy(update={"days_per_week": 2})
    assert not is_feasible(problem, PERSONAL)
    for helped in (
        problem.replace(absences=()),
        problem.replace(absence_kinds={}),
        *(
            problem.replace(contracts=contracts)
            for contracts in (
                {"full_time": FULL_TIME, "three_days": counted},
                {"full_time": FULL_TIME, "three_days": shorter},
            )
        ),
    ):
        assert is_feasible(helped, PERSONAL)


def test_an_absence_that_counts_as_work_is_no_conflict() -> None:
    counted = THREE_DAYS.model_copy(update={"absence_counts_as_work": True})
    problem = tiny_problem(
        7,
        employees=(person(contract="three_days"),),
        contracts=(counted,),
        absences=(absence(MONDAY),),
        absence_kinds=KINDS,
    )
    assert explain(problem, PERSONAL) == []


def test_missing_minutes_of_a_missing_day_are_not_told_twice() -> None:
    problem = three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS).replace(
        shifts={"D": tiny_problem().shifts["D"]}
    )
    (sentence,) = explain(problem, (*PERSONAL, ContractMinutes()))
    assert "(R02) cannot be kept" in sentence


def test_sentences_speak_korean() -> None:
    (sentence,) = explain(three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS), PERSONAL, language="ko")
    assert sentence.startswith("E001, 11월 6일(월) 주: '계약 근무일수 (R02)' 규칙을 지킬 수 없습니다(1일 부족)")
    assert "11월 6일(월) 부재(연차) (R08)" in sentence
    assert "해결 방법:" in sentence
    assert not re.search("[a-z]{3,} [a-z]{3,}", sentence)


def test_locks_that_contradict_each_other_are_named_together() -> None:
    problem = tiny_problem(locks=(lock(day_of_week(1), "D"), lock(day_of_week(1), "OFF")))
    (sentence,) = explain(problem, PERSONAL)
    assert sentence == (
        "E001, 2023-11-07: Locked decisions (R15) cannot be kept - locked: D on 2023-11-07, OFF on 2023-11-07 (R15). "
        "What would help: lift one of the locks."
    )


def test_locks_too_close_to_each_other_are_named_with_the_rest() -> None:
    problem = tiny_problem(locks=(lock(MONDAY, "V"), lock(day_of_week(1), "D"), lock(day_of_week(2), "D")))
    (sentence,) = explain(problem, PERSONAL)
    assert sentence.startswith("E001, 2023-11-07: Minimum rest between shifts (R03) cannot be kept")
    assert "11 h of rest between shifts (R03)" in sentence
    assert "locked: V on 2023-11-06, D on 2023-11-07 (R15)" in sentence  # the third lock is no reason


def test_a_lock_after_the_last_shift_of_the_week_before_names_that_shift() -> None:
    problem = tiny_problem(locks=(lock(MONDAY, "N"),))
    problem = problem.replace(previous=Roster.of([assignment(problem, "E001", date(2023, 11, 5), "V")]))
    (sentence,) = explain(problem, PERSONAL)
    assert "11 h of rest after working until 2023-11-06 01:00 (R03)" in sentence


def test_a_lock_on_a_day_of_absence_is_what_gives_way() -> None:
    problem = tiny_problem(locks=(lock(MONDAY, "D"),), absences=(absence(MONDAY),), absence_kinds=KINDS)
    (sentence,) = explain(problem, PERSONAL)
    assert sentence.startswith("E001, 2023-11-06: Locked decisions (R15) cannot be kept")
    assert "absent (Leave) on 2023-11-06 (R08)" in sentence


def test_a_lock_on_a_night_without_consent_says_so() -> None:
    problem = tiny_problem(employees=(person(may_work_nights=False),), locks=(lock(day_of_week(2), "N"),))
    (sentence,) = explain(problem, PERSONAL)
    assert "locked: N on 2023-11-08 (R15)" in sentence
    assert "no consent to night work (R10)" in sentence


def test_days_in_a_row_before_the_week_are_counted() -> None:
    problem = tiny_problem(locks=tuple(lock(day_of_week(n), "D") for n in range(2)))
    before = [assignment(problem, "E001", date(2023, 11, on), "D") for on in range(1, 6)]
    (sentence,) = explain(problem.replace(previous=Roster.of(before)), PERSONAL)
    assert "at most 6 days in a row, and 5 days in a row were worked before 2023-11-06 (R04)" in sentence


def test_each_week_has_its_own_sentence() -> None:
    absences = (absence(MONDAY), absence(date(2023, 11, 15)))
    first, second = explain(
        tiny_problem(
            14,
            employees=(person(contract="three_days"),),
            contracts=(THREE_DAYS,),
            absences=absences,
            absence_kinds=KINDS,
        ),
        PERSONAL,
    )
    assert first.startswith("E001, week of 2023-11-06")
    assert "2023-11-15" not in first
    assert second.startswith("E001, week of 2023-11-13")
    assert "absent (Leave) on 2023-11-15 (R08)" in second


def test_many_people_with_one_cause_are_listed_after_the_first() -> None:
    idle = FULL_TIME.model_copy(update={"weekdays": frozenset({0, 1, 2, 3})})
    problem = tiny_problem(7, employees=[person(n) for n in range(1, 6)], contracts=(idle,))
    first, second, rest = (reason.text("en") for reason in personal_conflicts(problem, PERSONAL, most_explained=2))
    assert (first[:4], second[:4]) == ("E001", "E002")
    assert rest == "The rules of 3 more people cannot hold together either: E003, E004, E005."


def wish(shift: str, weight: int, employee: str = "E001") -> Request:
    return Request(employee_id=employee, date=MONDAY, shift=shift, weight=weight)


@pytest.mark.parametrize("weight", [1, 1000])
def test_a_request_that_must_be_met_gives_way_to_a_lock_and_both_are_named(weight: int) -> None:
    problem = tiny_problem(
        employees=(person(1), person(2)),
        locks=(lock(MONDAY, "D"),),
        requests=(wish("OFF", weight), wish("OFF", weight, "E002")),
    )
    (sentence,) = explain(problem, (*PERSONAL, Requests()))
    assert sentence.startswith("E001, 2023-11-06: Requests for shifts and days off (R22) cannot be kept")
    assert "locked: D on 2023-11-06 (R15)" in sentence
    assert "lift the lock" in sentence
    assert is_feasible(problem.replace(locks=()), (*PERSONAL, Requests()))


@pytest.mark.parametrize("weight", [1, 1000])
def test_a_request_that_must_be_met_gives_way_to_an_absence_and_both_are_named(weight: int) -> None:
    problem = tiny_problem(absences=(absence(MONDAY),), absence_kinds=KINDS, requests=(wish("D", weight),))
    (sentence,) = explain(problem, (*PERSONAL, Requests()))
    assert sentence.startswith("E001, 2023-11-06: Requests for shifts and days off (R22) cannot be kept")
    assert "absent (Leave) on 2023-11-06 (R08)" in sentence
    assert "end or move the absence on 2023-11-06" in sentence
    assert is_feasible(problem.replace(absences=()), (*PERSONAL, Requests()))


def test_a_request_that_no_shift_can_meet_is_named_with_its_day() -> None:
    problem = tiny_problem(requests=(wish("X", 3),))
    (sentence,) = explain(problem, (*PERSONAL, Requests()))
    assert sentence.startswith("E001, 2023-11-06: Requests for shifts and days off (R22) cannot be kept")


def test_a_request_that_can_be_met_is_no_conflict() -> None:
    assert explain(tiny_problem(requests=(wish("D", 3),)), (*PERSONAL, Requests())) == []


def test_soft_rules_are_never_a_reason() -> None:
    assert (
        explain(
            three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS),
            (Requests(weight=5), Locks(), OneShiftADay()),
        )
        == []
    )


# ---- everybody together ----


def night_watch(heads: int, **changes: object) -> tuple[Rule, ...]:
    span = {"queue": "general", "heads": heads, "from": "01:00", "to": "08:00", "weekdays": ["wed"]}
    return (*PERSONAL[2:], OneShiftADay(), MealBreak(), MinimumHeads(spans=[{**span, **changes}]))


def three_people(**changes: object) -> Problem:
    return tiny_problem(
        3,
        employees=[person(n, may_work_nights=n <= 2) for n in (1, 2, 3)],
        **changes,  # type: ignore[arg-type]  # passed through to the record
    )


def test_missing_heads_are_named_by_queue_hours_and_numbers() -> None:
    # Two may work nights; with their meal breaks one after the other, one at a time is at hand.
    (sentence,) = explain(three_people(), night_watch(3), workers=1)
    assert sentence == (
        "2023-11-08 01:00 ~ 08:00: general needs 3 heads by Minimum heads (R17), but at most 2 can work then, and "
        "breaks and the other rules leave 1 at the same time; 2 are missing. What would help: 2 more who may work "
        "shifts that cover these hours, or lowering the heads to 1."
    )


def test_lowering_the_heads_as_told_is_enough_and_less_is_not() -> None:
    assert explain(three_people(), night_watch(1), workers=1) == []
    assert is_feasible(three_people(), night_watch(1))
    assert not is_feasible(three_people(), night_watch(2))


def test_missing_heads_speak_korean() -> None:
    (sentence,) = explain(three_people(), night_watch(3), language="ko", workers=1)
    assert sentence.startswith("2023-11-08 01:00 ~ 08:00: general에 3명이 있어야 하지만('최소 근무 인원 (R17)')")
    assert "2명이 부족합니다" in sentence


def test_whoever_came_before_and_leaves_within_an_interval_is_missing_in_it() -> None:
    problem = tiny_problem(1)
    late = assignment(problem, "E001", day_of_week(-1), "V", end=datetime(2023, 11, 6, 0, 40))
    rules = (OneShiftADay(), MinimumHeads(spans=[{"queue": "general", "heads": 1, "from": "00:00", "to": "01:00"}]))
    (sentence,) = explain(problem.replace(previous=Roster.of([late])), rules, workers=1)
    assert sentence.startswith(
        "2023-11-06 00:30 ~ 01:00: general needs 1 head by Minimum heads (R17), but at most 0 can work then; "
        "1 is missing."
    )


def test_too_few_seats_say_how_many_are_enough() -> None:
    locks = tuple(lock(MONDAY, "D", f"E00{n}") for n in (1, 2, 3))
    rules = (*PERSONAL[2:], OneShiftADay(), OnSiteSeats(seats=1))
    problem = three_people(locks=locks)
    (sentence,) = explain(problem, rules, workers=1)
    assert sentence.startswith("2023-11-06 09:00 ~ 18:00: 1 seat by Seats on site (R13)")
    assert "put 3 people on site; 2 too many" in sentence
    assert "What would help: 3 seats" in sentence
    assert is_feasible(problem, (*rules[:-1], OnSiteSeats(seats=3)))
    assert not is_feasible(problem, (*rules[:-1], OnSiteSeats(seats=2)))


def test_other_rules_that_count_people_say_what_their_check_says() -> None:
    rules = (*PERSONAL[2:], OneShiftADay(), ShiftCover(cover=[{"day": 1, "shift": "D", "heads": 4}]))
    (sentence,) = explain(three_people(), rules, workers=1)
    assert sentence.startswith("2023-11-07 Cover by shift (R36): D has 3 people on 2023-11-07; 4 are needed.")


def test_a_search_that_ends_early_still_says_which_rules_cannot_hold_together() -> None:
    (sentence,) = explain(three_people(), night_watch(3), time_limit_seconds=1e-9, workers=1)
    assert "not together with Minimum heads (R17)" in sentence


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_rules_that_count_heads_are_known_as_such(rule: type[Rule]) -> None:
    # A rule wrongly taken for a personal one would be blamed on each person alone.
    source = (
        Path(__file__).parents[1] / "scheduler" / "constraints" / f"{rule.__module__.split('.')[-1]}.py"
    ).read_text(encoding="utf-8")
    if re.search(r"build\.(heads|meals|service)\b|in build\.works:|by_team", source):
        assert rule.couples_people


def test_a_published_shift_after_the_days_is_named_as_what_asks_for_rest() -> None:
    problem = tiny_problem(1, locks=(lock(MONDAY, "V"),))
    following = Roster.of([assignment(problem, "E001", day_of_week(1), "D")])
    (sentence,) = explain(problem.replace(following=following), PERSONAL)
    assert "11 h of rest before the published shift at 2023-11-07 09:00 (R03)" in sentence


def test_a_long_rest_names_the_shift_before_on_later_days_too() -> None:
    rules = (*(rule for rule in PERSONAL if not isinstance(rule, MinimumRest)), MinimumRest(min_rest_minutes=48 * 60))
    problem = tiny_problem(2, locks=(lock(day_of_week(1), "D"),))
    previous = Roster.of([assignment(problem, "E001", day_of_week(-1), "V")])
    (sentence,) = explain(problem.replace(previous=previous), rules)
    assert "48 h of rest after working until 2023-11-06 01:00 (R03)" in sentence


def test_days_that_are_published_in_a_row_are_named() -> None:
    problem = tiny_problem(1, locks=(lock(MONDAY, "D"),))
    following = Roster.of([assignment(problem, "E001", day_of_week(n), "D") for n in range(1, 7)])
    rules = tuple(rule for rule in PERSONAL if not isinstance(rule, ContractDays))
    (sentence,) = explain(problem.replace(following=following), rules)
    assert "at most 6 days in a row, and 6 days in a row are published after 2023-11-06 (R04)" in sentence


def test_reasons_say_of_what_kind_they_are_and_which_rules_are_in_them() -> None:
    (alone,) = reasons_of(three_day_week(absences=(absence(MONDAY),), absence_kinds=KINDS), PERSONAL)
    assert (alone.kind, alone.rules) == (ReasonKind.PERSON, {"R02", "R08", "R09"})
    (short,) = reasons_of(three_people(), night_watch(3), workers=1)
    assert (short.kind, short.rules) == (ReasonKind.HEADS, {"R17"})
    (unknown,) = reasons_of(three_people(), night_watch(3), time_limit_seconds=1e-9, workers=1)
    assert (unknown.kind, unknown.rules) == (ReasonKind.UNKNOWN, {"R17"})
    assert alone.text("ko") != alone.text("en")
