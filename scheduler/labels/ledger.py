"""Words of the ledger: its columns and its workbook."""

from __future__ import annotations

from scheduler.labels.words import Words

WORDS: dict[str, Words] = {
    "ledger": "Ledger of hours",
    "ledger_month": "{month:%Y-%m}",
    "ledger_period": "Days {first} to {last}",
    "ledger_note": (
        "Times are h:mm. Change the rates in yellow and premium and pay follow. A shift past midnight belongs to "
        "the month of the day on which it starts."
    ),
    "ledger_rates": "Rates",
    "ledger_overtime_rate": "Overtime",
    "ledger_night_rate": "Night",
    "ledger_holiday_rate": "Holiday",
    "ledger_long_holiday_rate": "Long holiday",
    "ledger_by_team": "Totals by team",
    "ledger_everybody": "Everybody",
    "ledger_days_worked": "Days worked",
    "ledger_weeks_above": "Weeks above limit",
    "ledger_leave_of": "{kind}, days",
    "ledger_scheduled_minutes": "Scheduled",
    "ledger_paid_minutes": "Paid work",
    "ledger_overtime_minutes": "Overtime",
    "ledger_night_minutes": "Night",
    "ledger_holiday_minutes": "Holiday",
    "ledger_long_holiday_minutes": "Holiday beyond",
    "ledger_overtime_night_minutes": "Overtime at night",
    "ledger_overtime_holiday_minutes": "Overtime on holidays",
    "ledger_night_holiday_minutes": "Night on holidays",
    "ledger_premium_minutes": "Premium",
    "ledger_pay_minutes": "Pay",
    "ledger_leave_minutes": "Leave",
    "ledger_holiday_off_minutes": "Paid holidays off",
    "ledger_days_in_lieu": "Days in lieu owed",
    "ledger_days_in_lieu_due": "Last due",
    "ledger_days_in_lieu_taken": "Days in lieu taken",
    "day_in_lieu": "Day in lieu",
}
"""English by key; Korean is in the catalogue, with the key as context."""
