"""Words of trainings and meetings."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "activities_placed": ("{count} attendance was placed.", "{count} attendances were placed."),
    "activities_days": "Days looked at: {first} to {last}",
    "activities_outside": "'{activity}' lies outside of these days: --week names another published week.",
    "activities_meals_moved": ("{count} meal break moves for it.", "{count} meal breaks move for it."),
    "activities_when": "When",
    "activities_what": "What",
    "activities_hours": "Hours",
    "activities_kind": "Kind",
    "activities_people_count": "People",
    "activities_trainer": "Led by",
    "activities_who": "Who",
    "activities_led_by": "; led by {trainer}",
    "activities_more": " and {count} more",
    "activities_unplaced": (
        "No place for {count} attendance of '{activity}': {reason} ({people})",
        "No place for {count} attendances of '{activity}': {reason} ({people})",
    ),
    "activities_before": "before",
    "activities_after": "with them",
    "activities_not_proven": "A longer search may find better times (--time-limit).",
    "activities_share": "Shrinkage no longer counts {share:.2%} of the time, since it is planned now.",
    "activities_on_top": (
        "Shrinkage still counts in full: what is planned comes on top of it. shrinkage.planned_activities in "
        "workspace.yaml says how much of it is for activities."
    ),
    "activities_not_written": "Nothing was written: --output writes this roster with its activities.",
    "activities": "Trainings and meetings",
    "kind_training": "training",
    "kind_meeting": "meeting",
    "kind_mentoring": "mentoring",
    "kind_break": "break",
}
