"""Where a database of published rosters lies."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator

from scheduler.messages import Message


def _without_password(address: str) -> str:
    """The address of a PostgreSQL database, which everybody who has the workspace may read.

    Raises
    ------
    ValueError
        It is none, or a password stands in it.
    """
    try:
        parts = urlsplit(address)
        has_password = parts.password is not None or any(name == "password" for name, _ in parse_qsl(parts.query))
    except ValueError:
        raise ValueError(
            Message(
                "this is no address of a database; {how}",
                how=_HOW_A_STORE_IS_WRITTEN,
            )
        ) from None
    if has_password:
        raise ValueError(
            Message(
                "a password stands in the address; take it out and give it in the environment, as "
                "SCHEDULER_STORE_PASSWORD or PGPASSWORD"
            )
        )
    if parts.scheme != "postgresql+psycopg" or not parts.path.strip("/"):
        raise ValueError(
            Message(
                "'{address}' is no address of a PostgreSQL database; {how}",
                address=address,
                how=_HOW_A_STORE_IS_WRITTEN,
            )
        )
    return address


_HOW_A_STORE_IS_WRITTEN = Message(
    "write it as postgresql+psycopg://user@host/database, or leave it out for scheduler.db"
)

StoreAddress = Annotated[str, AfterValidator(_without_password)]
