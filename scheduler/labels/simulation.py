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
    "sim_lending": "its people are busy with callers of other queues",
    "sim_chance": "how callers come and go within an interval",
    "today_now": "Now",
    "today_day": "Day ahead",
    "today_missing": "Missing",
    "today_no_shift": "{person} has no shift then, so the absence changes nothing.",
    "today_lent": "Lent to {queue} since {time}: {people}",
    "today_called": (
        "Called before: {count} person of the pool, from {start} to {end}",
        "Called before: {count} people of the pool, from {start} to {end}",
    ),
    "today_events": "Declared in events.csv, and already in what is forecast and planned here: {events}",
    "today_calls": "Calls",
    "today_counted_until": "counted until",
    "today_forecast": "forecast so far",
    "today_counted": "counted so far",
    "today_rest": "rest as forecast",
    "today_expected": "rest now",
    "today_band": "P10 ~ P90",
    "today_other_days": (
        "{count} row of --actuals is of another day and is not used.",
        "{count} rows of --actuals are of other days and are not used.",
    ),
    "today_not_known": "Who was lent to another queue before, and who of a pool was called before, no roster says: "
    "tell it with --lent and --called, or it counts as not done.",
    "today_turned": "{queue}: since {hour}:00 the calls are so far off the forecast as on no day before. The rest is "
    "taken to go midway between how past days went on after such a beginning and how it goes since {hour}:00; the band "
    "holds both.",
    "today_unused": "{queue}: counts from {hour}:00 on are not used, since that hour was not counted.",
    "today_service": "Service from {since} until midnight",
    "today_as_planned": "as planned",
    "today_as_expected": "as expected now",
    "steps_title": "Proposal {fingerprint}",
    "steps_when": "when",
    "steps_people": "people",
    "steps_more": "more in time",
    "steps_answered": "more answered",
    "steps_hours": "paid hours",
    "steps_later": "Once {number} is done, add to later answers: {option}",
    "steps_none": "Nothing was found that helps by more than chance.",
    "steps_apart": "Not part of the roster: {numbers}. Other queues are set in the phone system, time off is written "
    "into absences.csv.",
    "steps_accept": "Accept steps with the same options and --now {now} --accept {numbers} --proposal {fingerprint}; "
    "to make them hold, add --publish, and say why with --note.",
    "steps_accept_apart": "Accept steps with the same options and --now {now} --accept {numbers} --proposal "
    "{fingerprint}.",
    "steps_accepted": (
        "Step {numbers}: in time until midnight {before} -> {after}",
        "Steps {numbers} together: in time until midnight {before} -> {after}",
    ),
    "step_activity": "{subject}, at another time",
    "step_meal": "Meal, {subject}",
    "step_queue": "{subject}: also take {other}",
    "step_overtime": "Overtime: {subject} -> {other}",
    "step_leave_early": "Less overtime: {subject} -> {other}",
    "step_time_off": "Time off to offer, {subject}",
    "step_shift": "Another shift: {subject} -> {other}",
    "step_call_in": "Call in: {other}",
    "all_hands_title": "All-hands pool, {start} - {end}, in time until midnight",
    "all_hands_called": ("{count} person called", "{count} people called"),
    "all_hands_more": "more in time",
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
