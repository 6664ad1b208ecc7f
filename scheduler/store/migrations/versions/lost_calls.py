"""What becomes of lost callers, and what people at home answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "lost_calls"
down_revision = "activities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing of it was counted before."""
    for name in ("abandoned", "abandoned_wait_seconds", "redials", "answered_home", "aht_home_seconds"):
        op.add_column("counted_calls", sa.Column(name, sa.Double))
