"""Small calendars as people's programs write them."""

from collections.abc import Iterable

FRIDAY = ("DTSTART;TZID=Europe/Berlin:20261127T180000", "DTEND;TZID=Europe/Berlin:20261127T200000")


def event(*lines: str, uid: str = "chor@gemeinde.example", title: str = "Chor") -> str:
    """A VEVENT; without times among the lines it is on a Friday evening."""
    times = () if any(line.startswith("DTSTART") for line in lines) else FRIDAY
    head = [f"UID:{uid}"] if uid else []
    return "\r\n".join(["BEGIN:VEVENT", *head, f"SUMMARY:{title}", *times, *lines, "END:VEVENT"])


def calendar(*events: str, head: Iterable[str] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gemeinde//Kalender//DE", *head, *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()
