"""What the help desk of 48 in Berlin brings along: its staff list and its calls, as a German spreadsheet saves them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

FIRST_DAY, DAYS = date(2024, 4, 29), 28
_NAMES = ("Jürgen Groß", "Käthe Müller", "Zoë Weiß", "Søren Jäger")


def write_tables(folder: Path) -> None:
    """Put the office's own tables in the place of the example's: 48 people, two languages, 20, 30 and 40 hours."""
    staff = ["employee_id;name;team;contract;shifts;queues"]
    for n in range(1, 49):
        name = _NAMES[n % len(_NAMES)] if n % 6 == 0 else f"Agent {n}"
        contract, shifts = (
            ("part_20", "H|I") if n % 4 == 0 else ("part_30", "F|G") if n % 4 == 1 else ("full_time", "E|L")
        )
        queues = "english|german" if n % 3 == 0 else "german"
        staff.append(f"B{n:02};{name} {n};desk;{contract};{shifts};{queues}")
    (folder / "staff.csv").write_bytes("\r\n".join((*staff, "")).encode("cp1252"))
    calls = ["date;hour;queue;calls;aht_seconds"]
    for n in range(DAYS):
        on = FIRST_DAY + timedelta(days=n)
        for hour in range(8, 20):
            busy = (1.0 if 10 <= hour < 16 else 0.6) * (1.0 if on.weekday() < 5 else 0.5)
            calls.append(f"{on:%d.%m.%Y};{hour};german;{round(120 * busy)};312,5")
            calls.append(f"{on:%d.%m.%Y};{hour};english;{round(24 * busy)};340,0")
    (folder / "inflow.csv").write_bytes("\r\n".join((*calls, "")).encode("cp1252"))
    absences = ("employee_id;from;to;kind", "B06;05.06.2024;07.06.2024;annual_leave", "")
    (folder / "absences.csv").write_bytes("\r\n".join(absences).encode("cp1252"))
    requests = ("employee_id;date;shift;weight", "B02;06.06.2024;OFF;3", "B05;04.06.2024;G;1", "")
    (folder / "requests.csv").write_bytes("\r\n".join(requests).encode("cp1252"))
