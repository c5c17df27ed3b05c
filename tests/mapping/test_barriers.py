"""What the database promises about what people find out."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from common.errors import Conflict
from mapping.barrier_actions import move
from mapping.correctable import BARRIERS, MEASURES
from mapping.models import TRANSITIONS, Barrier, LayerChange, PathSurvey, State, can_move, check_move
from mapping.path_words import ATTRIBUTE_LABELS, KIND_LABELS, words_of
from mapping.routing.attributes import ATTRIBUTES, KINDS
from tests import factories
from tests.networks import barrier, survey

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 3)
HERE = Point(*factories.CENTRE, srid=4326)


# --- the tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [*BARRIERS.values(), *MEASURES.values()], ids=lambda row: row.slug)
def test_every_row_sets_attributes_that_the_network_has(row):
    value = row.words[0] if row.words else float(row.window.low) if row.window else None
    for spot in (False, True) if row.target.spot else (False,):
        for name, fact in row.facts(value, {}, spot=spot).items():
            ATTRIBUTES[name].code(fact)
    assert row.attribute in ATTRIBUTE_LABELS
    assert row.target.kinds <= set(KINDS)
    assert not row.target.spot or row.target.spot in KINDS
    assert not set(row.words) - words_of(row.attribute).keys()


def test_every_kind_of_edge_has_its_german_name():
    assert list(KIND_LABELS) == list(KINDS)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (8.0, 8.0)),
        ({"climb_pct": 6.0, "descent_pct": 0.0}, (8.0, 0.0)),
        ({"climb_pct": 0.0, "descent_pct": 2.0}, (0.0, 8.0)),
        ({"descent_pct": 0.0}, (8.0, 0.0)),
        ({"climb_pct": 0.0, "descent_pct": 0.0}, (8.0, 8.0)),
        ({"climb_pct": 5.0, "descent_pct": 5.0}, (8.0, 8.0)),
    ],
)
def test_a_slope_has_the_direction_of_the_map_or_both(known, expected):
    facts = BARRIERS["slope"].facts(8.0, known, spot=False)
    assert (facts["climb_pct"], facts["descent_pct"]) == expected


# --- constraints ----------------------------------------------------------------------------------------------------

BAD_BARRIERS = [
    ("barrier_value_fits_kind", "kerb", {"value": 51}),
    ("barrier_value_fits_kind", "kerb", {"value": -1}),
    ("barrier_value_fits_kind", "kerb", {}),
    ("barrier_value_fits_kind", "kerb", {"value": 5, "word": "sand"}),
    ("barrier_value_fits_kind", "narrow", {"value": 0.1}),
    ("barrier_value_fits_kind", "surface", {"word": "good"}),
    ("barrier_value_fits_kind", "surface", {"value": 3}),
    ("barrier_value_fits_kind", "steps", {"value": 0}),
    ("barrier_value_fits_kind", "lift", {"value": 1}),
    ("barrier_value_fits_kind", "dragon", {}),
    ("barrier_ends_after_start", "lift", {"starts_on": DAY, "ends_on": date(2026, 3, 2)}),
    ("barrier_confirmed_with_a_date", "lift", {"verified_on": None}),
    ("barrier_verified_with_a_date", "lift", {"state": "reported", "verified_on": None, "verified_by": "Mia"}),
    ("barrier_state_known", "lift", {"state": "asleep"}),
    ("barrier_status_known", "lift", {"status": "asleep"}),
]


@pytest.mark.parametrize(("constraint", "kind", "more"), BAD_BARRIERS)
def test_the_database_refuses_what_cannot_be(constraint: str, kind: str, more: dict[str, object]):
    values = {"slug": "x", "point": HERE, "state": "confirmed", "verified_on": DAY, "kind": kind}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Barrier.objects.bulk_create([Barrier(**values | more)])


def test_a_match_names_its_edge():
    with pytest.raises(IntegrityError, match="barrier_matched_to_an_edge"), transaction.atomic():
        Barrier.objects.bulk_create([Barrier(slug="x", point=HERE, kind="lift", is_matched=True)])


@pytest.mark.parametrize("value", [{"value": 0.1}, {"word": "sand"}, {}])
def test_a_survey_has_a_value_that_its_attribute_can_have(value):
    with pytest.raises(IntegrityError, match="pathsurvey_value_fits_attribute"), transaction.atomic():
        PathSurvey.objects.bulk_create(
            [PathSurvey(slug="x", point=HERE, attribute="width_m", surveyed_on=DAY, **value)]
        )


def test_every_kind_can_be_stored_with_what_its_row_says():
    for row in BARRIERS.values():
        value = row.words[0] if row.words else row.window.high if row.window else None
        barrier(row.slug, HERE, value)
    for row in MEASURES.values():
        survey(row.slug, HERE, row.words[0] if row.words else row.window.low)
    assert Barrier.objects.count() == len(BARRIERS)
    assert PathSurvey.objects.count() == len(MEASURES)


# --- history and tiles ----------------------------------------------------------------------------------------------


def test_nothing_about_a_finding_is_lost():
    for made in (barrier("kerb", HERE, 12), survey("width_m", HERE, 1.2)):
        type(made).objects.filter(pk=made.pk).update(value=5)
        made.delete()
    for model in (Barrier, PathSurvey):
        told = model.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
        assert list(told) == ["insert", "update", "delete"]


def test_every_write_is_noted_for_the_tiles_and_for_other_processes(quarter):
    def changes() -> int:
        return LayerChange.objects.filter(layer="ways").count()

    before = changes()
    made = barrier("lift", HERE)
    assert changes() == before + 1
    Barrier.objects.filter(pk=made.pk).update(description="defekt")
    quarter.save()
    survey("lit", HERE, "no")
    assert changes() == before + 4


# --- states ---------------------------------------------------------------------------------------------------------


def test_the_table_of_states_is_complete_and_leads_everywhere():
    assert set(TRANSITIONS) == set(State.values)
    assert set().union(*TRANSITIONS.values()) == set(State.values)
    assert all(state not in after for state, after in TRANSITIONS.items())


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_checking_and_asking_say_the_same(before: str, after: str):
    if can_move(before, after):
        check_move(before, after)
    else:
        with pytest.raises(Conflict, match="eines von"):
            check_move(before, after)


def test_who_confirms_has_checked():
    made = barrier("kerb", HERE, 12, state=State.REPORTED, verified_on=None)
    move(made.pk, to=State.CONFIRMED, by="Mia", on=DAY)
    made.refresh_from_db()
    assert (made.state, made.verified_on, made.verified_by) == ("confirmed", DAY, "Mia")
    with pytest.raises(Conflict, match="von „bestätigt“ aus"):
        move(made.pk, to=State.REPORTED, by="Mia", on=DAY)


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"state": State.REPORTED}, False),
        ({"state": State.FIXED}, False),
        ({"state": State.REJECTED}, False),
        ({"status": "archived"}, False),
        ({"status": "draft"}, False),
        ({"starts_on": DAY, "ends_on": DAY}, True),
        ({"starts_on": date(2026, 3, 4)}, False),
        ({"ends_on": date(2026, 3, 2)}, False),
        ({"starts_on": date(2026, 3, 1)}, True),
    ],
)
def test_only_confirmed_public_barriers_within_their_dates_count(more, counts: bool):
    made = barrier("lift", HERE, **more)
    assert (made in Barrier.objects.in_force(DAY)) is counts
