"""Words for the figures of a run, what they were taken from, its rules and its edits."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "week_of": ("기간", "Period"),
    "status": ("상태", "Status"),
    "status_optimal": ("최적", "optimal"),
    "status_feasible": ("실행 가능", "feasible"),
    "status_infeasible": ("필수 규칙을 함께 지킬 수 없음", "infeasible"),
    "status_no_solution": ("제한 시간 안에 근무표 없음", "no roster within the time limit"),
    "gap_to_bound": ("최적값과의 차이 한도", "gap"),
    "service_level": ("서비스 수준", "Service level"),
    "asa_seconds": ("평균 대기", "Average wait"),
    "seconds": ("초", "s"),
    "answer_rate_entered": ("응답률(대기열 진입 기준)", "Answer rate, of entered calls"),
    "answer_rate_total": ("응답률(총 인입 기준)", "Answer rate, of all attempts"),
    "answer_rates": ("응답률(진입 / 총 인입)", "answered of entered / of attempts"),
    "if_independent": ("시간대별로 따로 볼 때", "With each interval on its own"),
    "if_lagged": ("앞 시간대의 이월까지 볼 때", "With what intervals hand on"),
    "worst_intervals": ("가장 부족한 시간대", "Worst intervals"),
    "missed_heads": ("인원 과부족", "Heads missed"),
    "heads_short": ("{count}명 부족(요구 {asked}명, 배치 {found}명)", "{count} short ({asked} asked, {found} there)"),
    "heads_over": (
        "{count}명 초과(한도 {asked}명, 배치 {found}명)",
        "{count} too many ({asked} allowed, {found} there)",
    ),
    "on_site": ("사무실", "on site"),
    "next_day": ("다음 날 {time}", "{time} next day"),
    "more_lines": ("이 밖에 {count}건: 통합 문서의 규칙 시트", "{count} more: sheet of rules in the workbook"),
    "span": ("시간", "Hours"),
    "counted": ("대상", "Counted"),
    "asked": ("요구", "Asked"),
    "there": ("배치", "There"),
    "short_by": ("{short}명 부족(필요 {required}명)", "{short} agents short of {required}"),
    "nothing_short": ("부족 없음(필요 {required}명)", "nothing short of {required}"),
    "requests": ("근무 희망 반영", "Requests met"),
    "of": ("{part}/{whole}건", "{part} of {whole}"),
    "overtime_hours": ("연장근로", "Overtime"),
    "hours_unit": ("시간", "h"),
    "days_before": ("앞선 날의 근무", "Days before"),
    "days_checked": ("확인한 기간", "Days checked"),
    "days_checked_span": ("{first} ~ {last} ({days}일)", "{first} to {last} ({days} days)"),
    "known_days": ("{files}, {first} ~ {last}", "{files}, {first} to {last}"),
    "nobody_before": ("{first} 전에는 아무도 근무하지 않음(첫 주)", "nobody worked before {first} (first week)"),
    "nobody_since": (
        "{since} ~ {until}에는 아무도 근무하지 않음(첫 주)",
        "nobody worked from {since} to {until} (first week)",
    ),
    "declared_free": (
        "알려진 마지막 날은 {last}({files})이며, {since} ~ {until}은 첫 주로 지정되어 아무도 근무하지 않은 것으로 "
        "봅니다. 누가 근무했다면 그 근무표를 --previous로 주십시오.",
        "The last known day is {last} ({files}); {since} to {until} count as days on which nobody worked, as a first "
        "week was declared. If somebody did, give their roster with --previous.",
    ),
    "unread_absences": (
        "부재 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'을 넣으십시오.",
        "{count} absences count for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_absences_one": (
        "부재 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'을 넣으십시오.",
        "{count} absence counts for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_locks": (
        "확정 근무 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'를 넣으십시오.",
        "{count} locks count for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_locks_one": (
        "확정 근무 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'를 넣으십시오.",
        "{count} lock counts for nothing: rule {rule} is not in force; add '- rule: {name}' to the rules of "
        "workspace.yaml.",
    ),
    "unread_requests": (
        "근무 희망 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'를 weight와 함께 넣으십시오.",
        "{count} requests count for nothing: rule {rule} is not in force; add '- rule: {name}' with its weight to the "
        "rules of workspace.yaml.",
    ),
    "unread_requests_one": (
        "근무 희망 {count}건이 반영되지 않습니다: 규칙 {rule}이(가) 없습니다. workspace.yaml의 rules에 "
        "'- rule: {name}'를 weight와 함께 넣으십시오.",
        "{count} request counts for nothing: rule {rule} is not in force; add '- rule: {name}' with its weight to the "
        "rules of workspace.yaml.",
    ),
    "days_after": ("뒤따르는 날의 근무", "Days after"),
    "published_until": ("{last}까지 이미 공지됨", "already published up to {last}"),
    "inflow_until": ("인입 기록", "Arrivals counted"),
    "inflow_days": (
        "{first} ~ {last}, {days}({end})",
        "{first} to {last}, {days}, {end}",
    ),
    "ends_day_before": ("계획 시작 전날까지", "end the day before the plan"),
    "ends_before": ("계획 시작 {days} 전까지", "end {days} before the plan"),
    "counts_before": ("야간·주말 누적", "Counts so far"),
    "begin_at_mean": (
        "기록이 없거나 일부 비어 있는 {count}명은 같은 조건 동료의 평균에서 시작",
        "not known of {count} people, who begin at the mean of their peers",
    ),
    "begin_at_mean_one": (
        "기록이 없거나 일부 비어 있는 {count}명은 같은 조건 동료의 평균에서 시작",
        "not known of {count} person, who begins at the mean of the peers",
    ),
    "begin_at_zero": (
        "기록도 비교할 동료도 없는 {count}명은 0에서 시작",
        "{count} people without known counts or peers begin at 0",
    ),
    "begin_at_zero_one": (
        "기록도 비교할 동료도 없는 {count}명은 0에서 시작",
        "{count} person without known counts or peers begins at 0",
    ),
    "notice": ("참고", "Note"),
    "hard_rules": ("필수 규칙", "Hard rules"),
    "all_kept": ("{count}개 모두 지킴", "all {count} kept"),
    "broken": ("위반 {count}건", "{count} breaches"),
    "broken_one": ("위반 {count}건", "{count} breach"),
    "cost_by_rule": ("규칙별 비용(점)", "Cost by rule (points)"),
    "total_cost": ("합계", "Total"),
    "files": ("파일", "Files"),
    "edited_cells": ("바뀐 근무 {count}건", "Edited days: {count}"),
    "nothing_edited": ("바뀐 근무 없음", "No day was edited"),
    "day_off": ("휴무", "off"),
    "newly_broken": ("이 변경으로 어긴 필수 규칙 {count}건", "Hard rules broken by the edits: {count}"),
    "no_longer_broken": ("이 변경으로 풀린 위반 {count}건", "Breaches that the edits remove: {count}"),
    "effect_of_edits": ("변경의 영향", "What the edits do"),
    "shortfall_hours": ("부족(인시)", "Shortfall, agent hours"),
    "surplus_hours": ("초과(인시)", "Surplus, agent hours"),
    "audit_of_edited": ("변경한 근무표의 점검", "The edited roster"),
    "rule": ("규칙", "Rule"),
    "points": ("점수", "Points"),
    "points_per_unit": ("단위당 {count:,}점", "{count:,} points a unit"),
    "points_per_unit_one": ("단위당 {count}점", "{count} point a unit"),
    "hard": ("필수", "hard"),
    "source": ("근거", "Source"),
    "weight": ("가중치", "Weight"),
}
"""Korean and English by key."""
