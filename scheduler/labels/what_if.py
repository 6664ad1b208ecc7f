"""Words of a comparison of scenarios."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "wi_title": ("가정별 비교", "Scenarios compared"),
    "wi_baseline": ("현재", "Baseline"),
    "wi_scenario": ("가정", "Scenario"),
    "wi_measure": ("항목", "Measure"),
    "wi_depth": ("비교 깊이", "Depth"),
    "wi_staffing": ("인력 시간(staffing)", "staffing"),
    "wi_coverage": ("충원 최적(coverage)", "coverage"),
    "wi_roster": ("근무표(roster)", "roster"),
    "wi_misses_staffing": (
        "계약 시간에서 부재를 뺀 시간을 필요한 시간대에 그대로 배분한 값입니다. 근무조, 식사, 휴식, 휴무, 야간, 좌석, "
        "연장근로, 다른 업무 지원은 보지 않습니다.",
        "Hours of the contracts less absences, put where callers need them. Shifts, meals, rest, days off, nights, "
        "seats, overtime and help on other queues are not seen.",
    ),
    "wi_misses_coverage": (
        "모든 필수 규칙 아래 가능한 가장 좋은 충원입니다. 사람을 나누어 셈하고, "
        "희망과 공평성 등 개인별 규칙은 보지 않습니다.",
        "The best coverage that the hard rules allow. People are divisible, and wishes, fairness and other rules of "
        "single people are not seen.",
    ),
    "wi_misses_roster": (
        "이름이 있는 근무표이며 모든 필수 규칙을 파일에서 다시 점검했습니다. "
        "차이가 최적값과의 차이 한도보다 작으면 ~로 표시합니다.",
        "Rosters with names, every hard rule checked on their files. A difference smaller than the gap is marked ~.",
    ),
    "wi_staff": ("인원", "Staff"),
    "wi_required": ("필요(인시)", "Required, agent hours"),
    "wi_available": ("배치(인시)", "At hand, agent hours"),
    "wi_night_hours": ("야간근로(22~06시)", "Night work (22-06)"),
    "wi_holiday_hours": ("휴일근로", "Holiday work"),
    "wi_overtime_won": ("연장근로 임금(원)", "Overtime pay (won)"),
    "wi_night_won": ("야간 가산(원)", "Night premium (won)"),
    "wi_holiday_won": ("휴일 가산(원)", "Holiday premium (won)"),
    "wi_premium_won": ("가산임금 합계(원)", "Premium pay in all (won)"),
    "wi_requests_share": ("근무 희망 반영률", "Share of requests met"),
    "wi_nights_mean": ("1인당 야간", "Nights per person"),
    "wi_nights_most": ("1인당 야간(최대)", "Nights per person, most"),
    "wi_weekends_mean": ("1인당 주말", "Weekend days per person"),
    "wi_weekends_most": ("1인당 주말(최대)", "Weekend days per person, most"),
    "wi_move": ("근무가 바뀌는 인원", "People whose week changes"),
    "wi_cost": ("비용(점)", "Cost (points)"),
    "wi_prime": ("주요 시간", "Prime"),
    "wi_vulnerable": ("취약 시간", "Vulnerable"),
    "wi_other": ("그 외", "Other"),
    "wi_by_part": ("구간별 응대", "Service by part of the week"),
    "wi_changes": ("변경 내용", "What is changed"),
    "wi_what": ("항목", "What"),
    "wi_old": ("변경 전", "Before"),
    "wi_new": ("변경 후", "After"),
    "wi_people": ("구성원별", "People"),
    "wi_old_week": ("현재 근무", "Week now"),
    "wi_new_week": ("가정 근무", "Week then"),
    "wi_difference": ("차이", "Difference"),
    "wi_failed": ("실패: {error}", "failed: {error}"),
    "wi_skipped": ("중단되어 계산하지 않음", "not reached before the end"),
    "wi_infeasible": ("필수 규칙을 함께 지킬 수 없음", "the hard rules cannot hold together"),
    "wi_no_solution": ("제한 시간 안에 근무표 없음", "no roster within the time limit"),
    "wi_document": ("보고서와 비교", "Against the document"),
    "wi_in_document": ("보고서", "Document"),
    "wi_ours": ("이 모형", "Ours"),
    "wi_curve": ("변화 곡선", "Curve"),
    "wi_knee": ("{measure}: {at}에서 꺾임", "{measure}: bends at {at}"),
    "wi_no_knee": ("{measure}: 뚜렷한 꺾임 없음", "{measure}: no clear knee"),
    "wi_found": ("{condition}: {path} {value}", "{condition}: {path} {value}"),
    "wi_not_found": ("{condition}: 답 없음({note})", "{condition}: no answer ({note})"),
    "wi_find": ("목표에 필요한 변화", "What it takes"),
    "wi_tried": ("살펴본 값", "Values looked at"),
    "wi_source": ("근거", "Source"),
    "wi_better_worse": ("초록: 나아짐, 빨강: 나빠짐, ~: 오차 범위", "Green: better, red: worse, ~: within the gap"),
}
"""Korean and English by key."""
