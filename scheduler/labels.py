"""What people read, in Korean and English: the one place for words of the terminal and the workbook."""

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
    "worst_intervals": ("가장 부족한 시간대", "Worst intervals"),
    "short_by": ("{short}명 부족(필요 {required}명)", "{short} agents short of {required}"),
    "nothing_short": ("부족 없음(필요 {required}명)", "nothing short of {required}"),
    "requests": ("근무 희망 반영", "Requests met"),
    "of": ("{part}/{whole}건", "{part} of {whole}"),
    "overtime_hours": ("연장근로", "Overtime"),
    "hours_unit": ("시간", "h"),
    "hard_rules": ("필수 규칙", "Hard rules"),
    "all_kept": ("{count}개 모두 지킴", "all {count} kept"),
    "broken": ("위반 {count}건", "{count} breaches"),
    "cost_by_rule": ("규칙별 비용(점)", "Cost by rule (points)"),
    "total_cost": ("합계", "Total"),
    "files": ("파일", "Files"),
    "rule": ("규칙", "Rule"),
    "points": ("점수", "Points"),
    "points_per_unit": ("단위당 {points}점", "{points} points a unit"),
    "hard": ("필수", "hard"),
    "source": ("근거", "Source"),
    "weight": ("가중치", "Weight"),
}

_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def label(key: str, language: Language, **values: object) -> str:
    """The words for `key`; `values` fill its ``{places}``."""
    korean, english = _WORDS[key]
    return (korean if language == "ko" else english).format(**values)


def absence_label(kind: str, language: Language) -> str:
    """The words for a kind of absence; a kind of the centre's own as it stands in its file."""
    return label(kind, language) if kind in _WORDS else kind


def weekday_label(weekday: int, language: Language) -> str:
    """The short name of a weekday, Monday 0."""
    return _WEEKDAYS[language][weekday]


def name_of(thing: Named, language: Language) -> str:
    """The name of a shift, team or queue."""
    return thing.name_ko if language == "ko" else thing.name_en
