"""A day as it is published, with who is missing and what other versions change."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.day.published_day import PublishedDay, published_day
from scheduler.desk.swap import Publishing, publish_changes
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office

TUESDAY = MONDAY + timedelta(days=1)
AFTER_MIDNIGHT = datetime(TUESDAY.year, TUESDAY.month, TUESDAY.day, 0, 10)
WORKED = {("E003", day): "D" for day in range(5)} | {("E007", 0): "V", ("E007", 2): "V"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office.that_published(tmp_path_factory.mktemp("office"), WORKED)


@pytest.fixture
def published(original: Office, tmp_path: Path) -> Office:
    """E003 works by day, and E007 on Monday from 18:00 until 01:00."""
    return original.copied(tmp_path)


def day_of(office: Office, *absences: Absence) -> PublishedDay:
    workspace = read_workspace(office.workspace)
    return published_day(workspace, workspace.settings, AFTER_MIDNIGHT, TUESDAY, absences=absences)


def ill(employee: str, days: int) -> Absence:
    """From Monday on."""
    last = MONDAY + timedelta(days=days - 1)
    return Absence(employee_id=employee, first_day=MONDAY, last_day=last, kind="sick_leave")


@pytest.mark.parametrize("days", [1, 2])
def test_who_is_ill_since_yesterday_is_missing_in_the_night_shift_that_goes_on(published: Office, days: int) -> None:
    assert ("E007", MONDAY) in {(row.employee_id, row.date) for row in day_of(published).there.assignments}
    there = {(row.employee_id, row.date) for row in day_of(published, ill("E007", days)).there.assignments}
    assert ("E007", MONDAY) not in there
    assert ("E007", MONDAY + timedelta(days=2)) in there


def test_who_is_missing_last_night_or_for_a_part_of_the_day_is_counted_and_who_is_off_is_told(
    published: Office,
) -> None:
    part = ill("E003", 2).model_copy(update={"first_day": TUESDAY, "from_minute": 13 * 60, "to_minute": 17 * 60})
    early = part.model_copy(update={"from_minute": 6 * 60, "to_minute": 8 * 60})  # before the shift
    for absence in (ill("E007", 1), ill("E007", 2), part, ill("E003", 2)):
        day = day_of(published, absence)
        assert (day.absent, day.without_shift) == ((absence.employee_id,), ())
    for absence in (early, ill("E005", 2)):
        day = day_of(published, absence)
        assert (day.absent, day.without_shift) == ((), (absence.employee_id,))
    assert day_of(published).absent == ()


def test_an_absence_of_another_day_is_refused_by_the_day_that_is_looked_at(published: Office) -> None:
    later = ill("E003", 3).model_copy(update={"first_day": TUESDAY + timedelta(days=1)})
    before = ill("E003", 1).model_copy(update={"first_day": MONDAY - timedelta(days=3), "last_day": MONDAY})
    for absence in (later, before):
        with pytest.raises(InputError, match="E003 is not of 2023-11-07, which is looked at"):
            day_of(published, absence)


def test_what_somebody_worked_yesterday_by_day_stays_as_it_was(published: Office) -> None:
    there = {(row.employee_id, row.date) for row in day_of(published, ill("E003", 2)).there.assignments}
    assert ("E003", MONDAY) in there
    assert ("E003", TUESDAY) not in there
    with pytest.raises(InputError, match="E003"):
        day_of(published, ill("E003", 1))


def test_changes_are_not_laid_over_a_version_that_was_published_meanwhile(published: Office) -> None:
    day = day_of(published)
    (row,) = (row for row in day.roster.assignments if (row.employee_id, row.date) == ("E003", TUESDAY))
    changes = {("E003", TUESDAY): (row,)}
    without = {place: shift for place, shift in WORKED.items() if place != ("E007", 2)}
    published.publish(published.run(without))
    assert day_of(published).taken != day.taken
    with pytest.raises(InputError, match="another version was published meanwhile"):
        publish_changes(day.workspace, changes, TUESDAY, Publishing("today", "Kim", "rain"), taken=day.taken)
