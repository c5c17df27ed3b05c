"""What a calendar says of events, and how it is written down."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from actors.models import Need
from common.hours.calendars import ZONE
from initiatives.feeds import ical
from initiatives.feeds.lines import LONGEST, clean, escaped, file, folded, quoted
from initiatives.feeds.nights import clock_changes
from initiatives.models import DateChange, Event
from initiatives.recurrence.series import at
from tests import factories
from tests.initiatives.feeds.reading import check, exported, page, parts, unfolded

FIRST = at(datetime(2026, 11, 27, 18))
DAY = timedelta(days=1)
full = pytest.mark.django_db


def only(event: Event) -> icalendar.Event:
    content = exported(event)
    check(content)
    (part,) = parts(content)
    return part


def change(event: Event, days: int = 7, **what: object) -> DateChange:
    return DateChange.objects.create(event=event, original=FIRST + days * DAY, **what)


# ------------------------------------------------------------------------------------------------------ what is said


@full
def test_everything_that_people_may_know_is_told(quarter):
    hall = factories.place("Gemeindehaus", "kirche", street="Lindenstraße", number="4", postcode="13435", city="Berlin")
    event = factories.event(
        about="Wir singen; alle, die mögen.\nAuch ohne Noten.",
        place=hall,
        room="Raum 3",
        entrance="über den Hof",
        cost="fee",
        cost_text="3 Euro",
        registration="nicht nötig",
        phone="030 12345",
        organisation=factories.organisation("Chor, Wittenau e. V."),
    )
    event.needs.set(Need.objects.filter(slug__in=["demenz", "essen"]))
    part = only(event)
    assert part["UID"] == f"{event.uuid}@quartierskarte"
    assert part["SUMMARY"] == "Rudelsingen"
    assert part["LOCATION"] == "Gemeindehaus, Raum 3, Lindenstraße 4, 13435 Berlin"
    assert part["GEO"].to_ical() == "52.585;13.31"
    assert part["URL"] == page(event.slug)
    assert part["STATUS"] == "CONFIRMED"
    assert part["CONTACT"] == "Chor, Wittenau e. V., 030 12345"
    assert set(map(str, part["CATEGORIES"].cats)) == {need.label for need in event.needs.all()}
    assert part["LAST-MODIFIED"].dt == part["DTSTAMP"].dt == event.updated_at.replace(microsecond=0)
    assert part["DESCRIPTION"].splitlines() == [
        "Wir singen; alle, die mögen.",
        "Auch ohne Noten.",
        "Raum: Raum 3",
        "Eingang: über den Hof",
        "Kosten: 3 Euro",
        "Anmeldung: nicht nötig",
        "Kontakt: Chor, Wittenau e. V., 030 12345",
        f"Mehr dazu: {page(event.slug)}",
    ]


@full
def test_what_is_not_known_is_not_told():
    part = only(factories.event(said="am 27. November 2026, 18 bis 20 Uhr"))
    told = {"UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY"}
    assert set(part) == told | {"DESCRIPTION", "URL"}


@full
@pytest.mark.parametrize("status", ["draft", "archived"])
def test_who_is_not_public_is_not_named(status: str):
    hidden = factories.organisation("Geheim", email="geheim@example.org", phone="1", status=status)
    content = exported(factories.event(organisation=hidden, initiative=factories.initiative("Still", status=status)))
    assert "eheim" not in content.decode()
    assert "Still" not in content.decode()


@full
def test_an_organiser_is_one_with_an_address():
    host = factories.organisation('Chor "Linde", Wittenau', email="chor@example.org")
    part = only(factories.event(organisation=host))
    assert part["ORGANIZER"] == "mailto:chor@example.org"
    assert part["ORGANIZER"].params["CN"] == "Chor 'Linde', Wittenau"
    assert "CONTACT" not in part
    assert only(factories.event(email="singen@example.org", organisation=host))["ORGANIZER"] == (
        "mailto:singen@example.org"
    )


@full
def test_a_calendar_speaks_the_language_of_the_page():
    event = factories.event(title_en="Singing together", registration="nicht nötig")
    with translation.override("en"):
        part = only(event)
    assert part["SUMMARY"] == "Singing together"
    assert "nicht nötig" in part["DESCRIPTION"]
    assert only(event)["UID"] == part["UID"]


# ----------------------------------------------------------------------------------------- what is other than usual


@full
def test_an_event_that_is_called_off_stays_and_says_why():
    event = factories.event(cancelled="Die Halle wird umgebaut.")
    change(event, place=factories.place())
    for part in parts(exported(event)):
        assert part["STATUS"] == "CANCELLED"
        assert part["SUMMARY"] == "Fällt aus: Rudelsingen"
        assert part["DESCRIPTION"].startswith("Abgesagt, weil: Die Halle wird umgebaut.")


@full
def test_one_date_falls_out_and_the_others_do_not():
    event = factories.event()
    change(event, cancelled=True, note="Die Halle ist zu.")
    usual, other = parts(exported(event))
    assert (usual["STATUS"], other["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert other["UID"] == usual["UID"]
    assert other["RECURRENCE-ID"].dt == FIRST + 7 * DAY
    assert other["DESCRIPTION"].startswith("Die Halle ist zu.")


@full
def test_one_date_is_somewhere_else_without_the_usual_room(quarter):
    event = factories.event(place=factories.place("Halle"), room="Raum 3", entrance="über den Hof")
    change(event, place=factories.place("Kirche", "kirche", (13.32, 52.59)))
    usual, other = parts(exported(event))
    assert (usual["LOCATION"], other["LOCATION"]) == ("Halle, Raum 3", "Kirche")
    assert other["GEO"].to_ical() == "52.59;13.32"
    assert "Raum 3" not in other["DESCRIPTION"]


@full
def test_a_date_at_a_place_that_is_not_public_is_left_out(quarter):
    event = factories.event(place=factories.place("Halle"))
    change(event, place=factories.place("Versteck", status="draft"))
    content = exported(event)
    check(content)
    assert [one.dt for one in parts(content)[0]["EXDATE"].dts] == [FIRST + 7 * DAY]
    assert "Versteck" not in content.decode()
    single = factories.event(said="am 27. November 2026, 18 bis 20 Uhr")
    change(single, 0, place=factories.place("Versteck", status="draft"))
    assert parts(exported(single)) == []


@full
def test_a_single_event_that_is_moved_is_one_part():
    event = factories.event(said="am 27. November 2026, 18 bis 20 Uhr")
    change(event, 0, starts=FIRST + DAY, ends=FIRST + DAY)
    part = only(event)
    assert part["DTSTART"].dt == FIRST + DAY
    assert "DTEND" not in part
    assert "RECURRENCE-ID" not in part


@full
def test_a_change_of_a_date_that_the_rule_no_longer_gives_is_not_told():
    event = factories.event()
    change(event, 8, cancelled=True)
    assert "RECURRENCE-ID" not in only(event)


@full
def test_the_end_of_a_rule_is_told_in_utc_or_as_a_day():
    until = "jeden Freitag, {}, bis 30. Juni 2027"
    assert "UNTIL=20270630T215959Z" in exported(factories.event(said=until.format("18 bis 20 Uhr"))).decode()
    whole = exported(factories.event(said=until.format("ganztags"))).decode()
    assert "UNTIL=20270630;" in whole
    assert "DTSTART;VALUE=DATE:20261127" in whole
    assert "DTEND;VALUE=DATE:20261128" in whole


@full
@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("jeden Samstag, 22 bis 4 Uhr", {"20270327T220000": "20270328T040000", "20271030T220000": "20271031T040000"}),
        ("jeden Sonntag, 2:30 bis 3:30 Uhr", {"20270328T023000": None, "20271031T023000": "20271031T033000"}),
        ("jeden Samstag, 22 bis 24 Uhr", {}),
        ("jeden Sonntag, 3 bis 5 Uhr", {}),
        ("jeden Sonntag, ganztags", {}),
        ("am 28. März 2027, 1 bis 5 Uhr", {}),
    ],
)
def test_a_night_in_which_the_clock_is_changed_is_named_where_others_would_end_otherwise(said: str, named: dict):
    found = {
        one["RECURRENCE-ID"].to_ical().decode(): one["DTEND"].to_ical().decode() if "DTEND" in one else None
        for one in parts(exported(factories.event(said=said), year=2027))
        if "RECURRENCE-ID" in one
    }
    assert {original: end for original, end in found.items() if original.startswith("2027")} == named
    assert len(found) >= 3 * bool(named)


@full
def test_the_same_state_gives_the_same_bytes():
    events = [factories.event(), factories.event("Chor", said="am 27. November 2026, ganztags")]
    change(events[0], cancelled=True)
    assert exported(*events) == exported(*events)


# ---------------------------------------------------------------------------------------------------- how it is written


def test_the_zone_is_as_the_clocks_of_berlin():
    zone = icalendar.Timezone.from_ical("\r\n".join(ical.ZONE_LINES) + "\r\n").to_tz()
    for moment in (moment for year in range(1997, 2038) for moment in clock_changes(year)):
        for minutes in (-61, -1, 0, 1, 61):
            local = (moment + timedelta(minutes=minutes)).astimezone(ZONE)
            assert moment.tzinfo == UTC
            if local.fold or clock_is_ambiguous(local):
                continue
            assert zone.utcoffset(local.replace(tzinfo=None)) == local.utcoffset(), local


def clock_is_ambiguous(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@given(st.text())
def test_any_text_comes_back_from_a_line(text: str):
    text = "".join(sign for sign in text if not 0xD800 <= ord(sign) < 0xE000)
    written = file([f"SUMMARY:{escaped(text)}"])
    assert all(len(line) <= LONGEST for line in written.split(b"\r\n"))
    (line, _end) = unfolded(written)
    assert plain(line.removeprefix("SUMMARY:")) == clean(text)


def plain(value: str) -> str:
    """The escapes of RFC 5545, 3.3.11, read from left to right."""
    signs = iter(value)
    return "".join({"n": "\n"}.get(following := next(signs), following) if sign == "\\" else sign for sign in signs)


@pytest.mark.parametrize("sign", ["a", "ß", "€", "🎉"])
def test_a_fold_tears_no_character(sign: str):
    for length in range(60, 90):
        pieces = folded("X:" + sign * length).split(b"\r\n ")
        assert "".join(piece.decode() for piece in pieces) == "X:" + sign * length


@pytest.mark.parametrize(
    ("text", "written"),
    [("Chor", "Chor"), ("Chor, Linde", '"Chor, Linde"'), ('"Linde"', "'Linde'"), ("a\nb\x00", "a b")],
)
def test_a_parameter_is_quoted_where_it_must_be(text: str, written: str):
    assert quoted(text) == written
