"""A store that an older version of this program has made is brought up to date, a newer one is refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from scheduler.errors import NewerStoreError, StoreError
from scheduler.messages import Message
from scheduler.store.schema import METADATA, REVISION_TABLE

REVISIONS = ("first_version", "actuals", "open_check_ins", "activities", "lost_calls", "on_call")
"""The migrations by name, oldest first: Alembic, which takes its time to load, is needed only where one is due."""

_FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, writing: Engine, place: str) -> None:
    """Carry out the migrations that a store lacks, in one transaction.

    Raises
    ------
    NewerStoreError
        It has a migration that this program does not know; it stays as it is.
    StoreError
        It holds something else.
    """
    with engine.connect() as connection:
        is_due = _is_due(connection, place)
    if is_due:
        with writing.begin() as connection:
            if _is_due(connection, place):  # nobody else has done it meanwhile
                migrate(connection)


def revision_of(connection: Connection) -> str | None:
    """The last migration of a store; None where there is nothing yet."""
    if not inspect(connection).has_table(REVISION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {REVISION_TABLE}")).scalar()


def _is_due(connection: Connection, place: str) -> bool:
    revision = revision_of(connection)
    if revision is None:
        if foreign := set(METADATA.tables) & set(inspect(connection).get_table_names()):
            raise StoreError(
                Message(
                    "{place} holds something other than published rosters: it has a table '{min}' "
                    "already; give the store a database of its own",
                    place=place,
                    min=min(foreign),
                )
            )
        return True
    if revision not in REVISIONS:
        raise NewerStoreError(
            Message(
                "{place} was made by a newer version of this program (its tables are of "
                "'{revision}'); it is as it was: use that version, or put back a copy of before",
                place=place,
                revision=revision,
            )
        )
    return revision != REVISIONS[-1]


def migrate(connection: Connection) -> None:
    """Carry out all migrations that are due, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
