"""Barriers as pages: the list of a quarter, one of them, its picture."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from mapping.models import Barrier, BarrierPicture, Quarter, State
from tests import factories
from tests.networks import barrier, load, near
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"
LIST_QUERIES = 6
TODAY = timezone.localdate()


@pytest.fixture
def street(here: Quarter) -> Quarter:
    load(here, LINE, {"ABC": "highway=pedestrian name=Lindengasse"})
    return here


def one(kind: str = "kerb", value: object = 12, **more: object) -> Barrier:
    return barrier(kind, near(LINE, "B"), value, **more)


# --- one barrier ----------------------------------------------------------------------------------------------------


def test_a_page_says_what_where_who_and_since_when(client: Client, street: Quarter) -> None:
    found = one(description="Neben der Bäckerei", verified_by="Marlene Aufderheide")
    page = html(client, found.get_absolute_url())
    for text in (
        "Hoher Bordstein: 12\u00a0cm",
        "Lindengasse",
        "besteht",
        "Neben der Bäckerei",
        "Mit Rollator",
        "Bordstein 12\u00a0cm, Ihre Grenze: 3\u00a0cm",
        "Zuletzt geprüft am 3. März 2026 von Marlene Aufderheide.",
        "eigene Angabe",
    ):
        assert text in page, text
    assert "Mit Kinderwagen" not in page


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "state", "text"),
    [
        (None, None, "besteht", ""),
        (-3, 3, "besteht", "vom {begin} bis {end}"),
        (None, 3, "besteht", "bis {end}"),
        (-3, None, "besteht", "seit {begin}, bis auf Weiteres"),
        (3, None, "geplant", "ab {begin}"),
        (3, 9, "geplant", "vom {begin} bis {end}"),
        (-9, -3, "vorbei", "vom {begin} bis {end}"),
        (0, 0, "besteht", "vom {begin} bis {end}"),
    ],
)
def test_dates_are_told_in_words(
    client: Client, street: Quarter, starts_in: int | None, ends_in: int | None, state: str, text: str
) -> None:
    begin, end = (None if days is None else TODAY + timedelta(days) for days in (starts_in, ends_in))
    page = html(client, one(starts_on=begin, ends_on=end).get_absolute_url())
    assert f"</b>{state}</span>" in page
    assert text.format(begin=german(begin), end=german(end)) in page


def german(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def test_what_stops_all_is_told_once(client: Client, street: Quarter) -> None:
    page = html(client, one("closed", None).get_absolute_url())
    assert "<b>Alle:</b> Gesperrt" in page


def test_a_fixed_one_keeps_its_address_and_says_since_when(client: Client, street: Quarter) -> None:
    page = html(client, one(state=State.FIXED, fixed_on=date(2026, 5, 1)).get_absolute_url())
    assert "</b>behoben</span> seit 1. Mai 2026" in page
    assert "zählt nicht mehr" in page
    assert "</b>behoben</span></p>" in html(client, one(state=State.FIXED).get_absolute_url()), (
        "nobody knows since when"
    )


@pytest.mark.parametrize(
    "hidden", [{"state": State.REPORTED}, {"state": State.REJECTED}, {"status": "draft"}, {"status": "archived"}]
)
def test_what_nobody_has_checked_is_not_told(client: Client, street: Quarter, hidden: dict[str, str]) -> None:
    found = one(**hidden)
    factories.barrier_picture(found)
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get(f"{found.get_absolute_url()}bild.jpg").status_code == 404
    assert found.get_absolute_url() not in html(client, "/hindernisse/")


def test_a_page_is_there_without_a_network_and_in_english(client: Client, here: Quarter) -> None:
    address = one().get_absolute_url()
    assert "Mit Rollator" in html(client, address)
    page = html(client, f"/en{address}")
    assert "High kerb: 12\u00a0cm" in page


def test_what_the_team_notes_as_evidence_is_not_for_everybody(client: Client, street: Quarter) -> None:
    assert "Herr Klein" not in html(client, one(evidence="Herr Klein, Az. 12").get_absolute_url())


# --- the picture ----------------------------------------------------------------------------------------------------


def test_a_picture_is_shown_with_its_words_and_served_as_what_it_is(client: Client, street: Quarter) -> None:
    found = one()
    factories.barrier_picture(found, "Bordstein ohne Absenkung")
    page = html(client, found.get_absolute_url())
    assert 'alt="Bordstein ohne Absenkung" width="400" height="300"' in page
    answer = client.get(f"{found.get_absolute_url()}bild.jpg")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:3] == b"\xff\xd8\xff"
    again = client.get(f"{found.get_absolute_url()}bild.jpg", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_without_a_picture_there_is_none(client: Client, street: Quarter) -> None:
    found = one()
    assert "bild.jpg" not in html(client, found.get_absolute_url())
    assert client.get(f"{found.get_absolute_url()}bild.jpg").status_code == 404


def typed(**more: object) -> dict[str, object]:
    values = {"kind": "kerb", "point": near(LINE, "B").geojson, "value": "12", "state": "confirmed"}
    return {**values, "status": "published", **more}


def test_a_picture_is_put_in_changed_in_words_and_taken_away(admin_client: Client, street: Quarter) -> None:
    add, upload = "/admin/mapping/barrier/add/", SimpleUploadedFile("x.png", factories.photo(), "image/png")
    refused = admin_client.post(add, typed(picture=upload))
    assert "was auf dem Bild zu sehen ist" in refused.context["adminform"].form.errors["alternative"][0]
    upload.seek(0)
    admin_client.post(add, typed(picture=upload, alternative="Hohe Kante"))
    assert BarrierPicture.objects.get().alternative == "Hohe Kante"
    change = f"/admin/mapping/barrier/{Barrier.objects.get().pk}/change/"
    page = html(admin_client, change)
    assert 'alt="Hohe Kante"' in page
    assert 'value="Hohe Kante"' in page
    admin_client.post(change, typed(alternative="Sehr hohe Kante"))
    assert BarrierPicture.objects.get().alternative == "Sehr hohe Kante"
    admin_client.post(change, typed(without_picture="on"))
    assert not BarrierPicture.objects.exists()


def test_a_file_that_is_no_picture_is_refused_in_words(admin_client: Client, street: Quarter) -> None:
    wrong = SimpleUploadedFile("bild.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = admin_client.post("/admin/mapping/barrier/add/", typed(picture=wrong, alternative="x"))
    assert "JPEG, PNG oder WebP" in answer.context["adminform"].form.errors["picture"][0]
    assert not Barrier.objects.exists()


def test_the_day_of_the_repair_is_kept_with_the_state(admin_client: Client, street: Quarter) -> None:
    found = one(verified_by="Mia")
    change = f"/admin/mapping/barrier/{found.pk}/change/"
    day = {"verified_on": "2026-03-03", "verified_by": "Mia"}
    admin_client.post(change, typed(state="fixed", **day))
    found.refresh_from_db()
    assert (found.state, found.fixed_on) == ("fixed", TODAY)
    admin_client.post(change, typed(state="confirmed", fixed_on="2026-03-03", **day))
    found.refresh_from_db()
    assert (found.state, found.fixed_on) == ("confirmed", None)


# --- the list -------------------------------------------------------------------------------------------------------


def titles(page: str) -> list[str]:
    return [" ".join(text.split()) for text in re.findall(r'<h3><a href="/hindernisse/[^"]+">([^<]+)</a>', page)]


def test_open_ones_stand_before_planned_ones_and_those_before_what_is_over(client: Client, street: Quarter) -> None:
    one("gate", None, state=State.FIXED)
    one("closed", None, ends_on=TODAY - timedelta(1))
    one("surface", "sand", starts_on=TODAY + timedelta(5))
    one("kerb", 12)
    listed = titles(html(client, "/hindernisse/"))
    assert [text.split(":")[0] for text in listed] == [
        "Hoher Bordstein",
        "Schlechter Belag",
        "Sperrung oder Baustelle",
        "Verschlossenes Tor",
    ]


def test_the_list_can_be_narrowed_to_those_in_the_way_of_one_profile(client: Client, street: Quarter) -> None:
    one("kerb", 12)
    one("closed", None)
    assert titles(html(client, "/hindernisse/?profil=pushchair")) == ["Sperrung oder Baustelle"]
    assert len(titles(html(client, "/hindernisse/?profil=rollator"))) == 2
    empty = html(client, "/hindernisse/?profil=walk")
    assert "Sperrung" in empty


def test_only_barriers_of_the_quarter_are_listed(client: Client, street: Quarter) -> None:
    one()
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    assert titles(html(client, "/hindernisse/?quartier=neuss")) == []
    assert "heißt nicht, dass es keines gibt" in html(client, "/hindernisse/?quartier=neuss")


@pytest.mark.parametrize("wrong", ["profil=fliegend", "quartier=atlantis"])
def test_a_wrong_filter_is_told(client: Client, street: Quarter, wrong: str) -> None:
    answer = client.get(f"/hindernisse/?{wrong}")
    assert answer.status_code in (400, 404)
    assert "Richtig wäre" in answer.content.decode()


def test_a_list_costs_the_same_with_one_barrier_and_with_many(
    client: Client, street: Quarter, django_assert_num_queries
) -> None:
    for many in (1, 12):
        for row in range(many):
            barrier("kerb", near(LINE, "B", row), 12)
        html(client, "/hindernisse/")  # the new state of the network is computed once
        with django_assert_num_queries(LIST_QUERIES):
            html(client, "/hindernisse/")


def test_a_barrier_is_judged_on_its_own_ways_whatever_quarter_stands_in_the_address(
    client: Client, street: Quarter
) -> None:
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    found = one()
    page = html(client, f"{found.get_absolute_url()}?quartier=neuss")
    assert "Hindernis · Lindengasse" in page
