"""Words of leave."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "leave_outlook": (
        "How many more may be off before more than {share:.0%} of the agent hours of the day are missing, or no roster "
        "keeps the hard rules, and what the next one costs"
    ),
    "leave_day": "Day",
    "leave_team": "Team",
    "leave_queue": "Skill",
    "leave_off": "Absent",
    "leave_free": "More by hard rules",
    "leave_free_target": "More within the target",
    "leave_missing": "Missing now",
    "leave_service": "Service at least",
    "leave_next_hours": "Next: hours missing",
    "leave_next_points": "Next: points",
    "leave_next_service": "Next: service",
    "leave_is_outlook": (
        "This is an outlook: the best coverage that the rules allow if people could be divided. Requests are decided "
        "by whole rosters."
    ),
    "leave_decided": (
        "{granted} of {count} request is granted.",
        "{granted} of {count} requests are granted, each on what stands after those before it.",
    ),
    "leave_who": "Who",
    "leave_days": "Days",
    "leave_kind": "Kind",
    "leave_decision": "Decision",
    "leave_takes": "Takes (days)",
    "leave_left": "Left (days)",
    "leave_waits": "Waits as",
    "leave_near": "Nearest days that would do",
    "leave_granted": "granted",
    "leave_against_not_employed": "refused: not employed",
    "leave_against_own_absence": "refused: absent already",
    "leave_against_already_off": "refused: off already",
    "leave_against_not_at_work": "refused: not at work then",
    "leave_against_balance": "refused: too few days left",
    "leave_against_balance_unknown": "refused: balance not known",
    "leave_against_rule": "refused: hard rule",
    "leave_against_target": "refused: target",
    "leave_against_not_found": "refused: no roster found in time",
    "leave_part_morning": "morning",
    "leave_part_afternoon": "afternoon",
    "leave_part_quarter1": "quarter 1",
    "leave_part_quarter2": "quarter 2",
    "leave_part_quarter3": "quarter 3",
    "leave_part_quarter4": "quarter 4",
    "leave_refused": "{who}, {days}:",
    "leave_written": "The rows of what is granted: {path}",
    "leave_entered": (
        "{count} absence was entered in absences.csv.",
        "{count} absences were entered in absences.csv.",
    ),
    "leave_not_entered": "Nothing was entered: --publish makes absences of what is granted.",
}
"""English by key; Korean is in the catalogue, with the key as context."""
