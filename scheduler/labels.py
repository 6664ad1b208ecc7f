"""What people read, in Korean and English: the one place for words of terminal, workbook and report."""

from __future__ import annotations

from typing import Literal, Protocol

Language = Literal["ko", "en"]


class Named(Protocol):
    """Anything with a name in both languages: a shift, a team, a queue."""

    @property
    def name_ko(self) -> str: ...

    @property
    def name_en(self) -> str: ...


_WORDS: dict[str, tuple[str, str]] = {
    # sheets and tables
    "roster": ("근무표", "Roster"),
    "coverage": ("충원 현황", "Coverage"),
    "summary": ("요약", "Summary"),
    "employee_id": ("사번", "ID"),
    "name": ("이름", "Name"),
    "team": ("팀", "Team"),
    "place": ("근무지", "Place"),
    "office": ("사무실", "Office"),
    "remote": ("재택", "Home"),
    "mixed": ("중간 전환", "Changes"),
    "days_worked": ("근무일", "Days"),
    "hours": ("시간", "Hours"),
    "overtime": ("연장", "Overtime"),
    "nights": ("야간", "Nights"),
    "weekend_days": ("주말", "Weekend"),
    "absent": ("부재", "Absent"),
    "annual_leave": ("연차", "Leave"),
    "sick_leave": ("병가", "Sick"),
    "parental_leave": ("육아휴직", "Parental"),
    "training": ("교육", "Training"),
    "at_home": ("재택근무", "working at home"),
    "people_on_shift": ("근무 인원", "People on the shift"),
    "time": ("시각", "Time"),
    "required": ("필요 인원", "Required"),
    "effective": ("배치 인원(환산)", "Scheduled, effective"),
    "gap": ("과부족", "Over or short"),
    "coverage_note": (
        "단위: 사무실 근무 상담사 1명 환산. 과부족은 배치에서 필요를 뺀 값이며, 음수가 부족입니다.",
        "Unit: agents in the office. Over or short is scheduled less required; negative means short.",
    ),
    # figures
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
    # edits
    "edited_cells": ("바뀐 근무 {count}건", "Edited days: {count}"),
    "nothing_edited": ("바뀐 근무 없음", "No day was edited"),
    "day_off": ("휴무", "off"),
    "newly_broken": ("이 변경으로 어긴 필수 규칙 {count}건", "Hard rules broken by the edits: {count}"),
    "no_longer_broken": ("이 변경으로 풀린 위반 {count}건", "Breaches that the edits remove: {count}"),
    "effect_of_edits": ("변경의 영향", "What the edits do"),
    "shortfall_hours": ("부족(인시)", "Shortfall, agent hours"),
    "surplus_hours": ("초과(인시)", "Surplus, agent hours"),
    "audit_of_edited": ("변경한 근무표의 점검", "The edited roster"),
    # repair
    "repair_frozen": (
        "오늘 {today}. {last}까지의 근무는 공표된 대로 둡니다.",
        "Today {today}; days up to {last} stay as published.",
    ),
    "repair_fallen": ("부재로 빠지는 근무 {count}건", "Shifts that fall out: {count}"),
    "repair_nothing_falls_out": ("부재로 빠지는 근무가 없습니다.", "No shift falls out."),
    "repair_told": (
        "변경을 알릴 사람 {people}, 근무일 {days} (기존 -> 변경)",
        "To be told: {people}, {days} (old -> new)",
    ),
    "repair_nobody_told": ("근무가 바뀌는 다른 사람은 없습니다.", "Nobody else's days change."),
    "repair_published": ("공표", "published"),
    "repair_unmoved": ("조정 없이", "nobody moved"),
    "repair_repaired": ("조정 후", "repaired"),
    "repair_prices": (
        "조정 인원 한도별 결과 (< 선택, 대비: 공표된 근무표)",
        "What each allowance brings (< chosen; against: the published roster)",
    ),
    "repair_allowed": ("한도(명)", "At most"),
    "repair_touched": ("조정(명)", "people"),
    "repair_days": ("변경일", "days"),
    "repair_against": ("대비", "against"),
    "repair_cost": ("비용(점)", "Cost, points"),
    "repair_enter_absences": (
        "워크스페이스의 absences에 다음을 추가해야 이후 점검에도 반영됩니다:",
        "Add to the workspace's absences, so that later checks know:",
    ),
    "repair_not_written": (
        "아무것도 쓰지 않았습니다. --output을 지정하면 이 근무표를 쓰고, 기존 것은 .bak으로 보관합니다.",
        "Nothing was written: --output writes this roster, and keeps what it replaces as .bak.",
    ),
    "repair_too_few_people": (
        "{count}명까지만 조정해서는 필수 규칙을 지킬 수 없습니다. {enough}명이면 가능합니다.",
        "The hard rules cannot be kept with {count} people touched at most; {enough} would be enough.",
    ),
    "repair_too_few_people_one": (
        "{count}명까지만 조정해서는 필수 규칙을 지킬 수 없습니다. {enough}명이면 가능합니다.",
        "The hard rules cannot be kept with {count} person touched at most; {enough} would be enough.",
    ),
    "repair_unmoved_breaks": ("아무도 조정하지 않으면:", "If nobody is moved:"),
    "repair_more_alike": ("같은 날 외 {count}건", "and {count} more that day"),
    "repair_breaches_stay": (
        "바꿀 수 없는 날의 근무가 이미 필수 규칙을 어깁니다:",
        "Days that must not change break hard rules already:",
    ),
    "repair_impossible": (
        "누구를 조정해도 필수 규칙을 지킬 수 없습니다:",
        "The hard rules cannot be kept, whoever is moved:",
    ),
    "repair_wider": (
        "확정으로 표시된 날은 지났거나 통보 기간 안입니다. --frozen-days를 줄이면 더 바꿀 수 있습니다.",
        "Locked days are past or inside the notice period; a smaller --frozen-days opens more of them.",
    ),
    "repair_more_people": (
        "{count}명까지 조정해도 필수 규칙을 지킬 수 없습니다. --max-people을 더 크게 지정하십시오.",
        "The hard rules cannot be kept with {count} people touched; try a larger --max-people.",
    ),
    "repair_more_people_one": (
        "{count}명까지 조정해도 필수 규칙을 지킬 수 없습니다. --max-people을 더 크게 지정하십시오.",
        "The hard rules cannot be kept with {count} person touched; try a larger --max-people.",
    ),
    "repair_not_found": (
        "{count}명까지 조정하는 근무표를 시간 안에 찾지 못했습니다. 불가능하다고 증명된 것은 아닙니다.",
        "No roster with {count} people touched was found in time, and none was proven impossible.",
    ),
    "repair_not_found_one": (
        "{count}명까지 조정하는 근무표를 시간 안에 찾지 못했습니다. 불가능하다고 증명된 것은 아닙니다.",
        "No roster with {count} person touched was found in time, and none was proven impossible.",
    ),
    "rule": ("규칙", "Rule"),
    "points": ("점수", "Points"),
    "points_per_unit": ("단위당 {count:,}점", "{count:,} points a unit"),
    "points_per_unit_one": ("단위당 {count}점", "{count} point a unit"),
    "hard": ("필수", "hard"),
    "source": ("근거", "Source"),
    "weight": ("가중치", "Weight"),
    # the workbook's further sheets and the report
    "coverage_charts": ("충원 그래프", "Charts"),
    "rules": ("규칙", "Rules"),
    "fairness": ("공평성", "Fairness"),
    "by_shift": ("근무조별 명단", "By shift"),
    "edit_here": (
        "수정은 이 시트의 근무 칸에서 합니다. 다른 시트는 작성 당시의 사본입니다. "
        "굵은 글씨나 노란색(#FFFF00) 칸은 다시 짤 때 그대로 둘 수 있습니다.",
        "Edit the shift cells of this sheet; the other sheets are copies made at writing. "
        "Cells in bold or plain yellow can be kept when the rest is planned anew.",
    ),
    "edit_there": (
        "작성 당시의 사본입니다. 수정은 '{sheet}' 시트에서 합니다.",
        "A copy made at writing; edit the sheet '{sheet}'.",
    ),
    "requests_met": ("희망 반영", "Requests"),
    "days_count": ("{count}일", "{count} days"),
    "days_count_one": ("{count}일", "{count} day"),
    "people": ("{count}명", "{count} people"),
    "people_one": ("{count}명", "{count} person"),
    "are_people": ("{count}명", "{count} people are"),
    "are_people_one": ("{count}명", "{count} person is"),
    "person_count": ("인원", "People"),
    "in_office": ("사무실 {count}", "office {count}"),
    "from_home": ("재택 {count}", "home {count}"),
    "off_duty": ("휴무", "Off"),
    "day": ("일자", "Day"),
    "date": ("날짜", "Date"),
    "agent_hours": ("인시(환산)", "Agent hours"),
    "scheduled": ("배치 인원", "Scheduled"),
    "shortfall": ("부족", "Short"),
    "surplus": ("여유", "Over"),
    "required_hours": ("필요 인시", "Required, agent h"),
    "scheduled_hours": ("배치 인시", "Scheduled, agent h"),
    "short_hours": ("부족 인시", "Short, agent h"),
    "over_hours": ("여유 인시", "Over, agent h"),
    "all_queues": ("전체 업무", "All queues"),
    "queue": ("업무", "Queue"),
    "soft_rules": ("조정 규칙의 비용", "What the soft rules cost"),
    "hard_rules_checked": ("필수 규칙", "Hard rules"),
    "kept": ("지킴", "kept"),
    "share": ("비중", "Share"),
    "people_behind": ("해당 인원", "People"),
    "who_behind": ("규칙별 해당자", "Who is behind each rule's cost"),
    "not_personal": ("시간대별 비용: 충원 현황 참조", "by interval: see coverage"),
    "amount": ("정도", "Amount"),
    "unit": ("단위", "Unit"),
    "detail": ("내용", "Detail"),
    "before": ("이전 누계", "Before"),
    "now": ("이번", "Now"),
    "together": ("누계", "Together"),
    "nights_now": ("야간 이번", "Nights now"),
    "nights_before": ("야간 이전", "Nights before"),
    "nights_together": ("야간 누계", "Nights together"),
    "weekend_now": ("주말 이번", "Weekend now"),
    "weekend_before": ("주말 이전", "Weekend before"),
    "weekend_together": ("주말 누계", "Weekend together"),
    "spread_note": (
        "횟수별 인원. 야간은 야간 근무가 가능한 사람, 주말은 주말 근무가 가능한 사람만 셉니다.",
        "People by count. Nights: of those who may work nights; weekends: of those whose contract has weekends.",
    ),
    "times": ("{count}회", "{count}"),
    "average": ("평균", "Mean"),
    "run_information": ("실행 정보", "This run"),
    "objective": ("목적값(점)", "Objective (points)"),
    "best_bound": ("하한(점)", "Bound (points)"),
    "bound_source": ("하한의 근거", "Who proved the bound"),
    "unavoidable_cost": ("불가피한 비용(점)", "Cost of every roster (points)"),
    "build_seconds": ("모형 생성", "Building the model"),
    "solve_seconds": ("탐색", "Search"),
    "total_seconds": ("전체", "In all"),
    "seed": ("난수 시드", "Seed"),
    "inputs_sha256": ("입력 파일 체크섬(SHA-256)", "Checksum of the inputs (SHA-256)"),
    "versions": ("버전", "Versions"),
    "shifts": ("근무조", "Shifts"),
    "paid_hours": ("유급 시간", "Paid h"),
    "overtime_of": ("연장 시간", "Overtime h"),
    "counts_as_night": ("야간 여부", "Night"),
    "legend": ("범례", "Legend"),
    # the report
    "report": ("근무표 보고서", "Roster report"),
    "report_coverage": ("시간대별 충원", "Coverage by interval"),
    "report_coverage_note": (
        "선은 필요 인원, 파란 면은 배치 인원(사무실 상담사 환산), 붉은 면은 부족입니다.",
        "Line: agents required. Blue: scheduled, in agents in the office. Red: short.",
    ),
    "report_service": ("시간별 응대 품질", "Service by hour"),
    "report_service_note": (
        "기간 전체를 시각별로 합산한 예상값입니다. 응답률은 대기열 진입 기준과 총 인입 기준을 함께 보입니다.",
        "Expected, all days of the period together by hour of day. Both answer rates: of entered calls and of all "
        "attempts.",
    ),
    "report_fairness": ("공평성", "Fairness"),
    "report_cost": ("비용 구성", "What the roster costs"),
    "report_cost_note": (
        "점수는 규칙의 가중치로 매긴 비용이며, 낮을수록 좋습니다.",
        "Points are the price that each rule's weight puts on a miss; fewer are better.",
    ),
    "report_gave_up": ("누가 무엇을 양보했나", "Who gave up what"),
    "report_people": ("구성원별 근무", "People"),
    "report_heat": ("과부족 표", "Over and short, table"),
    "report_hours_table": ("시각별 수치", "Figures by hour"),
    "search": ("이름, 사번, 팀, 근무 검색", "Search name, ID, team, shift"),
    "shown": ("{count}명 표시", "{count} people shown"),
    "shown_one": ("{count}명 표시", "{count} person shown"),
    "zoom": ("확대", "Zoom"),
    "hour": ("시각", "Hour"),
    "calls": ("인입", "Calls"),
    "rate_entered": ("응답률(진입)", "Answered of entered"),
    "rate_total": ("응답률(총 인입)", "Answered of all attempts"),
    "wait_seconds": ("평균 대기(초)", "Average wait (s)"),
    "deferrable": ("지연 처리 가능 업무", "work that may wait"),
    "wished_for": ("{date} {shift} 희망", "{date}: wished for {shift}"),
    "wished_not": ("{date} {shift} 기피", "{date}: wished not to have {shift}"),
    "got": ("{got} 배정", "has {got}"),
    "wishes_unmet": ("반영하지 못한 희망", "Wishes not met"),
    "by_queue": ("업무별 합계", "By queue"),
    "minutes": ("분", "min"),
    "gap_heat_note": (
        "배치에서 필요를 뺀 값. 붉을수록 부족, 푸를수록 여유.",
        "Scheduled less required: red is short, blue is over.",
    ),
    "no_script": (
        "검색과 확대만 자바스크립트가 필요하고, 나머지는 그대로 볼 수 있습니다.",
        "Only search and zoom need JavaScript; everything else works without.",
    ),
    "meal": ("식사", "Meal"),
    "close": ("닫기", "Close"),
    "nobody": ("해당자 없음", "Nobody"),
    "no_cost": ("비용 없음", "No cost"),
    "more_people": ("외 {count}명", "and {count} more"),
    # what if
    "wi_title": ("가정별 비교", "Scenarios compared"),
    "wi_baseline": ("현재", "Baseline"),
    "wi_scenario": ("가정", "Scenario"),
    "wi_measure": ("항목", "Measure"),
    "wi_part": ("구간", "Part"),
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
    "wi_value": ("값", "Value"),
    "wi_difference": ("차이", "Difference"),
    "wi_noise": ("오차 범위", "Within the gap"),
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
    "wi_kept": ("이전 결과", "from an earlier run"),
    "wi_source": ("근거", "Source"),
    "wi_better_worse": ("초록: 나아짐, 빨강: 나빠짐, ~: 오차 범위", "Green: better, red: worse, ~: within the gap"),
}

_UNITS_KO = {
    "blocks": "구간",
    "breaks": "휴게",
    "changed days": "변경일",
    "days": "일",
    "heads in an interval": "명(시간대)",
    "locks": "고정",
    "minutes": "분",
    "minutes of overtime": "연장 분",
    "nights above the fair share": "기준 초과 야간",
    "nights below the fair share": "기준 미달 야간",
    "paid minutes": "유급 분",
    "people": "명",
    "points of the request's weight": "희망 가중치",
    "rows": "행",
    "shifts": "근무",
    "single days": "외톨이 날",
    "start times beyond the first": "바뀐 출근 시각",
    "successions": "연속 근무",
    "thousandths of an agent in an interval": "1/1000명(시간대)",
    "weekend days": "주말 근무일",
    "weekend days above the fair share": "기준 초과 주말",
    "weekend days below the fair share": "기준 미달 주말",
    "weekends": "주말",
    "windows of days": "연속 구간",
}

_AMOUNTS_KO = {
    "changed days": "{n}일 변경",
    "days": "{n}일",
    "minutes": "{n}분",
    "minutes of overtime": "연장 {n}분",
    "nights above the fair share": "야간 {n}회 초과",
    "nights below the fair share": "야간 {n}회 미달",
    "points of the request's weight": "가중치 {n}",
    "single days": "{n}일",
    "start times beyond the first": "{n}회",
    "weekend days": "주말 {n}일",
    "weekend days above the fair share": "주말 {n}일 초과",
    "weekend days below the fair share": "주말 {n}일 미달",
}

_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def label(key: str, language: Language, **values: object) -> str:
    """The words for `key`; `values` fill its ``{places}``, of which a `count` of 1 takes those for one."""
    is_one = values.get("count") == 1 and f"{key}_one" in _WORDS
    korean, english = _WORDS[f"{key}_one" if is_one else key]
    return (korean if language == "ko" else english).format(**values)


def absence_label(kind: str, language: Language) -> str:
    """The words for a kind of absence; a kind of the centre's own as it stands in its file."""
    return label(kind, language) if kind in _WORDS else kind


def unit_label(unit: str, language: Language) -> str:
    """The words for what a violation counts; a unit without a translation as it is."""
    return _UNITS_KO.get(unit, unit) if language == "ko" else unit


def amount_text(amount: int, unit: str, language: Language) -> str:
    """An amount with its unit as people say it, such as ``연장 600분``."""
    if language == "ko" and unit in _AMOUNTS_KO:
        return _AMOUNTS_KO[unit].format(n=f"{amount:,}")
    return f"{amount:,} {unit_label(unit, language)}"


def weekday_label(weekday: int, language: Language) -> str:
    """The short name of a weekday, Monday 0."""
    return _WEEKDAYS[language][weekday]


def name_of(thing: Named, language: Language) -> str:
    """The name of a shift, team or queue."""
    return thing.name_ko if language == "ko" else thing.name_en
