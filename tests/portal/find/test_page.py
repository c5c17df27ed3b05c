"""The find page over HTTP: list, map, print form and files show the same; bad input is a sentence."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from mapping.models import Quarter
from tests import factories

pytestmark = pytest.mark.usefixtures("town")


def map_ids(html: str) -> list[str]:
    (data,) = re.findall(r'<script id="map-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    return [feature["id"] for feature in json.loads(data)["features"]["features"]]


def test_list_and_map_hold_the_same(client: Client):
    html = client.get("/karte/?bedarf=demenz").content.decode()
    listed = re.findall(r'data-feature="([^"]+)"', html)
    assert listed
    assert set(map_ids(html)) == set(listed)


def test_the_map_shows_all_pages_and_the_list_one(client: Client):
    for number in range(40):
        factories.place(f"Ort {number}", "begegnung")
    response = client.get("/karte/?art=begegnung")
    assert len(response.context["result"].hits) == 25
    assert len(response.context["map_data"]["features"]["features"]) == 40
    assert client.get("/karte/?art=begegnung&seite=2").context["result"].offset == 25


def test_the_form_keeps_what_was_chosen(client: Client):
    form = client.get("/karte/?bedarf=demenz&profil=rollator&von=Lindenstr+4&minuten=7&zugang=yes&q=Haus").context[
        "form"
    ]
    assert [option.value for option in form.bedarf if option.chosen] == ["demenz"]
    assert [choice.slug for choice in form.profil if choice.chosen] == ["rollator"]
    assert [(option.value, option.label) for option in form.minuten if option.chosen] == [("7", "7 Minuten")]
    assert [option.value for option in form.zugang if option.chosen] == ["yes"]
    assert (form.q, form.von, form.offen) == ("Haus", "Lindenstraße 4", "")


def test_optional_needs_show_where_the_quarter_asks_for_them_or_a_visitor_chose_them(client: Client):
    assert "ankommen" not in [option.value for option in client.get("/karte/").context["form"].bedarf]
    assert "ankommen" in [option.value for option in client.get("/karte/?bedarf=ankommen").context["form"].bedarf]


def test_the_colours_stay_in_links(client: Client):
    response = client.get("/karte/?q=Haus&farben=dunkel")
    assert all("farben=dunkel" in chip.remove_query for chip in response.context["result"].chips)


def test_the_colours_change_nothing_of_the_question(client: Client):
    plain, dark = (client.get(f"/karte/?minuten=15{colours}").context["result"] for colours in ("", "&farben=dunkel"))
    assert plain.notice
    assert dark.notice == plain.notice


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_files_come_from_the_same_address(client: Client, form: str):
    response = client.get(f"/karte/?bedarf=demenz&format={form}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="wittenau.{form}"'


def test_the_print_form_lists_everything(client: Client):
    response = client.get("/karte/?format=druck&bedarf=demenz")
    assert response.status_code == 200
    assert len(response.context["result"].hits) == 3


def test_the_page_speaks_english_under_its_own_address(client: Client):
    assert client.get("/en/karte/?bedarf=demenz").context["result"].find.needs[0].label == "Living with dementia"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("seite=0", "eine ganze Zahl von 1 bis 10000"),
        ("seite=2", "eine Zahl von 1 bis 1"),
        ("seite=99999999999999", "eine ganze Zahl von 1 bis 10000"),
        ("seite=eins", "eine ganze Zahl von 1 bis 10000"),
        ("format=exe", "eines von: csv, druck, geojson, xlsx"),
        ("format=../../etc/passwd", "eines von: csv, druck, geojson, xlsx"),
        ("bedarf=foo", "eines von: Hilfe im Haushalt, Pflege zu Hause, "),
        ("art=apotheken", "vielleicht Apotheke, sonst eines von: Pflegestützpunkt, "),
        ("profil=rolator", "vielleicht Mit Rollator, sonst eines von: Zu Fuß, "),
        ("zugang=maybe", "eines von: sicher zugänglich, ohne bekannte Hindernisse."),
        ("quartier=atlantis", "eines von: Wittenau."),
        ("von=Atlantis", "eine Adresse in Wittenau"),
    ],
)
def test_bad_input_is_answered_by_a_sentence(client: Client, query: str, sentence: str):
    response = client.get(f"/karte/?{query}")
    assert response.status_code == 400
    assert sentence in unescape(response.content.decode())


def test_what_was_typed_is_never_markup(client: Client):
    html = client.get("/karte/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in html


def test_a_name_cannot_leave_the_json_of_the_map(client: Client, town: Quarter):
    factories.place("</script><script>alert(1)</script>", "amt")
    assert "</script><script>alert" not in client.get("/karte/?art=amt").content.decode()


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405), ("put", 405), ("delete", 405)])
def test_the_page_is_for_reading(client: Client, method: str, status: int):
    assert getattr(client, method)("/karte/").status_code == status


def test_no_cookie_is_set(client: Client):
    assert client.get("/karte/?q=Haus").cookies == {}
