"""Words of what happened: what was taken in."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "actuals_calls": "Counted calls",
    "actuals_attendance": "Attendance",
    "actuals_absences": "Absences",
    "actuals_taken": "{kind} {first} to {last}: {new:,} new, {same:,} known, {replaced:,} replaced ({files})",
    "actuals_nothing_new": "{kind} {first} to {last}: all {same:,} are there already, nothing was changed ({files})",
    "actuals_replaced": "What was replaced (before -> now)",
    "actuals_more": "... and {n:,} more (--json lists all)",
    "actuals_open_ends": "{n:,} check-ins or check-outs at the ends of the files have their other half elsewhere and "
    "were not taken: give them again together with the file that has it.",
    "inflow_counted": "Phone system",
    "inflow_counted_days": "{queue} {first} to {last} ({days}) as the phone system counted",
    "inflow_unknown_days": (
        "{count} day before or between is unknown: take in its counts",
        "{count} days before or between are unknown: take in their counts",
    ),
    "actuals_all_day": "all of the shift",
}
"""English by key."""
