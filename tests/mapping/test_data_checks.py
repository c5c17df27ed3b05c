"""What the doctor says about paths."""

import pytest

from common.doctor import Level
from mapping import data_checks as checks
from mapping import network, signed_routes
from mapping.models import Barrier, PathEdge, PathSurvey, Quarter, SignedRoute
from tests import factories
from tests.networks import active, barrier, load, near, survey

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"
WAYS = {"ABC": "highway=footway"}


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.VAR = tmp_path
    network.SHELF.clear()


@pytest.fixture
def paths(quarter) -> Quarter:
    load(quarter, LINE, WAYS)
    return quarter


def test_a_network_that_can_be_loaded_is_fine(client, paths):
    assert checks.every_network_can_be_loaded().level == Level.OK
    assert client.get("/healthz").status_code == 200


def test_a_network_that_cannot_be_loaded_makes_the_service_unhealthy_with_the_reason(client, paths):
    PathEdge.objects.update(length_m=1)
    found = checks.every_network_can_be_loaded()
    assert (found.level, "rebuild_network" in found.remedy) == (Level.FAULT, True)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "Wittenau: version" in answer.json()["checks"]["path network"]["text"]


def test_a_network_that_nobody_sees_does_not_make_it_unhealthy(client, paths):
    factories.quarter("Tegel")
    PathEdge.objects.update(length_m=1)
    Quarter.objects.filter(pk=paths.pk).update(status="draft")
    assert client.get("/healthz").status_code == 200


def test_a_quarter_without_paths_is_named_and_healthy(client, quarter):
    assert "Wittenau" in checks.every_quarter_has_a_network().text
    assert client.get("/healthz").status_code == 200


def test_a_warm_check_of_health_costs_two_queries(paths, django_assert_num_queries):
    checks.every_network_can_be_loaded()
    with django_assert_num_queries(2):
        checks.every_network_can_be_loaded()


def test_islands_missing_joins_and_absurd_values_are_hints_with_their_objects(quarter):
    text = "A-----B\n\n\nC-----D"
    load(quarter, text, {"AB": "highway=footway width=0.3", "CD": "highway=footway"})
    assert checks.paths_are_connected().level == Level.HINT
    assert "Wittenau: 1 parts, 50.0% of the ways" in checks.paths_are_connected().text
    absurd = checks.values_of_paths_are_likely()
    assert (absurd.level, "path_under_40_cm_wide way/100" in absurd.text) == (Level.HINT, True)
    assert checks.ways_that_nearly_meet_do_meet().level == Level.OK


def test_a_connected_network_is_fine(paths):
    for check in (checks.paths_are_connected, checks.ways_that_nearly_meet_do_meet, checks.values_of_paths_are_likely):
        assert check().level == Level.OK


def test_unknown_kerbs_are_a_hint(quarter):
    text = "  D\n  |\nA-B-C"
    load(quarter, text, {"ABC": "highway=residential", "DB": "highway=footway"})
    found = checks.enough_is_known_of_paths()
    assert found.level == Level.HINT
    assert found.text.startswith("unknown: Wittenau: ")
    assert "kerb 100%" in found.text


def test_where_no_kerb_is_there_is_none_to_survey(paths):
    found = checks.enough_is_known_of_paths()
    assert (found.level, "surface 100%" in found.text, "kerb" in found.text) == (Level.OK, True, False)


@pytest.mark.parametrize(
    ("hours", "level"), [("08:00-18:00", Level.OK), ("im Sommer länger", Level.HINT)], ids=["read", "unreadable"]
)
def test_hours_that_nobody_can_read_are_named(quarter, hours: str, level: Level):
    load(quarter, LINE, {"ABC": {"highway": "footway", "opening_hours": hours}})
    found = checks.hours_of_ways_can_be_read()
    assert (found.level, "way/100" in found.text) == (level, level == Level.HINT)


def test_figures_of_an_older_program_are_noticed(paths):
    assert checks.figures_are_those_of_this_program().level == Level.OK
    version = active(paths)
    del version.figures["known"]["tactile"]
    version.save()
    found = checks.figures_are_those_of_this_program()
    assert (found.level, "Wittenau" in found.text, "rebuild_network" in found.remedy) == (Level.HINT, True, True)


def test_findings_without_a_way_are_counted_until_they_are_settled(paths):
    lost = barrier("lift", near(LINE, "A"))
    survey("lit", near(LINE, "A", 9), "yes")
    found = checks.every_finding_has_its_edge()
    assert (found.level, "1 barriers, 0 surveys" in found.text) == (Level.HINT, True)
    Barrier.objects.filter(pk=lost.pk).update(state="rejected")
    assert checks.every_finding_has_its_edge().level == Level.OK


def test_a_finding_whose_edge_is_gone_is_noticed_even_if_it_says_otherwise(paths):
    survey("lit", near(LINE, "A", 9), "yes")
    PathSurvey.objects.update(edge_key="gone")
    assert "1 surveys" in checks.every_finding_has_its_edge().text


def test_routes_are_named_whose_check_is_old_or_that_nobody_it_is_meant_for_can_walk(paths):
    assert checks.signed_routes_can_be_walked().text == "0 checked"
    line = [tuple(near(LINE, one)) for one in "AC"]
    factories.signed_route(line=line, slug="runde")
    factories.signed_route(line=line, slug="entwurf", status="draft")
    old = checks.signed_routes_can_be_walked()
    assert (old.level, old.text) == (Level.HINT, "check older than the network: runde")
    assert "check_routes" in old.remedy
    signed_routes.checked(SignedRoute.objects.with_home())
    assert "runde" not in checks.signed_routes_can_be_walked().text.partition("cannot")[0]
    barrier("closed", near(LINE, "A", 9))
    assert checks.signed_routes_can_be_walked().text == "check older than the network: runde"
    signed_routes.checked(SignedRoute.objects.with_home())
    shut = checks.signed_routes_can_be_walked()
    assert shut.level == Level.HINT
    assert shut.text == "cannot be walked by those they are meant for: runde (rollator)"


def test_a_route_in_no_network_is_named(quarter):
    factories.signed_route(slug="runde")
    assert checks.signed_routes_can_be_walked().text == "check older than the network: runde"
