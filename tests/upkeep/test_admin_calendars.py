"""The page „Termine übernehmen“: send or fetch, look, confirm."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from initiatives.models import Event
from tests import factories
from tests.upkeep.imports.ical.files import calendar, event
from tests.upkeep.imports.ical.test_fetch import Server, anywhere, server  # noqa: F401 (a fixture)
from upkeep import admin_calendars
from upkeep.imports.ical.fetch import fetch
from upkeep.models import Calendar, CalendarFile, ImportRun

pytestmark = pytest.mark.django_db
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=FR"


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


@pytest.fixture
def source(quarter) -> Calendar:
    return Calendar.objects.create(organisation=factories.organisation("Paulusgemeinde", slug="paulus"))


def page(of: Calendar) -> str:
    return f"/admin/upkeep/calendar/{of.pk}/termine/"


def send(client: Client, of: Calendar, *events: str, content: bytes = b"", **more: Any) -> str:
    file = SimpleUploadedFile("kalender.ics", content or calendar(*events), "text/calendar")
    return client.post(page(of), {"step": "file", "file": file, **more}, follow=True).content.decode()


def confirm(client: Client, of: Calendar, **more: str) -> str:
    shown = client.get(page(of)).context
    said = {"step": "take", "file": shown["waiting"].sha256, "plan": shown["plan"].digest}
    return client.post(page(of), said | more, follow=True).content.decode()


def test_the_preview_shows_what_would_be_new_and_stores_no_event(ada: Client, source: Calendar):
    html = send(ada, source, event(WEEKLY), event("RRULE:FREQ=SECONDLY", uid="b", title="Uhr"))
    assert "jeden Freitag, 18 bis 20 Uhr" in html
    assert "Wiederholung nach Tagen, Wochen, Monaten oder Jahren" in html
    assert "Noch ist nichts gespeichert." in html
    assert not Event.objects.exists()


def test_the_preview_says_what_is_called_off(ada: Client, source: Calendar):
    assert "jeden Freitag, 18 bis 20 Uhr; fällt aus" in send(ada, source, event(WEEKLY, "STATUS:CANCELLED"))


def test_the_button_does_what_the_preview_said(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY))
    html = confirm(ada, source)
    assert "Übernommen: 1 neu, 0 geändert, 0 unverändert" in html
    assert Event.objects.get().dates.count() > 100
    assert not CalendarFile.objects.exists()
    assert ImportRun.objects.get().by.username == "ada"


def test_changes_and_what_stays_are_shown_side_by_side(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY), event(uid="b", title="Fest"))
    confirm(ada, source)
    Event.objects.filter(title="Chor").update(room="Saal")
    html = send(ada, source, event(WEEKLY, "LOCATION:Keller", title="Kirchenchor"))
    for words in ("<td>Titel</td><td>Chor</td><td>Kirchenchor</td>", "<td>Raum</td><td>Saal</td><td>Keller</td>"):
        assert words in html
    assert "Nicht mehr im Kalender, wird archiviert" in html


def test_an_event_that_changed_meanwhile_asks_for_another_look(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY))
    confirm(ada, source)
    send(ada, source, event(WEEKLY, title="Kirchenchor"))
    shown = ada.get(page(source)).context
    Event.objects.update(title="Von Hand")
    html = confirm(ada, source, plan=shown["plan"].digest)
    assert "denn inzwischen hat sich etwas geändert" in html
    assert Event.objects.get().title == "Von Hand"


@pytest.mark.parametrize("more", [{"file": "a\0b"}, {"file": "0" * 64}, {"file": ""}, {"plan": ""}, {"plan": "x"}])
def test_another_file_or_plan_than_the_one_shown_is_not_taken(ada: Client, source: Calendar, more: dict[str, str]):
    send(ada, source, event(WEEKLY))
    assert "Richtig wäre" in confirm(ada, source, **more)
    assert not Event.objects.exists()


def test_a_second_click_says_that_it_is_done(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY))
    shown = ada.get(page(source)).context
    said = {"step": "take", "file": shown["waiting"].sha256, "plan": shown["plan"].digest}
    ada.post(page(source), said)
    assert "schon übernommen" in ada.post(page(source), said, follow=True).content.decode()
    assert Event.objects.count() == 1


def test_a_calendar_can_be_dropped(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY))
    ada.post(page(source), {"step": "drop"})
    assert [model.objects.count() for model in (Event, CalendarFile)] == [0, 0]


def test_a_file_that_is_none_is_told_and_not_kept(ada: Client, source: Calendar):
    assert "nicht die einer Seite" in send(ada, source, content=b"<!doctype html><p>x")
    assert "eine Datei bis 5 MB" in send(ada, source, content=b"BEGIN:VCALENDAR" + b"x" * 5_000_001)
    assert not CalendarFile.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"step": "file"}, {"step": "nichts"}, {"step": "file", "file": "text"}, {"step": "take"}]
)
def test_half_a_request_is_no_error_of_the_service(ada: Client, source: Calendar, sent: dict[str, str]):
    assert ada.post(page(source), sent, follow=True).status_code == 200


def test_texts_of_a_calendar_are_never_markup(ada: Client, source: Calendar):
    html = send(ada, source, event(WEEKLY, "LOCATION:<img src=x>", title="A <i>&lt\\;script> Chor"))
    assert "<img src" not in html
    assert "<script> Chor" not in html


def test_an_address_is_fetched(ada: Client, source: Calendar, server: Server, monkeypatch):  # noqa: F811
    source.url = server.at().text
    source.save()
    assert "öffentlichen Internet" in ada.post(page(source), {"step": "fetch"}, follow=True).content.decode()
    monkeypatch.setattr(admin_calendars, "fetch", lambda address: fetch(address, allowed=anywhere))
    assert "1 neu" in ada.post(page(source), {"step": "fetch"}, follow=True).content.decode()
    confirm(ada, source)
    assert Event.objects.count() == 1


def test_a_calendar_without_an_address_cannot_be_fetched(ada: Client, source: Calendar):
    assert "Richtig wäre" in ada.post(page(source), {"step": "fetch"}, follow=True).content.decode()


@pytest.mark.parametrize("missing", ["change_calendar", "add_event", "change_event"])
def test_who_may_not_write_events_may_not_take_them(client: Client, source: Calendar, missing: str):
    mia = User.objects.create_user("mia", password="x", is_staff=True)
    names = {"change_calendar", "add_event", "change_event"} - {missing}
    mia.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(mia)
    assert client.get(page(source)).status_code == 403
    mia.user_permissions.set(Permission.objects.filter(codename__in=names | {missing}))
    assert client.get(page(source)).status_code == 200


# --- the calendar itself --------------------------------------------------------------------------------------------


def add(client: Client, of: Calendar, **more: Any) -> Any:
    return client.post(
        "/admin/upkeep/calendar/add/", {"organisation": of.organisation_id, "url": "", **more}, follow=True
    )


def test_an_address_is_stored_as_the_web_writes_it(ada: Client, source: Calendar):
    add(ada, source, url="webcal://paulus.example/k.ics")
    assert Calendar.objects.filter(url="https://paulus.example/k.ics").exists()


@pytest.mark.parametrize("url", ["ftp://a.example/", "kalender", "https://ada:x@a.example/"])
def test_what_is_no_address_is_refused_in_the_form(ada: Client, source: Calendar, url: str):
    assert "Richtig wäre" in add(ada, source, url=url).content.decode()
    assert Calendar.objects.count() == 1


def test_the_same_calendar_twice_is_refused(ada: Client, source: Calendar):
    assert "gibt es schon" in add(ada, source).content.decode()
    other = Calendar.objects.create(organisation=source.organisation, url="https://a.example/k.ics")
    html = ada.post(f"/admin/upkeep/calendar/{other.pk}/change/", {"url": ""}).content.decode()
    assert "gibt es schon" in html


def test_another_address_forgets_what_the_old_server_said(ada: Client, source: Calendar):
    Calendar.objects.update(etag='"1"', url="https://a.example/k.ics")
    ada.post(f"/admin/upkeep/calendar/{source.pk}/change/", {"url": "https://b.example/k.ics"})
    assert Calendar.objects.get().etag == ""


def test_a_calendar_that_was_imported_can_be_deleted_and_its_events_stay(ada: Client, source: Calendar):
    send(ada, source, event(WEEKLY))
    confirm(ada, source)
    ada.post(f"/admin/upkeep/calendar/{source.pk}/delete/", {"post": "yes"})
    assert not Calendar.objects.exists()
    assert Event.objects.count() == 1


def test_the_list_and_the_form_lead_to_the_page(ada: Client, source: Calendar):
    for address in ("/admin/upkeep/calendar/", f"/admin/upkeep/calendar/{source.pk}/change/"):
        assert page(source) in ada.get(address).content.decode()


def test_the_name_of_the_link_begins_with_what_it_shows(ada: Client, source: Calendar):
    shown = ada.get("/admin/upkeep/calendar/").content.decode()
    assert 'aria-label="Termine übernehmen: Paulusgemeinde">Termine übernehmen</a>' in shown


def test_a_calendar_has_a_history(ada: Client, source: Calendar):
    Calendar.objects.update(url="https://a.example/k.ics")
    assert list(source.events.order_by("pgh_id").values_list("url", flat=True)) == ["", "https://a.example/k.ics"]
