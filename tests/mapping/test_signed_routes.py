"""Checks of signed routes: when they run, what they store, and what they say has changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mapping import network, signed_routes, signed_words
from mapping.models import Barrier, PathEdge, RouteChange, RouteCheck, SignedRoute, State
from mapping.network_upkeep import ready, rebuild
from mapping.profiles import profiles
from tests import factories
from tests.drawing import places
from tests.networks import active, barrier, load, near, survey

pytestmark = pytest.mark.django_db
# A street with a crossing way in its middle; F and G are the way round.
STREET = """
A---------B---------C---------D
          |         |
          F---------G
"""
WAYS = {"ABCD": "highway=footway name=Lindenstraße surface=asphalt smoothness=good width=2"}
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.VAR = tmp_path
    network.SHELF.clear()


@pytest.fixture
def route(quarter) -> SignedRoute:
    load(quarter, STREET, WAYS)
    spots = places(STREET)
    return factories.signed_route(line=[spots[one] for one in "ABCD"])


def look(at: datetime = AT) -> signed_routes.Checked:
    (found,) = signed_routes.checked(SignedRoute.objects.with_home(), at=at)
    return found


def verdict(slug: str = "rollator", *, backward: bool = False) -> str:
    return RouteCheck.objects.get(profile=slug, backward=backward).verdict


def said(slug: str = "rollator") -> list[str]:
    rows = RouteChange.objects.filter(profile=slug, backward=False)
    return [signed_words.changed(row, "mit Rollator") for row in rows]


# --- a check --------------------------------------------------------------------------------------------------------


def test_the_first_look_checks_all_profiles_in_both_directions(route, quarter):
    found = look()
    assert RouteCheck.objects.count() == 2 * len(profiles().by_slug) == 14
    row = found.check(profiles().by_slug["rollator"])
    assert (row.verdict, row.version_id, row.checked_at) == ("passable", active(quarter).pk, AT)
    assert row.network == network.engine(quarter).network.checksum
    assert row.length_m == pytest.approx(150, abs=1)
    assert not RouteChange.objects.exists()


def test_a_second_look_changes_nothing_and_costs_three_queries(route, django_assert_num_queries):
    look()
    before = list(RouteCheck.objects.values_list())
    routes = list(SignedRoute.objects.with_home())
    with django_assert_num_queries(2):  # and one for the routes themselves
        signed_routes.checked(routes, at=LATER)
    assert list(RouteCheck.objects.values_list()) == before


def test_many_routes_cost_as_many_queries_as_one(route, django_assert_num_queries):
    for number in range(12):
        factories.signed_route(f"Runde {number}", line=route.points)
    signed_routes.checked(SignedRoute.objects.with_home())
    with django_assert_num_queries(3):
        signed_routes.checked(SignedRoute.objects.with_home())


def test_without_a_network_nothing_is_checked_and_nothing_is_good(quarter):
    factories.signed_route()
    found = look()
    assert found.home is None
    assert found.check(profiles().default) is None
    assert not RouteCheck.objects.exists()


def test_when_the_network_is_gone_what_was_good_is_not_good_any_more(route, quarter):
    look()
    active(quarter).delete()
    found = look()
    assert found.check(profiles().default) is None
    assert RouteCheck.objects.count() == 14, "but nothing is lost"


def test_a_damaged_network_is_none(route):
    PathEdge.objects.update(length_m=1)
    assert look().home is None


# --- what changed ---------------------------------------------------------------------------------------------------


def test_a_barrier_shows_at_the_next_look_with_its_day_and_the_street(route):
    look()
    barrier("kerb", near(STREET, "B", 20), 12)
    found = look(LATER)
    assert found.check(profiles().by_slug["rollator"]).verdict == "blocked"
    assert verdict("walk") == "passable"
    assert said() == [
        "Seit dem 5. März 2026: Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße); mit Rollator nicht mehr begehbar."
    ]
    assert not said("walk"), "a kerb is nothing to those who walk"


def test_a_barrier_that_is_fixed_is_told_as_well(route):
    made = barrier("kerb", near(STREET, "B", 20), 12)
    look()
    Barrier.objects.filter(pk=made.pk).update(state=State.FIXED)
    look(LATER)
    assert said() == [
        "Seit dem 5. März 2026: nicht mehr da: Bordstein 12 cm, Ihre Grenze: 3 cm (Lindenstraße); "
        "mit Rollator jetzt begehbar."
    ]


def test_a_survey_changes_the_verdict(route):
    look()
    survey("width_m", near(STREET, "B", 20), 0.6)
    look(LATER)
    assert "Nur 0,6 m breit, Sie brauchen 0,9 m" in said()[0]


def test_a_barrier_counts_between_its_days_and_nobody_has_to_save_anything(route, monkeypatch):
    barrier("closed", near(STREET, "B", 20), starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 4))
    for day, expected in ((1, False), (2, True), (4, True), (5, False)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: date(2026, 5, day))
        look(AT + timedelta(days=day))
        assert (verdict("walk") == "blocked") is expected, day
    assert RouteChange.objects.filter(profile="walk", backward=False).count() == 2


def test_an_edge_that_is_gone_is_told_and_the_route_stays(route, quarter):
    look()
    load(quarter, STREET.replace("B---------C", "B         C"), {"AB": WAYS["ABCD"], "CD": WAYS["ABCD"]})
    look(LATER)
    assert {verdict(slug) for slug in profiles().by_slug} == {"off"}
    assert "liegen auf keinem eingetragenen Weg" in said()[0]
    assert said()[0].endswith("der Verlauf passt nicht mehr zur Karte.")
    assert SignedRoute.objects.get() == route


def test_an_import_that_renews_keys_but_no_facts_is_no_change(route, quarter):
    """The way was split in the map: other edges, the same street."""
    look()
    split = {"AB": WAYS["ABCD"], "BC": WAYS["ABCD"], "CD": WAYS["ABCD"]}
    load(quarter, STREET, split)
    assert look(LATER).check(profiles().by_slug["rollator"]).checked_at == LATER
    assert not RouteChange.objects.exists()


def test_another_line_is_another_way_and_no_change_of_the_network(route):
    look()
    route.line = factories.LineString(*[places(STREET)[one] for one in "ABFGCD"], srid=4326)
    route.save()
    row = look(LATER).check(profiles().by_slug["rollator"])
    assert row.length_m == pytest.approx(190, abs=1)
    assert not RouteChange.objects.exists()


def test_another_profile_is_no_change_of_the_network(route):
    look()
    RouteCheck.objects.update(rules="of other limits", verdict="blocked")
    look(LATER)
    assert verdict() == "passable"
    assert not RouteChange.objects.exists()


def test_profiles_that_are_no_more_lose_their_checks(route):
    look()
    RouteCheck.objects.filter(profile="walk").update(profile="skates")
    look(LATER)
    assert set(RouteCheck.objects.values_list("profile", flat=True)) == set(profiles().by_slug)


def test_only_the_newest_changes_are_kept(route, monkeypatch):
    monkeypatch.setattr(signed_routes, "CHANGES_KEPT", 3)
    made = barrier("closed", near(STREET, "B", 20))
    for number in range(6):
        look(AT + timedelta(days=number))
        Barrier.objects.filter(pk=made.pk).update(state=(State.FIXED, State.CONFIRMED)[number % 2])
    kept = RouteChange.objects.filter(profile="walk", backward=False)
    assert [row.at for row in kept] == [AT + timedelta(days=day) for day in (5, 4, 3)]


# --- when checks run ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["barrier", "survey"])
def test_saving_and_deleting_a_finding_checks_the_routes_around_it(route, kind, django_capture_on_commit_callbacks):
    look()
    with django_capture_on_commit_callbacks(execute=True):
        made = (
            barrier("closed", near(STREET, "B", 20))
            if kind == "barrier"
            else survey("surface", near(STREET, "B", 20), "sand")
        )
    assert verdict() == "blocked"
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert verdict() == "passable"


def test_a_finding_far_away_checks_nothing(route, django_capture_on_commit_callbacks, monkeypatch):
    called = []
    monkeypatch.setattr(signed_routes, "recheck", lambda versions: called.append(list(versions)))
    with django_capture_on_commit_callbacks(execute=True):
        Barrier.objects.create(kind="closed", point=factories.point(6.6, 51.2))
    assert called == [[]]


def test_an_import_and_a_rebuild_check_all_routes_of_the_quarter(route, quarter):
    ready(quarter)
    assert RouteCheck.objects.count() == 14
    RouteCheck.objects.all().delete()
    rebuild(active(quarter))
    assert RouteCheck.objects.count() == 14


def test_a_check_that_fails_does_not_undo_what_was_saved(
    route, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(signed_routes, "check", lambda *_a, **_b: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        barrier("closed", near(STREET, "B", 20))
    assert "signed routes could not be checked" in caplog.text
    assert Barrier.objects.exists()


def test_drafts_are_checked_and_archived_routes_are_not(route, quarter):
    SignedRoute.objects.update(status="draft")
    signed_routes.recheck([active(quarter).pk])
    assert RouteCheck.objects.count() == 14
    RouteCheck.objects.all().delete()
    SignedRoute.objects.update(status="archived")
    signed_routes.recheck([active(quarter).pk])
    assert not RouteCheck.objects.exists()


def test_whoever_comes_second_finds_the_work_done(route):
    (home,) = signed_routes.homes(SignedRoute.objects.with_home()).values()
    signed_routes.check(route.pk, home, at=AT)
    assert signed_routes.check(route.pk, home, at=LATER) == []
    assert set(RouteCheck.objects.values_list("checked_at", flat=True)) == {AT}


def test_a_look_at_what_is_stored_checks_nothing(route):
    (found,) = signed_routes.as_stored(SignedRoute.objects.with_home())
    assert found.is_stale
    assert not RouteCheck.objects.exists()


# --- what goes wrong meanwhile --------------------------------------------------------------------------------------


def test_a_route_that_somebody_deletes_meanwhile_is_not_checked(route, quarter):
    listed = list(SignedRoute.objects.with_home())
    SignedRoute.objects.all().delete()
    (found,) = signed_routes.checked(listed, at=AT)
    assert not found.checks


def test_who_only_reads_is_told_the_verdict_of_today_although_nothing_can_be_stored(route):
    look()
    barrier("kerb", near(STREET, "B"), 12)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        found = look(LATER)
        transaction.set_rollback(True)
    row = found.check(profiles().by_slug["rollator"])
    assert (row.verdict, row.checked_at) == ("blocked", LATER)
