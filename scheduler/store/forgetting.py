"""A person becomes a number: in every table and every file of the store, with work and sums left as they are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from scheduler.spreadsheet_text import as_meant, harmless
from scheduler.store.schema import METADATA, RUN_FILES

FORGOTTEN = "forgotten-"
"""How the id of a person who was forgotten begins."""


def is_forgotten(employee: str) -> bool:
    """Whether an id is that of a person who was forgotten."""
    return re.fullmatch(rf"{FORGOTTEN}[0-9]+", employee) is not None


def rename(connection: Connection, names: Mapping[str, str]) -> None:
    """Give people other ids, in all tables that have ids of people and in all files of runs."""
    for table in METADATA.sorted_tables:
        if "employee_id" in table.c:
            for old, new in names.items():
                connection.execute(update(table).where(table.c.employee_id == old).values(employee_id=new))
    files = connection.execute(select(RUN_FILES.c.version, RUN_FILES.c.name, RUN_FILES.c.content)).all()
    for version, name, packed in files:
        content = zlib.decompress(packed)
        renamed = renamed_file(name, content, names)
        if renamed != content:
            connection.execute(
                update(RUN_FILES)
                .where(RUN_FILES.c.version == version, RUN_FILES.c.name == name)
                .values(sha256=hashlib.sha256(renamed).hexdigest(), content=zlib.compress(renamed, 9))
            )


def renamed_file(name: str, content: bytes, names: Mapping[str, str]) -> bytes:
    """The content of a run's file with the new ids; all else of it stays, to the byte where it is a table."""
    if name.endswith(".csv"):
        return _renamed_table(content, names)
    document = json.loads(content)
    renamed = _renamed(document, names)
    if renamed == document:
        return content
    people = (renamed.get("made_from") or {}).get("people")
    if people is not None:
        # What is left of names there tells them from other people's; of a number there is nothing to tell.
        people.update(dict.fromkeys(set(people).intersection(names.values()), ""))
    return (json.dumps(renamed, ensure_ascii=False, indent=2) + "\n").encode()


def _renamed_table(content: bytes, names: Mapping[str, str]) -> bytes:
    lines = content.decode("utf-8").splitlines(keepends=True)
    head = next(csv.reader(lines[:1]), [])
    place = head.index("employee_id")
    for number, line in enumerate(lines):
        cells = next(csv.reader([line]), head)
        new = names.get(as_meant(cells[place]))
        if new is not None:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerow([*cells[:place], harmless(new), *cells[place + 1 :]])
            lines[number] = text.getvalue()
    return "".join(lines).encode("utf-8")


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Ids as keys and as values, however deep."""
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
