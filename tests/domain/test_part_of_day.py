"""What an absence of a part of a day leaves of a shift."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.domain.base import clock_text
from scheduler.domain.part_of_day import LSA_54, DayPart, LeastBreak, ShortenedShifts
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import DAY, EVENING, MONDAY, NIGHT, SHIFTS, tiny_problem

LATE = DAY.model_copy(update={"code": "O", "end_minute": 20 * 60, "overtime_minutes": 120})


def away(
    part: DayPart | None = None, *, times: tuple[str, str] | None = None, on: date = MONDAY, kind: str = "leave"
) -> Absence:
    """An absence of E001 for a part of a day."""
    span = {"from_minute": times[0], "to_minute": times[1]} if times else {}
    return Absence.model_validate(
        {"employee_id": "E001", "first_day": on, "last_day": on, "kind": kind, "part": part, **span}
    )


def problem_with(*absences: Absence, least_hours: float = 2) -> Problem:
    """A problem of one person with these absences."""
    return tiny_problem(
        shifts=(*SHIFTS, LATE),
        absences=absences,
        shortened_shifts=ShortenedShifts(least_hours=least_hours, breaks=LSA_54),
    )


def left(problem: Problem, code: str = "D", day: int = 0) -> str:
    """Start, end, paid hours and starts of the break of a shift, as the person works it; empty where it is out."""
    if code in problem.unfit_shifts("E001", day):
        return ""
    shift = problem.shifts_of("E001", day)[code]
    pauses = "|".join(map(clock_text, shift.meal_starts(30)))
    return (
        f"{clock_text(shift.start_minute)}-{clock_text(shift.end_minute)} {shift.paid_minutes / 60:g} h, "
        f"{shift.meal_minutes} min {pauses}".strip()
    )


@pytest.mark.parametrize(
    ("part", "is_left"),
    [
        ("morning", "13:30-18:00 4 h, 30 min 14:00|14:30|15:00|15:30|16:00|16:30|17:00"),
        ("afternoon", "09:00-13:30 4 h, 30 min 11:00|11:30|12:00|12:30"),
        ("quarter1", "11:30-18:00 6 h, 30 min 12:00|12:30|13:00|13:30"),
        ("quarter2", "09:00-18:00 6 h, 180 min 11:00"),
        ("quarter3", "09:00-18:00 6 h, 180 min 13:00"),
        ("quarter4", "09:00-15:30 6 h, 30 min 11:00|11:30|12:00|12:30|13:00|13:30"),
    ],
)
def test_halves_and_quarters_are_those_of_the_paid_minutes(part: DayPart, is_left: str) -> None:
    assert left(problem_with(away(part))) == is_left


def test_half_a_shift_below_four_hours_has_no_break() -> None:
    # 6.5 paid hours: a half is 3.25 h, and 3 h on the grid, which is no longer than the half.
    assert left(problem_with(away("morning")), "V") == "22:00-25:00 3 h, 0 min"
    assert left(problem_with(away("afternoon")), "N") == "01:00-04:00 3 h, 0 min"


def test_times_in_the_middle_leave_two_stretches_with_the_meal_beside_the_absence() -> None:
    problem = problem_with(away(times=("13:00", "15:00")))
    # From 15:00 on it would be outside its window, which ends at 14:00.
    assert left(problem) == "09:00-18:00 6.5 h, 150 min 12:30"
    assert left(problem, "V") == "18:00-25:00 6.5 h, 30 min " + "|".join(map(clock_text, range(1230, 1321, 30)))


EARLY = Shift(
    code="E",
    name_ko="이른",
    name_en="early",
    start="08:00",
    end="16:30",
    meal_minutes=30,
    meal_earliest="11:00",
    meal_latest="13:30",
)


@pytest.mark.parametrize(
    ("times", "is_left"),
    [
        # After the absence the meal is in its window, before it is not.
        (("09:00", "11:00"), "08:00-16:30 6 h, 150 min 09:00"),
        (("09:00", "11:30"), "08:00-16:30 5.5 h, 180 min 09:00"),
        # On both sides it is, and on one alone.
        (("11:30", "13:00"), "08:00-16:30 6.5 h, 120 min 11:00|11:30"),
        (("11:30", "13:30"), "08:00-16:30 6 h, 150 min 11:00"),
        # On neither: the longest stretch of the whole shift is 13:00 less 08:00, 5 h, or 16:30 less 11:30, 5 h.
        (("13:30", "14:00"), "08:00-16:30 7.5 h, 60 min 13:00"),
        (("14:00", "14:30"), "08:00-14:00 5.5 h, 30 min 11:00|11:30|12:00|12:30|13:00"),
        (("13:00", "14:00"), "08:00-16:30 7 h, 90 min 12:30"),
        (("10:00", "10:30"), "10:30-16:30 5.5 h, 30 min 11:00|11:30|12:00|12:30|13:00"),
        # Nobody works from 08:00 to 15:00 without a break in order to come back for half an hour.
        (("15:30", "16:00"), "08:00-15:30 7 h, 30 min 11:00|11:30|12:00|12:30|13:00"),
        # The absence takes all of the window.
        (("11:00", "13:30"), "08:00-16:30 5.5 h, 180 min 10:30|11:00"),
    ],
)
def test_the_meal_beside_hours_away_keeps_to_its_window(times: tuple[str, str], is_left: str) -> None:
    problem = tiny_problem(shifts=(EARLY,), absences=(away(times=times),))
    assert left(problem, "E") == is_left


def test_times_at_an_end_shorten_the_shift() -> None:
    assert left(problem_with(away(times=("15:00", "18:00")))).startswith("09:00-15:00 5.5 h, 30 min")
    assert left(problem_with(away(times=("08:00", "12:00")))).startswith("12:00-18:00 5.5 h, 30 min")


def test_times_off_the_grid_are_widened_to_it() -> None:
    assert left(problem_with(away(times=("08:00", "12:10")))).startswith("12:30-18:00 5 h, 30 min")


def test_times_reach_the_shift_of_the_evening_before() -> None:
    problem = problem_with(away(times=("00:00", "02:00"), on=date(2023, 11, 7)))
    assert left(problem, "V").startswith("18:00-24:00 5.5 h")
    assert left(problem, "N", day=1).startswith("02:00-08:00 5.5 h")
    assert left(problem, "D", day=1) == left(problem_with(), "D")


def test_times_past_midnight_reach_the_day_after() -> None:
    problem = problem_with(away(times=("23:00", "26:00")))
    assert left(problem, "V").startswith("18:00-23:00 4.5 h")
    assert left(problem, "N", day=1).startswith("02:00-08:00 5.5 h")
    assert left(problem, "N") == left(problem_with(), "N")


def test_nobody_comes_for_too_short_a_stretch_before_or_after_an_absence() -> None:
    def left_with(least: int, *times: str) -> str:
        problem = problem_with(away(times=(times[0], times[1])))
        return left(problem.replace(shortened_shifts=ShortenedShifts(least_stretch_minutes=least, breaks=LSA_54)))

    assert left_with(60, "10:00", "12:00").startswith("09:00-18:00 6.5 h")
    assert left_with(61, "10:00", "12:00") == ""
    assert left_with(60, "15:00", "17:30") == ""
    assert left_with(0, "15:00", "17:30").startswith("09:00-18:00")
    assert left_with(300, "13:00", "18:00").startswith("09:00-13:00"), "one stretch alone has no gap"


def test_the_least_hours_are_enough() -> None:
    problem = problem_with(away(times=("11:00", "18:00")), least_hours=2)
    assert left(problem) == "09:00-11:00 2 h, 0 min"


def test_half_an_hour_less_is_too_little() -> None:
    assert left(problem_with(away(times=("10:30", "18:00")), least_hours=2)) == ""


def test_a_shift_with_overtime_is_out_on_a_day_with_leave() -> None:
    problem = problem_with(away("quarter4"))
    assert left(problem, "O") == ""
    # The times do not touch it.
    assert left(problem_with(away(times=("07:00", "09:00"))), "O").startswith("09:00-20:00")


def test_two_half_days_are_one_day_of_absence() -> None:
    problem = problem_with(away("morning"), away("afternoon"))
    assert problem.absent_dates == {"E001": {MONDAY: "leave"}}


def test_a_part_that_covers_every_shift_is_a_day_of_absence() -> None:
    whole = Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind="doctor", from_minute=0, to_minute=1440)
    problem = problem_with(whole)
    # The evening runs until 01:00, of which an hour is left.
    assert problem.absent_dates == {"E001": {MONDAY: "doctor"}}
    assert problem_with(whole, least_hours=1).absent_dates == {"E001": {}}


def test_an_absence_that_touches_no_shift_changes_nothing() -> None:
    problem = tiny_problem(shifts=(DAY, NIGHT), absences=(away(times=("18:00", "22:00")),))
    assert problem.away_on("E001", 0) is None
    assert problem.shifts_of("E001", 0) == {"D": DAY, "N": NIGHT}


def test_other_people_and_days_keep_their_shifts() -> None:
    problem = problem_with(away("morning"))
    assert problem.shifts_of("E001", 1)["D"] is DAY
    assert problem.shifts_of("E002", 0)["V"] is EVENING


def test_where_breaks_are_not_known_what_is_left_has_the_break_of_the_whole_shift() -> None:
    """Nobody is given less of a break than the shift's own by a law of somewhere else."""
    problem = problem_with(away("morning")).replace(shortened_shifts=ShortenedShifts())
    assert left(problem) == "13:00-18:00 4 h, 60 min 13:30|14:00|14:30|15:00|15:30|16:00|16:30"


def test_the_breaks_of_a_country_are_those_of_its_law_where_none_are_written() -> None:
    assert ShortenedShifts().in_country("KR").breaks == LSA_54
    assert ShortenedShifts().in_country("DE").breaks is None
    own = (LeastBreak(from_hours=6, minutes=30),)
    assert ShortenedShifts(breaks=own).in_country("KR").breaks == own


@pytest.mark.parametrize(
    ("end", "meal", "country", "is_told"),
    [
        ("17:00", 0, "KR", True),
        ("17:00", 30, "KR", False),  # seven hours and a half
        ("17:30", 30, "KR", True),
        ("18:00", 60, "KR", False),
        ("13:00", 0, "KR", True),
        ("12:30", 0, "KR", False),
        ("18:00", 0, "DE", False),
    ],
)
def test_a_whole_shift_with_less_of_a_break_than_its_work_needs_is_told(
    end: str, meal: int, country: str, is_told: bool
) -> None:
    window = {"meal_earliest": "12:00", "meal_latest": "14:00"} if meal else {}
    shift = Shift.model_validate({"code": "D", "start": "09:00", "end": end, "meal_minutes": meal, **window})
    told = ShortenedShifts().in_country(country).too_short([shift])
    assert bool(told) == is_told
    if end == "17:30":
        assert str(told[0]).startswith("Shift D has 480 min of work and 30 min of break; so much work needs 60 min")
