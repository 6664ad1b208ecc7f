"""Random rosters around changes of the clock, and a csv file of rows written by hand, for comparison."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduler.domain.clock import as_shown
from scheduler.domain.roster import Assignment, Roster

ZONES = {
    "Asia/Seoul": datetime(2023, 11, 6),
    "Europe/Berlin": datetime(2024, 10, 26),
    "Europe/Dublin": datetime(2024, 10, 26),
    "Australia/Lord_Howe": datetime(2024, 4, 6),
    "America/Santiago": datetime(2024, 4, 6),
    "America/New_York": datetime(2024, 3, 9),
}
"""Time zones with a day before their clock changes, if it does."""

TEXTS = st.sampled_from(
    ["E001", "=1+1", "-5", "@name", "+82", "a,b", 'say "hi"', "'=x", "김 철수", "two\nlines", "0017"]
)


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, ZoneInfo]:
    """A roster of any people, and the zone of its local times."""
    name = draw(st.sampled_from(sorted(ZONES)))
    zone = ZoneInfo(name)
    time = st.builds(
        lambda minutes, fold: as_shown(ZONES[name] + timedelta(minutes=minutes), zone).replace(fold=fold),
        st.integers(0, 3 * 24 * 60),
        st.integers(0, 1),
    )
    row = st.builds(
        Assignment,
        employee_id=TEXTS,
        date=time.map(lambda at: at.date()),
        shift=st.sampled_from(["D", "N1"]),
        start=time,
        end=time,
        break_start=st.none() | time,
        break_end=st.none() | time,
        work_mode=st.sampled_from(["office", "remote"]),
        queue=st.just("") | TEXTS,
        paid_minutes=st.integers(0, 1440),
    )
    return Roster(tuple(draw(st.lists(row, max_size=6)))), zone


def csv_by_hand(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The bytes of a csv file, by the standard library."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue().encode()
