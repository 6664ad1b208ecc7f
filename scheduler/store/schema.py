"""The tables of the store; docs/store.md says the same in words.

What is here is what the migrations of ``migrations/`` come to, which a test compares. To change a table, change it here
and add a migration; one that has been released is never edited.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

REVISION_TABLE = "scheduler_revision"
"""Which migration a store has come to."""

VERSIONS = Table(
    "version",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_day", Date, nullable=False),
    Column("days", Integer, nullable=False),
    Column("published_at", Text, nullable=False),  # UTC: 2023-11-01T09:30:00+00:00
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("seed", Integer),
    Column("inputs_sha256", Text, nullable=False),
    Column("reverts", Integer, ForeignKey("version.number")),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("days > 0", name="days"),
)
"""A roster that was published: on each of its days it takes the place of the versions before."""

ASSIGNMENTS = Table(
    "assignment",
    METADATA,
    Column("version", Integer, ForeignKey("version.number"), primary_key=True),
    Column("employee_id", Text, primary_key=True),
    Column("date", Date, primary_key=True),
    Column("shift", Text, nullable=False),
    Column("starts_at", Text, nullable=False),  # local, with its offset: 2023-11-06T09:00+09:00
    Column("ends_at", Text, nullable=False),
    Column("break_starts_at", Text),
    Column("break_ends_at", Text),
    Column("work_mode", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("paid_minutes", Integer, nullable=False),
    Index(None, "date"),
)
"""Who works what on a day of a version; on its other days a person is off."""

ACTIVITIES = Table(
    "activity",
    METADATA,
    Column("version", Integer, ForeignKey("version.number"), primary_key=True),
    Column("employee_id", Text, primary_key=True),
    Column("starts_at", Text, primary_key=True),  # local, with its offset, as those of assignments
    Column("date", Date, nullable=False),  # of the shift in which it lies
    Column("ends_at", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Index(None, "date"),
)
"""Who attends a training, a meeting or the like, in a shift of a version."""

ON_CALL = Table(
    "on_call",
    METADATA,
    Column("version", Integer, ForeignKey("version.number"), primary_key=True),
    Column("employee_id", Text, primary_key=True),
    Column("date", Date, primary_key=True),
    Index(None, "date"),
)
"""Who can be called on a day of a version without being at work."""

RUN_FILES = Table(
    "run_file",
    METADATA,
    Column("version", Integer, ForeignKey("version.number"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # zlib
)
"""The files of a run that rebuild it, to the byte, whatever a later version of the program would write."""


ACTUALS_FILES = Table(
    "actuals_file",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("taken_at", Text, nullable=False),  # UTC
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("kind IN ('calls', 'attendance', 'absences')", name="kind"),
)
"""A file of what happened, and the days that it speaks of; where two say something of the same, the newer one holds."""

COUNTED_CALLS = Table(
    "counted_calls",
    METADATA,
    Column("file", Integer, ForeignKey("actuals_file.number"), primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("starts_at", Text, primary_key=True),  # UTC
    Column("date", Date, nullable=False),  # by the clock of the centre
    Column("minutes", Integer, nullable=False),
    Column("entered", Double, nullable=False),
    Column("attempts", Double),
    Column("answered", Double),
    Column("answered_in_time", Double),
    Column("asa_seconds", Double),
    Column("aht_seconds", Double),
    Column("abandoned", Double),
    Column("abandoned_wait_seconds", Double),
    Column("redials", Double),
    Column("answered_home", Double),
    Column("aht_home_seconds", Double),
    CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("answered <= entered", name="answered"),
    Index(None, "date"),
)
"""What was counted of a queue, from a moment on and for so long."""

PRESENT_SPANS = Table(
    "present_span",
    METADATA,
    Column("file", Integer, ForeignKey("actuals_file.number"), primary_key=True),
    Column("employee_id", Text, primary_key=True),
    Column("starts_at", Text, primary_key=True),  # UTC
    Column("date", Date, nullable=False),  # of the check-in, by the clock of the centre
    Column("ends_at", Text, nullable=False),
    Column("is_open", Boolean, nullable=False, server_default=false()),
    CheckConstraint("starts_at < ends_at", name="order"),
    Index(None, "date"),
)
"""When a person was there, from a check-in to a check-out; where it is open, to the end of the shift."""

MISSED_WORK = Table(
    "missed_work",
    METADATA,
    Column("file", Integer, ForeignKey("actuals_file.number"), primary_key=True),
    Column("employee_id", Text, primary_key=True),
    Column("date", Date, primary_key=True),  # on which the shift starts
    Column("starts_at", Text),  # UTC; null: the whole shift
    Column("ends_at", Text),
    Index(None, "date"),
)
"""Who was missing from a shift, after the fact."""


def time_text(local: datetime, zone: tzinfo) -> str:
    """A local time with the offset of its clock, which tells the two passes of an hour apart."""
    return local.replace(tzinfo=zone).isoformat(timespec="minutes")


def time_of(text: str, zone: tzinfo) -> datetime:
    """The local time that `time_text` has written."""
    return datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)


def moment_text(at: datetime) -> str:
    """A moment in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
