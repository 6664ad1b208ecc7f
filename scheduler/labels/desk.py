"""Words of answers about a roster."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "desk_over": "The roster is over: it is asked about as on {today}.",
    "desk_shift": "{who}: {shift}, {day}",
    "desk_notice": ("{count} day of notice", "{count} days of notice"),
    "desk_short_notice": (
        "{count} day of notice: within the notice period of {notice}",
        "{count} days of notice: within the notice period of {notice}",
    ),
    "desk_absent_as": "{who} counts as absent then ({kind}); enter it in the workspace's absences.",
    "desk_no_kind": "The settings name no unplanned_absence_kind: what {who} breaks by not coming is left out.",
    "desk_uncovered": "If nobody takes it: {points} points",
    "desk_could": ("{count} person could take it", "{count} people could take it"),
    "desk_more": ("{count} more; --top shows more of them", "{count} more; --top shows more of them"),
    "desk_could_not": ("{count} person could not:", "{count} people could not:"),
    "desk_works_it": "works this shift already",
    "desk_each_on_request": "Each of them with the reason: --all",
    "desk_gives_up": "Gives up",
    "desk_where": "Where",
    "desk_points": "Points",
    "desk_overtime": "Overtime (min)",
    "desk_premium": "Premium (min)",
    "desk_nights": "Nights",
    "desk_weekend_days": "Weekend days",
    "desk_wish": "Wish",
    "desk_wish_met": "met",
    "desk_wish_unmet": "not met",
    "desk_may": "They may swap: every rule is kept.",
    "desk_may_not": "They may not swap.",
    "desk_granted": "granted",
    "desk_refused": "refused",
    "desk_swap": "{who} gives {day}, {shift}",
    "desk_decided": (
        "{granted} of {count} request is granted.",
        "{granted} of {count} requests are granted, each on what stands after those before it.",
    ),
    "desk_cost": "Cost: {before} -> {after} points ({change})",
    "desk_nothing_changes_hours": "Coverage does not change.",
    "desk_coverage": "Agents by hour, where they change",
    "desk_hour": "Hour",
    "desk_required": "Required",
    "desk_before": "Before",
    "desk_after": "After",
    "desk_fairness": "Nights and weekend days, the weeks before included",
    "desk_is_absent": "Absent on that day: {kind}",
    "desk_alternatives": (
        "What else could be: points against the roster as it is, when nobody else moves, and with others moving"
    ),
    "desk_alone": "Alone",
    "desk_by": "Breaks",
    "desk_at_least": "At least",
    "desk_found": "Found",
    "desk_with": "With",
    "desk_in_no_roster": "in no roster",
    "desk_instead": "{shift} instead, when nobody else moves:",
    "desk_cheapest": "The cheapest change that was found for {shift}:",
    "desk_to_tell": "In plain words:",
    "desk_shift_head": "Shift",
    "desk_told_absent": "{who} is absent on {day} ({kind}), so there is nothing to plan.",
    "desk_told_breaks": "{who} has {works} on {day}: {instead} instead would break {rule}: {sentence}.",
    "desk_told_costs": "{who} has {works} on {day}: {instead} instead would change the cost by {points} points ({of}).",
    "desk_alternatives_alone": "What else could be: points against the roster as it is, when nobody else moves",
    "desk_told_unemployed": "{who} is not employed on {day}, so there is nothing to plan.",
    "desk_told_not_alone": "Nothing else is possible while nobody else moves; ask without --alone for an exchange.",
    "desk_swaps_nothing": "They work the same then: the swap would change nothing.",
    "desk_told_never": "Nothing else is possible for this person on that day, whoever else moves.",
    "desk_told_nothing": "No exchange with another person was found with which anything else is possible.",
    "desk_told_alone": "{instead} is possible without anybody else: {points} points ({of}).",
    "desk_told_partner": (
        "{instead} is possible if {partner} exchanges {days}: {points} points ({of}). So far, weekend days: {partner} "
        "{weekend}, you {own_weekend}; nights: {partner} {nights}, you {own_nights}."
    ),
    "desk_span": "What is needed from {start} to {end}:",
    "desk_no_queue_open": "No queue is open then.",
    "desk_gets": "{required} agents are required, {effective} are there",
    "desk_there": "There: {people}",
    "desk_not_published": "Nothing was published: --publish makes it a version.",
}
"""English by key; Korean is in the catalogue, with the key as context."""
