"""Words of the ledger: its columns and its workbook."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "ledger": ("근로시간 대장", "Ledger of hours"),
    "ledger_month": ("{year}년 {month}월", "{year}-{month:02}"),
    "ledger_period": ("기간 {first} ~ {last}", "Days {first} to {last}"),
    "ledger_note": (
        "시간은 시:분. 노란 칸의 가산율을 바꾸면 가산 시간과 지급 환산이 다시 계산됩니다. 자정을 넘긴 근무는 시작한 "
        "날의 달에 속합니다.",
        "Times are h:mm. Change the rates in yellow and premium and pay follow. A shift past midnight belongs to the "
        "month of the day on which it starts.",
    ),
    "ledger_rates": ("가산율", "Rates"),
    "ledger_overtime_rate": ("연장", "Overtime"),
    "ledger_night_rate": ("야간", "Night"),
    "ledger_holiday_rate": ("휴일", "Holiday"),
    "ledger_long_holiday_rate": ("휴일 초과분", "Long holiday"),
    "ledger_by_team": ("팀별 합계", "Totals by team"),
    "ledger_everybody": ("전체", "Everybody"),
    "ledger_days_worked": ("근무일", "Days worked"),
    "ledger_weeks_above": ("한도 초과 주", "Weeks above limit"),
    "ledger_leave_of": ("{kind}(일)", "{kind}, days"),
    "ledger_scheduled_minutes": ("배치 시간", "Scheduled"),
    "ledger_paid_minutes": ("유급 근로", "Paid work"),
    "ledger_overtime_minutes": ("연장", "Overtime"),
    "ledger_night_minutes": ("야간", "Night"),
    "ledger_holiday_minutes": ("휴일", "Holiday"),
    "ledger_long_holiday_minutes": ("휴일 8시간 초과", "Holiday beyond"),
    "ledger_overtime_night_minutes": ("연장·야간 중복", "Overtime at night"),
    "ledger_overtime_holiday_minutes": ("연장·휴일 중복", "Overtime on holidays"),
    "ledger_night_holiday_minutes": ("야간·휴일 중복", "Night on holidays"),
    "ledger_premium_minutes": ("가산", "Premium"),
    "ledger_pay_minutes": ("지급 환산", "Pay"),
    "ledger_leave_minutes": ("휴가 인정", "Leave"),
    "ledger_holiday_off_minutes": ("유급 공휴일", "Paid holidays off"),
    "ledger_days_in_lieu": ("대체휴일 발생", "Days in lieu owed"),
    "ledger_days_in_lieu_due": ("최종 기한", "Last due"),
    "ledger_days_in_lieu_taken": ("대체휴일 사용", "Days in lieu taken"),
    "day_in_lieu": ("대체휴일", "Day in lieu"),
}
"""Korean and English by key."""
