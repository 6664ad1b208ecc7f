"""Words of a comparison of scenarios."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "wi_title": "Scenarios compared",
    "wi_baseline": "Baseline",
    "wi_scenario": "Scenario",
    "wi_measure": "Measure",
    "wi_depth": "Depth",
    "wi_staffing": "staffing",
    "wi_coverage": "coverage",
    "wi_roster": "roster",
    "wi_misses_staffing": (
        "Hours of the contracts less absences, put where callers need them. Shifts, meals, rest, days off, nights, "
        "seats, overtime and help on other queues are not seen."
    ),
    "wi_misses_coverage": (
        "The best coverage that the hard rules allow. People are divisible, and wishes, fairness and other rules of "
        "single people are not seen."
    ),
    "wi_misses_roster": (
        "Rosters with names, every hard rule checked on their files. A difference smaller than the gap is marked ~."
    ),
    "wi_staff": "Staff",
    "wi_required": "Required, agent hours",
    "wi_available": "At hand, agent hours",
    "wi_night_hours": "Night work ({night})",
    "wi_holiday_hours": "Holiday work",
    "wi_overtime_pay": "Overtime pay",
    "wi_night_pay": "Night premium",
    "wi_holiday_pay": "Holiday premium",
    "wi_premium_pay": "Premium pay in all",
    "currency_KRW": "won",
    "wi_requests_share": "Share of requests met",
    "wi_nights_mean": "Nights per person",
    "wi_nights_most": "Nights per person, most",
    "wi_weekends_mean": "Weekend days per person",
    "wi_weekends_most": "Weekend days per person, most",
    "wi_move": "People whose week changes",
    "wi_cost": "Cost (points)",
    "wi_simulated": "Service level, simulated",
    "wi_simulated_width": "± of the simulated one (95%)",
    "wi_prime": "Prime",
    "wi_vulnerable": "Vulnerable",
    "wi_other": "Other",
    "wi_by_part": "Service by part of the week",
    "wi_changes": "What is changed",
    "wi_what": "What",
    "wi_old": "Before",
    "wi_new": "After",
    "wi_people": "People",
    "wi_old_week": "Week now",
    "wi_new_week": "Week then",
    "wi_difference": "Difference",
    "wi_failed": "failed: {error}",
    "wi_skipped": "not reached before the end",
    "wi_infeasible": "the hard rules cannot hold together",
    "wi_no_solution": "no roster within the time limit",
    "wi_document": "Against the document",
    "wi_in_document": "Document",
    "wi_ours": "Ours",
    "wi_curve": "Curve",
    "wi_knee": "{measure}: bends at {at}",
    "wi_no_knee": "{measure}: no clear knee",
    "wi_found": "{condition}: {path} {value}",
    "wi_not_found": "{condition}: no answer ({note})",
    "wi_find": "What it takes",
    "wi_tried": "Values looked at",
    "wi_source": "Source",
    "wi_better_worse": "Green: better, red: worse, ~: within the gap",
}
"""English by key; Korean is in the catalogue, with the key as context."""
