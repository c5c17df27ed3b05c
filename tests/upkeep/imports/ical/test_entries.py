"""What is read of a calendar: a table of entries as programs write them, and files that are none."""

import gzip
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil import rrule

from common.errors import UsageError
from initiatives.recurrence import occurrences, words
from initiatives.recurrence.series import at, wall
from tests.upkeep.imports.ical.files import calendar, event
from upkeep.imports.ical.entries import Entry, Reading, read
from upkeep.imports.ical.gate import MOST_BYTES, MOST_DEPTH, MOST_ENTRIES
from upkeep.imports.ical.repetition import PLANNED

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TABLE = yaml.safe_load((Path(__file__).parent / "calendars.yaml").read_text(encoding="utf-8"))


def reading(*events: str, zones: list[str] | None = None) -> Reading:
    zone = "\r\n".join(["BEGIN:VTIMEZONE", *zones, "END:VTIMEZONE"]) if zones else ""
    return read(calendar(*filter(None, (zone, *events))), NOW)


def entry(*lines: str, **more: str) -> Entry:
    (found,) = reading(event(*lines, **more)).entries
    return found


def from_row(row: dict[str, Any]) -> Reading:
    if row.get("plain"):
        return reading("\r\n".join(["BEGIN:VEVENT", "UID:a", "SUMMARY:Chor", *row["lines"], "END:VEVENT"]))
    return reading(event(*row["lines"]), zones=row.get("zones"))


def of(key: str) -> Any:
    rows = [row for row in TABLE if key in row]
    return pytest.mark.parametrize("row", rows, ids=[row["name"] for row in rows])


@of("says")
def test_when_it_is_in_words(row: dict[str, Any]):
    (found,) = from_row(row).entries
    assert words.sentence(found.series) == row["says"]
    assert not found.remarks


@of("dates")
def test_its_dates(row: dict[str, Any]):
    (found,) = from_row(row).entries
    dates = occurrences(found.series, NOW, at(datetime(2028, 1, 1)))
    assert [f"{wall(one.start):%d.%m. %H:%M}" for one in dates[: len(row["dates"])]] == row["dates"]


@of("single")
def test_a_rule_without_words_becomes_single_dates_and_says_so(row: dict[str, Any]):
    (found,) = from_row(row).entries
    assert found.series.rule is None
    assert 1 + len(found.series.added) == row["single"]
    assert f"{row['single']} einzelne Termine bis Ende 2029" in found.remarks[0]


@of("out")
def test_an_entry_that_cannot_be_used_is_left_out_with_the_reason(row: dict[str, Any]):
    found = from_row(row)
    assert not found.entries
    (left,) = found.left_out
    assert row["out"] in left.reason
    assert "Richtig wäre" in left.reason


def test_every_row_of_the_table_is_tested():
    assert all({"says", "dates", "single", "out"} & row.keys() for row in TABLE)


def test_one_bad_entry_costs_nobody_the_others():
    found = reading(event(uid="a"), event("RRULE:FREQ=SECONDLY", uid="b", title="Uhr"), event(uid="c"))
    assert [one.uid for one in found.entries] == ["a", "c"]
    assert [(one.line, one.uid, one.title) for one in found.left_out] == [(10, "b", "Uhr")]


# --- texts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("DESCRIPTION:Kommen Sie!\\nEs gibt Kaffee\\, Kuchen\\; und Tee.", "about",
         "Kommen Sie!\nEs gibt Kaffee, Kuchen; und Tee."),
        ("DESCRIPTION:<p>Kommen <b>Sie</b>!</p><br>Es gibt&nbsp\\;Kaffee.", "about", "Kommen Sie!\n\nEs gibt Kaffee."),
        ("DESCRIPTION:<ul><li>Eins</li><li>Zwei</li></ul>", "about", "Eins\nZwei"),
        ("DESCRIPTION:<style>p{color:red}</style><script>alert(1)</script>Text<br/>", "about", "Text"),
        ("DESCRIPTION:2 < 3 und 5 > 4", "about", "2 < 3 und 5 > 4"),
        ("DESCRIPTION:a\x00b\x07c\u202ed\u200b", "about", "abcd"),
        ("DESCRIPTION:" + "x" * 9000, "about", "x" * 3999 + "…"),
        ("LOCATION:Gemeindehaus\\, Saal", "location", "Gemeindehaus, Saal"),
        ("URL:https://paulus.example/chor?a=1", "website", "https://paulus.example/chor?a=1"),
        ("URL:javascript:alert(1)", "website", ""),
        ("URL:chor", "website", ""),
        ("URL:https://" + "x" * 600, "website", ""),
        ("CONTACT:mailto:chor@paulus.example", "email", "chor@paulus.example"),
        ("CONTACT:030 / 411 22 33", "phone", "030 / 411 22 33"),
        ("CONTACT:Frau Sommer\\, 030 4112233", "about", "Kontakt: Frau Sommer, 030 4112233"),
        ("CATEGORIES:Musik,Alte Leute", "categories", ("Musik", "Alte Leute")),
        ("SEQUENCE:7", "sequence", 7),
        ("SEQUENCE:viel", "sequence", None),
        ("SEQUENCE:99999999999", "sequence", None),
        ("STATUS:CANCELLED", "cancelled", True),
        ("STATUS:confirmed", "cancelled", False),
        ("LAST-MODIFIED:20261101T120000Z", "modified", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("LAST-MODIFIED:gestern", "modified", None),
    ],
)  # fmt: skip
def test_what_is_read_beside_the_times(line: str, field: str, value: object):
    assert getattr(entry(line), field) == value


def test_a_title_is_one_line_without_tags():
    assert entry(title="<b>Chor</b>\\n  im Saal").title == "Chor im Saal"
    assert len(entry(title="x" * 999).title) == 200


def test_folded_lines_are_put_together():
    assert entry("DESCRIPTION:Kommen S\r\n ie\\,\r\n\t bitte").about == "Kommen Sie, bitte"


@pytest.mark.parametrize(
    "line",
    [
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
        "X-ALT-DESC;FMTTYPE=text/html:<b>",
        "ORGANIZER;CN=Ada:mailto:ada@x.example",
        "GEO:1;2",
        "ohne Doppelpunkt",
        ";;;:::",
    ],
)
def test_what_we_do_not_use_disturbs_nothing(line: str):
    assert entry(line).title == "Chor"


def test_reminders_inside_of_an_entry_are_not_its_own_words():
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Erinnerung\r\nTRIGGER:-PT15M\r\nEND:VALARM"
    assert entry("DESCRIPTION:Chor", alarm).about == "Chor"


# --- identifiers ----------------------------------------------------------------------------------------------------


def test_private_entries_tasks_and_notes_are_counted_and_not_read():
    found = reading(
        event(uid="a"),
        event("CLASS:PRIVATE", uid="b", title="Arzt"),
        event("CLASS:confidential", uid="c", title="Geheim"),
        "BEGIN:VTODO\r\nUID:d\r\nSUMMARY:Einkaufen\r\nEND:VTODO",
        "BEGIN:VJOURNAL\r\nUID:e\r\nEND:VJOURNAL",
        "BEGIN:VFREEBUSY\r\nUID:f\r\nEND:VFREEBUSY",
    )
    assert [one.uid for one in found.entries] == ["a"]
    assert found.ignored == {"private": 2, "VTODO": 1, "VJOURNAL": 1}
    assert "Arzt" not in str(found)


@pytest.mark.parametrize("uid", ["", "   ", "x" * 501])
def test_an_entry_without_an_identifier_is_left_out(uid: str):
    (left,) = reading(event(f"UID:{uid}", uid="")).left_out
    assert left.reason.startswith("„UID“ ist ")


def test_an_entry_without_a_title_is_left_out():
    (left,) = reading(event(title="")).left_out
    assert left.reason == "„SUMMARY“ ist „“. Richtig wäre: eine Überschrift."


@pytest.mark.parametrize(("first", "second", "title"), [(0, 0, "A"), (0, 2, "B"), (2, 1, "A")])
def test_of_two_with_one_identifier_the_newer_counts(first: int, second: int, title: str):
    found = reading(event(f"SEQUENCE:{first}", title="A"), event(f"SEQUENCE:{second}", title="B"))
    assert [one.title for one in found.entries] == [title]
    assert "eine Kennung, die nur ein Eintrag hat; es gilt der in Zeile" in found.left_out[0].reason


WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=FR"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261203T180000", "ein Termin, den es nach der Wiederholung gibt"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261204T180000", "nur einen Termin meint"),
        ("RECURRENCE-ID:irgendwann", "RECURRENCE-ID"),
    ],
)
def test_a_change_of_a_date_that_there_is_not_is_left_out_alone(line: str, says: str):
    found = reading(event(WEEKLY), event(line))
    assert len(found.entries) == 1
    assert not found.entries[0].others
    assert says in found.left_out[0].reason


@pytest.mark.parametrize(
    "original",
    [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261204T180000",
        "RECURRENCE-ID:20261204T170000Z",
        "RECURRENCE-ID;VALUE=DATE:20261204",
    ],
)
def test_a_changed_date_is_named_in_many_ways(original: str):
    moved = ("DTSTART;TZID=Europe/Berlin:20261205T100000", "DTEND;TZID=Europe/Berlin:20261205T120000")
    (found,) = reading(event(WEEKLY), event(original, *moved)).entries
    ((when, other),) = found.others.items()
    assert (when, other.start, other.end) == (
        datetime(2026, 12, 4, 18),
        datetime(2026, 12, 5, 10),
        datetime(2026, 12, 5, 12),
    )


def test_a_change_that_changes_nothing_is_none():
    same = ("DTSTART;TZID=Europe/Berlin:20261204T180000", "DTEND;TZID=Europe/Berlin:20261204T200000")
    (found,) = reading(event(WEEKLY), event("RECURRENCE-ID;TZID=Europe/Berlin:20261204T180000", *same)).entries
    assert not found.others


# --- whole files ----------------------------------------------------------------------------------------------------

DEEP = "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 5000
BAD_FILES = {
    "empty": (b"", "BEGIN:VCALENDAR"),
    "text": (b"Am Freitag ist Chor.", "BEGIN:VCALENDAR"),
    "page": (b"<!doctype html><html><body>Anmelden</body></html>", "nicht die einer Seite"),
    "page in capitals": (b"\xef\xbb\xbf\n<HTML>", "nicht die einer Seite"),
    "packed": (gzip.compress(calendar(event())), "die ausgepackte Datei"),
    "zip": (b"PK\x03\x04" + b"\0" * 50, "die ausgepackte Datei"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "BEGIN:VCALENDAR"),
    "nothing but zeros": (b"\0" * 100, "BEGIN:VCALENDAR"),
    "broken off": (calendar(event(), event(uid="b"))[:-60], "die ganze Datei, bis END:VCALENDAR"),
    "wrongly nested": (calendar("BEGIN:VEVENT", "END:VTODO"), "das Ende von VEVENT"),
    "more ends than begins": (calendar() + b"END:VCALENDAR\r\n", "das Ende von VCALENDAR"),
    "something behind": (calendar() + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "zwischen BEGIN:VCALENDAR und END:VCALENDAR"),
    "an entry alone": (event().encode(), "BEGIN:VCALENDAR"),
    "deep": (DEEP.encode(), f"nichts tiefer als {MOST_DEPTH} Mal"),
    "too large": (calendar("X" * (MOST_BYTES + 1)), "eine Datei bis 5 MB"),
    "too many": (calendar(*["BEGIN:VEVENT\r\nEND:VEVENT"] * (MOST_ENTRIES + 1)), f"höchstens {MOST_ENTRIES} Einträgen"),
    "utf-16": (calendar(event()).decode().encode("utf-16"), "mit der Kodierung UTF-8"),
    "utf-16 without a mark": (calendar(event()).decode().encode("utf-16-be"), "mit der Kodierung UTF-8"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_calendar_is_refused_as_a_whole(name: str):
    content, says = BAD_FILES[name]
    with pytest.raises(UsageError) as found:
        read(content, NOW)
    assert says in found.value.detail
    assert "\n" not in found.value.detail


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + calendar(event()),
        calendar(event()).replace(b"\r\n", b"\n"),
        calendar(event()).replace(b"\r\n", b"\r"),
        b"\r\n\r\n" + calendar(event()),
        calendar(event()) + calendar(event(uid="b")),
        calendar(event()).replace(b"BEGIN:", b"begin:").replace(b"END:", b"End:"),
        calendar(event(title="Café „Linde“")).decode().encode("cp1252"),
        calendar(event(), "BEGIN:X-ETWAS\r\nBEGIN:X-INNEN\r\nEND:X-INNEN\r\nEND:X-ETWAS"),
    ],
)
def test_calendars_may_be_written_in_many_ways(content: bytes):
    found = read(content, NOW)
    assert found.entries[0].title in ("Chor", "Café „Linde“")


def test_the_largest_calendar_is_read_in_time():
    weekly = [event(WEEKLY, f"DESCRIPTION:{'x' * 500}", uid=str(number)) for number in range(2000)]
    started = time.monotonic()
    assert len(read(calendar(*weekly), NOW).entries) == 2000
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "line",
    [
        "DESCRIPTION:" + "<" * 90_000,
        "DESCRIPTION:" + "<p" * 40_000 + "<b>",
        "DESCRIPTION:" + "&#" * 40_000 + "<b>",
        "EXDATE:" + ",".join(["20261127T170000Z"] * 5_000),
        "RRULE:FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 366))),
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;INTERVAL=1000;BYMONTHDAY=31",
    ],
    ids=lambda line: line[:40],
)
def test_no_single_line_takes_long(line: str):
    started = time.monotonic()
    reading(event("DTSTART:19700105T170000Z", "DURATION:PT1H", line))
    assert time.monotonic() - started < 2


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each set of days that the library looks through: that is its work."""
    seen: list[int] = []

    def counted(days: Any) -> Any:
        def counting(self: Any, year: int, *more: int) -> Any:
            seen.append(year)
            return days(self, year, *more)

        return counting

    for name in ("ddayset", "wdayset", "mdayset", "ydayset"):
        monkeypatch.setattr(rrule._iterinfo, name, counted(getattr(rrule._iterinfo, name)))
    return seen


# With the number of days, weeks, months or years that anybody plans.
NEVER = {
    "FREQ=DAILY;BYSETPOS=5;BYHOUR=1": PLANNED.days,
    "FREQ=DAILY;BYMONTH=2;BYYEARDAY=200": PLANNED.days,
    "FREQ=DAILY;INTERVAL=7;BYDAY=WE": PLANNED.days // 7,
    "FREQ=WEEKLY;BYSETPOS=8": PLANNED.days // 7,
    "FREQ=WEEKLY;INTERVAL=2;BYMONTH=2;BYYEARDAY=200": PLANNED.days // 14,
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6": PLANNED.days // 28,
    "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31": PLANNED.days // 28,
    "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6": PLANNED.days // 365,
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": PLANNED.days // 365,
}


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_that_never_gives_a_date_is_looked_through_only_as_far_as_anybody_plans(rule: str, steps: list[int]):
    (left,) = reading(event(f"RRULE:{rule}")).left_out
    assert left.reason.endswith("Richtig wäre: eine Regel, die in den ersten 12 Jahren einen Termin gibt.")
    assert len(steps) <= NEVER[rule] + 3


@pytest.mark.parametrize("end", ["", ";UNTIL=20191231"])
def test_of_a_rule_with_countless_dates_long_ago_few_are_looked_at(end: str, steps: list[int]):
    numbers = ",".join(map(str, range(60)))
    rule = f"RRULE:FREQ=DAILY;BYMINUTE={numbers};BYSECOND={numbers}{end}"
    (left,) = reading(event("DTSTART:19700105T170000Z", "DURATION:PT1H", rule)).left_out
    assert "eine Wiederholung mit höchstens 10000 Terminen" in left.reason
    assert len(steps) < 10


def test_thousands_of_exceptions_cost_one_look_at_the_dates(steps: list[int]):
    days = [datetime(2016, 1, 2, 18) + timedelta(days=number) for number in range(3_000)]
    out = ",".join(f"{day:%Y%m%dT%H%M%S}" for day in days)
    lines = ("DTSTART;TZID=Europe/Berlin:20160101T180000", "RRULE:FREQ=DAILY", f"EXDATE;TZID=Europe/Berlin:{out}")
    assert entry(*lines).series.removed == set(days)
    assert len(steps) < 2 * len(days)


def test_zones_of_one_file_mean_nothing_in_the_next():
    own = [
        "TZID:Unsere",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0500",
        "TZOFFSETTO:+0500",
        "END:STANDARD",
    ]
    lines = ("DTSTART;TZID=Unsere:20261127T180000", "DURATION:PT2H")
    (first,) = reading(event(*lines), zones=own).entries
    assert first.series.start == datetime(2026, 11, 27, 14)
    assert not reading(event(*lines)).entries
