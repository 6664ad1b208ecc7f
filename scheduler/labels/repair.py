"""Words of a repair."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "repair_frozen": "Today {today}; days up to {last} stay as published.",
    "repair_fallen": "Shifts that fall out: {count}",
    "repair_nothing_falls_out": "No shift falls out.",
    "repair_counts_from_today": (
        "The absence of {employee} began on {first}, before today: it counts from today, and earlier days stay."
    ),
    "repair_edits_kept": ("{count} edited day, kept", "{count} edited days, kept"),
    "repair_wishes": "New wishes met: {met} of {count}",
    "repair_wish_met": "met",
    "repair_wish_unmet": "not met",
    "repair_others_moved": (
        "{count} other person is moved for what was edited, wished or fell out",
        "{count} other people are moved for what was edited, wished or fell out",
    ),
    "repair_told": "To be told: {people}, {days} (old -> new)",
    "repair_fallen_activities": (
        "{count} person no longer attends '{activity}' ({start:%Y-%m-%d %H:%M})",
        "{count} people no longer attend '{activity}' ({start:%Y-%m-%d %H:%M})",
    ),
    "repair_nobody_told": "Nobody else's days change.",
    "repair_published": "published",
    "repair_unmoved": "nobody moved",
    "repair_repaired": "repaired",
    "repair_of_it_changes": "of these, changes ({rule})",
    "repair_prices": "What each allowance brings (< chosen; against: the published roster)",
    "repair_allowed": "At most",
    "repair_touched": "people",
    "repair_days": "days",
    "repair_against": "against",
    "repair_cost": "Cost, points",
    "repair_enter_absences": "Add to the workspace's absences before you publish:",
    "repair_not_written": "Nothing was written: --output writes this roster, and keeps what it replaces as .bak.",
    "repair_too_few_people": (
        "The hard rules cannot be kept with {count} person touched at most; {enough} would be enough.",
        "The hard rules cannot be kept with {count} people touched at most; {enough} would be enough.",
    ),
    "repair_unmoved_breaks": "If nobody is moved:",
    "repair_more_alike": "and {count} more that day",
    "repair_breaches_stay": "Days that must not change break hard rules already:",
    "repair_impossible": "The hard rules cannot be kept, whoever is moved:",
    "repair_wider": "Locked days are past or inside the notice period; a smaller --frozen-days opens more of them.",
    "repair_more_people": (
        "The hard rules cannot be kept with {count} person touched; try a larger --max-people.",
        "The hard rules cannot be kept with {count} people touched; try a larger --max-people.",
    ),
    "repair_not_found": (
        "No roster with {count} person touched was found in time, and none was proven impossible.",
        "No roster with {count} people touched was found in time, and none was proven impossible.",
    ),
}
"""English by key; Korean is in the catalogue, with the key as context."""
