"""12 sessions for 240 people in the bundled week: where they are placed, against all at 14:00.

``python -m benchmarks.activities ROSTER [SECONDS]`` with a roster of the bundled workspace's week, such as that of
``make roster``. All at 14:00 means: from Monday to Friday, on whichever of these days each group finds best.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from scheduler.bundled import bundled_workspace
from scheduler.desk.activities.placing import Placement, place_activities
from scheduler.readers.workspace import read_workspace

PEOPLE, GROUP = 240, 20


def placed(roster: Path, seconds: float, hours: tuple[str, str]) -> Placement:
    """Place an hour of training for 240 people of the day and specialised teams within these hours of weekdays."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(bundled_workspace(), workspace)
        staff = read_workspace(workspace).employees
        people = [person.employee_id for person in staff if person.team == "day"]
        people += [person.employee_id for person in staff if person.team == "specialised"]
        row = (
            f"course,training,60,{'|'.join(people)},{PEOPLE},{GROUP},{GROUP},mon|tue|wed|thu|fri,{hours[0]},{hours[1]}"
        )
        header = "name,kind,minutes,who,heads,group_min,group_max,weekdays,from_time,to_time"
        (workspace / "activities.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        return place_activities(workspace, roster, time_limit_seconds=seconds)


def main(roster: Path, seconds: float = 60.0) -> None:
    """Print both."""
    for name, hours in (("best times", ("09:00", "18:00")), ("all at 14:00", ("14:00", "15:00"))):
        found = placed(roster, seconds, hours)
        before, after = found.before.totals, found.after.totals
        assert found.before.audit is not None
        assert found.after.audit is not None
        print(
            f"{name}: {found.placed} people in {len(found.sessions)} times, shortfall "
            f"{before.shortfall_agent_hours:,.1f} -> {after.shortfall_agent_hours:,.1f} agent hours, service level "
            f"{before.service_level:.1%} -> {after.service_level:.1%}, cost {found.before.audit.cost:,} -> "
            f"{found.after.audit.cost:,}, {found.moved} meal breaks moved"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(float, sys.argv[2:]))
