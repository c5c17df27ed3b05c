"""What the map has drawn anew is the same entry, and only where nothing else could be meant."""

from pathlib import Path
from typing import Any

import pytest

from actors.models import Place
from common.records import Status
from tests import factories
from tests.mapping.osm.drawing import Drawing
from tests.upkeep.imports.scene import PHARMACY, drawing, pharmacy, run

pytestmark = pytest.mark.django_db


def redrawn(east_m: float = 20, **tags: str) -> Drawing:
    """The pharmacy's node replaced by a building of its own, in its first version."""
    drawn = drawing(pharmacy=None)
    drawn.house(east_m, 10, oid=5, **PHARMACY | tags)
    return drawn


def test_a_node_replaced_by_a_building_keeps_what_people_entered(tmp_path: Path):
    run(tmp_path, drawing(version=7, pharmacy=PHARMACY))
    before = pharmacy()
    Place.objects.filter(pk=before.pk).update(phone="030 999")
    report = run(tmp_path, redrawn(name="NORD Apotheke", website="https://nord.de"))
    place = Place.objects.get(source_id="way/5")
    assert (place.pk, place.slug, place.phone, place.website) == (before.pk, before.slug, "030 999", "https://nord.de")
    assert (place.status, place.source_version) == (Status.PUBLISHED, 1)
    assert set(place.facts.values_list("source_id", flat=True)) == {"way/5"}
    assert report.redrawn == ["Nord-Apotheke (node/1 → way/5)"]
    assert (report.archived, report.tables["places"].new) == ([], 0)
    assert "neu gezeichnet" in report.text()
    assert run(tmp_path, redrawn(name="NORD Apotheke", website="https://nord.de")).changes == 0


def bench(east_m: float, oid: int) -> Drawing:
    """The street with one bench instead of the one at 30 metres."""
    drawn = drawing(pharmacy=PHARMACY, bench=False)
    drawn.node(east_m, 5, oid=oid, amenity="bench")
    return drawn


def test_a_nameless_thing_drawn_anew_on_the_spot_is_carried_over(tmp_path: Path):
    run(tmp_path)
    before = Place.objects.get(source_id="node/2")
    assert run(tmp_path, bench(36, 7)).redrawn
    assert Place.objects.get(source_id="node/7") == before
    assert run(tmp_path, bench(36, 7)).changes == 0


def test_another_bench_of_the_same_street_is_another_bench(tmp_path: Path):
    run(tmp_path)
    report = run(tmp_path, bench(45, 7))
    assert (report.redrawn, report.archived) == ([], ["Sitzbank, Lindenstraße (node/2)"])
    assert Place.objects.get(source_id="node/7").name == "Sitzbank, Lindenstraße"


@pytest.mark.parametrize("name", ["Sitzbank", "Parkbank", "fixme"])
@pytest.mark.parametrize("north_m", [5, 900], ids=["in a street", "where nothing has a name"])
def test_a_bench_that_bears_the_name_of_all_benches_is_nameless(tmp_path: Path, name: str, north_m: float):
    for oid, east_m in ((20, 30), (21, 60)):
        drawn = drawing(pharmacy=PHARMACY, bench=False)
        drawn.node(east_m, north_m, oid=oid, amenity="bench", name=name)
        report = run(tmp_path, drawn)
    assert report.redrawn == []
    assert [entry.rpartition(" ")[2] for entry in report.archived] == ["(node/20)"]


@pytest.mark.parametrize(("gone", "new"), [((30,), (27, 33)), ((27, 33), (30,)), ((27, 33), (28, 32))])
def test_of_several_nameless_things_nobody_knows_which_is_which(tmp_path: Path, gone: Any, new: Any):
    for spots, first in ((gone, 20), (new, 40)):
        drawn = drawing(pharmacy=PHARMACY, bench=False)
        for oid, east_m in enumerate(spots, first):
            drawn.node(east_m, 5, oid=oid, amenity="bench")
        report = run(tmp_path, drawn)
    assert report.redrawn == []
    assert (len(report.archived), report.tables["places"].new) == (len(gone), len(new))
    assert run(tmp_path, drawn).changes == 0


def test_poles_of_one_stop_are_not_taken_for_each_other(tmp_path: Path):
    for oid, north_m in ((20, -15), (21, 15)):
        drawn = drawing(pharmacy=PHARMACY)
        drawn.node(0, north_m, oid=oid, highway="bus_stop", name="Lindenplatz")
        report = run(tmp_path, drawn)
    assert (report.redrawn, report.archived) == ([], ["Lindenplatz (node/20)"])


def test_of_two_places_of_one_name_none_gets_what_people_wrote_of_the_other(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY)
    drawn.node(40, 10, oid=8, **PHARMACY)
    run(tmp_path, drawn)
    report = run(tmp_path, redrawn(20))
    assert report.redrawn == []
    assert sorted(report.archived) == ["Nord-Apotheke (node/1)", "Nord-Apotheke (node/8)"]


def test_a_place_that_a_person_renamed_and_moved_is_carried_over_all_the_same(tmp_path: Path):
    run(tmp_path)
    before = pharmacy()
    Place.objects.filter(pk=before.pk).update(name="Apotheke am Platz", point=factories.point(13.3120, 52.5860))
    report = run(tmp_path, redrawn())
    place = Place.objects.get(source_id="way/5")
    assert (place.pk, place.name, report.archived) == (before.pk, "Apotheke am Platz", [])


@pytest.mark.parametrize("other", [{"east_m": 90}, {"name": "Linden-Apotheke"}, {"amenity": "cafe"}])
def test_another_facility_is_a_new_place(tmp_path: Path, other: dict[str, Any]):
    run(tmp_path)
    report = run(tmp_path, redrawn(**other))
    assert report.redrawn == []
    assert pharmacy().status == Status.ARCHIVED
    assert Place.objects.filter(source_id="way/5").exists()
