"""Signed routes as people enter them: drawn on the map, or typed as way points."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import LineString
from django.test import Client
from django.utils import timezone

from mapping import network
from mapping.models import RouteCheck, SignedRoute
from tests import factories
from tests.drawing import places
from tests.networks import barrier, load, near

pytestmark = pytest.mark.django_db
STREET = """
A---------B---------C
          |         |
          F---------G
"""
LIST = "/admin/mapping/signedroute/"
SPOTS = places(STREET)


@pytest.fixture
def staff(quarter, settings, tmp_path) -> Client:
    settings.VAR = tmp_path
    network.SHELF.clear()
    load(quarter, STREET, {"ABC": "highway=footway name=Lindenstraße surface=asphalt smoothness=good width=2"})
    factories.address(quarter, "Lindenstraße", "4", SPOTS["A"])
    client = Client()
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


def drawn(letters: str) -> str:
    return LineString(*[SPOTS[one] for one in letters], srid=4326).geojson


def at(letter: str) -> str:
    lon, lat = SPOTS[letter]
    return f"{lon:.7f}, {lat:.7f}"


def typed(**more: object) -> dict[str, object]:
    values = {"name_de": "Rollatorrunde", "slug": "runde", "profiles": ["rollator"], "status": "published"}
    return {name: value for name, value in (values | more).items() if value != ""}


def add(staff: Client, **more: object):
    return staff.post(f"{LIST}add/", typed(**more), follow=True)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def test_a_route_is_drawn_and_says_for_whom_it_is_fit(staff):
    assert "erfolgreich" in add(staff, line=drawn("ABC"), keeper="Heimatverein").content.decode()
    made = SignedRoute.objects.get()
    assert (made.name, made.keeper, made.stops, len(made.points)) == ("Rollatorrunde", "Heimatverein", "", 3)
    assert RouteCheck.objects.filter(route=made).count() == 14
    page = staff.get(f"{LIST}{made.pk}/change/").content.decode()
    assert "<b>Mit Rollator</b>: ✓ begehbar" in page
    assert "Mit Rollstuhl, umgekehrt: ✓ begehbar" in page
    assert 'id="own-map-query"' in page


def test_a_route_is_typed_without_a_mouse_and_found_on_the_ways(staff):
    add(staff, stops=f"Lindenstraße 4\n{at('F')}\n\n {at('G')} ")
    made = SignedRoute.objects.get()
    assert made.line.coords[0] == pytest.approx(SPOTS["A"], abs=1e-6)
    assert made.line.coords[-1] == pytest.approx(SPOTS["G"], abs=1e-6)
    assert RouteCheck.objects.get(profile="walk", backward=False).length_m == pytest.approx(120, abs=1)
    assert made.stops.startswith("Lindenstraße 4")


def test_a_typed_round_trip_comes_back_to_its_first_point(staff):
    add(staff, stops=f"{at('B')}\n{at('C')}\n{at('G')}\n{at('F')}", is_round="on")
    made = SignedRoute.objects.get()
    assert made.line.closed
    assert RouteCheck.objects.get(profile="walk", backward=False).length_m == pytest.approx(140, abs=1)


def test_a_round_trip_drawn_nearly_closed_is_closed(staff):
    add(
        staff,
        line=LineString(*[SPOTS[one] for one in "BCGF"], tuple(near(STREET, "B", 8)), srid=4326).geojson,
        is_round="on",
    )
    assert SignedRoute.objects.get().line.closed


@pytest.mark.parametrize(
    ("more", "field", "told"),
    [
        ({}, "line", "Bitte zeichnen Sie die Linie"),
        ({"line": drawn("ABC"), "stops": f"{at('A')}\n{at('B')}"}, "stops", "Bitte nur eines"),
        ({"line": drawn("ABC"), "is_round": "on"}, "is_round", "endet nicht dort, wo sie beginnt"),
        ({"line": drawn("ABC"), "profiles": ""}, "profiles", "zwingend erforderlich"),
        ({"line": drawn("ABC"), "profiles": ["superman"]}, "profiles", "superman"),
        ({"line": "nonsense"}, "line", ""),
        ({"line": drawn("AA")}, "line", ""),
        ({"line": '{"type": "Point", "coordinates": [13.3, 52.5]}'}, "line", ""),
        ({"line": drawn("ABC"), "verified_by": "Ada"}, "verified_on", "wann es geprüft wurde"),
        ({"line": drawn("ABC"), "verified_on": "3026-01-01"}, "verified_on", "ein Tag von 2000 bis heute"),
        ({"stops": at("A")}, "stops", "zwei bis 100 Zeilen"),
        (
            {"stops": f"Nirgendweg 1\n{at('A')}"},
            "stops",
            "„Nirgendweg 1“ geht nicht. Richtig wäre: eine Adresse in Wittenau",
        ),
        ({"stops": f"999, 52\n{at('A')}"}, "stops", "Länge,Breite in Grad"),
        ({"stops": f"6.6, 51.2\n{at('A')}"}, "stops", "für das Wege eingetragen sind"),
        ({"stops": f"{at('A')}\n{at('A')}"}, "stops", "nicht alle an derselben Stelle"),
        ({"stops": "\n".join([at("A"), at("B")] * 51)}, "stops", "zwei bis 100 Zeilen"),
        ({"line": LineString((13.0, 52.5), (13.9, 52.5)).geojson}, "line", "Höchstens 30 Kilometer"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(staff, more, field, told):
    response = add(staff, **typed(keeper="Heimatverein") | more)
    assert told in " ".join(errors(response)[field])
    assert "Heimatverein" in response.content.decode()
    assert not SignedRoute.objects.exists()


def test_points_that_no_way_joins_are_told_by_their_row(staff, quarter):
    apart = "A-----B" + 60 * " " + "C-----D"
    load(quarter, apart, {"AB": "highway=footway", "CD": "highway=footway"})
    spots = places(apart)
    rows = [f"{spots[one][0]}, {spots[one][1]}" for one in "AD"]
    assert f"„{rows[1]}“ geht nicht" in " ".join(errors(add(staff, stops="\n".join(rows)))["stops"])


def test_a_line_drawn_anew_takes_the_place_of_the_points_that_were_typed(staff):
    add(staff, stops=f"{at('A')}\n{at('C')}")
    made = SignedRoute.objects.get()
    form = staff.get(f"{LIST}{made.pk}/change/").context["adminform"].form
    values = typed(stops=made.stops, line=drawn("ABFG"), seen=form["seen"].value())
    staff.post(f"{LIST}{made.pk}/change/", values)
    made.refresh_from_db()
    assert (made.stops, len(made.points)) == ("", 4)


def test_saving_again_without_a_change_leaves_the_line_alone(staff):
    add(staff, stops=f"{at('A')}\n{at('C')}")
    made = SignedRoute.objects.get()
    form = staff.get(f"{LIST}{made.pk}/change/").context["adminform"].form
    values = typed(stops=made.stops, line=made.line.geojson, keeper="x", seen=form["seen"].value())
    staff.post(f"{LIST}{made.pk}/change/", values)
    after = SignedRoute.objects.get()
    assert (after.keeper, after.points, after.stops) == ("x", made.points, made.stops)


def test_whoever_stores_a_blocked_route_is_told_where_at_once(staff):
    barrier("kerb", near(STREET, "A", 20), 12)
    page = add(staff, line=drawn("ABC")).content.decode()
    assert "Mit Rollator: nicht begehbar. Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße)" in page


def test_whoever_draws_beside_the_ways_is_told(staff):
    line = LineString(*[tuple(near(STREET, "A", east, 200)) for east in (0, 100)], srid=4326)
    assert "liegen auf keinem eingetragenen Weg" in add(staff, line=line.geojson).content.decode()


def test_where_there_is_no_network_that_is_said(staff):
    page = add(staff, line=LineString((6.6, 51.1), (6.61, 51.1)).geojson).content.decode()
    assert "Hier sind keine Wege eingetragen" in page
    made = SignedRoute.objects.get()
    assert "Hier sind keine Wege eingetragen" in staff.get(f"{LIST}{made.pk}/change/").content.decode()


def test_changes_are_listed(staff):
    add(staff, line=drawn("ABC"))
    made = SignedRoute.objects.get()
    barrier("closed", near(STREET, "A", 20))
    staff.get(f"{LIST}{made.pk}/change/")
    assert (
        "Gesperrt (auf 50 m, Lindenstraße); mit Rollator nicht mehr begehbar."
        in staff.get(f"{LIST}{made.pk}/change/").content.decode()
    )


def test_the_list_can_be_narrowed_to_a_quarter(staff, quarter):
    factories.signed_route("Hier", line=[SPOTS["A"], SPOTS["B"]])
    factories.signed_route("Dort", line=[(6.6, 51.1), (6.61, 51.1)])
    page = staff.get(f"{LIST}?quartier={quarter.slug}").content.decode()
    assert "Hier" in page
    assert "Dort" not in page
    assert "Mit Rollator" in page


def test_routes_are_archived_not_deleted(staff):
    made = factories.signed_route()
    assert staff.get(f"{LIST}{made.pk}/delete/").status_code == 403
    staff.post(LIST, {"action": "archive", "_selected_action": [made.pk]})
    made.refresh_from_db()
    assert made.status == "archived"


def test_the_day_of_the_last_walk_may_be_today(staff):
    add(staff, line=drawn("ABC"), verified_on=timezone.localdate().isoformat(), verified_by="Ada")
    assert SignedRoute.objects.get().verified_on > timezone.localdate() - timedelta(days=1)
