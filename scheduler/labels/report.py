"""Words that only the report has."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "report": "Roster report",
    "report_coverage": "Coverage by interval",
    "report_coverage_note": (
        "Line: agents required. Blue: scheduled, in agents in the office. Red: short. Point at a picture for its "
        "figures; click to enlarge it."
    ),
    "report_service": "Service by hour",
    "report_service_note": (
        "Expected, all days of the period together by hour of day. Both answer rates: of entered calls and of all "
        "attempts."
    ),
    "report_fairness": "Fairness",
    "report_cost": "What the roster costs",
    "report_cost_note": "Points are the price that each rule's weight puts on a miss; fewer are better.",
    "report_gave_up": "Who gave up what",
    "report_gave_up_note": "Overtime of volunteers is left out.",
    "report_people": "People",
    "report_heat": "Over and short, table",
    "report_hours_table": "Figures by hour",
    "search": "Search name, ID, team, shift",
    "shown": (
        "{count} person shown",
        "{count} people shown",
    ),
    "zoom": "Zoom in",
    "demand": "Demand",
    "demand_inflow": "Arrivals an hour (line: forecast, band: P10 to P90)",
    "demand_inflow_short": "arrivals an hour",
    "demand_required": "Agents required (colour: the target that asks for most)",
    "zoom_out": "Zoom out",
    "zoom_how": "Zoom with the wheel or the buttons, drag to move.",
    "hour": "Hour",
    "calls": "Calls",
    "rate_entered": "Answered of entered",
    "rate_total": "Answered of all attempts",
    "wait_seconds": "Average wait (s)",
    "deferrable": "work that may wait",
    "wished_for": "{date}: wished for {shift}",
    "wished_not": "{date}: wished not to have {shift}",
    "got": "has {got}",
    "wishes_unmet": "Wishes not met",
    "by_queue": "By queue",
    "gap_heat_note": "Scheduled less required: red is short, blue is over.",
    "no_script": "Only search and zoom need JavaScript; everything else works without.",
    "meal": "Meal",
    "meal_and_away": "Away and meal",
    "shortened": "shortened",
    "close": "Close",
    "nobody": "Nobody",
    "no_cost": "No cost",
    "more_people": "and {count} more",
    "report_calls_by_interval": "Calls an interval as forecast, with the band from P10 to P90",
    "report_waits_by_interval": "Expected average wait (s)",
    "report_waits_by_interval_simulated": "Average wait (s): simulated, with the interval of its mean; dashed: "
    "computed",
}
"""English by key; Korean is in the catalogue, with the key as context."""
