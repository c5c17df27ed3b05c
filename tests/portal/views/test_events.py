"""The pages of dates: the list, one event, and the next dates on other pages."""

import json
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.models import Contact, Place
from initiatives.dates import renew
from initiatives.models import Event
from initiatives.recurrence.series import at
from mapping.models import Quarter
from tests import factories
from tests.portal.dates.conftest import NOW, change, dated
from tests.portal.views.conftest import page, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_week_is_a_list_with_a_heading_for_each_day(client: Client, cafe: Event) -> None:
    shown = page(client, "/termine/")
    assert "<b>1 Termin in der Woche vom 23. November bis 29. November.</b>" in shown
    assert re.findall(r"<h2[^>]*><span>([^<]+)</span>", shown) == ["Freitag, 27. November"]
    assert '<a href="/termine/demenzcafe/">Demenzcafé</a>' in shown
    assert '<time datetime="2026-11-27T15:00+01:00">' in shown
    assert "Gemeindehaus, <span>Kleiner Saal</span> · Kirchweg 3" in shown


def test_the_month_is_a_table_too_with_links_to_its_days(client: Client, cafe: Event) -> None:
    shown = page(client, "/termine/?ansicht=monat&tag=2026-12-01")
    assert "<caption>Dezember 2026 auf einen Blick</caption>" in shown
    assert '<a href="/termine/?ansicht=tag&amp;tag=2026-12-04">' in shown
    assert shown.count("1 Termin</span>") == 4
    assert '<span class="visually-hidden">Montag</span>' in shown


def test_a_date_that_is_cancelled_stays_and_says_why(client: Client, cafe: Event) -> None:
    change(cafe, datetime(2026, 11, 27, 15), cancelled=True, note="Die Leiterin ist krank.")
    shown = read(client, "/termine/")
    assert "Fällt aus : Die Leiterin ist krank." in shown
    assert "Davon fällt 1 aus." in shown


def test_a_date_that_is_moved_says_so(client: Client, cafe: Event) -> None:
    other = factories.place("Pfarrheim", "kirche")
    moved = {"starts": at(datetime(2026, 11, 28, 16)), "ends": at(datetime(2026, 11, 28, 18))}
    change(cafe, datetime(2026, 11, 27, 15), place=other, note="Der Saal wird gestrichen.", **moved)
    shown = read(client, "/termine/")
    assert "Samstag, 28. November 16 bis 18 Uhr" in shown
    assert "Verlegt , eigentlich Freitag, 27. November, 15 Uhr" in shown
    assert "Diesmal an einem anderen Ort" in shown
    assert "Der Saal wird gestrichen. Pfarrheim" in shown
    assert "Kleiner Saal" not in shown


def test_the_form_keeps_what_is_not_in_it(client: Client, cafe: Event) -> None:
    shown = page(client, "/termine/?ansicht=monat&initiative=allianz&bedarf=demenz&farben=dunkel")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', shown))
    assert hidden == {"ansicht": "monat", "initiative": "allianz", "farben": "dunkel"}
    assert '<option value="demenz" selected>' in shown
    assert (
        '<input class="input" type="date" id="tag" name="tag" value="2026-11-26" min="2025-10-22" max="2029-02-03">'
        in shown
    )


def test_dates_are_taken_along_as_they_are_asked_for(client: Client, cafe: Event) -> None:
    shown = page(client, "/termine/?initiative=allianz&bedarf=demenz&tag=2026-12-01")
    for address in (
        "webcal://testserver/termine/kalender.ics?bedarf=demenz&amp;initiative=allianz",
        "http://testserver/termine/neu.atom?bedarf=demenz&amp;initiative=allianz",
        "/programm/?monat=2026-12&amp;bedarf=demenz&amp;initiative=allianz",
        "/programm.pdf?monat=2026-12&amp;bedarf=demenz&amp;initiative=allianz",
    ):
        assert f'href="{address}"' in shown, address


@pytest.mark.parametrize("tag", ["2025-10-22", "2029-02-03"])
def test_the_programme_is_linked_as_far_as_there_is_one(client: Client, cafe: Event, tag: str) -> None:
    linked = re.findall(r'href="(/programm/[^"]+)"', page(client, f"/termine/?tag={tag}"))
    assert [client.get(address.replace("&amp;", "&")).status_code for address in linked] == [200] * len(linked)


def test_an_empty_week_leads_on(client: Client, cafe: Event) -> None:
    shown = page(client, "/termine/?ansicht=tag&bedarf=demenz")
    assert "Kein Termin am Donnerstag, 26. November für ‚Leben mit Demenz‘" in shown
    assert (
        'href="/termine/?ansicht=tag&amp;tag=2026-11-27&amp;bedarf=demenz">Der nächste Termin ist am Freitag' in shown
    )
    assert "Danach ist noch nichts eingetragen." in page(client, "/termine/?art=apotheke")


def test_without_dates_the_page_says_so(client: Client, here: Quarter) -> None:
    assert "Danach ist noch nichts eingetragen." in page(client, "/termine/")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("tag=heute", "„tag“ ist „heute“. Richtig wäre: ein Tag wie 2026-11-26"),
        ("tag=2026-02-29", "„tag“ ist „2026-02-29“"),
        ("tag=2030-01-01", "bis zum 3. Februar 2029"),
        ("ansicht=jahr", "„ansicht“ ist „jahr“"),
        ("ansicht=%00", "„ansicht“ ist"),
        ("bedarf=demens", "„bedarf“ ist „demens“"),
        ("art=x", "„art“ ist „x“"),
        ("profil=x", "„profil“ ist „x“"),
        ("minuten=0", "„minuten“ ist „0“"),
        ("zugang=vielleicht", "„zugang“ ist „vielleicht“"),
        ("von=999,999", "„Wo sind Sie?“ ist „999,999“"),
        ("initiative=x", "„initiative“ ist „x“"),
        ("akteur=x", "„akteur“ ist „x“"),
        ("ort=x", "„ort“ ist „x“"),
        ("quartier=atlantis", "„quartier“ ist „atlantis“"),
        (f"q={'x' * 201}", "„q“ ist"),
    ],
)
def test_wrong_questions_are_explained(client: Client, here: Quarter, query: str, says: str) -> None:
    assert says in page(client, f"/termine/?{query}", 400)


def test_it_can_be_read_in_english(client: Client, cafe: Event) -> None:
    shown = read(client, "/en/termine/?tag=2026-12-01")
    assert "1 event in the week from 30 November to 6 December." in shown
    assert "Friday, 4 December" in shown
    assert '<a href="/en/termine/demenzcafe/" lang="de">' in page(client, "/en/termine/")


def test_a_list_needs_as_many_queries_for_one_date_as_for_fifty(client: Client, hall: Place) -> None:
    counts = []
    for number in range(50):
        dated(f"Termin {number}", "Freitag, 27. November 2026, 15 bis 17 Uhr", place=hall)
        if number in (0, 1, 49):
            with CaptureQueriesContext(connection) as caught:
                client.get("/termine/")
            counts.append(len(caught))
    assert counts[1] == counts[2] <= 17


# --- one event -------------------------------------------------------------------------------------------------------


def test_an_event_says_everything_that_is_known(client: Client, cafe: Event) -> None:
    shown = read(client, cafe.get_absolute_url())
    for said in (
        "Jeden Freitag, 15 bis 17 Uhr",
        "Es lädt ein: Lokale Allianz · Caritas",
        "Wir trinken Kaffee.",
        "Raum Kleiner Saal",
        "Eingang über den Hof",
        "Kosten gegen Spende",
        "Bitte vorher anrufen.",
        "030 23125 300",
        "Leben mit Demenz",
        "Kommen Sie hinein?",
        "Morgen, 27. November 15 bis 17 Uhr",
    ):
        assert said in shown, said
    assert 'href="/initiativen/allianz/"' in page(client, cafe.get_absolute_url())


def test_the_head_of_a_series_says_when_it_is_next(client: Client, cafe: Event, hall: Place) -> None:
    assert "Nächster Termin: Morgen, 27. November, 15 bis 17 Uhr" in read(client, cafe.get_absolute_url())
    change(cafe, datetime(2026, 11, 27, 15), cancelled=True)
    shown = read(client, cafe.get_absolute_url())
    assert "Fällt aus: Morgen, 27. November, 15 bis 17 Uhr Nächster Termin: Freitag, 4. Dezember" in shown
    single = dated("Fest", "am 12. Dezember 2026, 18 bis 20 Uhr", place=hall)
    assert "Nächster Termin:" not in read(client, single.get_absolute_url())


def test_an_event_can_be_put_into_the_own_calendar(client: Client, cafe: Event) -> None:
    shown = page(client, cafe.get_absolute_url())
    assert 'href="http://testserver/termine/demenzcafe/kalender.ics" download' in shown
    assert client.get("/termine/demenzcafe/kalender.ics").status_code == 200


def test_machines_read_the_next_dates_of_an_event(client: Client, cafe: Event) -> None:
    change(cafe, datetime(2026, 11, 27, 15), cancelled=True)
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page(client, cafe.get_absolute_url()))
    assert found
    nodes = json.loads(found[1])["@graph"]
    assert [node["startDate"] for node in nodes][:2] == ["2026-11-27T15:00:00+01:00", "2026-12-04T15:00:00+01:00"]
    assert nodes[0]["eventStatus"].endswith("EventCancelled")


def test_the_next_five_dates_say_what_is_other(client: Client, cafe: Event) -> None:
    change(cafe, datetime(2026, 12, 4, 15), cancelled=True, note="Wir machen Pause.")
    shown = read(client, cafe.get_absolute_url())
    days = re.findall(r"((?:Morgen|Freitag), \d+\. \w+)(?: \d{4})? 15 bis 17 Uhr", shown)
    assert days == ["Morgen, 27. November", *(f"Freitag, {day}. Dezember" for day in (4, 11, 18, 25))]
    assert "Fällt aus : Wir machen Pause." in shown


def test_the_way_is_asked_for_the_time_of_the_next_date(client: Client, cafe: Event) -> None:
    asked = re.search(r'href="(/weg/[^"]+)"', page(client, f"{cafe.get_absolute_url()}?profil=rollator"))
    assert asked
    assert "ort=gemeindehaus" in asked[1]
    assert "abfahrt=2026-11-27T15%3A00" in asked[1]
    assert client.get(asked[1].replace("&amp;", "&")).status_code == 200


def test_an_event_that_is_over_says_when_it_was(client: Client, hall: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    event = dated("Basar", "Samstag, 28. November 2026, 14 bis 18 Uhr", place=hall)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(datetime(2026, 12, 3, 9)))
    shown = read(client, event.get_absolute_url())
    assert "Dieser Termin ist vorbei. Zuletzt war er am 28. November 2026." in shown
    assert "Die nächsten Termine" not in shown


def test_an_event_that_is_called_off_says_why(client: Client, hall: Place) -> None:
    event = dated("Kurs", "jeden Freitag, 10 bis 11 Uhr", place=hall, cancelled="Zu wenige Anmeldungen.")
    assert "Dieser Termin fällt aus. Zu wenige Anmeldungen." in read(client, event.get_absolute_url())


def test_without_a_line_of_its_own_those_who_invite_are_asked(client: Client, hall: Place) -> None:
    secret = factories.organisation("Geheim", status="draft", phone="030 111")
    Contact.objects.create(organisation=hall.organisation, name="Intern", phone="030 999")
    mine = dated("Chor", "jeden Freitag, 18 bis 20 Uhr", place=hall, organisation=hall.organisation)
    shown = read(client, mine.get_absolute_url())
    assert "Caritas Anrufen: 030 23125 200" in shown
    assert "030 999" not in shown
    drafted = dated("Probe", "jeden Freitag, 18 bis 20 Uhr", place=hall, organisation=secret)
    shown = read(client, drafted.get_absolute_url())
    assert "030 111" not in shown
    assert "Geheim" not in shown


def test_without_a_place_it_says_so(client: Client, cafe: Event) -> None:
    event = dated("Runder Tisch", "Freitag, 27. November 2026, 18 bis 20 Uhr", initiative=cafe.initiative)
    shown = read(client, event.get_absolute_url())
    assert "Der Ort ist noch nicht bekannt. Bitte fragen Sie nach." in shown
    assert "Weg zeigen" not in shown


def test_without_a_place_words_say_where(client: Client, cafe: Event) -> None:
    said = "Freitag, 27. November 2026, 18 bis 20 Uhr"
    event = dated("Telefonrunde", said, initiative=cafe.initiative, room="am Telefon")
    shown = read(client, event.get_absolute_url())
    assert "Wo am Telefon" in shown
    assert "nicht bekannt. Bitte fragen Sie nach" not in shown


def test_whoever_asks_for_help_at_once_sees_the_numbers(client: Client, cafe: Event) -> None:
    assert 'href="tel:112"' in page(client, "/termine/?bedarf=krise")
    assert 'href="tel:112"' in page(client, "/termine/?q=Notruf")
    assert 'href="tel:112"' not in page(client, "/termine/?bedarf=demenz")


def test_the_list_says_for_whom_access_is_told(client: Client, cafe: Event) -> None:
    shown = read(client, "/termine/?profil=rollator")
    assert "Der Zugang gilt für Menschen, die mit Rollator unterwegs sind." in shown


def test_the_room_says_its_language_on_english_pages(client: Client, cafe: Event) -> None:
    for address in ("/en/termine/", "/en/initiativen/allianz/", "/en/programm/"):
        assert '<span lang="de">Kleiner Saal</span>' in page(client, address), address
    assert '<span lang="de">über den Hof</span>' in page(client, "/en/programm/")


@pytest.mark.parametrize("wrong", [{"status": "draft"}, {"status": "archived"}])
def test_what_is_not_public_is_not_there(client: Client, hall: Place, wrong: dict[str, str]) -> None:
    event = dated("Geheim", "jeden Freitag, 10 bis 11 Uhr", place=hall, **wrong)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert "Geheim" not in page(client, "/termine/")


def test_an_event_needs_as_many_queries_with_few_dates_as_with_many(client: Client, cafe: Event) -> None:
    counts = []
    for _again in range(3):
        with CaptureQueriesContext(connection) as caught:
            client.get(cafe.get_absolute_url())
        counts.append(len(caught))
        change(cafe, datetime(2026, 12, 4 + 7 * len(counts), 15), cancelled=True, note="Pause")
    assert counts[1] == counts[2] <= 21


# --- the next dates on other pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "title", "more"),
    [
        ("/", "Nächste Termine", "/termine/"),
        ("/orte/gemeindehaus/", "Termine hier", "/termine/?ort=gemeindehaus"),
        ("/akteure/caritas/", "Nächste Termine", "/termine/?akteur=caritas"),
        ("/initiativen/allianz/", "Nächste Termine", "/termine/?initiative=allianz"),
    ],
)
def test_other_pages_tell_the_next_dates(client: Client, cafe: Event, address: str, title: str, more: str) -> None:
    shown = page(client, address)
    part = shown[shown.index(f'<h2 id="next-dates">{title}</h2>') :]
    assert part.count("<time") == 5
    assert f'<a class="button" href="{more}">' in part
    assert "<b>Morgen, 27. November</b>" in part


@pytest.mark.parametrize("address", ["/", "/orte/gemeindehaus/", "/akteure/caritas/"])
def test_without_dates_there_is_no_heading_for_them(client: Client, hall: Place, address: str) -> None:
    assert 'id="next-dates"' not in page(client, address)


def test_what_is_over_or_elsewhere_is_not_next(client: Client, hall: Place) -> None:
    dated("Fern", "jeden Freitag, 10 bis 11 Uhr", place=factories.place(at=(6.65, 51.15)))
    over = factories.event("Vorbei", "Freitag, 27. November 2026, 10 bis 11 Uhr", place=hall)
    over.starts, over.ends = at(datetime(2026, 11, 25, 10)), at(datetime(2026, 11, 25, 11))
    over.save()
    renew([over], NOW)
    assert 'id="next-dates"' not in page(client, "/")


def test_links_of_dates_keep_profile_and_quarter(client: Client, cafe: Event) -> None:
    assert 'href="/termine/demenzcafe/?profil=rollator"' in page(client, "/?profil=rollator")
    assert 'href="/termine/demenzcafe/?profil=rollator"' in page(client, "/termine/?profil=rollator")
    assert "profil=rollator" in page(client, "/orte/gemeindehaus/?profil=rollator").split('id="next-dates"')[1]
