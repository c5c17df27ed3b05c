"""The demo quarter comes in whole, quickly, and leaves alone what somebody changed."""

import io
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from actors.models import AccessFact, Offering, Organisation, Place
from common.errors import UsageError
from common.records import Status
from common.text import fold
from mapping import barrier_actions, signed_routes
from mapping.models import Address, Barrier, Quarter, SignedRoute, State
from mapping.profiles import profiles
from tests import factories
from upkeep import demo
from upkeep.demo import fact_values, load_demo, place_values

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


def content(model: type) -> int:
    return model.objects.filter(source="demo", source_id__startswith="content/").count()


def test_the_demo_comes_in_whole_and_quickly():
    started = time.monotonic()
    load_demo(at=AT)
    assert time.monotonic() - started < 20
    quarter = Quarter.objects.get()
    assert (quarter.slug, quarter.is_default, quarter.land) == ("lindenquartier", True, "HE")
    assert quarter.welcome
    assert quarter.contact_phone
    assert (content(Organisation), content(Place), content(Offering)) == (30, 80, 25)
    assert Address.objects.count() >= 900
    assert set(AccessFact.objects.values_list("value", flat=True)) == {"yes", "no", "unknown"}


def test_loading_again_changes_nothing():
    load_demo(at=AT)
    assert load_demo(at=AT).changes == 0


def test_every_place_lies_in_the_quarter_and_has_its_address():
    load_demo(at=AT)
    quarter = Quarter.objects.get()
    written = Place.objects.filter(source_id__startswith="content/")
    assert written.within(quarter.boundary).count() == written.count()
    assert not written.exclude(street="").filter(postcode="").exists()


def test_nothing_stands_there_twice():
    """Neither by name and kind, nor as a thing of the map file beside its description."""
    load_demo(at=AT)
    written = Place.objects.filter(source_id__startswith="content/").select_related("kind")
    mapped = Place.objects.exclude(source_id__startswith="content/").select_related("kind")
    names = Counter((fold(place.name), place.kind.slug) for place in written)
    assert max(names.values()) == 1
    assert not {(fold(place.name), place.kind.slug) for place in mapped} & set(names)


def test_demo_data_is_never_called_openstreetmap():
    load_demo(at=AT)
    assert set(Place.objects.values_list("source", "licence")) == {("demo", settings.OWN_DATA_LICENCE)}
    assert not Organisation.objects.filter(source="osm").exists()


def test_what_somebody_changed_in_the_demo_stays():
    load_demo(at=AT)
    Place.objects.filter(source_id="content/haus-am-muehlbach").update(phone="0221 4710 999")
    Offering.objects.filter(source_id="content/besuchsdienst").update(status=Status.ARCHIVED)
    load_demo(at=AT)
    assert Place.objects.get(source_id="content/haus-am-muehlbach").phone == "0221 4710 999"
    assert Offering.objects.get(source_id="content/besuchsdienst").status == Status.ARCHIVED


def test_a_real_default_quarter_stays_the_default():
    other = factories.quarter(is_default=True)
    for _again in range(2):
        load_demo(at=AT)
        assert Quarter.objects.default() == other
    assert not Quarter.objects.get(slug="lindenquartier").is_default


def test_if_empty_leaves_an_installation_with_a_quarter_alone():
    factories.quarter()
    out = io.StringIO()
    call_command("load_demo", "--if-empty", stdout=out)
    assert "not loaded" in out.getvalue()
    assert not Place.objects.exists()


def test_a_fault_in_the_content_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch):
    written = demo.read_content()
    broken = {**written, "places": [*written["places"], {**written["places"][0], "slug": "x", "number": "9999"}]}
    monkeypatch.setattr(demo, "read_content", lambda: broken)
    with pytest.raises(UsageError, match="eine Adresse, die in der Karte steht"):
        load_demo(at=AT)
    assert not Quarter.objects.exists()


@pytest.mark.parametrize(
    ("said", "value", "number"),
    [
        (True, "yes", None),
        (False, "no", None),
        (0, "no", 0.0),
        (3, "yes", 3.0),
        (4.5, "yes", 4.5),
        ("unknown", "unknown", None),
    ],
)
def test_answers_of_the_content_become_three_valued_facts(said: object, value: str, number: float | None):
    survey = {"source": "survey", True: datetime(2026, 5, 12, tzinfo=UTC).date(), "facts": {"lift": said}}
    found = fact_values({"access": [survey]})["lift"]
    assert (found["value"], found["number"], found["surveyed_on"]) == (value, number, "2026-05-12")


def test_hours_that_nobody_can_read_are_refused():
    class Spots:
        def of(self, _entry):
            return {}

    with pytest.raises(UsageError, match="Öffnungszeiten"):
        place_values({"name": "x", "kind": "kirche", "hours": "irgendwann"}, Spots())


def test_three_signed_routes_are_good_and_one_is_blocked_for_one_profile_at_one_spot():
    load_demo(at=AT)
    found = {one.route.slug: one for one in signed_routes.checked(SignedRoute.objects.with_home())}
    assert len(found) == 3
    blocked = {slug: shut for slug, one in found.items() if (shut := one.shut_for("blocked", "off"))}
    assert blocked == {"vom-sonnenhang-zum-lindenpark": ["power_wheelchair"]}
    row = found["vom-sonnenhang-zum-lindenpark"].check(profiles().by_slug["power_wheelchair"])
    reasons = [entry for entry in row.found if entry["level"] == "blocked"]
    assert [(entry["code"], entry["value"], entry["streets"]) for entry in reasons] == [
        ("kerb_high", 10.0, ["Weinbergstraße", "Brückenstraße"])
    ]
    assert not any(
        entry["level"] == "off" for one in found.values() for row in one.checks.values() for entry in row.found
    )


def test_the_demo_has_barriers_in_every_state_and_each_stands_on_a_way():
    load_demo(at=AT)
    found = {one.slug: one for one in Barrier.objects.all()}
    assert all(one.is_matched for one in found.values())
    assert found["bordstein-nordstrasse"].edge_kind == "kerb"
    assert found["baustelle-gewerbestrasse"].edge_kind == "sidewalk"
    assert {one.slug for one in Barrier.objects.in_force(AT.date())} == {"baustelle-gewerbestrasse", "wurzeln-erlenweg"}
    assert {one.slug for one in Barrier.objects.public()} == set(found) - {"umlaufsperre-hopfengarten"}


def test_a_barrier_of_the_demo_that_somebody_has_mended_stays_mended():
    load_demo(at=AT)
    barrier_actions.move(Barrier.objects.get(slug="wurzeln-erlenweg").pk, to=State.FIXED, by="Bauhof", on=AT.date())
    load_demo(at=AT)
    assert Barrier.objects.get(slug="wurzeln-erlenweg").state == State.FIXED


def test_a_round_trip_of_the_demo_is_closed_and_longer_than_a_walk_round_the_block():
    load_demo(at=AT)
    route = SignedRoute.objects.get(slug="rollatorrunde-lindenpark")
    assert route.line.closed
    (found,) = signed_routes.checked(SignedRoute.objects.filter(pk=route.pk).with_home())
    assert found.check(profiles().by_slug["rollator"]).length_m == pytest.approx(1136, abs=10)


def test_a_line_that_somebody_has_drawn_anew_stays():
    load_demo(at=AT)
    SignedRoute.objects.filter(slug="weg-zur-tagespflege").update(keeper="Heimatverein")
    load_demo(at=AT)
    assert SignedRoute.objects.get(slug="weg-zur-tagespflege").keeper == "Heimatverein"
