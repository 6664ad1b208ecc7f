"""What happened: counted calls, who was there, and who was missing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "actuals"
down_revision = "first_version"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "actuals_file",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_actuals_file"),
        sa.CheckConstraint("number > 0", name=op.f("ck_actuals_file_number")),
        sa.CheckConstraint("kind IN ('calls', 'attendance', 'absences')", name=op.f("ck_actuals_file_kind")),
    )
    op.create_table(
        "counted_calls",
        sa.Column("file", sa.Integer, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("starts_at", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("entered", sa.Double, nullable=False),
        sa.Column("attempts", sa.Double),
        sa.Column("answered", sa.Double),
        sa.Column("answered_in_time", sa.Double),
        sa.Column("asa_seconds", sa.Double),
        sa.Column("aht_seconds", sa.Double),
        sa.PrimaryKeyConstraint("file", "queue", "starts_at", name="pk_counted_calls"),
        sa.ForeignKeyConstraint(["file"], ["actuals_file.number"], name="fk_counted_calls_file"),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_counted_calls_minutes")),
        sa.CheckConstraint("answered <= entered", name=op.f("ck_counted_calls_answered")),
    )
    op.create_index("ix_counted_calls_date", "counted_calls", ["date"])
    op.create_table(
        "present_span",
        sa.Column("file", sa.Integer, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("starts_at", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("file", "employee_id", "starts_at", name="pk_present_span"),
        sa.ForeignKeyConstraint(["file"], ["actuals_file.number"], name="fk_present_span_file"),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_present_span_order")),
    )
    op.create_index("ix_present_span_date", "present_span", ["date"])
    op.create_table(
        "missed_work",
        sa.Column("file", sa.Integer, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("starts_at", sa.Text),
        sa.Column("ends_at", sa.Text),
        sa.PrimaryKeyConstraint("file", "employee_id", "date", name="pk_missed_work"),
        sa.ForeignKeyConstraint(["file"], ["actuals_file.number"], name="fk_missed_work_file"),
    )
    op.create_index("ix_missed_work_date", "missed_work", ["date"])
