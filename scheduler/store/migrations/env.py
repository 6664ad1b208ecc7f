"""What Alembic runs to carry out migrations: on the connection that `scheduler.store.migrating` hands over."""

from __future__ import annotations

from alembic import context

from scheduler.store.schema import METADATA, REVISION_TABLE

# Within the transaction of that connection: all migrations hold, or none.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=REVISION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
