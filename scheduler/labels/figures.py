"""Words for the figures of a run, what they were taken from, its rules and its edits."""

from __future__ import annotations

from scheduler.labels.words import Words

DEMAND_COLUMNS = (
    *("start", "queue", "calls", "calls_p10", "calls_p90", "attempts", "erlangs", "agents", "required"),
    *("hour_class", "binding_target"),
)
"""Those of the table of requirements, whose English is what programs call them."""
_DEMAND_WORDS = (
    *DEMAND_COLUMNS,
    *("prime", "vulnerable", "other"),
    *("service_level", "asa", "answer_rate", "answer_rate_total", "occupancy", "workload", "minimum", "none"),
)

WORDS: dict[str, Words] = {
    **{f"need_{name}": name for name in _DEMAND_WORDS},
    "week_of": "Period",
    "status": "Status",
    "status_optimal": "a valid roster",
    "status_feasible": "a valid roster",
    "status_infeasible": "the hard rules cannot hold together",
    "status_no_solution": "no roster within the time limit",
    "gap_to_bound": "Above the least cost, at most",
    "least_cost": "of the least cost possible",
    "at_most_above": "at most {gap} above the least cost possible",
    "service_level": "Service level",
    "asa_seconds": "Average wait",
    "no_calls": "no calls",
    "nobody_answers": "nobody answers",
    "waits_without_end": "some wait without end",
    "seconds": "s",
    "in_seconds": "{amount} s",
    "in_minutes": "{amount} min",
    "in_hours": "{amount} h",
    "answer_rate_entered": "Answer rate, of entered calls",
    "answer_rate_total": "Answer rate, of all attempts",
    "answer_rates": "answered of entered / of attempts",
    "if_independent": "With each interval on its own",
    "if_lagged": "With calls and callers that carry over",
    "worst_intervals": "Worst intervals",
    "missed_heads": "Heads missed",
    "heads_short": "{count} short ({asked} asked, {found} there)",
    "heads_over": "{count} too many ({asked} allowed, {found} there)",
    "on_site": "on site",
    "next_day": "{time} next day",
    "more_lines": "{count} more: sheet of rules in the workbook",
    "span": "Hours",
    "counted": "Counted",
    "asked": "Asked",
    "there": "There",
    "short_by": "{short} agents short of {required}",
    "nothing_short": "all {required} there",
    "requests": "Requests met",
    "of": "{part} of {whole}",
    "overtime_hours": "Overtime",
    "hours_unit": "h",
    "days_before": "Days before",
    "days_checked": "Days checked",
    "days_checked_span": "{first} to {last} ({days} days)",
    "known_days": "{files}, {first} to {last}",
    "nobody_before": "nobody worked before {first} (first week)",
    "nobody_since": "nobody worked from {since} to {until} (first week)",
    "declared_free": (
        "The last known day is {last} ({files}); {since} to {until} count as days on which nobody worked, as a "
        "first week was declared. If somebody did, give their roster with --previous."
    ),
    "unread_absences": (
        "{count} absence counts for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
        "{count} absences count for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_locks": (
        "{count} lock counts for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
        "{count} locks count for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_requests": (
        "{count} request counts for nothing: rule {rule} is not in force; add '- rule: {name}' with its weight to "
        "the rules of workspace.yaml.",
        "{count} requests count for nothing: rule {rule} is not in force; add '- rule: {name}' with its weight to "
        "the rules of workspace.yaml.",
    ),
    "requests_unemployed": (
        "{count} request counts for nothing: {employee} is not employed on {day}.",
        "{count} requests count for nothing, as they are for days on which people are not employed; the first: "
        "{employee} on {day}.",
    ),
    "days_after": "Days after",
    "days_published": "what is published",
    "published_until": "already published up to {last}",
    "inflow_until": "Arrivals counted",
    "inflow_days": "{first} to {last}, {days}, {end}",
    "ends_day_before": "end the day before the plan",
    "ends_before": "end {days} before the plan",
    "counts_before": "Counts so far",
    "begin_at_mean": (
        "not known of {count} person, who begins at the mean of the peers",
        "not known of {count} people, who begin at the mean of their peers",
    ),
    "begin_at_zero": (
        "{count} person without known counts or peers begins at 0",
        "{count} people without known counts or peers begin at 0",
    ),
    "notice": "Note",
    "hard_rules": "Hard rules",
    "all_kept": "all {count} kept",
    "broken": (
        "{count} breach",
        "{count} breaches",
    ),
    "cost_by_rule": "Cost by rule (points)",
    "total_cost": "Total",
    "files": "Files",
    "edited_cells": "Edited days: {count}",
    "nothing_edited": "No day was edited",
    "day_off": "off",
    "day_off_on_call": "off, on call",
    "on_call": "On call",
    "newly_broken": "Hard rules broken by the edits: {count}",
    "no_longer_broken": "Breaches that the edits remove: {count}",
    "effect_of_edits": "What the edits do",
    "shortfall_hours": "Shortfall, agent hours",
    "surplus_hours": "Surplus, agent hours",
    "audit_of_edited": "The edited roster",
    "rule": "Rule",
    "points": "Points",
    "points_per_unit": (
        "{count:,} point a unit",
        "{count:,} points a unit",
    ),
    "hard": "hard",
    "source": "Source",
    "weight": "Weight",
}
"""English by key; Korean is in the catalogue, with the key as context."""
