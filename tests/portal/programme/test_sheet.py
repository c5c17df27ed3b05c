"""What stands on the sheet of a month."""

from collections import Counter
from datetime import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone

from actors.models import Need
from initiatives.models import DateChange, Event, EventDate, RoomFact
from initiatives.recurrence.series import at
from portal.programme.entries import Entry
from portal.programme.question import parse
from portal.programme.sheet import Sheet, sheet
from tests import factories

pytestmark = pytest.mark.django_db


def of(query: str = "monat=2026-12") -> Sheet:
    return sheet(parse(QueryDict(query), timezone.now()))


def told(found: Sheet) -> list[tuple[str, Entry]]:
    return [(day.label, entry) for week in found.weeks for day in week.days for entry in day.entries]


def only(found: Sheet) -> Entry:
    ((_day, entry),) = told(found)
    return entry


def test_every_date_of_the_month_stands_there_once_and_no_other(hold):
    hold()
    hold("Mittagstisch", "jeden Montag, Mittwoch und Freitag, 12 bis 13:30 Uhr")
    hold("Adventskonzert", "am 13. Dezember 2026, 17 bis 18:30 Uhr")
    hold("Neujahrsempfang", "am 1. Januar 2027, 11 bis 13 Uhr")
    hold("Herbstfest", "am 30. November 2026, 11 bis 13 Uhr")
    stored = EventDate.objects.filter(starts__gte=at(datetime(2026, 12, 1)), starts__lt=at(datetime(2027, 1, 1)))
    found = of()
    assert Counter(entry.title.text for _, entry in told(found)) == Counter(one.event.title for one in stored)
    assert found.count == stored.count() == 18


def test_days_have_their_weekday_and_stand_in_their_week(hold):
    hold("Neujahr", "am 1. Januar 2027, 11 bis 13 Uhr")
    hold("Erster", "am 1. Dezember 2026, 11 bis 13 Uhr")
    hold("Letzter", "am 31. Dezember 2026, 11 bis 13 Uhr")
    found = of()
    assert [week.label for week in found.weeks][::4] == [
        "Woche vom 30. November bis 6. Dezember",
        "Woche vom 28. Dezember bis 3. Januar",
    ]
    assert [label for label, _ in told(found)] == ["Dienstag, 1. Dezember", "Donnerstag, 31. Dezember"]
    assert found.weeks[0].before == "Was bis zum 30. November stattfindet, steht im Programm für November 2026."
    assert found.weeks[-1].after == "Was ab dem 1. Januar stattfindet, steht im Programm für Januar 2027."
    assert {week.before + week.after for week in found.weeks[1:-1]} == {""}


@pytest.mark.parametrize("month", ["2027-03", "2027-10"])
def test_times_are_those_on_the_wall_over_both_changes_of_the_clock(hold, month: str):
    hold(said="jeden Sonntag, 12 bis 13 Uhr")
    found = told(of(f"monat={month}"))
    assert {entry.when for _, entry in found} == {"12 bis 13 Uhr"}
    assert {label.split(",")[0] for label, _ in found} == {"Sonntag"}


def test_one_date_tells_all_that_is_known(hold):
    place = factories.place(
        "Gemeindehaus", "kirche", street="Kirchweg", number="3", postcode="13435", city="Berlin", addition="Hinterhaus"
    )
    made = hold(
        said="am 4. Dezember 2026, 18 bis 20 Uhr",
        place=place,
        room="Großer Saal",
        entrance="über den Hof",
        cost="donation",
        registration="bei Frau Schulz",
        phone="030 4711",
    )
    RoomFact.objects.create(event=made, feature="entrance_steps", value="no")
    RoomFact.objects.create(event=made, feature="door_width", value="yes", number=95)
    entry = only(of())
    assert (entry.when, entry.title.text, entry.venue.place, entry.venue.number) == (
        "18 bis 20 Uhr",
        "Rudelsingen",
        place,
        1,
    )
    assert entry.venue.street == "Kirchweg\u00a03, Hinterhaus"
    assert (entry.room, entry.entrance, entry.access) == ("Großer Saal", "über den Hof", "stufenlos")
    assert (entry.cost.text, entry.registration.text) == ("gegen Spende", "bei Frau Schulz")
    assert [phone.text for phone in entry.phones] == ["030 4711"]
    assert (entry.is_short, entry.notes) == (False, ())


@pytest.mark.parametrize(
    ("cost", "text", "said"),
    [
        ("free", "", "kostenlos"),
        ("free", "Kuchen 2 Euro", "kostenlos, Kuchen 2 Euro"),
        ("fee", "3 Euro", "3 Euro"),
        ("fee", "", "kostet etwas"),
        ("unknown", "", ""),
        ("unknown", "wird noch gesagt", "wird noch gesagt"),
    ],
)
def test_what_it_costs_is_said_if_it_is_known(hold, cost: str, text: str, said: str):
    hold(said="am 4. Dezember 2026, 18 bis 20 Uhr", cost=cost, cost_text=text)
    found = of()
    assert only(found).cost.text == said
    assert any("Ob es etwas kostet" in line for line in found.unknown) == (not said)


def test_unknown_access_is_not_a_yes_and_is_said_at_the_end(hold):
    hold(said="am 4. Dezember 2026, 18 bis 20 Uhr")
    found = of()
    assert only(found).access == ""
    assert "Wie man hineinkommt, wissen wir nicht bei: Gemeindehaus." in found.unknown


def test_what_is_known_of_the_room_goes_before_the_place_unless_it_is_elsewhere(hold):
    place, other = factories.place("Gemeindehaus", "kirche"), factories.place("Bürgerhaus", "kirche")
    for one in (place, other):
        factories.fact(one, "wheelchair", "yes")

    def later(event: Event) -> None:
        RoomFact.objects.create(event=event, feature="entrance_steps", value="yes", number=5)
        DateChange.objects.create(event=event, original=at(datetime(2026, 12, 11, 18)), place=other)

    hold(said="alle zwei Wochen am Freitag, 18 bis 20 Uhr", place=place, room="Keller", later=later)
    elsewhere, here = (entry for _, entry in told(of()))
    assert (here.access, here.room) == ("nicht stufenlos", "Keller")
    assert (elsewhere.access, elsewhere.room) == ("stufenlos", "")
    assert [note.label for note in elsewhere.notes] == ["Diesmal an einem anderen Ort"]


def test_a_series_is_short_in_the_weeks_and_told_in_full_once(hold):
    hold(phone="030 4711", cost="free")
    found = of()
    assert {entry.is_short for _, entry in told(found)} == {True}
    (series,) = found.regular
    assert (series.when, series.cost.text) == ("jeden Freitag, 18 bis 20 Uhr", "kostenlos")
    assert [phone.text for phone in series.phones] == ["030 4711"]


def test_where_a_list_would_not_make_it_shorter_there_is_none(hold):
    hold(said="jeden ersten Freitag im Monat, 18 bis 20 Uhr")
    found = of()
    assert found.regular == ()
    assert not only(found).is_short


def test_a_cancelled_date_is_shown_with_its_reason(hold):
    def later(event: Event) -> None:
        DateChange.objects.create(
            event=event, original=at(datetime(2026, 12, 25, 18)), cancelled=True, note="Weihnachten"
        )

    hold(later=later)
    off = [(label, entry.notes[0]) for label, entry in told(of()) if entry.is_off]
    assert [(label, note.label, note.text.text) for label, note in off] == [
        ("Freitag, 25. Dezember", "Fällt aus", "Weihnachten")
    ]


def test_a_cancelled_event_is_shown_with_its_reason(hold):
    hold(said="am 4. Dezember 2026, 18 bis 20 Uhr", cancelled="Die Heizung ist kaputt")
    entry = only(of())
    assert entry.is_off
    assert entry.notes[0].text.text == "Die Heizung ist kaputt"
    assert of().unknown == (), "of what does not take place nothing is missing"


def test_a_moved_date_stands_on_its_new_day_in_full(hold):
    def later(event: Event) -> None:
        start = at(datetime(2026, 12, 10, 17))
        DateChange.objects.create(
            event=event, original=at(datetime(2026, 12, 11, 18)), starts=start, ends=at(datetime(2026, 12, 10, 19))
        )

    hold(later=later)
    label, moved = next((label, entry) for label, entry in told(of()) if entry.notes)
    assert (label, moved.when, moved.is_short) == ("Donnerstag, 10. Dezember", "17 bis 19 Uhr", False)
    assert moved.notes[0].label == "Verschoben, eigentlich am Freitag, 11. Dezember, 18 Uhr"


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "day", "when"),
    [
        ((2026, 11, 20), (2026, 12, 11), True, "Dienstag, 1. Dezember", "seit 20. November bis 10. Dezember"),
        ((2026, 12, 30), (2027, 1, 3), True, "Mittwoch, 30. Dezember", "ganztags bis Samstag"),
        ((2026, 12, 4), (2026, 12, 5), True, "Freitag, 4. Dezember", "ganztags"),
        (
            (2026, 12, 4, 16),
            (2026, 12, 6, 11),
            False,
            "Freitag, 4. Dezember",
            "16 Uhr bis Sonntag, 11 Uhr",
        ),
        ((2026, 12, 31, 20), (2027, 1, 1, 2), False, "Donnerstag, 31. Dezember", "20 bis 2 Uhr"),
        ((2026, 12, 4, 18), (2026, 12, 4, 18), False, "Freitag, 4. Dezember", "18 Uhr"),
        ((2026, 12, 4, 18), (2026, 12, 5), False, "Freitag, 4. Dezember", "18 bis 24 Uhr"),
    ],
)
def test_times_of_one_evening_of_days_and_of_what_has_begun_before(hold, starts, ends, all_day, day, when):
    def later(event: Event) -> None:
        event.starts, event.ends, event.all_day = at(datetime(*starts)), at(datetime(*ends)), all_day
        event.save()

    hold(said="am 4. Dezember 2026, 18 bis 20 Uhr", later=later)
    ((label, entry),) = told(of())
    assert (label, entry.when) == (day, when)


def test_a_night_belongs_to_the_month_in_which_it_began(hold):
    def later(event: Event) -> None:
        event.starts, event.ends = at(datetime(2026, 12, 31, 20)), at(datetime(2027, 1, 1, 2))
        event.save()

    hold(said="am 31. Dezember 2026, 20 bis 22 Uhr", later=later)
    assert (of("monat=2026-12").count, of("monat=2027-01").count) == (1, 0)


def test_places_are_numbered_by_name_and_the_map_has_the_same_numbers(hold):
    for name, at_ in (
        ("Öffentliche Bücherei", (13.312, 52.586)),
        ("Altes Rathaus", (13.308, 52.584)),
        ("Zum Anker", (13.31, 52.585)),
    ):
        hold(name, "am 4. Dezember 2026, 18 bis 20 Uhr", place=factories.place(name, "kirche", at_))
    found = of()
    assert [(venue.number, venue.place.name) for venue in found.venues] == [
        (1, "Altes Rathaus"),
        (2, "Öffentliche Bücherei"),
        (3, "Zum Anker"),
    ]
    assert {entry.title.text: entry.venue.number for _, entry in told(found)} == {
        "Altes Rathaus": 1,
        "Öffentliche Bücherei": 2,
        "Zum Anker": 3,
    }
    assert all(f">{number}</text>" in found.drawing.svg for number in (1, 2, 3))
    assert "Karte mit 3 Orten" in found.drawing.svg


def test_a_date_without_a_place_names_its_meeting_point_and_who_invites(hold):
    organisation = factories.organisation("Caritas Wittenau", phone="030 99")
    factories.place("Büro", organisation=organisation)
    hold("Spaziergang", "am 4. Dezember 2026, 14 bis 15 Uhr", place=None, room="am Brunnen", organisation=organisation)
    found = of()
    entry = only(found)
    assert (entry.venue, entry.room, entry.inviter) == (None, "am Brunnen", "Es lädt ein: Caritas Wittenau")
    assert [phone.text for phone in entry.phones] == ["030 99"]
    assert (found.venues, found.drawing) == ((), None)
    assert not any("hineinkommt" in line for line in found.unknown), "there is no door to get through"


def test_drafts_are_not_named(hold):
    organisation = factories.organisation("Geheim", status="draft", phone="030 99")
    hold("Öffentlich", "am 4. Dezember 2026, 14 bis 15 Uhr", organisation=organisation)
    hold("Entwurf", "am 4. Dezember 2026, 14 bis 15 Uhr", status="draft")
    entry = only(of())
    assert (entry.title.text, entry.phones) == ("Öffentlich", ())


def test_needs_narrow_it(hold):
    event = hold("Gedächtnistraining", "am 4. Dezember 2026, 14 bis 15 Uhr")
    event.needs.set(Need.objects.filter(slug="demenz"))
    hold("Tanztee", "am 5. Dezember 2026, 14 bis 15 Uhr")
    assert only(of("monat=2026-12&bedarf=demenz")).title.text == "Gedächtnistraining"


def test_many_names_are_counted(hold):
    for number in range(20):
        hold(f"Kurs {number:02}", f"am {number + 1}. Dezember 2026, 14 bis 15 Uhr", cost="unknown", phone="030 1")
    line = next(line for line in of().unknown if line.startswith("Ob es etwas kostet"))
    assert line.endswith("Kurs 04, Kurs 05 und 14 anderen.")


def test_an_empty_month_has_no_weeks(here):
    found = of()
    assert (found.count, found.weeks, found.venues, found.unknown) == (0, (), (), ())


def test_as_many_queries_for_one_date_as_for_fifty(hold, django_assert_num_queries):
    def one_more(number: int) -> None:
        own = {"organisation": factories.organisation(), "initiative": factories.initiative(area=factories.area())}
        hold(f"Kurs {number}", f"am {number % 31 + 1}. Dezember 2026, 14 bis 15 Uhr", **own)

    one_more(0)
    question = parse(QueryDict("monat=2026-12"), timezone.now())
    # The dates with three lists of theirs and those of initiatives, facts of places and of rooms, two for the map.
    queries = 9
    with django_assert_num_queries(queries):
        sheet(question)
    for number in range(1, 50):
        one_more(number)
    with django_assert_num_queries(queries):
        assert sheet(question).count == 50
