"""Collects what is wrong with the inputs, so that all of it is reported together."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from scheduler.errors import Fault, InputError

SAME_KIND_LIMIT = 20
"""Faults of one kind in one column that are listed one by one; a wrong export can have 40,000."""


class Faults:
    """Faults of all files, in the making."""

    def __init__(self) -> None:
        self._listed: list[Fault] = []
        self._kinds: dict[tuple[str, str, str], int] = {}
        self._more: dict[tuple[str, str, str], tuple[int, int]] = {}

    def add(self, file: str, row: int, column: str, message: str, remedy: str = "") -> None:
        """Note a fault; `row` is 0 where it concerns the whole file.

        Beyond `SAME_KIND_LIMIT` faults of a column that differ only in their values, the rest become one
        fault that counts them.
        """
        kind = file, column, re.sub(r"'[^']*'|\d+", "", message)
        self._kinds[kind] = self._kinds.get(kind, 0) + 1
        if self._kinds[kind] <= SAME_KIND_LIMIT:
            self._listed.append(Fault(file, row, column, message, remedy))
        else:
            first = min(row, self._more.get(kind, (row, row))[0])
            self._more[kind] = first, max(row, self._more.get(kind, (row, row))[1])

    def __bool__(self) -> bool:
        return bool(self._listed)

    def all(self) -> list[Fault]:
        """Every fault, those beyond the limit counted in one."""
        more = [
            Fault(
                file,
                first,
                column,
                f"{self._kinds[file, column, text] - SAME_KIND_LIMIT:,} more faults of this kind, to row {last}",
                "a whole column may be wrong",
            )
            for (file, column, text), (first, last) in self._more.items()
        ]
        return [*self._listed, *more]

    def raise_if_any(self) -> None:
        """End reading if anything was wrong.

        Raises
        ------
        InputError
            With all faults.
        """
        if self:
            raise InputError(self.all())


def did_you_mean(found: str, known: Collection[str]) -> str:
    """A remedy for an unknown name: the name that was probably meant, or the few that exist; else empty."""
    # Excel drops leading zeros and people mix cases: such a name is nearer than any spelling.
    for name in known:
        if name.casefold().lstrip("0") == found.casefold().lstrip("0"):
            return f"did you mean '{name}'?"
    close = get_close_matches(found, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"use one of {', '.join(sorted(known))}" if 0 < len(known) <= 20 else ""
