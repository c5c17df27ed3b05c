"""Whoever made the ground is named; invented ground says so."""

import pytest

from common.records import Source, Status
from mapping.credits import CREDITS, of_ground
from tests import factories

pytestmark = pytest.mark.django_db
OSM, DEMO = CREDITS[Source.OSM], CREDITS[Source.DEMO]


def test_nothing_is_credited_where_there_is_no_ground(quarter):
    assert of_ground(None) == []


@pytest.mark.parametrize(
    ("sources", "credited"), [(["osm"], [OSM]), (["demo"], [DEMO]), (["demo", "osm"], [OSM, DEMO])]
)
def test_every_source_of_ground_is_credited_once(quarter, sources, credited):
    for source in sources:
        factories.base_feature(quarter, source=source)
        factories.base_feature(quarter, source=source)
    assert of_ground(quarter) == credited


def test_ground_of_an_archived_quarter_is_not_shown_and_not_credited():
    factories.base_feature(factories.quarter(status=Status.ARCHIVED))
    assert of_ground(None) == []


def test_ground_of_a_draft_is_shown_and_credited():
    factories.base_feature(factories.quarter(status=Status.DRAFT))
    assert of_ground(None) == [OSM]


def test_one_query_is_enough(quarter, django_assert_num_queries):
    with django_assert_num_queries(1):
        of_ground(quarter)


def test_that_a_quarter_is_invented_is_said_only_where_it_is_shown(quarter):
    invented = factories.quarter("Lindenquartier", land="HE")
    factories.base_feature(quarter)
    factories.base_feature(invented, source="demo")
    assert of_ground(quarter) == [OSM]
    assert of_ground(invented) == [OSM, DEMO]
