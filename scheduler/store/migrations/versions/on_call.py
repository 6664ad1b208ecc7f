"""People who are on call, without being at work, in what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "on_call"
down_revision = "lost_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "on_call",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("version", "employee_id", "date", name="pk_on_call"),
        sa.ForeignKeyConstraint(["version"], ["version.number"], name="fk_on_call_version"),
    )
    op.create_index("ix_on_call_date", "on_call", ["date"])
