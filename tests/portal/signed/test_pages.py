"""The list of signed routes and the page of one of them, as a browser without scripts gets them."""

import html as entities
import json
import re
from datetime import date

import pytest
from django.test import Client

from mapping import network
from mapping.models import Quarter, RouteCheck, SignedRoute
from tests import factories
from tests.drawing import places
from tests.networks import barrier, load, near
from tests.portal.views.conftest import html

pytestmark = pytest.mark.django_db
STREET = """
A---------B---------C---------D
          |         |
          F---------G
"""
GOOD = "surface=asphalt smoothness=good width=2"
WAYS = {"ABC": f"highway=footway name=Lindenstraße {GOOD}", "CD": f"highway=footway name=Steilweg incline=9% {GOOD}"}
SPOTS = places(STREET)


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.VAR = tmp_path
    network.SHELF.clear()


@pytest.fixture
def paths(here: Quarter) -> Quarter:
    load(here, STREET, WAYS, seats="B")
    return here


def walk(name: str = "Rollatorrunde", letters: str = "ABC", **more: object) -> SignedRoute:
    defaults = {"slug": name.lower(), "summary": f"{name} im Grünen.", "keeper": "Heimatverein"}
    return factories.signed_route(name, [SPOTS[one] for one in letters], **defaults | more)


def seen(client: Client, address: str, status: int = 200) -> str:
    """What can be read on a page: one line, no tags."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html(client, address, status), flags=re.S)
    text = entities.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")
    return re.sub(r"\s+([,.;:)])", r"\1", re.sub(r"\s+", " ", text))


# --- the list -------------------------------------------------------------------------------------------------------


def test_a_card_tells_length_time_verdict_benches_and_when_somebody_walked_it(client, paths):
    walk(verified_on=date(2026, 3, 3), profiles=["rollator", "walk"])
    page = seen(client, "/wege/")
    assert "Rollatorrunde Weg von A nach B · 100 m Rollatorrunde im Grünen." in page
    assert "Zu Fuß: ✓ begehbar · 1 Minute" in page
    assert "Mit Rollator: ✓ begehbar · 2 Minuten" in page
    assert "1 Bank am Weg" in page
    assert "zuletzt abgegangen am 3. März 2026" in page


def test_a_blocked_route_says_what_blocks_it_and_no_time(client, paths):
    walk()
    barrier("kerb", near(STREET, "A", 20), 12)
    page = seen(client, "/wege/")
    assert "Mit Rollator: ✕ nicht begehbar Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße)" in page
    assert "Minuten" not in page


def test_a_profile_shows_the_routes_that_are_meant_for_it(client, paths):
    walk()
    walk("Kinderrunde", profiles=["pushchair"])
    page = seen(client, "/wege/?profil=rollator")
    assert "1 Weg ist dafür gedacht, dass Sie mit Rollator unterwegs sind. 1 anderen Weg zeigen" in page
    assert "Kinderrunde" not in page
    assert "Kinderrunde" in seen(client, "/wege/")


def test_a_quarter_without_routes_says_so_in_one_sentence(client, paths):
    assert "In Wittenau hat noch niemand einen Weg beschrieben." in seen(client, "/wege/")


def test_only_routes_of_the_quarter_are_listed(client, paths):
    factories.quarter("Neuss", land="NW", is_default=False, boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    walk()
    factories.signed_route("Rheinweg", [(6.61, 51.11), (6.62, 51.11)])
    Quarter.objects.filter(pk=paths.pk).update(is_default=True)
    assert "Rheinweg" not in seen(client, "/wege/")
    assert "Rheinweg" in seen(client, "/wege/?quartier=neuss")
    assert "Rollatorrunde" not in seen(client, "/wege/?quartier=neuss")


def test_a_route_where_there_is_no_network_is_listed_as_not_checked(client, here):
    walk()
    assert "Mit Rollator: ? noch nicht geprüft" in seen(client, "/wege/")
    assert "Hier sind keine Wege eingetragen, an denen wir diesen prüfen können." in seen(
        client, "/wege/rollatorrunde/"
    )


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_drafts_and_archived_routes_are_nobodys_business(client, paths, status):
    walk(status=status)
    assert "Rollatorrunde" not in seen(client, "/wege/")
    assert client.get("/wege/rollatorrunde/").status_code == 404


def test_many_routes_cost_as_many_queries_as_one(client, paths, django_assert_max_num_queries):
    counts = []
    for number in range(12):
        walk(f"Runde{number}")
        if number in (0, 11):
            client.get("/wege/")  # checks what is new
            with django_assert_max_num_queries(9) as asked:
                client.get("/wege/")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_english_reader_gets_english_names_and_is_told_what_is_german(client, paths):
    walk(name_en="Rollator round")
    page = html(client, "/en/wege/")
    assert "Rollator round" in page
    assert '<p lang="de">Rollatorrunde im Grünen.</p>' in page


def test_the_list_keeps_where_somebody_starts(client, paths):
    factories.address(paths, "Lindenstraße", "4", SPOTS["A"])
    walk()
    assert 'href="/wege/rollatorrunde/?von=Lindenstra%C3%9Fe+4"' in html(client, "/wege/?von=Lindenstraße 4")


# --- one route ------------------------------------------------------------------------------------------------------


def test_the_page_tells_the_way_step_by_step_with_warnings_where_they_occur(client, paths):
    walk(letters="ABGC", plain="Der Weg ist eben.", verified_on=date(2026, 3, 3), verified_by="Ada")
    barrier("kerb", near(STREET, "A", 20), 12)
    page = seen(client, "/wege/rollatorrunde/")
    assert "gedacht für: mit Rollator" in page
    assert "Geht der Weg mit Rollator? ✕ nicht begehbar Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße)" in page
    steps = page[page.index("Schritt für Schritt") : page.index("Pausen am Weg")]
    assert steps.index("Nach Osten: 20 m auf dem Fußweg Lindenstraße") < steps.index("Achtung: Bordstein 12 cm")
    assert "Um diesen Weg kümmert sich: Heimatverein" in page
    assert "Zuletzt abgegangen am 3. März 2026 von Ada." in page
    assert "Der Weg ist eben." in page
    assert "1 Bank am Weg: nach 50 m (Lehnen nicht bekannt)." in page
    assert "Wie gut wir den Weg kennen:" in page


def test_every_profile_has_its_row_with_the_reason(client, paths):
    walk()
    barrier("kerb", near(STREET, "A", 20), 12)
    page = seen(client, "/wege/rollatorrunde/")
    table = page[page.index("Für wen dieser Weg geht") :]
    assert "Zu Fuß ✓ begehbar 1 Minute nichts bekannt, was stört" in table
    assert "Mit Rollator dafür gedacht ✕ nicht begehbar Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße)" in table
    assert table.count("✕") == 3, "rollator and both wheelchairs"


def test_what_changed_is_said_to_those_whom_it_concerns(client, paths):
    walk(profiles=["rollator", "walk"])
    client.get("/wege/")
    barrier("kerb", near(STREET, "A", 20), 12)
    client.get("/wege/")
    told = "Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße); mit Rollator nicht mehr begehbar."
    assert told in seen(client, "/wege/rollatorrunde/?profil=rollator")
    assert "Seit dem" not in seen(client, "/wege/rollatorrunde/?profil=walk")


def test_the_other_direction_is_told_where_slopes_differ(client, paths):
    walk(letters="BCD", profiles=["power_wheelchair"])
    page = seen(client, "/wege/rollatorrunde/")
    assert "✕ nicht begehbar Steigung 9 %, Ihre Grenze: 8 % (auf 50 m, Steilweg)" in page
    assert "Umgekehrte Richtung ✓ begehbar · 2 Minuten" in page
    back = seen(client, "/wege/rollatorrunde/?richtung=umgekehrt")
    assert "Geht der Weg mit E-Rollstuhl? ✓ begehbar" in back
    assert "In der beschriebenen Richtung ✕ nicht begehbar Steigung 9 %" in back
    assert "Schritt für Schritt, umgekehrt" in back
    assert "Nach Westen" in back


def test_where_both_directions_are_alike_that_is_said(client, paths):
    walk()
    assert "In dieser Richtung ist der Weg mit Rollator gleich." in seen(client, "/wege/rollatorrunde/")


def test_the_way_to_its_beginning_is_one_click_away(client, paths):
    walk()
    page = html(client, "/wege/rollatorrunde/?profil=rollator")
    lon, lat = SPOTS["A"]
    assert f'href="/weg/?nach={lon:.6f}%2C{lat:.6f}&amp;profil=rollator"' in page
    lon, lat = SPOTS["C"]
    back = html(client, "/wege/rollatorrunde/?profil=rollator&richtung=umgekehrt")
    assert f'href="/weg/?nach={lon:.6f}%2C{lat:.6f}&amp;profil=rollator"' in back


def test_the_map_shows_the_line_the_spots_and_both_ends(client, paths):
    walk()
    barrier("kerb", near(STREET, "A", 20), 12)
    data = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', html(client, "/wege/rollatorrunde/"), re.S)[1])
    assert data["line"][0] == pytest.approx(SPOTS["A"], abs=1e-6)
    assert data["open"] is False
    assert [spot["name"] for spot in data["spots"]] == ["Bordstein 12 cm, Ihre Grenze: 3 cm"]
    assert data["words"]["route"] == "Karte: Rollatorrunde"
    assert len(data["ends"]) == 2


def test_a_round_trip_ends_where_it_begins(client, paths):
    walk(letters="BCGFB", is_round=True)
    page = seen(client, "/wege/rollatorrunde/")
    assert "Rundweg · 140 m" in page
    assert "Ziel: Anfang des Weges" in page


def test_a_route_beside_all_ways_says_so_and_has_no_steps(client, paths):
    factories.signed_route("Irrweg", [tuple(near(STREET, "A", east, 300)) for east in (0, 100)], slug="irrweg")
    page = seen(client, "/wege/irrweg/")
    assert "? passt nicht mehr zur Karte 100 m liegen auf keinem eingetragenen Weg" in page
    assert "Deshalb gibt es keine Schritte." in page


def test_where_a_part_of_it_is_gone_the_rest_is_still_told(client, paths):
    walk(letters="ABCD")
    client.get("/wege/")
    load(paths, STREET.replace("B---------C", "B         C"), {"AB": WAYS["ABC"], "CD": WAYS["CD"]})
    page = seen(client, "/wege/rollatorrunde/?profil=walk")
    assert "passt nicht mehr zur Karte" in page
    assert "der Verlauf passt nicht mehr zur Karte." in page
    assert "auf dem Fußweg Steilweg" in page


def test_the_page_of_one_route_costs_few_queries(client, paths, django_assert_max_num_queries):
    walk()
    client.get("/wege/rollatorrunde/")
    with django_assert_max_num_queries(8):
        client.get("/wege/rollatorrunde/")


def test_paper_has_the_address_as_a_code(client, paths):
    walk()
    assert 'class="qr print-only"' in html(client, "/wege/rollatorrunde/")


# --- as GeoJSON -----------------------------------------------------------------------------------------------------


def test_routes_are_geojson_with_their_checks(client, paths):
    walk(verified_on=date(2026, 3, 3))
    answer = client.get("/wege/?format=geojson")
    assert answer["Content-Type"] == "application/geo+json"
    body = answer.json()
    (one,) = body["features"]
    assert (body["numberReturned"], one["geometry"]["type"]) == (1, "LineString")
    assert (one["properties"]["name"], one["properties"]["verified_at"]) == ("Rollatorrunde", "2026-03-03")
    checks = {(check["profile"], check["backward"]): check for check in one["properties"]["checks"]}
    assert len(checks) == 14
    assert checks["rollator", False]["verdict"] == "passable"
    assert "OpenStreetMap" in body["licence"]
    alone = client.get("/wege/rollatorrunde/?format=geojson").json()
    assert alone["properties"] == one["properties"]


# --- what cannot be -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/wege/nix/", 404, "Seite gibt es nicht"),
        ("/wege/?profil=superman", 400, "superman"),
        ("/wege/?quartier=nix", 400, "nix"),
        ("/wege/?format=gpx", 400, "geojson"),
        ("/wege/?von=Nirgendweg+1", 400, "Nirgendweg 1"),
        ("/wege/rollatorrunde/?profil=superman", 400, "superman"),
        ("/wege/rollatorrunde/?richtung=quer", 400, "umgekehrt"),
        ("/wege/rollatorrunde/?format=gpx", 400, "geojson"),
        ("/wege/rollatorrunde/?von=1,2,3", 400, "Länge,Breite"),
    ],
)
def test_a_mistake_in_the_address_is_told_in_words(client, paths, address, status, told):
    walk()
    assert told in seen(client, address, status)


def test_a_profile_that_a_route_is_meant_for_and_nobody_knows_any_more_does_no_harm(client, paths):
    walk(profiles=["skates"])
    assert "Zu Fuß: ✓ begehbar" in seen(client, "/wege/")
    assert RouteCheck.objects.count() == 14
    assert "Geht der Weg zu Fuß?" in seen(client, "/wege/rollatorrunde/")


def test_a_name_with_signs_of_html_is_shown_as_it_was_typed(client, paths):
    walk(name_de="<b>Runde</b> & mehr", slug="runde")
    assert "&lt;b&gt;Runde&lt;/b&gt; &amp; mehr" in html(client, "/wege/")
    assert "<b>Runde</b>" not in html(client, "/wege/runde/")
