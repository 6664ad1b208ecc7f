"""Words that only the report has."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "report": ("근무표 보고서", "Roster report"),
    "report_coverage": ("시간대별 충원", "Coverage by interval"),
    "report_coverage_note": (
        "선은 필요 인원, 파란 면은 배치 인원(사무실 상담사 환산), 붉은 면은 부족입니다. "
        "그림에 마우스를 올리면 수치가 보이고, 누르면 커집니다.",
        "Line: agents required. Blue: scheduled, in agents in the office. Red: short. "
        "Point at a picture for its figures; click to enlarge it.",
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
    "zoom": ("확대", "Zoom in"),
    "demand": ("수요", "Demand"),
    "demand_inflow": ("시간당 인입 (선: 예측, 띠: P10~P90)", "Arrivals an hour (line: forecast, band: P10 to P90)"),
    "demand_inflow_short": ("시간당 인입", "arrivals an hour"),
    "demand_required": ("필요 인원 (색: 결정 목표)", "Agents required (colour: the target that asks for most)"),
    "zoom_out": ("축소", "Zoom out"),
    "zoom_how": ("휠이나 단추로 확대하고 끌어서 옮깁니다.", "Zoom with the wheel or the buttons, drag to move."),
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
}
"""Korean and English by key."""
