"""What the database promises of signed routes and of their checks."""

from datetime import date

import pytest
from django.contrib.gis.geos import LineString
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from mapping.models import NetworkVersion, Quarter, RouteCheck, SignedRoute
from tests import factories
from tests.networks import active, load

pytestmark = pytest.mark.django_db
TRIANGLE = ((13.31, 52.585), (13.311, 52.585), (13.311, 52.586), (13.31, 52.585))


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"status": "gone"}, "signedroute_status_known"),
        ({"profiles": []}, "signedroute_meant_for_somebody"),
        ({"verified_by": "Ada"}, "signedroute_verified_with_a_date"),
        ({"is_round": True}, "signedroute_round_trip_is_closed"),
        ({"line": LineString((13.31, 52.585), (13.31, 52.585), srid=4326)}, "signedroute_line_valid"),
        ({"line": LineString(srid=4326)}, "signedroute_line_valid"),
        ({"source": "hearsay"}, "signedroute_source_known"),
    ],
)
def test_a_route_that_cannot_be_is_refused(more, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.signed_route(**more)


def test_what_belongs_together_is_taken():
    made = factories.signed_route(line=TRIANGLE, is_round=True, verified_on=date(2026, 3, 3), verified_by="Ada")
    assert made.points == TRIANGLE
    assert made.get_absolute_url() == f"/wege/{made.slug}/"


def checked(route: SignedRoute, **more: object) -> RouteCheck:
    values = {
        "profile": "rollator",
        "verdict": "passable",
        "length_m": 1.0,
        "duration_s": 1.0,
        "seats": 0,
        "toilets": 0,
        "longest_gap_m": 0.0,
        "surveyed": 0.0,
        "network": "x",
        "rules": "y",
        "checked_at": timezone.now(),
    }
    return RouteCheck.objects.create(route=route, **values | more)


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"verdict": "fine"}, "routecheck_verdict_known"),
        ({"surveyed": 1.1}, "routecheck_surveyed_is_a_share"),
        ({"length_m": -1.0}, "routecheck_not_negative"),
    ],
)
def test_a_check_that_cannot_be_is_refused(more, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        checked(factories.signed_route(), **more)


def test_there_is_one_check_per_route_profile_and_direction():
    route = factories.signed_route()
    checked(route)
    checked(route, backward=True)
    checked(route, profile="walk")
    with pytest.raises(IntegrityError, match="routecheck_once_per_profile"), transaction.atomic():
        checked(route)


def test_every_change_is_kept_whoever_makes_it():
    route = factories.signed_route()
    SignedRoute.objects.filter(pk=route.pk).update(keeper="Heimatverein")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mapping_signedroute SET name_en = 'Round' WHERE id = %s", [route.pk])
    events = SignedRoute.pgh_event_model.objects.filter(pgh_obj_id=route.pk).order_by("pgh_id")
    assert list(events.values_list("pgh_label", "keeper", "name_en")) == [
        ("insert", "", None),
        ("update", "Heimatverein", None),
        ("update", "Heimatverein", "Round"),
    ]


def test_words_are_in_two_languages():
    route = factories.signed_route(name_de="Runde", name_en="Round", summary_de="Kurz.", plain_en="Short.")
    with translation.override("en"):
        assert (str(route), route.summary, route.plain) == ("Round", "Kurz.", "Short.")
    with translation.override("de"):
        assert str(route) == "Runde"


# --- where a route lies ---------------------------------------------------------------------------------------------


def test_a_route_belongs_to_every_quarter_that_it_touches(quarter):
    far = factories.quarter("Neuss", boundary=factories.area(6.6, 51.1, 6.7, 51.2))
    across = factories.signed_route("Grenzweg", line=((13.289, 52.58), (13.30, 52.58)))
    assert list(SignedRoute.objects.in_quarter(quarter)) == [across]
    assert not SignedRoute.objects.in_quarter(far).exists()


def test_its_home_is_the_network_that_holds_it(quarter):
    load(quarter, "A-----B")
    inside, beyond = factories.signed_route(), factories.signed_route(line=((6.6, 51.1), (6.7, 51.2)))
    homes = dict(SignedRoute.objects.with_home().values_list("pk", "home"))
    assert homes == {inside.pk: active(quarter).pk, beyond.pk: None}


def test_networks_of_hidden_quarters_and_old_versions_are_no_home(quarter):
    load(quarter, "A-----B")
    route = factories.signed_route()
    Quarter.objects.update(status="draft")
    assert SignedRoute.objects.with_home().get(pk=route.pk).home is None
    Quarter.objects.update(status="published")
    NetworkVersion.objects.update(is_active=False)
    assert SignedRoute.objects.with_home().get(pk=route.pk).home is None
