"""Calendars and the feed over HTTP: for whom, in which language, and when nothing has to be sent again."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from actors.models import Need, Place
from initiatives.dates import renew
from initiatives.feeds import ical
from initiatives.feeds.records import Told, told
from initiatives.models import DateChange, Event, Initiative
from initiatives.models.events import EventQuerySet
from initiatives.recurrence.series import at
from mapping.models import Quarter
from portal.dates import calendars
from portal.dates.calendars import KEPT
from portal.dates.subscribe import Subscription
from portal.dates.whose import Whose
from tests import factories
from tests.initiatives.feeds.reading import check, parts

pytestmark = pytest.mark.django_db
CALENDAR, FEED = "/termine/kalender.ics", "/termine/neu.atom"
ONE = "/termine/demenzcafe/kalender.ics"


@pytest.fixture
def town(quarter):
    """A café and a choir here, one event elsewhere, a draft, and one that is long over."""
    allianz = factories.initiative("Allianz", slug="allianz", needs=["demenz"])
    hall = factories.place("Gemeindehaus", "kirche", slug="gemeindehaus", source="osm")
    factories.event("Demenzcafé", slug="demenzcafe", initiative=allianz, place=hall)
    factories.event("Chor", organisation=factories.organisation(slug="caritas"), place=factories.place("Pfarrheim"))
    factories.event("Fern", place=factories.place(at=(6.65, 51.15)))
    factories.event("Entwurf", place=hall, status="draft")
    factories.event("Früher", said="am 1. Mai 2024, 18 bis 20 Uhr", place=hall)
    renewed()
    return quarter


def renewed() -> None:
    renew(Event.objects.with_changes(), timezone.now())


def titles(client: Client, address: str) -> set[str]:
    content = client.get(address).content
    check(content)
    return {str(part["SUMMARY"]) for part in parts(content)}


def heads(client: Client, address: str) -> set[str]:
    root = ElementTree.fromstring(client.get(address).content)
    return {title.text for title in root.findall("{*}entry/{*}title")}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Demenzcafé", "Chor"}),
        ("?bedarf=demenz", {"Demenzcafé"}),
        ("?initiative=allianz", {"Demenzcafé"}),
        ("?akteur=caritas", {"Chor"}),
        ("?ort=gemeindehaus", {"Demenzcafé"}),
        ("?quartier=wittenau&bedarf=demenz&bedarf=essen", {"Demenzcafé"}),
    ],
)
def test_who_subscribes_gets_what_the_page_shows(client: Client, town, query: str, found: set[str]):
    assert titles(client, CALENDAR + query) == found
    assert heads(client, FEED + query) == {f"Neu: {title}" for title in found}


def test_one_event_is_a_calendar_too_also_when_it_is_over(client: Client, town):
    assert titles(client, ONE) == {"Demenzcafé"}
    slug = Event.objects.get(title_de="Früher").slug
    assert titles(client, f"/termine/{slug}/kalender.ics") == {"Früher"}


@pytest.mark.parametrize("slug", ["nix", "entwurf"])
def test_what_is_not_public_is_not_found(client: Client, town, slug: str):
    Event.objects.filter(title_de="Entwurf").update(slug="entwurf")
    assert client.get(f"/termine/{slug}/kalender.ics").status_code == 404


@pytest.mark.parametrize("address", [CALENDAR, FEED])
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("art=apotheke", "„parameter“ ist „art“"),
        ("bedarf=nix", "„bedarf“ ist „nix“"),
        ("initiative=nix", "„initiative“ ist „nix“"),
        ("ort=a&ort=b", "nur eine Angabe"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(client: Client, town, address: str, query: str, says: str):
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_a_single_calendar_has_nothing_to_choose(client: Client, town):
    assert client.get(f"{ONE}?bedarf=demenz").status_code == 400
    assert client.get(f"{ONE}?quartier=wittenau").status_code == 200


def test_the_addresses_are_whole_and_in_the_language_of_the_calendar(client: Client, town):
    (part,) = parts(client.get(ONE).content)
    assert part["URL"] == "http://testserver/termine/demenzcafe/"
    (part,) = parts(client.get(f"/en{ONE}").content)
    assert part["URL"] == "http://testserver/en/termine/demenzcafe/"


def test_the_licences_are_named_where_they_apply(client: Client, town):
    assert "OpenStreetMap" in client.get(f"{CALENDAR}?ort=gemeindehaus").content.decode()
    assert "OpenStreetMap" not in client.get(f"{CALENDAR}?akteur=caritas").content.decode()
    assert "CC BY 4.0" in client.get(FEED).content.decode()


@pytest.mark.parametrize("address", [CALENDAR, FEED])
def test_the_licence_of_a_place_is_named_also_for_a_single_date_there(client: Client, town, address: str):
    one = f"{address}?akteur=caritas"
    assert "OpenStreetMap" not in client.get(one).content.decode()
    there = Place.objects.get(slug="gemeindehaus")
    coming = Event.objects.get(title_de="Chor").dates.filter(starts__gt=timezone.now())[0]
    DateChange.objects.create(event=coming.event, original=coming.original, place=there)
    renewed()
    assert "OpenStreetMap" in client.get(one).content.decode()


@pytest.mark.parametrize(
    ("address", "kind"),
    [(CALENDAR, "text/calendar; charset=utf-8"), (ONE, "text/calendar; charset=utf-8"), (FEED, "application/atom+xml")],
)
def test_the_answer_says_what_it_is(client: Client, town, address: str, kind: str):
    answer = client.get(address)
    assert answer["Content-Type"].startswith(kind)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer.cookies == {}
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == answer["ETag"]
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(answer.content)


def test_a_file_has_a_name_that_people_understand(client: Client, town):
    assert client.get(CALENDAR)["Content-Disposition"] == 'inline; filename="termine-wittenau.ics"'
    assert client.get(ONE)["Content-Disposition"] == 'inline; filename="demenzcafe.ics"'


@pytest.mark.parametrize("address", [CALENDAR, ONE, FEED])
def test_who_has_this_state_gets_nothing_again(client: Client, town, address: str):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


def _retitle() -> None:
    event = Event.objects.get(slug="demenzcafe")
    event.title = "Café"
    event.save()


def _add() -> None:
    factories.event("Neues", place=Place.objects.get(slug="gemeindehaus"))


def _rename_place() -> None:
    place = Place.objects.get(slug="gemeindehaus")
    place.name = "Haus am Park"
    place.save()


def _cancel_one() -> None:
    event = Event.objects.get(slug="demenzcafe")
    DateChange.objects.create(event=event, original=event.starts, cancelled=True)


def _add_neuss() -> None:
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))


def _move_one() -> None:
    """To a quarter of its own."""
    _add_neuss()
    event = Event.objects.get(slug="demenzcafe")
    there = Place.objects.get(agenda__title_de="Fern")
    DateChange.objects.create(event=event, original=event.starts, place=there)


def _meet_elsewhere() -> None:
    _add_neuss()
    Initiative.objects.get(slug="allianz").places.set([Place.objects.get(agenda__title_de="Fern")])


def _note_it() -> None:
    DateChange.objects.update(note_de="Die Halle ist zu.")


def _other_needs() -> None:
    Initiative.objects.get(slug="allianz").needs.add(Need.objects.get(slug="essen"))


def _own_needs() -> None:
    Event.objects.get(slug="demenzcafe").needs.set(Need.objects.filter(slug="essen"))


def _hide() -> None:
    Event.objects.filter(slug="demenzcafe").update(status="draft")


def _other_order() -> None:
    Need.objects.filter(slug="demenz").update(order=999)


def _other_word() -> None:
    Need.objects.filter(slug="demenz").update(label_de="Vergesslich")


def _close_the_quarter_of_a_moved_date() -> None:
    Quarter.objects.filter(slug="neuss").update(status="draft")


def _close_the_quarter_of_the_initiative() -> None:
    """It meets somewhere else only; the café stays and names nobody who invites."""
    Quarter.objects.filter(slug="neuss").update(status="draft")


CHANGES = (_retitle, _add, _rename_place, _cancel_one, _note_it, _other_needs, _own_needs, _hide, _other_word)
CHANGES += (_other_order, _close_the_quarter_of_a_moved_date, _close_the_quarter_of_the_initiative)
BEFORE = {
    _note_it: _cancel_one,
    _other_order: _other_needs,
    _close_the_quarter_of_a_moved_date: _move_one,
    _close_the_quarter_of_the_initiative: _meet_elsewhere,
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_makes_another_state(client: Client, town, change):
    BEFORE.get(change, lambda: None)()
    before = client.get(CALENDAR)
    change()
    after = client.get(CALENDAR, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_another_place_is_another_state_also_if_both_were_changed_at_the_same_moment(client: Client, town):
    Place.objects.update(updated_at=timezone.now())
    before = client.get(CALENDAR)["ETag"]
    Event.objects.filter(slug="demenzcafe").update(place=Place.objects.get(name="Pfarrheim"))
    assert client.get(CALENDAR)["ETag"] != before


def test_what_is_gone_is_heard_of(client: Client, town):
    first = client.get(CALENDAR)
    assert "Last-Modified" not in first
    Event.objects.filter(slug="demenzcafe").delete()
    again = client.get(CALENDAR, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_a_place_has_only_those_dates_of_another_place_that_are_moved_there(client: Client, town):
    event = Event.objects.get(slug="demenzcafe")
    pond = factories.place("Am Teich", slug="am-teich")
    original = at(datetime(2026, 12, 4, 18))
    DateChange.objects.create(event=event, original=original, place=pond)
    renewed()
    found = parts(client.get(f"{CALENDAR}?ort=am-teich").content)
    assert [one["RECURRENCE-ID"].dt for one in found] == [original]
    assert heads(client, f"{FEED}?ort=am-teich") == {"Neu: Demenzcafé"}


def test_the_same_state_gives_the_same_bytes_and_a_change_elsewhere_no_others(client: Client, town):
    first = client.get(CALENDAR)
    Place.objects.filter(name="Pfarrheim").update(phone="1")
    again = client.get(CALENDAR)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])


def test_after_a_change_only_the_event_that_changed_is_written_again(client: Client, town, monkeypatch):
    written = []
    entry = ical.entry
    monkeypatch.setattr(
        ical, "entry", lambda event, *args, **more: written.append(event.slug) or entry(event, *args, **more)
    )
    KEPT.forget()
    client.get(CALENDAR)
    assert len(written) == 2
    _retitle()
    assert titles(client, CALENDAR) == {"Café", "Chor"}
    assert written[2:] == ["demenzcafe"]
    assert titles(client, f"{CALENDAR}?bedarf=demenz") == {"Café"}
    assert len(written) == 3


@pytest.mark.parametrize(
    "gone", [_hide, lambda: Event.objects.filter(slug="demenzcafe").delete()], ids=["hidden", "deleted"]
)
def test_what_vanishes_while_a_calendar_is_made_is_not_in_it(client: Client, town, monkeypatch, gone):
    def late(events: EventQuerySet) -> list[Told]:
        gone()
        return told(events)

    KEPT.forget()
    monkeypatch.setattr(calendars, "told", late)
    assert titles(client, CALENDAR) == {"Chor"}


def test_what_was_open_only_while_a_calendar_was_made_is_not_kept(client: Client, town, monkeypatch):
    """Its mark was read before, and is the mark of the closed quarter."""

    def switch(status: str) -> None:
        quarter = Quarter.objects.get(slug="neuss")
        quarter.status = status
        quarter.save()

    def late(events: EventQuerySet) -> list[Told]:
        switch("published")
        return told(events)

    _meet_elsewhere()
    switch("draft")
    KEPT.forget()
    with monkeypatch.context() as patched:
        patched.setattr(calendars, "told", late)
        client.get(CALENDAR)
    switch("draft")
    assert b"Allianz" not in client.get(CALENDAR).content


def test_a_word_that_a_need_had_only_while_a_calendar_was_made_is_not_kept(client: Client, town, monkeypatch):
    """Its mark was read before; a new name that is taken back leaves the old one."""

    def rename(label: str) -> None:
        with transaction.atomic():
            Need.objects.filter(slug="demenz").update(label_de=label)

    def late(events: EventQuerySet) -> list[Told]:
        rename("Vertippt")
        return told(events)

    label, usual = Need.objects.get(slug="demenz").label_de, client.get(CALENDAR).content
    KEPT.forget()
    with monkeypatch.context() as patched:
        patched.setattr(calendars, "told", late)
        assert b"Vertippt" in client.get(CALENDAR).content
    rename(label)
    assert client.get(CALENDAR).content == usual


def test_what_was_kept_for_one_calendar_is_not_given_to_another(client: Client, town):
    """Language, scheme and whose calendar it is are told in the entries."""
    KEPT.forget()
    first = client.get(CALENDAR).content
    assert client.get(f"/en{CALENDAR}").content.count(b"More about it") == 2
    assert b"https://testserver/termine/demenzcafe/" in client.get(CALENDAR, secure=True).content
    assert client.get(CALENDAR).content == first


@pytest.mark.parametrize("address", [CALENDAR, FEED])
def test_fifty_events_cost_as_many_queries_as_one(client: Client, quarter, address: str):
    costs = []
    for more in (1, 49):
        for _number in range(more):
            _with_everything()
        renewed()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def _with_everything() -> None:
    event = factories.event(
        place=factories.place(organisation=factories.organisation()),
        organisation=factories.organisation(),
        initiative=factories.initiative(needs=["demenz"]),
    )
    DateChange.objects.create(event=event, original=event.starts, place=factories.place())


# ---------------------------------------------------------------------------------------------------- how it is offered


@pytest.fixture
def offered(quarter) -> Subscription:
    whose = Whose(quarter, needs=tuple(Need.objects.filter(slug="demenz")))
    return Subscription.to(whose, RequestFactory().get("/termine/"))


def test_the_addresses_are_whole_and_keep_what_was_chosen(offered: Subscription):
    assert offered.calendar == "webcal://testserver/termine/kalender.ics?bedarf=demenz"
    assert offered.file == "http://testserver/termine/kalender.ics?bedarf=demenz"
    assert offered.feed == "http://testserver/termine/neu.atom?bedarf=demenz"


def test_in_english_the_calendar_is_english(quarter):
    with translation.override("en"):
        offered = Subscription.to(Whose(quarter), RequestFactory().get("/en/termine/"))
    assert offered.calendar == "webcal://testserver/en/termine/kalender.ics"


def test_the_addresses_lead_somewhere(client: Client, offered: Subscription):
    for address in (offered.file, offered.feed, offered.calendar.replace("webcal:", "http:")):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_page_offers_all_three_and_says_what_happens(offered: Subscription):
    page = render_to_string("parts/subscribe.html", {"subscribe": offered})
    assert 'href="webcal://testserver/termine/kalender.ics?bedarf=demenz"' in page
    assert "ändert er sich dort von selbst" in page
    assert page.count("<a ") == 3
    head = render_to_string("parts/subscribe_head.html", {"subscribe": offered})
    assert 'type="text/calendar"' in head
    assert 'type="application/atom+xml"' in head


def test_a_single_event_has_no_feed(town):
    event = Event.objects.get(slug="demenzcafe")
    offered = Subscription.to_event(event, RequestFactory().get("/termine/demenzcafe/"))
    assert offered.calendar == "webcal://testserver/termine/demenzcafe/kalender.ics"
    assert render_to_string("parts/subscribe.html", {"subscribe": offered}).count("<a ") == 2
    assert "atom" not in render_to_string("parts/subscribe_head.html", {"subscribe": offered})
