"""Which dates a question finds, and how they stand in the list."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.recurrence.series import at
from mapping.routing.engine import Engine
from portal.dates import found as asking
from tests import factories
from tests.drawing import drawn
from tests.portal.dates.conftest import NOW, change, dated, found, only, page, room, titles, told, whole_days
from tests.portal.stairway import AT, STAIRS, START, TOWN

pytestmark = pytest.mark.django_db


# --- days --------------------------------------------------------------------------------------------------------


def test_a_week_is_listed_by_day_by_time_and_by_title(hall):
    for title, said in (
        ("Chor", "Freitag, 27. November 2026, 18 bis 20 Uhr"),
        ("Café", "Freitag, 27. November 2026, 15 bis 17 Uhr"),
        ("Ärzte-Gespräch", "Freitag, 27. November 2026, 15 bis 17 Uhr"),
        ("Frühstück", "Sonntag, 29. November 2026, 9:30 bis 11 Uhr"),
        ("Später", "Montag, 30. November 2026, 10 bis 11 Uhr"),
    ):
        dated(title, said, place=hall)
    assert told() == [
        ("Freitag, 27. November", ["15 bis 17 Uhr Ärzte-Gespräch", "15 bis 17 Uhr Café", "18 bis 20 Uhr Chor"]),
        ("Sonntag, 29. November", ["9:30 bis 11 Uhr Frühstück"]),
    ]


def test_a_date_over_midnight_is_there_on_both_days_and_once_in_the_week(hall):
    dated("Tanz", "Freitag, 27. November 2026, 22 bis 2 Uhr", place=hall)
    assert told() == [("Freitag, 27. November", ["22 bis 2 Uhr Tanz"])]
    assert told("ansicht=tag&tag=2026-11-28") == [("Samstag, 28. November", ["noch bis 2 Uhr Tanz"])]
    assert told("ansicht=tag&tag=2026-11-29") == []


def test_what_ends_at_midnight_is_not_there_on_the_next_day(hall):
    dated("Konzert", "Freitag, 27. November 2026, 20 bis 24 Uhr", place=hall)
    assert titles("ansicht=tag&tag=2026-11-27") == {"Konzert"}
    assert titles("ansicht=tag&tag=2026-11-28") == set()


def test_whole_days_stand_under_their_first_day_and_say_until_when(hall):
    whole_days("Fest", datetime(2026, 11, 27), datetime(2026, 11, 30), place=hall)
    assert told() == [("Freitag, 27. November", ["ganztags bis Sonntag Fest"])]
    assert told("ansicht=tag&tag=2026-11-29") == [("Sonntag, 29. November", ["letzter Tag Fest"])]


def test_what_goes_on_stands_under_today(hall):
    whole_days("Ausstellung", datetime(2026, 11, 3), datetime(2026, 12, 14), place=hall)
    assert told() == [("Donnerstag, 26. November", ["noch bis 13. Dezember Ausstellung"])]
    assert told("tag=2026-12-01") == [("Montag, 30. November", ["noch bis 13. Dezember Ausstellung"])]


def test_a_long_date_is_found_by_its_last_day(hall):
    """Few dates are long, and the index of starts must not lose them."""
    whole_days("Ausstellung", datetime(2026, 3, 1), datetime(2026, 12, 1), place=hall)
    dated("Kurz", "Montag, 30. November 2026, 10 bis 11 Uhr", place=hall)
    assert titles("ansicht=tag&tag=2026-11-30") == {"Ausstellung", "Kurz"}
    assert titles("ansicht=tag&tag=2026-12-01") == set()


def test_a_date_that_became_long_by_a_change_is_found_too(hall):
    event = dated("Kurz", "Freitag, 27. November 2026, 10 bis 11 Uhr", place=hall)
    change(event, datetime(2026, 11, 27, 10), starts=at(datetime(2026, 11, 27, 10)), ends=at(datetime(2026, 12, 9, 10)))
    assert titles("ansicht=tag&tag=2026-12-08") == {"Kurz"}


@pytest.mark.parametrize(
    ("said", "day", "lines"),
    [
        ("jeden Sonntag, 12 bis 13 Uhr", "2027-03-28", ["12 bis 13 Uhr Treff"]),
        ("jeden Sonntag, 12 bis 13 Uhr", "2027-10-31", ["12 bis 13 Uhr Treff"]),
        ("jeden Sonntag, 2:30 bis 4 Uhr", "2027-03-28", ["3:30 bis 4 Uhr Treff"]),
        ("jeden Sonntag, 0 bis 1 Uhr", "2027-10-31", ["0 bis 1 Uhr Treff"]),
        ("jedes Jahr am 29. Februar, 15 bis 17 Uhr", "2028-02-29", ["15 bis 17 Uhr Treff"]),
    ],
)
def test_days_on_which_clocks_are_changed_and_the_leap_day(hall, said, day, lines):
    dated("Treff", said, place=hall)
    ((_title, found_lines),) = told(f"ansicht=tag&tag={day}")
    assert found_lines == lines


def test_the_week_over_new_year_has_both_years(hall):
    dated("Silvester", "Donnerstag, 31. Dezember 2026, 20 bis 1 Uhr", place=hall)
    dated("Neujahr", "Freitag, 1. Januar 2027, 15 bis 17 Uhr", place=hall)
    assert told("tag=2027-01-02") == [
        ("Donnerstag, 31. Dezember", ["20 bis 1 Uhr Silvester"]),
        ("Freitag, 1. Januar 2027", ["15 bis 17 Uhr Neujahr"]),
    ]


def test_past_days_are_folded_only_in_the_week_of_today(hall):
    dated("Café", "jeden Donnerstag, 15 bis 17 Uhr", place=hall)
    later = at(datetime(2026, 12, 5, 9))
    assert [day.title for day in page("", later).past_days] == ["Donnerstag, 3. Dezember"]
    assert page("", later).shown_days == []
    assert page("tag=2026-11-27", later).past_days == []


def test_the_month_counts_on_each_day_what_the_page_of_that_day_shows(hall):
    dated("Tanz", "Freitag, 27. November 2026, 22 bis 2 Uhr", place=hall)
    dated("Café", "jeden Donnerstag, 15 bis 17 Uhr", place=hall)
    whole_days("Fest", datetime(2026, 11, 27), datetime(2026, 12, 3), place=hall)
    for month in ("2026-11-01", "2026-12-01"):
        cells = [cell for week in page(f"ansicht=monat&tag={month}").month for cell in week if cell]
        shown = [len(titles(f"ansicht=tag&tag={cell.date}")) for cell in cells]
        assert [cell.count for cell in cells] == shown
        assert sum(shown) > 3


def test_a_month_as_a_table_begins_on_monday(quarter):
    first, *_rest, last = page("ansicht=monat&tag=2027-02-10").month
    assert [cell.date.day for cell in first if cell] == [1, 2, 3, 4, 5, 6, 7]
    assert [cell.date.day for cell in last if cell] == [22, 23, 24, 25, 26, 27, 28]
    first, *_rest = page("ansicht=monat&tag=2026-11-10").month
    assert first[:6] == [None] * 6


# --- whose and for what --------------------------------------------------------------------------------------------


@pytest.fixture
def town(quarter, hall):
    """A café behind a door of its own in a hall with steps, a choir in the same hall, a round table nowhere yet."""
    factories.fact(hall, "wheelchair", "no")
    level = factories.place("Bücherei", "bibliothek", AT["C"])
    factories.fact(level, "wheelchair", "yes")
    factories.fact(level, "door_width", "yes", 95)
    caritas = factories.organisation("Caritas", slug="caritas")
    allianz = factories.initiative("Lokale Allianz", slug="allianz", needs=["demenz"], lead=caritas)
    allianz.places.add(hall)
    cafe = dated(
        "Demenzcafé", "Freitag, 27. November 2026, 15 bis 17 Uhr", initiative=allianz, place=hall, entrance="Hof"
    )
    room(cafe, wheelchair="yes")
    dated("Chor", "Freitag, 27. November 2026, 18 bis 20 Uhr", place=hall)
    dated("Lesung", "Samstag, 28. November 2026, 15 bis 17 Uhr", place=level)
    dated("Runder Tisch", "Samstag, 28. November 2026, 10 bis 12 Uhr", initiative=allianz)
    dated("Später", "Freitag, 4. Dezember 2026, 15 bis 17 Uhr", place=level)
    return quarter


ALL = {"Demenzcafé", "Chor", "Lesung", "Runder Tisch"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("bedarf=demenz", {"Demenzcafé", "Runder Tisch"}),
        ("art=kirche", {"Demenzcafé", "Chor"}),
        ("art=kirche&art=bibliothek", {"Demenzcafé", "Chor", "Lesung"}),
        ("initiative=allianz", {"Demenzcafé", "Runder Tisch"}),
        ("akteur=caritas", {"Demenzcafé", "Runder Tisch"}),
        ("ort=gemeindehaus", {"Demenzcafé", "Chor"}),
        ("ort=gemeindehaus&bedarf=demenz", {"Demenzcafé"}),
        ("q=Lesung", {"Lesung"}),
        ("q=chor", {"Chor"}),
        ("q=Allianz", {"Demenzcafé", "Runder Tisch"}),
        ("q=Gemeindehaus", {"Demenzcafé", "Chor"}),
        ("q=Gemeindehaus+Chor", {"Chor"}),
        ("q=Kirchweg", {"Demenzcafé", "Chor"}),
        ("q=Fußball", set()),
        ("offen=1&bbox=13.1,52.1,13.2,52.2", ALL),
    ],
)
def test_filters_find_what_they_say(town, query, expected):
    assert titles(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("zugang=yes&profil=rollator", {"Demenzcafé", "Lesung"}),
        ("zugang=not-no&profil=rollator", {"Demenzcafé", "Lesung", "Runder Tisch"}),
        ("zugang=yes&profil=walk", {"Demenzcafé", "Lesung"}),
        ("zugang=yes&profil=blind_low_vision", set()),
        ("zugang=not-no&profil=blind_low_vision", ALL),
    ],
)
def test_access_is_that_of_the_room_and_unknown_is_never_yes(town, query, expected):
    assert titles(query) == expected
    assert {row.title.text for row in page(query).rows} == expected
    for row in page(query).rows:
        assert row.access.verdict in (("yes",) if "zugang=yes" in query else ("yes", "partly", "unknown"))


def test_the_room_says_nothing_of_another_place(town):
    elsewhere = factories.place("Pfarrheim", "kirche")
    cafe = next(one.event for one in found().dates if one.event.title == "Demenzcafé")
    change(cafe, datetime(2026, 11, 27, 15), place=elsewhere, note="Der Saal wird gestrichen.")
    row = only("profil=rollator", "Demenzcafé")
    assert row.is_elsewhere
    assert (row.place, row.access.verdict) == (elsewhere, "unknown")
    assert "Demenzcafé" not in titles("zugang=yes&profil=rollator")
    assert "Demenzcafé" in titles("zugang=not-no&profil=rollator")


@pytest.fixture
def ways(monkeypatch):
    """The ways of the stairway's town; the start is at A."""
    engine = Engine(drawn(TOWN, STAIRS))
    monkeypatch.setattr("mapping.network.engine_at", lambda *_points, **_prefer: engine)


@pytest.fixture
def houses(quarter, ways):
    """20 m away by a stairway or 140 m around, 100 m away, on an island."""
    for title, corner in (("Nah", "B"), ("Fern", "C"), ("Insel", "F")):
        dated(title, "Freitag, 27. November 2026, 15 bis 17 Uhr", place=factories.place(title, "kirche", AT[corner]))
    return quarter


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Nah", "Fern", "Insel"}),
        ("profil=walk&minuten=1", {"Nah"}),
        ("profil=walk&minuten=2", {"Nah", "Fern"}),
        ("profil=rollator&minuten=3", {"Fern"}),  # to the near one it is 20 m in a straight line
        ("profil=rollator&minuten=4", {"Nah", "Fern"}),
    ],
)
def test_minutes_are_those_along_the_ways(houses, query, expected):
    assert titles(f"{START}&{query}") == expected


def test_lines_tell_the_way(houses):
    asked = f"{START}&profil=rollator"
    assert only(asked, "Fern").reach.text == "2 Min. mit Rollator (100 m)"
    assert "kein Weg" in only(asked, "Insel").reach.no_way_text


def test_without_a_network_it_is_the_straight_line(houses, monkeypatch):
    monkeypatch.setattr("mapping.network.engine_at", lambda *_points, **_prefer: None)
    assert "Luftlinie" in only(START, "Fern").reach.text
    assert titles(f"{START}&minuten=1&profil=rollator") == {"Nah"}
    assert "Luftlinie" in page(f"{START}&minuten=1").sentence


def test_what_is_nowhere_yet_stays_unless_its_place_matters(town):
    assert "Runder Tisch" in titles("profil=rollator&von=13.31,52.585")
    for query in ("minuten=30&von=13.31,52.585", "zugang=yes", "art=kirche"):
        assert "Runder Tisch" not in titles(query)
    assert "Runder Tisch" in titles("minuten=30")  # without a start there is no limit


# --- in words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "4 Termine in der Woche vom 23. November bis 29. November"),
        ("ansicht=tag", "Kein Termin am Donnerstag, 26. November"),
        ("ansicht=monat&q=Chor", "1 Termin im November 2026 für ‚Chor‘"),
        (
            "tag=2026-12-01&bedarf=demenz&profil=rollator&zugang=not-no",
            "Kein Termin in der Woche vom 30. November bis 6. Dezember für ‚Leben mit Demenz‘, mit Rollator,"
            " ohne bekannte Hindernisse",
        ),
        ("initiative=allianz", "2 Termine in der Woche vom 23. November bis 29. November, Lokale Allianz"),
    ],
)
def test_the_sentence_says_what_was_asked_and_how_much_was_found(town, query, sentence):
    assert page(query).sentence == sentence


def test_those_that_are_cancelled_count_and_are_said(town):
    chor = next(one.event for one in found().dates if one.event.title == "Chor")
    change(chor, datetime(2026, 11, 27, 18), cancelled=True, note="Die Leiterin ist krank.")
    row = only("", "Chor")
    assert (row.is_cancelled, row.note.text) == (True, "Die Leiterin ist krank.")
    assert (page().sentence[:9], page().cancelled) == ("4 Termine", "Davon fällt 1 aus.")
    assert page("q=Lesung").cancelled == ""


def test_an_event_that_is_called_off_says_why_on_every_date(hall):
    dated("Kurs", "jeden Freitag, 10 bis 11 Uhr", place=hall, cancelled="Zu wenige Anmeldungen.")
    assert only("", "Kurs").note.text == "Zu wenige Anmeldungen."


def test_a_moved_date_says_when_it_would_have_been(hall):
    event = dated("Café", "jeden Freitag, 15 bis 17 Uhr", place=hall)
    change(
        event, datetime(2026, 11, 27, 15), starts=at(datetime(2026, 11, 28, 16)), ends=at(datetime(2026, 11, 28, 18))
    )
    row = only("", "Café")
    assert (row.day, row.times) == ("Samstag, 28. November", "16 bis 18 Uhr")
    assert row.moved_from == "Freitag, 27. November, 15 Uhr"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 11, 27, 9), "Heute, 27. November"),
        ((2026, 11, 26, 23), "Morgen, 27. November"),
        ((2026, 11, 25, 9), "Freitag, 27. November"),
    ],
)
def test_the_day_is_told_as_people_do(hall, moment, day):
    dated("Café", "Freitag, 27. November 2026, 15 bis 17 Uhr", place=hall)
    row = only("tag=2026-11-27", "Café", at(datetime(*moment)))
    assert row.when == f"{day}, 15 bis 17 Uhr"


@pytest.mark.parametrize(
    ("hour", "state"), [(14, (False, False)), (15, (True, False)), (16, (True, False)), (17, (False, True))]
)
def test_a_date_is_to_come_then_on_then_over(hall, hour, state):
    dated("Café", "Freitag, 27. November 2026, 15 bis 17 Uhr", place=hall)
    row = only("", "Café", at(datetime(2026, 11, 27, hour)))
    assert (row.is_running, row.is_over) == state


# --- questions written down ----------------------------------------------------------------------------------------

FULL = (
    "ansicht=tag&tag=2026-11-27&initiative=allianz&akteur=caritas&ort=gemeindehaus"
    "&bedarf=demenz&art=kirche&q=Caf%C3%A9&von=13.310000,52.585000&profil=rollator&minuten=15&zugang=not-no"
)


@pytest.mark.parametrize("query", ["", FULL, "ansicht=monat&bedarf=demenz", "tag=2026-12-24"])
def test_a_question_written_down_is_read_as_the_same(town, query):
    assert page(query).question.query() == query


def test_every_filter_can_be_taken_away(town):
    asked = page(FULL)
    names = ["initiative", "akteur", "ort", "bedarf", "art", "q", "von", "profil", "minuten", "zugang"]
    assert len(asked.chips) == len(names)
    for chip, name in zip(asked.chips, names, strict=True):
        assert f"{name}=" in FULL
        assert f"{name}=" not in chip.remove_query
        assert "ansicht=tag&tag=2026-11-27" in chip.remove_query


def test_other_days_keep_the_filters_and_today_needs_no_day(town):
    asked = page("tag=2026-12-01&bedarf=demenz")
    assert asked.next == "tag=2026-12-07&bedarf=demenz"
    assert asked.today == "bedarf=demenz"
    assert [step.query for step in asked.views] == [
        "ansicht=tag&tag=2026-12-01&bedarf=demenz",
        "tag=2026-12-01&bedarf=demenz",
        "ansicht=monat&tag=2026-12-01&bedarf=demenz",
    ]
    assert page("bedarf=demenz").today is None


# --- nothing found -------------------------------------------------------------------------------------------------


def test_it_says_what_to_leave_out_and_when_the_next_date_is(town):
    asked = page("bedarf=demenz&art=bibliothek")
    assert asked.sentence.startswith("Kein Termin")
    assert [one.count for one in asked.advice] == [2, 1]
    assert [titles(one.query) for one in asked.advice] == [{"Demenzcafé", "Runder Tisch"}, {"Lesung"}]
    asked = page("art=bibliothek&ansicht=tag&tag=2026-11-29")
    assert asked.following
    assert asked.following.label == "Freitag, 4. Dezember"
    assert asked.following.query == "ansicht=tag&tag=2026-12-04&art=bibliothek"
    assert titles(asked.following.query) == {"Später"}


def test_the_next_date_is_one_that_takes_place(hall):
    event = dated("Café", "jeden Freitag, 15 bis 17 Uhr", place=hall)
    change(event, datetime(2026, 12, 4, 15), cancelled=True)
    following = page("tag=2026-11-28&ansicht=tag").following
    assert following
    assert following.label == "Freitag, 11. Dezember"


def test_after_the_last_date_there_is_none(town):
    assert page("tag=2027-01-01").following is None


# --- much and little -------------------------------------------------------------------------------------------------


def _queries(query: str) -> int:
    assert page(query).days  # what is read once in a process is read now: the vocabulary, doors of the network
    with CaptureQueriesContext(connection) as caught:
        assert page(query).days
    return len(caught)


@pytest.mark.parametrize(
    "query", ["", "profil=rollator&zugang=not-no", f"{START}&minuten=30", "q=Termin&ansicht=monat"]
)
def test_fifty_dates_need_as_many_queries_as_one(hall, ways, query):
    for number in range(50):
        place = hall if number == 0 else factories.place(f"Haus {number}", "kirche", AT["A"])
        made = dated(f"Termin {number}", "Freitag, 27. November 2026, 15 bis 17 Uhr", place=place)
        room(made, ramp="yes")
        if number == 0:
            hall.point = factories.point(*AT["A"])
            hall.save()
            little = _queries(query)
    assert _queries(query) == little


def test_a_page_shows_so_many_and_says_how_many_more_there_are(hall, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 3)
    monkeypatch.setattr("portal.dates.page.MOST", 3)
    dated("Mittagstisch", "täglich, 12 bis 13 Uhr", place=hall)
    asked = page("ansicht=monat&tag=2026-12-01")
    assert (len(asked.rows), asked.hidden) == (3, 28)
    assert page("tag=2026-12-01").hidden == 4
    assert page("ansicht=tag&tag=2026-12-01").hidden == 0


def test_what_is_over_gives_way_to_what_comes(hall, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 3)
    dated("Mittagstisch", "täglich, 12 bis 13 Uhr", place=hall)
    saturday = at(datetime(2026, 12, 5, 9))
    assert [row.span.first.day for row in page("", saturday).rows] == [30, 5, 6]
    assert saturday > NOW
