"""Words of published rosters: what was published, whom to tell, and the versions before."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "published_now": (
        "버전 {number}(으)로 공표했습니다: {first} ~ {last}, {people}, 작성자 {author}",
        "Published as version {number}: {first} to {last}, {people}, by {author}",
    ),
    "published_already": (
        "이미 버전 {number}(으)로 공표되어 있습니다: {first} ~ {last}. 바뀐 것은 없습니다.",
        "Published already, as version {number}: {first} to {last}. Nothing was changed.",
    ),
    "published_again": (
        "버전 {number}의 근무표를 다시 공표한 것입니다.",
        "It is the roster of version {number} again.",
    ),
    "published_first": (
        "{first} ~ {last}은 처음 공표되었습니다. 모든 사람에게 근무표를 알리십시오.",
        "{first} to {last} is published for the first time: everybody is to be given the roster.",
    ),
    "published_fallen": ("부재로 빠지는 근무 {count}건", "Shifts that fall out because of absences: {count}"),
    "published_nobody_told": (
        "이전에 공표된 날 가운데 근무가 바뀌는 사람은 없습니다.",
        "Of what was published before, nobody's days change.",
    ),
    "history_none": ("공표된 근무표가 없습니다.", "Nothing is published."),
    "history_none_in": ("그 주에 공표된 근무표가 없습니다.", "Nothing is published of this week."),
    "history_version": ("버전", "Version"),
    "history_when": ("공표 시각", "Published"),
    "history_author": ("작성자", "By"),
    "history_days": ("기간", "Days"),
    "history_new_days": ("처음 공표(일)", "New days"),
    "history_people": ("변경 인원", "People changed"),
    "history_changed": ("변경일", "Days changed"),
    "history_note": ("사유", "Note"),
    "history_reverts": ("버전 {number} 되돌림", "version {number} again"),
    "changes_sheet": ("변경", "Changes"),
    "changes_id": ("사번", "Id"),
    "changes_name": ("이름", "Name"),
    "changes_old": ("기존", "Before"),
    "changes_new": ("변경", "Now"),
    "changes_meal": ("식사", "Meal"),
    "changes_place": ("근무지", "Place"),
    "changes_told": ("알림 확인", "Told"),
    "changes_head": (
        "버전 {number} ({when}, {author}): 공표된 근무가 바뀌는 사람",
        "Version {number} ({when}, by {author}): whose published days change",
    ),
}
