"""Words of a repair."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
}
"""Korean and English by key."""
