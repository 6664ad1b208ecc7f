"""The columns of the ledger, each with what it means: headings, frame and docs/ledger.md are made from this record."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes

CellKind = Literal["text", "day", "minutes", "count", "yes"]


class LedgerColumn(NamedTuple):
    """A column of the ledger.

    Attributes
    ----------
    name
        In frames and csv files; `scheduler.labels.ledger` has its headings.
    kind
        What stands in it.
    meaning
        For docs/ledger.md.
    is_added
        Whether the workbook adds it up by month.
    """

    name: str
    kind: CellKind
    meaning: str
    is_added: bool = False


COLUMNS = (
    LedgerColumn("employee_id", "text", "who"),
    LedgerColumn("name", "text", "the person's name"),
    LedgerColumn("team", "text", "the person's team, as `staff.csv` has it"),
    LedgerColumn("date", "day", "the day on which the shift starts; its minutes past midnight stand there as well"),
    LedgerColumn("shift", "text", "code of the shift; two on a day are joined by `+`; empty: none"),
    LedgerColumn("scheduled_minutes", "minutes", "minutes that pass from start to end, the meal break included", True),
    LedgerColumn("paid_minutes", "minutes", "scheduled minutes without the meal break", True),
    LedgerColumn(
        "overtime_minutes",
        "minutes",
        "paid minutes beyond the regular ones of the shift, then of what is left beyond `regular_minutes_per_day`, "
        "then beyond `regular_minutes_per_week` from Monday on; they are the last minutes of the day",
        True,
    ),
    LedgerColumn("night_minutes", "minutes", "paid minutes between `night_from` and `night_to`", True),
    LedgerColumn("holiday_minutes", "minutes", "paid minutes of holiday work, those beyond 8 hours included", True),
    LedgerColumn(
        "long_holiday_minutes", "minutes", "holiday minutes of the day beyond `long_holiday_after_minutes`", True
    ),
    LedgerColumn("overtime_night_minutes", "minutes", "minutes that are overtime and night at once", True),
    LedgerColumn("overtime_holiday_minutes", "minutes", "minutes that are overtime and holiday work at once", True),
    LedgerColumn("night_holiday_minutes", "minutes", "minutes that are night and holiday work at once", True),
    LedgerColumn(
        "premium_minutes",
        "minutes",
        "overtime, night and holiday minutes, each times its rate in `pay`: minutes of ordinary pay on top of the paid "
        "ones; 0 without `pay`",
        True,
    ),
    LedgerColumn(
        "pay_minutes", "minutes", "paid and premium minutes together: what work is worth in ordinary pay", True
    ),
    LedgerColumn(
        "leave",
        "text",
        "kind of the absence, as `absences.csv` has it, of parts of several kinds one that is paid before one that is "
        "not, and the earlier before the later; empty: none",
    ),
    LedgerColumn(
        "leave_minutes",
        "minutes",
        f"what the contract is credited for the day of absence, as in rules {ContractDays.number} and "
        f"{ContractMinutes.number}: its average day on the "
        "weekdays of the contract, in a week at most its days; for an absence of a part of a day of work the regular "
        "minutes of the shift that were not worked; of halves and quarters of several kinds the share of those that "
        "are paid; 0 where the kind is not paid, or the contract does not count it as "
        "work; a day of training or other duty is its average day on every weekday, beyond the contract's days too",
        True,
    ),
    LedgerColumn("holiday_off_minutes", "minutes", "the same for a public holiday that is a day off", True),
    LedgerColumn("days_in_lieu", "count", "days off owed for work on a Sunday or public holiday", True),
    LedgerColumn("days_in_lieu_due", "day", "the day by which they are due; empty: none is owed, or no term is set"),
    LedgerColumn("days_in_lieu_taken", "count", "days of absence of the kind `day_in_lieu_kind`", True),
    LedgerColumn("week", "day", "Monday of the calendar week"),
    LedgerColumn("week_minutes", "minutes", "paid minutes of the person in that week, as far as it is known"),
    LedgerColumn("above_week_limit", "yes", "whether they are above `most_minutes_per_week`; with no limit never"),
    LedgerColumn("week_known", "yes", "whether each day of that week is known"),
)
