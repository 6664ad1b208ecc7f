"""Words for rosters that are run caller by caller."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "sim_title": "Simulated caller by caller",
    "sim_runs": "{count} replications, seed {seed}",
    "sim_service": "computed {computed}, simulated {simulated}",
    "sim_agrees": "the computed figure lies inside the confidence interval (95%)",
    "sim_most_at": "most of the difference at {hour}:00, {queue}",
    "sim_handed_on": "handed on from the hour before",
    "sim_helped": "people of other queues help",
    "today_now": "Now",
    "today_missing": "Missing today",
    "today_calls": "Calls",
    "today_counted_until": "counted until",
    "today_forecast": "forecast so far",
    "today_counted": "counted so far",
    "today_rest": "rest as forecast",
    "today_expected": "rest now",
    "today_band": "P10 ~ P90",
    "today_service": "Service from {since} until midnight",
    "today_as_planned": "as planned",
    "today_as_expected": "as expected now",
    "meals_title": "Meals to move",
    "meals_when": "meal",
    "meals_people": "people",
    "meals_none": "No move of a meal that has not begun would help.",
    "meals_accept": "Accept steps with --now {now} --accept {numbers} and, to make them hold, --publish.",
    "meals_accepted": "Steps {numbers} together: in time until midnight {before} -> {after}",
    "all_hands_title": "All-hands pool, {start} - {end}, in time until midnight",
    "all_hands_called": ("{count} person called", "{count} people called"),
    "all_hands_more": "more calls in time",
    "all_hands_cost": "wage, {currency}",
    "all_hands_per_call": "for each of these calls",
    "all_hands_enough": (
        "{count} person is enough for what is promised.",
        "{count} people are enough for what is promised.",
    ),
    "all_hands_not_needed": "Nobody of the pool is needed for what is promised.",
    "all_hands_too_few": "All of the pool together are too few for what is promised.",
    "sim_all_calls": "All calls",
    "sim_computed": "computed",
    "sim_simulated": "simulated",
    "sim_days": "days, P10..P90",
    "sim_calls": "Calls",
    "sim_in_time": "In time",
    "sim_wait": "Wait (s)",
    "sim_answered": "Answered",
    "sim_by_hour": "By hour of the day, all calls",
    "sim_by_day": "By day, all calls",
    "sim_note": "± is the confidence interval of the mean (95%); * marks figures whose computed value lies outside of "
    "it.",
}
"""English by key."""
