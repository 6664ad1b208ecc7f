"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "first_version"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "version",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("published_at", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("seed", sa.Integer),
        sa.Column("inputs_sha256", sa.Text, nullable=False),
        sa.Column("reverts", sa.Integer),
        sa.PrimaryKeyConstraint("number", name="pk_version"),
        sa.ForeignKeyConstraint(["reverts"], ["version.number"], name="fk_version_reverts"),
        sa.CheckConstraint("number > 0", name=op.f("ck_version_number")),
        sa.CheckConstraint("days > 0", name=op.f("ck_version_days")),
    )
    op.create_table(
        "assignment",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("shift", sa.Text, nullable=False),
        sa.Column("starts_at", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False),
        sa.Column("break_starts_at", sa.Text),
        sa.Column("break_ends_at", sa.Text),
        sa.Column("work_mode", sa.Text, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("paid_minutes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("version", "employee_id", "date", name="pk_assignment"),
        sa.ForeignKeyConstraint(["version"], ["version.number"], name="fk_assignment_version"),
    )
    op.create_index("ix_assignment_date", "assignment", ["date"])
    op.create_table(
        "run_file",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("version", "name", name="pk_run_file"),
        sa.ForeignKeyConstraint(["version"], ["version.number"], name="fk_run_file_version"),
    )
