"""What is written to the store comes back, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import InputError, StoreError
from scheduler.readers.workspace import read_workspace
from scheduler.store import schema
from scheduler.store.opening import open_store
from scheduler.store.published import Version, stretches
from scheduler.store.transactions import Store
from tests.workspaces import SETTINGS, write_workspace

MONDAY = date(2023, 11, 6)
DAY = timedelta(days=1)


def version_of(first_day: date, days: int = 7, **fields: object) -> Version:
    made = Version(0, first_day, days, datetime(2023, 11, 1, 9, 30, tzinfo=UTC), "Kim", "", 1, "abc")
    return replace(made, **fields)


def row(employee: str, on: date, shift: str = "D", **fields: object) -> Assignment:
    at = datetime.combine(on, datetime.min.time())
    made = Assignment(
        employee_id=employee,
        date=on,
        shift=shift,
        start=at.replace(hour=9),
        end=at.replace(hour=18),
        break_start=at.replace(hour=12),
        break_end=at.replace(hour=13),
        work_mode="office",
        queue="general",
        paid_minutes=480,
    )
    return replace(made, **fields)


@pytest.fixture
def store(tmp_path: Path, store_setting: str) -> Store:
    return opened(tmp_path / "workspace", store_setting)


def opened(folder: Path, store_setting: str, settings: str = SETTINGS) -> Store:
    workspace = read_workspace(write_workspace(folder, workspace=settings + store_setting))
    return open_store(folder, workspace.settings)


def test_a_version_comes_back_as_it_was(store: Store) -> None:
    roster = Roster.of([row("E001", MONDAY), row("E002", MONDAY + DAY, break_start=None, break_end=None)])
    files = {"roster.csv": b"\xef\xbb\xbf1\r\n", "run.json": b"{}"}
    version = version_of(MONDAY, note="첫 공표 ' \" ; --", seed=2**31 - 1)
    with store.publishing() as publishing:
        added = publishing.add(version, roster, files)
    assert added == replace(version, number=1)
    with store.reading() as published:
        assert published.versions() == [added]
        assert published.roster_of(1) == roster
        assert published.files_of(1) == files


def test_both_passes_of_an_hour_come_back(tmp_path: Path, store_setting: str) -> None:
    store = opened(tmp_path / "workspace", store_setting, SETTINGS.replace("Asia/Seoul", "Europe/Berlin"))
    at = datetime(2024, 10, 27, 2, 30)
    rows = [
        row(
            f"E{fold}", at.date(), start=at.replace(fold=fold), end=at.replace(hour=8), break_start=None, break_end=None
        )
        for fold in (0, 1)
    ]
    with store.publishing() as publishing:
        publishing.add(version_of(date(2024, 10, 21)), Roster.of(rows), {"run.json": b""})
    with store.reading() as published:
        assert [one.start.fold for one in published.roster_of(1).assignments] == [0, 1]
        assert published.roster_of(1) == Roster.of(rows)


def test_each_day_is_that_of_the_newest_version_that_speaks_of_it(store: Store) -> None:
    with store.publishing() as publishing:
        publishing.add(version_of(MONDAY, 14), Roster.of(row("E001", MONDAY + n * DAY) for n in range(14)), {"a": b""})
        publishing.add(version_of(MONDAY + 7 * DAY), Roster.of([row("E002", MONDAY + 8 * DAY)]), {"a": b""})
        publishing.add(version_of(MONDAY + 28 * DAY), Roster(), {"a": b""})
    with store.reading() as published:
        holding = published.holding()
        assert [holding[MONDAY + n * DAY] for n in range(14)] == [1] * 7 + [2] * 7
        rows = published.roster_on(holding).assignments
        assert [(one.employee_id, (one.date - MONDAY).days) for one in rows] == [
            *(("E001", n) for n in range(7)),
            ("E002", 8),
        ]
        known = published.known_rosters(MONDAY + 3 * DAY, date.max)
        assert [(one.first_day, one.last_day, len(one.roster.assignments)) for one in known] == [
            (MONDAY + 3 * DAY, MONDAY + 13 * DAY, 5),
            (MONDAY + 28 * DAY, MONDAY + 34 * DAY, 0),
        ]
        assert published.holding(before=2)[MONDAY + 7 * DAY] == 1


def test_what_fails_within_a_publication_leaves_nothing(store: Store) -> None:
    def publish() -> None:
        with store.publishing() as publishing:
            publishing.add(version_of(MONDAY), Roster.of([row("E001", MONDAY)]), {"a": b""})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish()
    with store.reading() as published:
        assert (published.versions(), published.roster_of(1), published.files_of(1)) == ([], Roster(), {})


def test_two_publications_at_once_take_turns(store: Store) -> None:
    inside, ended = threading.Event(), []

    def second() -> None:
        inside.wait()
        with store.publishing() as publishing:
            ended.append(publishing.add(version_of(MONDAY, author="second"), Roster(), {"a": b""}).number)

    other = threading.Thread(target=second)
    other.start()
    with store.publishing() as publishing:
        inside.set()
        other.join(0.5)  # it cannot end while this one is at work
        assert ended == []
        first = publishing.add(version_of(MONDAY, author="first"), Roster(), {"a": b""}).number
    other.join()
    with store.reading() as published:
        assert [(one.number, one.author) for one in published.versions()] == [(first, "first"), (2, "second")]
    assert ended == [2]


def test_who_waits_too_long_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("scheduler.store.troubles.WAIT_SECONDS", 1)
    settings = read_workspace(tmp_path / "workspace").settings
    impatient = open_store(tmp_path / "workspace", settings)
    with (
        store.publishing(),
        pytest.raises(StoreError, match="another publication has been at work"),
        impatient.publishing(),
    ):
        pass


def test_a_file_that_is_not_as_it_was_written_is_refused(store: Store) -> None:
    with store.publishing() as publishing:
        publishing.add(version_of(MONDAY), Roster(), {"roster.csv": b"1"})
        publishing._connection.execute(schema.RUN_FILES.update().values(sha256="0"))
    with store.reading() as published, pytest.raises(StoreError, match=r"roster\.csv is damaged"):
        published.files_of(1)


def test_a_version_that_was_never_published_is_a_fault(store: Store) -> None:
    with store.reading() as published, pytest.raises(InputError, match="nothing is published yet"):
        published.version(1)
    with store.publishing() as publishing:
        publishing.add(version_of(MONDAY), Roster(), {"a": b""})
    with store.reading() as published, pytest.raises(InputError, match="name one of 1 to 1"):
        published.version(2)


def test_stretches_are_days_without_a_gap() -> None:
    assert list(stretches([])) == []
    days = [MONDAY, MONDAY + DAY, MONDAY + 3 * DAY]
    assert list(stretches(days)) == [(MONDAY, MONDAY + DAY), (MONDAY + 3 * DAY, MONDAY + 3 * DAY)]
