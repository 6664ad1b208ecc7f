"""A comparison for programs: csv and json."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from scheduler.scenarios.comparison import Comparison, all_rows, status_key
from scheduler.scenarios.evaluating import Result
from scheduler.scenarios.measures import PARTS, SERVICE
from scheduler.spreadsheet_text import harmless


def _write(path: Path, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def write_figures(path: Path, comparison: Comparison) -> None:
    """A row for each scenario, part of the week and measure; the part is empty for the whole week."""
    keys = [("", measure.key) for measure in comparison.measures()]
    keys += [(part, key) for part in PARTS for key in SERVICE]

    def rows() -> Iterable[list[object]]:
        for row in all_rows(comparison):
            for part, key in keys:
                found = comparison.difference(row, f"{part}.{key}" if part else key)
                if found.value is not None:
                    yield [
                        row.name,
                        part,
                        key,
                        _number(found.value),
                        _number(found.baseline),
                        _number(found.amount),
                        "yes" if found.is_noise else "no",
                    ]

    _write(path, ["scenario", "part", "measure", "value", "baseline", "difference", "within_gap"], rows())


def _number(value: float | None) -> object:
    return "" if value is None else round(value, 6)


def write_changes(path: Path, comparison: Comparison) -> None:
    """A row for each thing that a scenario changes."""
    _write(
        path,
        ["scenario", "what", "old", "new"],
        ([row.name, change.what, change.old, change.new] for row in comparison.rows for change in row.changes),
    )


def write_people(path: Path, comparison: Comparison) -> None:
    """A row for each scenario and person: the week before and after, ``-`` for a day off, nights and weekend days.

    Before is the baseline, empty for those who come; after is empty for those who leave.
    """
    before = comparison.baseline.result

    def rows() -> Iterable[list[object]]:
        for row in comparison.rows:
            after = row.result
            if before is None or after is None or not after.weeks:
                continue
            for person in dict.fromkeys((*before.weeks, *after.weeks)):
                old, new = _duties(before, person), _duties(after, person)
                yield [
                    row.name,
                    person,
                    "yes" if old[0] != new[0] else "no",
                    *(x for pair in zip(old, new, strict=True) for x in pair),
                ]

    _write(
        path,
        [
            *("scenario", "employee_id", "changes", "week_before", "week_after"),
            *("nights_before", "nights_after", "weekend_days_before", "weekend_days_after"),
        ],
        rows(),
    )


def _duties(result: Result, person: str) -> tuple[object, object, object]:
    """Week, nights and weekend days of somebody; empty for who is not there."""
    if person not in result.weeks:
        return "", "", ""
    nights, weekend_days = result.duties[person]
    return " ".join(day or "-" for day in result.weeks[person]), nights, weekend_days


def write_summary(path: Path, comparison: Comparison) -> None:
    """All of it but the rosters, as json."""
    scenarios = [
        {
            "name": row.name,
            "status": row.result.status.value if row.result else (status_key(row) or "").removeprefix("wi_"),
            "error": row.error,
            "changes": [[change.what, change.old, change.new] for change in row.changes],
            "figures": {key: round(value, 6) for key, value in row.figures.items()},
            "relative_gap": row.result.relative_gap if row.result else None,
            "seconds": round(row.result.seconds, 3) if row.result else None,
            "from_an_earlier_run": row.is_kept,
        }
        for row in all_rows(comparison)
    ]
    curves = [
        {"path": curve.path, "measure": curve.measure.key, "values": curve.xs, "figures": curve.ys, "knee": curve.knee}
        for curve in comparison.curves()
    ]
    found = [
        {
            "condition": answer.condition.text,
            "path": answer.path,
            "value": answer.value,
            "note": answer.note,
            "tried": [[value, row.figures.get(answer.condition.key), holds] for value, row, holds in answer.tried],
        }
        for answer in comparison.found
    ]
    content = {
        "kind": "comparison",
        "depth": comparison.depth.value,
        "first_day": comparison.horizon.first_day.isoformat(),
        "days": comparison.horizon.days,
        "seconds": round(comparison.seconds, 3),
        "scenarios": scenarios,
        "curves": curves,
        "found": found,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
