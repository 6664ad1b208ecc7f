"""What violations count, in Korean, and the short names of weekdays; units are English where they are made."""

from __future__ import annotations

UNITS_KO = {
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

AMOUNTS_KO = {
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

WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
