"""A review finds errors apart that are known: calls, heads, handling times, and what no model says."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from scheduler.day.review import Review
from scheduler.day.reviewing import review
from scheduler.day.splitting import MEASURES
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.day.happenings import Centre
from tests.day.known_errors import ABSENT, CALLS, PATIENCE_SECONDS, PEOPLE, World, published_week

SMALL = 0.004
"""Calls are whole: of 390 in a half hour, rounding one is 0.3 points."""


def reviewed(root: Path, world: World) -> Review:
    root.mkdir(exist_ok=True)
    centre = published_week(root)
    world.happens(centre)
    return review(centre.folder, MONDAY)


def busier(day: int, hour: int) -> float:
    """A tenth more calls in two hours of the morning."""
    return 1.1 if hour in (10, 11) else 1.0


@pytest.fixture(scope="module")
def all_errors(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """Calls, heads and handling times are off at once."""
    return reviewed(tmp_path_factory.mktemp("all"), World(busier, ABSENT, 1.08))


def test_without_errors_nothing_parts_promise_and_measure(tmp_path: Path) -> None:
    found = reviewed(tmp_path, World())
    split = found.week.splits["service_level"]
    assert abs(split.forecast) < 1e-9
    assert abs(split.attendance) < 1e-9
    assert abs(split.rest) < SMALL
    assert (found.week.wape, found.week.bias, found.hints) == (pytest.approx(0), pytest.approx(0), ())


def test_each_error_alone_is_found_where_it_is(tmp_path: Path) -> None:
    part_of = {"forecast": World(busier), "attendance": World(absent=ABSENT), "handling": World(aht_factor=1.08)}
    for name, world in part_of.items():
        split = reviewed(tmp_path / name, world).week.splits["service_level"]
        parts = {part: getattr(split, part) for part in ("forecast", "attendance", "handling", "rest")}
        assert parts.pop(name) < -SMALL, name
        assert all(abs(other) < SMALL for other in parts.values()), (name, parts)


def test_all_errors_at_once_are_found_apart(all_errors: Review) -> None:
    week = all_errors.week
    # Two of nine hours have a tenth more.
    assert week.counted_calls == pytest.approx(week.planned_calls * (1 + 0.1 * 2 / 9), rel=1e-9)
    assert week.wape == pytest.approx(0.2 / 9 / (1 + 0.2 / 9), rel=1e-9)
    assert week.bias == pytest.approx(-week.wape)
    assert all_errors.absent_share == pytest.approx(ABSENT / PEOPLE)
    assert week.present_agents == pytest.approx(week.expected_agents * (1 - ABSENT / PEOPLE))
    assert week.aht_seconds == pytest.approx(1.08 * week.planned_aht_seconds, rel=1e-3)
    split = week.splits["service_level"]
    assert min(-split.forecast, -split.attendance, -split.handling) > SMALL
    assert abs(split.rest) < SMALL


def test_parts_add_up_exactly_however_the_week_is_cut(all_errors: Review) -> None:
    parts = [all_errors.week, *all_errors.queues, *all_errors.days, *all_errors.hours, *all_errors.intervals]
    assert len(parts) > 100
    splits = [split for part in parts for split in part.splits.values()]
    for split in splits:
        assert split.forecast + split.attendance + split.model == pytest.approx(split.difference, abs=1e-12)
        assert split.handling + split.rest == pytest.approx(split.model, abs=1e-12)
    assert {name for part in parts for name in part.splits} == set(MEASURES)


def test_hours_without_more_calls_blame_no_forecast(all_errors: Review) -> None:
    for hour in all_errors.hours:
        assert hour.start is not None
        found = hour.splits.get("service_level")
        if found is None:
            continue
        if hour.start.hour == 11:
            continue  # all are at their meal, so that no call is answered either way
        if hour.start.hour == 10:
            assert hour.counted_calls == pytest.approx(1.1 * CALLS)
            assert found.forecast < 0
        else:
            assert found.forecast == pytest.approx(0, abs=1e-12)


def test_the_worst_hours_come_first_and_are_those_with_more_calls(all_errors: Review) -> None:
    worst = all_errors.worst()
    assert [part.lost for part in worst] == sorted((part.lost for part in worst), reverse=True)
    assert {part.start.hour for part in worst[:5] if part.start} <= {10, 11}


def test_hints_name_the_settings_that_were_off_and_no_other(all_errors: Review) -> None:
    hints = {hint.of: hint for hint in all_errors.hints}
    assert set(hints) == {"unplanned_absence", "aht_seconds"}
    assert hints["unplanned_absence"].would_be == pytest.approx(ABSENT / PEOPLE)
    assert hints["aht_seconds"].would_be == pytest.approx(1.08 * 240, rel=1e-3)


def test_callers_with_less_patience_are_found_as_such(tmp_path: Path) -> None:
    impatient = PATIENCE_SECONDS / 5
    found = reviewed(tmp_path, World(lambda *_: 1.12, ABSENT, patience_seconds=impatient))
    assert found.week.splits["answer_rate_entered"].rest < -SMALL
    hints = {hint.of: hint for hint in found.hints}
    assert hints["patience_seconds"].would_be == pytest.approx(impatient, rel=0.15)
    assert hints["patience_seconds"].now == PATIENCE_SECONDS
    assert hints["patience_seconds"].measure == "answer_rate_entered"


def test_planned_absence_is_no_surprise(tmp_path: Path) -> None:
    centre = published_week(tmp_path, f"shrinkage: {{unplanned_absence: {ABSENT / PEOPLE}}}\n")
    World(absent=ABSENT).happens(centre)
    found = review(centre.folder, MONDAY)
    assert found.week.splits["service_level"].attendance == pytest.approx(0, abs=1e-3)
    assert [hint.of for hint in found.hints] == []


def test_unknown_attendance_is_taken_as_planned_and_said(tmp_path: Path) -> None:
    centre = published_week(tmp_path)
    world = World(absent=ABSENT)
    centre.take(world.phone(lambda on, half: PEOPLE))
    found = review(centre.folder, MONDAY)
    assert np.isnan(found.absent_share)
    assert found.week.splits["service_level"].attendance == pytest.approx(0, abs=1e-12)
    assert any("nothing says who was there on 5 days" in str(notice) for notice in found.notices)


def test_a_file_of_a_few_people_makes_nobody_else_absent(tmp_path: Path) -> None:
    centre = published_week(tmp_path)
    world = World()
    centre.take(world.phone(lambda on, half: PEOPLE))
    few = "employee_id,date,check_in,check_out\n" + "".join(
        f"E{n:03},2023-11-0{day},08:55,18:05\n" for n in range(1, 11) for day in range(6, 10)
    )
    centre.take(few)
    found = review(centre.folder, MONDAY)
    assert np.isnan(found.absent_share)
    assert sum("so few people checked in" in str(notice) for notice in found.notices) == 4


def test_a_check_out_that_is_missing_on_the_last_day_makes_nothing_of_it_unknown(tmp_path: Path) -> None:
    whole, cut = published_week(tmp_path / "whole"), published_week(tmp_path / "cut")
    world = World(absent=ABSENT)
    world.happens(whole)
    doors = world.doors().replace("E010,2023-11-10,08:50,18:00", "E010,2023-11-10,08:50,")
    cut.take_all(world.phone(lambda on, half: PEOPLE), doors)
    found = [review(centre.folder, MONDAY) for centre in (whole, cut)]
    assert not any("nothing says who was there" in str(notice) for notice in found[1].notices)
    friday = [[shift for shift in one.shifts if str(shift.date) == "2023-11-10"] for one in found]
    assert [sum(not shift.present_minutes for shift in shifts) for shifts in friday] == [ABSENT, ABSENT]
    assert [shift.employee_id for shift in friday[1] if not shift.is_known] == ["E010"]


def test_what_was_promised_is_by_the_calls_that_were_counted_until_then(tmp_path: Path) -> None:
    centre = published_week(tmp_path)
    before = MONDAY - timedelta(days=7)
    world = World()
    world.happens(centre)
    promised = review(centre.folder, MONDAY)
    rows = [f"{before + timedelta(days=day)},{hour},general,{CALLS // 2}" for day in range(5) for hour in range(9, 18)]
    centre.take("\n".join(["date,hour,queue,entered", *rows]))
    found = review(centre.folder, MONDAY)
    assert found.as_json() == promised.as_json()
    now = review(read_workspace(centre.folder), MONDAY)
    assert now.week.planned_calls < 0.9 * promised.week.planned_calls
    assert any("changed since the week was planned" in str(notice) for notice in now.notices)


def test_absences_after_the_fact_count_like_missing_check_ins(tmp_path: Path) -> None:
    rows = [f"E{n:03},2023-11-06,2023-11-10" for n in range(1, ABSENT + 1)]
    listed, stamped = published_week(tmp_path / "listed"), published_week(tmp_path / "stamped")
    world = World(absent=ABSENT)
    world.happens(stamped)
    listed.take_all(world.phone(lambda on, half: PEOPLE), "employee_id,date,to\n" + "\n".join(rows) + "\n")
    found = [review(centre.folder, MONDAY) for centre in (listed, stamped)]
    assert found[0].absent_share == pytest.approx(found[1].absent_share)
    assert found[0].week.present_agents == pytest.approx(found[1].week.present_agents)


def test_counts_of_hours_give_no_intervals_and_say_so(tmp_path: Path) -> None:
    centre = published_week(tmp_path)
    rows = [f"2023-11-0{day},{hour},general,{CALLS},{CALLS - 10}" for day in (6, 7) for hour in range(9, 18)]
    centre.take("date,hour,queue,entered,answered\n" + "\n".join(rows) + "\n")
    found = review(centre.folder, MONDAY)
    assert (len(found.hours), found.intervals) == (18, ())
    assert set(found.week.splits) == {"answer_rate_entered"}
    said = [str(notice) for notice in found.notices]
    assert any("spread evenly" in text for text in said)
    assert any("60% of its open intervals were not counted" in text for text in said)


def test_a_week_that_is_not_published_or_not_counted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="7 days from 2023-11-06 to 2023-11-12 are not published"):
        review(Centre.at(tmp_path / "none").folder, MONDAY)
    centre = published_week(tmp_path / "published")
    with pytest.raises(InputError, match="has no counted call from 2023-11-06 to 2023-11-12"):
        review(centre.folder, MONDAY)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_folder_has_a_page_a_workbook_and_figures(tmp_path: Path, language: str) -> None:
    centre = published_week(tmp_path)
    settings = centre.folder / "workspace.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("language: en", f"language: {language}"), "utf-8")
    World(busier, ABSENT, 1.08).happens(centre)
    output = tmp_path / "review"
    found = review(centre.folder, MONDAY, output)
    assert sorted(path.name for path in output.iterdir()) == ["review.html", "review.json", "review.xlsx", "run.json"]
    said = json.loads((output / "review.json").read_text(encoding="utf-8"))
    assert said == json.loads(json.dumps(found.as_json()))
    page = (output / "review.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3 + 3
    assert ("가장 나빴던 시간" in page) == (language == "ko")
    book = load_workbook(output / "review.xlsx")
    assert len(book.sheetnames) == 6
    assert book.worksheets[3].max_row == 4 + len(found.hours)
    review(centre.folder, MONDAY, output)  # a review may take the place of one
