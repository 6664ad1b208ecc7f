"""Check-ins whose check-out is in no file yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "open_check_ins"
down_revision = "actuals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing was open before."""
    op.add_column("present_span", sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.false()))
