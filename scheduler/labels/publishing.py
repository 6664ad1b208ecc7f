"""Words of published rosters: what was published, whom to tell, and the versions before."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "published_now": "Published as version {number}: {first} to {last}, {people}, by {author}",
    "published_already": "Published already, as version {number}: {first} to {last}. Nothing was changed.",
    "published_told_then": "With that version these days changed; tell whoever has not been told yet.",
    "published_again": "It is the roster of version {number} again.",
    "published_first": "{first} to {last} is published for the first time: everybody is to be given the roster.",
    "published_fallen": "Shifts that fall out because of absences: {count}",
    "published_nobody_told": "Of what was published before, nobody's days change.",
    "history_none": "Nothing is published.",
    "history_none_in": "Nothing is published of this week.",
    "history_version": "Version",
    "history_when": "Published",
    "history_author": "By",
    "history_days": "Days",
    "history_new_days": "New days",
    "history_people": "People changed",
    "history_changed": "Days changed",
    "history_note": "Note",
    "history_reverts": "version {number} again",
    "compare_change": "Change",
    "compare_wishes": "Requests",
    "compare_fairness": "Least..most (mean)",
    "compare_differ": "Different days: {days}, of {people}; both speak of {in_both}",
    "compare_more": "  and {count} more; --json has them all",
    "since_published": "Since the last published week",
    "since_version": "version {number}, {first} to {last}",
    "since_changed": "Published days that change",
    "forgotten_people": "Forgotten: {people}. Nothing keeps which number was whose.",
    "changes_sheet": "Changes",
    "changes_id": "Id",
    "changes_name": "Name",
    "changes_old": "Before",
    "changes_new": "Now",
    "changes_meal": "Meal",
    "changes_place": "Place",
    "changes_told": "Told",
    "changes_head": "Version {number} ({when}, by {author}): whose published days change",
}
"""English by key; Korean is in the catalogue, with the key as context."""
