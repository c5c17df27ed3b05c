"""Barriers and surveys as people enter them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from mapping.models import Barrier, PathEdge, PathSurvey, State
from tests import factories
from tests.networks import active, barrier, load, near, survey

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"
LIST = "/admin/mapping/barrier/"


@pytest.fixture
def staff(quarter) -> Client:
    load(quarter, LINE, {"ABC": "highway=footway surface=sett"}, {"B": "kerb=raised"})
    client = Client()
    client.force_login(User.objects.create_superuser("ada", password="x", first_name="Ada", last_name="Klein"))
    return client


def typed(point: Point, **more: object) -> dict[str, object]:
    values = {"kind": "kerb", "point": point.geojson, "value": "4", "state": "reported", "status": "published"}
    return {name: value for name, value in (values | more).items() if value != ""}


def add(staff: Client, **more: object):
    return staff.post(f"{LIST}add/", typed(near(LINE, "B", 2), **more), follow=True)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


# --- entering -------------------------------------------------------------------------------------------------------


def test_a_barrier_is_entered_and_says_where_it_belongs_and_what_it_changes(staff):
    assert add(staff).status_code == 200
    made = Barrier.objects.get()
    assert (made.state, made.is_matched, made.osm) == ("reported", True, "node/2")
    page = staff.get(f"{LIST}{made.pk}/change/").content.decode()
    assert "Bordstein (node/2)" in page
    assert "Höhe: 12 cm → 4 cm" in page
    assert "https://www.openstreetmap.org/node/2" in page
    assert 'id="own-map-lon"' in page, "without a mouse"


def test_what_is_no_object_of_openstreetmap_is_not_looked_for_there(staff, quarter):
    load(quarter, LINE, source="demo")
    add(staff)
    page = staff.get(f"{LIST}{Barrier.objects.get().pk}/change/").content.decode()
    assert "openstreetmap.org/node" not in page


@pytest.mark.parametrize(
    ("more", "field", "told"),
    [
        ({"value": "51"}, "value", "von 0 bis 50 cm"),
        ({"value": ""}, "value", "bitte eine Zahl"),
        ({"value": "-1"}, "value", "von 0 bis 50 cm"),
        ({"value": "vier"}, "value", "Zahl"),
        ({"word": "sand"}, "word", "keine Einstufung"),
        ({"kind": "surface", "value": ""}, "word", "bitte eines von: Asphalt"),
        ({"kind": "surface", "value": "", "word": "good"}, "word", "bitte eines von"),
        ({"kind": "surface", "word": "sand"}, "value", "kein Maß"),
        ({"kind": "closed"}, "value", "kein Maß"),
        ({"kind": "steps", "value": "0"}, "value", "von 1 bis 500"),
        ({"state": "fixed"}, "state", "„gemeldet“ aus geht das nicht"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "__all__", "Ende liegt vor dem Beginn"),
        ({"starts_on": "0001-05-02"}, "starts_on", "ein Jahr von 1800 bis"),
        ({"verified_by": "Ada"}, "verified_on", "wann es geprüft wurde"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(staff, more, field, told):
    response = add(staff, description="vor Haus 4", **more)
    assert told in " ".join(errors(response)[field])
    assert "vor Haus 4" in response.content.decode()
    assert not Barrier.objects.exists()


def test_swapped_numbers_are_told(staff):
    at = near(LINE, "B")
    response = staff.post(f"{LIST}add/", typed(Point(at.y, at.x, srid=4326)))
    assert "vertauscht" in errors(response)["point"][0]


def test_what_belongs_to_no_way_is_stored_and_said(staff):
    response = add(staff, kind="lift", value="")
    assert "kein passender Weg" in response.content.decode()
    assert Barrier.objects.get().is_matched is False
    listed = staff.get(LIST, {"is_matched__exact": "0"})
    assert listed.context["cl"].result_count == 1


def test_whoever_confirms_is_named_with_the_day(staff):
    add(staff, state="confirmed")
    made = Barrier.objects.get()
    assert (made.verified_on, made.verified_by) == (timezone.localdate(), "Ada Klein")


def test_what_somebody_signs_in_with_is_not_for_everybody(staff):
    User.objects.update(first_name="", last_name="")
    add(staff, state="confirmed")
    made = Barrier.objects.get()
    assert (made.verified_on, made.verified_by) == (timezone.localdate(), "")


def test_a_survey_is_entered(staff):
    values = {"attribute": "surface", "point": near(LINE, "A", 9).geojson, "word": "sand", "surveyed_on": "2026-03-03"}
    staff.post("/admin/mapping/pathsurvey/add/", values | {"status": "published"})
    made = PathSurvey.objects.get()
    assert (made.word, made.osm, made.is_matched) == ("sand", "way/100", True)
    assert (
        "Belag: behauenes Pflaster → Sand oder Fels"
        in staff.get(f"/admin/mapping/pathsurvey/{made.pk}/change/").content.decode()
    )


def test_a_survey_of_tomorrow_is_refused(staff):
    tomorrow = timezone.localdate() + timedelta(days=1)
    values = {"attribute": "lit", "point": near(LINE, "A", 9).geojson, "word": "yes", "surveyed_on": str(tomorrow)}
    response = staff.post("/admin/mapping/pathsurvey/add/", values | {"status": "published"})
    assert "ein Tag von 2000 bis heute" in errors(response)["surveyed_on"][0]


# --- states ---------------------------------------------------------------------------------------------------------


def act(staff: Client, action: str, *which: Barrier) -> str:
    sent = {"action": action, "_selected_action": [one.pk for one in which]}
    return staff.post(LIST, sent, follow=True).content.decode()


def test_many_are_confirmed_at_once_and_what_may_not_be_is_named(staff):
    reported = barrier("kerb", near(LINE, "B"), 8, state=State.REPORTED, verified_on=None)
    rejected = barrier("kerb", near(LINE, "B"), 8, state=State.REJECTED)
    page = act(staff, "confirm", reported, rejected)
    reported.refresh_from_db()
    rejected.refresh_from_db()
    assert (reported.state, reported.verified_by, rejected.state) == ("confirmed", "Ada Klein", "rejected")
    assert "1 Eintrag geändert" in page
    assert rejected.slug in page


@pytest.mark.parametrize(("action", "after"), [("fix", "fixed"), ("reject", "rejected")])
def test_a_confirmed_barrier_is_fixed_or_rejected(staff, action, after):
    made = barrier("kerb", near(LINE, "B"), 8)
    act(staff, action, made)
    made.refresh_from_db()
    assert made.state == after


def form_of(staff: Client, made: Barrier) -> dict[str, object]:
    form = staff.get(f"{LIST}{made.pk}/change/").context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, "")} | {"point": made.point.geojson}


def test_a_form_that_a_colleague_has_overtaken_asks_first(staff):
    made = barrier("kerb", near(LINE, "B"), 8)
    sent = form_of(staff, made) | {"value": "9"}
    Barrier.objects.filter(pk=made.pk).update(state=State.FIXED)
    response = staff.post(f"{LIST}{made.pk}/change/", sent)
    assert response.status_code == 200
    made.refresh_from_db()
    assert (made.value, made.state) == (8, "fixed")


def test_a_barrier_is_archived_and_never_deleted(staff):
    made = barrier("kerb", near(LINE, "B"), 8)
    assert staff.post(f"{LIST}{made.pk}/delete/", {"post": "yes"}).status_code == 403
    act(staff, "archive", made)
    made.refresh_from_db()
    assert made.status == "archived"


# --- looking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_queries_with_one_and_with_many(staff, rows, django_assert_max_num_queries):
    for _ in range(rows):
        barrier("kerb", near(LINE, "B"), 8)
    with django_assert_max_num_queries(14):
        assert staff.get(LIST).status_code == 200


def test_a_quarter_is_a_filter_by_place(staff, quarter):
    factories.quarter("Neuss", boundary=factories.area(6.67, 51.18, 6.70, 51.22))
    barrier("kerb", near(LINE, "B"), 8)
    barrier("kerb", Point(6.68, 51.2, srid=4326), 8)
    for slug, count in (("wittenau", 1), ("neuss", 1), ("", 2), ("nowhere", 0)):
        assert staff.get(LIST, {"quartier": slug}).context["cl"].result_count == count


def test_findings_are_searched_by_object_and_text(staff):
    barrier("kerb", near(LINE, "B"), 8, description="vor der Apotheke")
    survey("lit", near(LINE, "A", 9), "no")
    for word, count in (("Apotheke", 1), ("node/2", 1), ("way/999", 0)):
        assert staff.get(LIST, {"q": word}).context["cl"].result_count == count


@pytest.mark.parametrize("name", ["networkversion", "pathedge", "pathnode", "entrance"])
def test_the_network_can_be_looked_at_and_not_edited(staff, name):
    page = f"/admin/mapping/{name}/"
    assert staff.get(page).status_code == 200
    assert staff.get(f"{page}add/").status_code == 403


def test_an_edge_shows_its_facts_and_raw_tags(staff, quarter):
    edge = PathEdge.objects.filter(version=active(quarter), kind="kerb").first()
    page = staff.get(f"/admin/mapping/pathedge/{edge.pk}/change/").content.decode()
    assert "raised" in page
