"""Words of what happened: what was taken in, and how it compares with the plan."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "actuals_calls": "Counted calls",
    "actuals_attendance": "Attendance",
    "actuals_absences": "Absences",
    "actuals_days": "{first} to {last}",
    "actuals_part_of_day": "a part of {day}",
    "actuals_taken": "{kind} {days}: {new:,} new, {same:,} known, {replaced:,} replaced ({files})",
    "actuals_nothing_new": "{kind} {days}: all {same:,} are there already, nothing was changed ({files})",
    "actuals_minutes": "Read as counts of so many minutes: {minutes}",
    "actuals_replaced": "What was replaced (before -> now)",
    "actuals_more": "... and {n:,} more (--json lists all)",
    "actuals_open_ends": "{n:,} check-ins or check-outs at the ends of the files have their other half in no file yet: "
    "who came is taken to stay to the end of the shift until a file says otherwise, who left alone is left out.",
    "actuals_doubt_far": (
        "{count:,} day is far from all that is published or was counted before; is the year right? ({places})",
        "{count:,} days are far from all that is published or was counted before; is the year right? ({places})",
    ),
    "actuals_doubt_closed": (
        "{count:,} row has calls at a time at which the queue is closed ({places})",
        "{count:,} rows have calls at times at which the queue is closed ({places})",
    ),
    "actuals_doubt_no_shift": (
        "{count:,} check-in fits no published shift of the person ({places})",
        "{count:,} check-ins fit no published shift of the person ({places})",
    ),
    "actuals_doubt_no_shift_missed": (
        "{count:,} absence is of a day without a published shift of the person, and has no effect ({places})",
        "{count:,} absences are of days without a published shift of the person, and have no effect ({places})",
    ),
    "actuals_doubt_exchanged": (
        "{count:,} row would fit the roster if check-in and check-out were exchanged; is that so? ({places})",
        "{count:,} rows would fit the roster if check-in and check-out were exchanged; is that so? ({places})",
    ),
    "actuals_doubt_came_and_absent": (
        "{count:,} absence is of somebody who has check-ins then, which hold ({places})",
        "{count:,} absences are of people who have check-ins then, which hold ({places})",
    ),
    "inflow_counted": "Phone system",
    "inflow_counted_days": "{queue} {first} to {last} ({days}) as the phone system counted",
    "inflow_unknown_days": (
        "{count} day before or between is unknown: take in its counts",
        "{count} days before or between are unknown: take in their counts",
    ),
    "actuals_all_day": "all of the shift",
    "review": "Plan against what happened",
    "review_all_queues": "All calls",
    "review_promised": "Promised",
    "review_forecast": "Calls",
    "review_attendance": "Attendance",
    "review_handling": "Handling time",
    "review_rest": "Other",
    "review_measured": "Measured",
    "review_planned": "planned",
    "review_was": "was",
    "review_points": " pp",
    "review_absent": "Absent",
    "review_aht": "Handling time (s)",
    "review_calls": "Calls, planned and counted",
    "review_calls_by_hour": "Calls an hour",
    "review_agents": "Agents, expected and present",
    "review_forecast_error": "Forecast error (WAPE)",
    "review_wape": "Forecast error (WAPE)",
    "review_bias": "Planned too many (bias)",
    "review_more": "More than planned",
    "review_planned_calls": "Calls planned",
    "review_counted_calls": "Calls counted",
    "review_expected_agents": "Agents expected",
    "review_present_agents": "Agents present",
    "review_planned_aht": "Handling time planned (s)",
    "review_why": "Why the service was other than promised",
    "review_why_note": "Promised is what the published roster makes of the forecast. In this order the calls that "
    "came, the people who were there and the handling times that were measured take the place of the planned ones; "
    "each column is what that changes, the last one what the model misses. They add up to what was measured.",
    "review_worst": "The worst hours",
    "review_worst_note": "The hours in which most calls fared worse than was promised.",
    "review_none_worse": "In no hour did calls fare worse than was promised.",
    "review_reason": "Mostly because of",
    "review_measure": "Measure",
    "review_not_counted": "not counted",
    "review_by_queue": "Queues",
    "review_by_day": "Days",
    "review_by_hour": "Hours",
    "review_by_interval": "Intervals",
    "review_shift": "Shift",
    "review_planned_hours": "Planned (h)",
    "review_present_hours": "Present (h)",
    "review_missing_hours": "Missing (h)",
    "review_hints": "Settings that would have explained it",
    "review_hints_note": "Nothing of this is changed by itself: one week may have been out of the ordinary.",
    "review_no_value": "none",
    "review_hint_unplanned_absence": "Absence: {would_be} of the planned time was missed, {now} is planned for "
    "({setting}).",
    "review_hint_aht_seconds": "{queue}: a call took {would_be}, {now} were planned ({setting}, or the history of "
    "handling times).",
    "review_hint_patience_seconds": "{queue}: a patience of {would_be} instead of {now} would explain the rest of "
    "'{measure}' ({setting}).",
    "review_hint_shrinkage": "{queue}: {would_be} of the time lost instead of {now} would explain the rest of "
    "'{measure}' ({setting}).",
}
"""English by key."""
