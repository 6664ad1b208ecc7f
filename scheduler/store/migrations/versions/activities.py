"""Trainings, meetings and the like that are published with a roster."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "activities"
down_revision = "open_check_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "activity",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("starts_at", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version", "employee_id", "starts_at", name="pk_activity"),
        sa.ForeignKeyConstraint(["version"], ["version.number"], name="fk_activity_version"),
    )
    op.create_index("ix_activity_date", "activity", ["date"])
