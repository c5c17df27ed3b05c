"""What machines read of a page: only what is known, with addresses of this server, and nothing that ends a script."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory

from initiatives.dates import renew
from initiatives.models import DateChange, Event, EventDate, Participation
from initiatives.recurrence.series import at
from mapping.models import Quarter
from portal.linked_data import SENTENCE_MAX, Teller
from tests import factories
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
NOW = at(datetime(2026, 11, 26, 9))
FIRST = at(datetime(2026, 11, 27, 18))


def graph(client: Client, address: str) -> list[dict[str, Any]]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html(client, address), re.S)
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def meta(client: Client, address: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html(client, address)))


def test_a_place_tells_where_it_is_and_what_is_known_of_its_access(client: Client, quarter: Quarter):
    place = factories.place(street="Lindenstraße", number="4", city="Berlin", phone="030 23125 100")
    factories.fact(place, "door_width", "yes", 95)
    factories.fact(place, "lift", "no")
    factories.fact(place, "ramp", "unknown")
    (node,) = graph(client, place.get_absolute_url())
    assert (node["@type"], node["name"]) == ("Place", "Nord-Apotheke")
    assert node["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Lindenstraße 4",
        "addressLocality": "Berlin",
        "addressCountry": "DE",
    }
    assert node["geo"] == {"@type": "GeoCoordinates", "latitude": 52.585, "longitude": 13.31}
    told = {one["name"]: one["value"] for one in node["amenityFeature"]}
    assert told == {"Breite der Tür": 95.0, "Aufzug": False}


def test_what_nobody_has_entered_is_not_told(client: Client, quarter: Quarter):
    (node,) = graph(client, factories.place().get_absolute_url())
    assert set(node) == {"@type", "@id", "url", "name", "geo"}


def test_an_initiative_names_its_lead_and_public_members(client: Client, quarter: Quarter):
    lead = factories.organisation("Caritas")
    made = factories.initiative(area=factories.area(), lead=lead, summary="Zusammen.")
    for name, status in (("Gemeinde", "published"), ("Geheim", "draft")):
        partner = factories.organisation(name, status=status)
        Participation.objects.create(initiative=made, organisation=partner)
        Participation.objects.create(initiative=made, organisation=partner, role="host")
    (node,) = graph(client, made.get_absolute_url())
    assert (node["@type"], node["parentOrganization"]["name"]) == ("Project", "Caritas")
    assert [member["name"] for member in node["member"]] == ["Gemeinde"]


def told(event: Event) -> list[dict[str, Any]]:
    renew(Event.objects.filter(pk=event.pk).with_changes(), NOW)
    teller = Teller(RequestFactory().get("/termine/"))
    return [teller.date(one) for one in EventDate.objects.filter(event=event).with_all()[:3]]


def test_dates_are_scheduled_moved_or_cancelled(quarter: Quarter):
    event = factories.event(place=factories.place(), cost="free", organisation=factories.organisation("Chor e.V."))
    week = timedelta(days=7)
    later = FIRST + timedelta(hours=1)
    DateChange.objects.create(event=event, original=FIRST, starts=later, ends=later + timedelta(hours=1))
    DateChange.objects.create(event=event, original=FIRST + week, cancelled=True)
    moved, cancelled, usual = told(event)
    assert [one["eventStatus"].rpartition("/")[2] for one in (moved, cancelled, usual)] == [
        "EventRescheduled",
        "EventCancelled",
        "EventScheduled",
    ]
    assert moved["startDate"] == "2026-11-27T19:00:00+01:00"
    assert moved["previousStartDate"] == "2026-11-27T18:00:00+01:00"
    assert usual["isAccessibleForFree"] is True
    assert (usual["organizer"]["name"], usual["location"]["name"]) == ("Chor e.V.", "Nord-Apotheke")


@pytest.mark.parametrize(("cost", "free"), [("unknown", None), ("donation", None), ("fee", False), ("free", True)])
def test_what_it_costs_is_told_only_if_it_is_sure(quarter: Quarter, cost: str, free: bool | None):
    (first, *_) = told(factories.event(place=factories.place(), cost=cost))
    assert first.get("isAccessibleForFree") == free


def test_whole_days_are_dates_and_where_it_is_may_be_a_room(quarter: Quarter):
    allianz = factories.initiative(area=factories.area())
    event = factories.event(said="am 5. Dezember 2026, ganztags", initiative=allianz, room="Am Pavillon")
    (only,) = told(event)
    assert (only["startDate"], only["endDate"]) == ("2026-12-05", "2026-12-05")
    assert only["location"] == {"@type": "Place", "name": "Am Pavillon"}


def test_messengers_get_a_sentence_and_a_picture_of_this_server(client: Client, quarter: Quarter):
    made = factories.initiative(area=factories.area(), summary="Wort " * 100)
    first = meta(client, made.get_absolute_url())
    assert first["og:title"] == "Lokale Allianz Wittenau"
    assert first["og:description"] == first["description"]
    assert len(first["description"]) <= SENTENCE_MAX + 2
    assert first["og:image"].endswith("/static/portal/share.png")
    factories.initiative_picture(made)
    own = meta(client, made.get_absolute_url())
    assert own["og:image:alt"] == "Menschen singen im Hof"
    assert urlsplit(own["og:image"]).netloc == "testserver"
    assert client.get(own["og:image"]).status_code == 200


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", 'a"b\\c & <i>', "\u2028"])
def test_no_text_ends_the_element(client: Client, quarter: Quarter, name: str):
    (node,) = graph(client, factories.place(name, slug="sonderbar").get_absolute_url())
    assert node["name"] == name


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_the_start_page_has_the_name_of_the_quarter(client: Client, quarter: Quarter, address: str):
    assert meta(client, address)["og:title"] == "Wittenau"
