"""What to expect of the planned days, and how sure that is.

`calls` is the way in; `recent_mean` and `weekly_profile` are the methods it chooses from, `days` sorts dates by what
they have in common, `events` takes declared events out of the history and puts them into the plan, `spread` learns from
past forecasts how far off they were, and `rest_of_day` how far the rest of a day follows its first hours. ``python -m
benchmarks.forecast`` compares the methods.
"""

from scheduler.staffing.forecast.calls import (
    CallsForecast,
    expected_aht_seconds,
    forecast_calls,
    rest_of_day,
    spread_over_intervals,
)

__all__ = ["CallsForecast", "expected_aht_seconds", "forecast_calls", "rest_of_day", "spread_over_intervals"]
