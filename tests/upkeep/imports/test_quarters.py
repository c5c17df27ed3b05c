"""Which quarter an import is for, and where its edge lies."""

from pathlib import Path
from typing import Any

import pytest

from actors.models import Place
from common.errors import UsageError
from common.geo import BBox
from common.records import Status
from mapping.models import BaseFeature, Quarter
from tests import factories
from tests.mapping.osm.drawing import BOX, Drawing
from tests.upkeep.imports.scene import AT, PHARMACY, drawing, pharmacy, run
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.imports.quarters import fingerprint

pytestmark = pytest.mark.django_db


def test_a_boundary_that_a_person_drew_is_kept(tmp_path: Path):
    run(tmp_path)
    drawn = factories.area(13.30, 52.58, 13.32, 52.59)
    Quarter.objects.update(boundary=drawn)
    report = run(tmp_path)
    assert Quarter.objects.get().boundary.equals(drawn)
    assert "Grenze: wie im Quartier eingetragen." in report.assumed


def test_a_given_box_wins_over_everything(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, bbox=BBox(13.305, 52.58, 13.315, 52.59))
    assert Quarter.objects.get().boundary.extent == pytest.approx((13.305, 52.58, 13.315, 52.59))


def test_a_boundary_with_the_name_of_the_quarter_is_the_edge(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY)
    ring = drawn.way([(-50, -50), (50, -50), (50, 50), (-50, 50), (-50, -50)], oid=950)
    drawn.relation([ring], type="boundary", boundary="administrative", name="Wittenau")
    drawn.node(300, 0, oid=9, amenity="cafe", name="Jenseits")
    run(tmp_path, drawn)
    assert set(Place.objects.values_list("source_id", flat=True)) == {"node/1", "node/2"}


def test_without_quarter_and_name_both_come_from_the_file(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY)
    drawn.node(0, 0, oid=12, place="suburb", name="Borsigwalde")
    run(tmp_path, drawn, slug="", name="")
    assert list(Quarter.objects.values_list("slug", "name")) == [("borsigwalde", "Borsigwalde")]
    assert run(tmp_path, drawn, slug="", name="").changes == 0


def test_an_edge_does_not_jump_to_an_area_that_has_the_name_found_in_the_file(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY)
    drawn.node(0, 0, oid=12, place="town", name="Neustadt")
    ring = drawn.way([(-15, -15), (50, -15), (50, 50), (-15, 50), (-15, -15)], oid=950)
    drawn.relation([ring], type="boundary", boundary="administrative", name="Neustadt")
    run(tmp_path, drawn, name="")
    assert Quarter.objects.get().name == "Neustadt"
    before = Quarter.objects.get().boundary
    assert run(tmp_path, drawn, name="").changes == 0
    assert Quarter.objects.get().boundary.equals(before)


def test_the_land_is_asked_for_where_nothing_tells_it(tmp_path: Path):
    path = tmp_path / "far.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" version="1" lat="1" lon="1"><tag k="amenity" v="bench"/></node></osm>'
    )
    with pytest.raises(UsageError, match="zum Beispiel NW"):
        import_osm(Order(path=path, name="Insel"), at=AT)
    assert not Quarter.objects.exists()
    import_osm(Order(path=path, name="Insel", land="HB"), at=AT)
    assert Quarter.objects.get().land == "HB"


@pytest.mark.parametrize("box", [BBox(-180, -90, 180, 90), BBox(5, 47, 15, 55)])
def test_half_a_continent_is_no_quarter(tmp_path: Path, box: BBox):
    with pytest.raises(UsageError, match="--bbox grenzt sie ein"):
        run(tmp_path, bbox=box)
    assert not Quarter.objects.exists()


def test_a_stray_house_at_zero_degrees_is_told_and_changes_nothing(tmp_path: Path):
    path = drawing(pharmacy=PHARMACY).save(tmp_path)
    stray = '<node id="5000000" version="1" lat="0" lon="0"><tag k="addr:housenumber" v="1"/></node>'
    path.write_text(path.read_text().replace("<way", f"{stray}<way", 1))
    with pytest.raises(UsageError, match="--bbox grenzt sie ein"):
        import_osm(Order(path=path, slug="wittenau", name="Wittenau"), at=AT)
    assert import_osm(Order(path=path, name="Wittenau", bbox=BBox(13.29, 52.57, 13.33, 52.60)), at=AT).changes


@pytest.mark.parametrize("asked", [{"slug": ""}, {"slug": "", "name": ""}], ids=["by name", "by the file"])
def test_a_boundary_that_a_person_drew_is_kept_however_the_quarter_was_found(tmp_path: Path, asked: dict[str, str]):
    drawn = drawing(pharmacy=PHARMACY)
    drawn.node(0, 0, oid=12, place="suburb", name="Wittenau")
    run(tmp_path, drawn, **asked)
    smaller = factories.area(13.30, 52.58, 13.32, 52.59)
    Quarter.objects.update(boundary=smaller)
    run(tmp_path, drawn, **asked)
    assert Quarter.objects.get().boundary.equals(smaller)


@pytest.mark.parametrize("more", [{}, {"bbox": BBox(13.305, 52.58, 13.315, 52.59)}], ids=["file", "box"])
@pytest.mark.parametrize("by_hand", [True, False])
def test_a_file_of_another_town_does_not_move_a_quarter(tmp_path: Path, more: dict[str, Any], by_hand: bool):
    here = factories.quarter("Neuss", land="NW", boundary=factories.area(6.66, 51.18, 6.70, 51.22))
    if not by_hand:
        here.imports.create(file_name="neuss", duration_s=1, started_at=AT, report={"boundary": print_of(here)})
    with pytest.raises(UsageError, match="eine Datei aus der Gegend von „Neuss“"):
        run(tmp_path, slug="neuss", name="", **more)
    assert not Place.objects.exists()


def test_a_file_of_a_part_does_not_archive_the_rest(tmp_path: Path):
    run(tmp_path)
    path = drawing().save(tmp_path, box=BOX.replace('maxlon="13.33"', 'maxlon="13.30"'))
    with pytest.raises(UsageError, match=r"das ganze Quartier enthält \(diese nur zu 25 %\)"):
        import_osm(Order(path=path, slug="wittenau"), at=AT)
    assert pharmacy().status == Status.PUBLISHED
    assert BaseFeature.objects.exists()


def test_a_part_without_a_box_in_its_head_is_known_by_its_objects(tmp_path: Path):
    run(tmp_path)
    path = drawing(pharmacy=PHARMACY).save(tmp_path)
    with pytest.raises(UsageError, match="das ganze Quartier enthält"):
        import_osm(Order(path=path, slug="wittenau"), at=AT)


@pytest.mark.parametrize("head", [True, False], ids=["box", "no box"])
def test_a_part_with_a_name_does_not_make_the_quarter_smaller(tmp_path: Path, head: bool):
    run(tmp_path)
    before = Quarter.objects.get().boundary
    part = BOX.replace('maxlon="13.33"', 'maxlon="13.315"') if head else ""
    with pytest.raises(UsageError, match="das ganze Quartier enthält"):
        import_osm(Order(path=drawing(pharmacy=PHARMACY).save(tmp_path, box=part), name="Wittenau"), at=AT)
    assert Quarter.objects.get().boundary.equals(before)


def test_a_part_does_not_become_the_whole_by_a_box_given_with_it(tmp_path: Path):
    run(tmp_path)
    path = drawing(pharmacy=PHARMACY).save(tmp_path, box=BOX.replace('maxlon="13.33"', 'maxlon="13.315"'))
    with pytest.raises(UsageError, match="das ganze Quartier enthält"):
        import_osm(Order(path=path, slug="wittenau", bbox=BBox(13.29, 52.57, 13.33, 52.60)), at=AT)


def many(*, cafes: int, pharmacies: int) -> Drawing:
    drawn = drawing()
    for number in range(cafes):
        drawn.node(number * 20, 30, oid=100 + number, amenity="cafe", name=f"Café {number}")
    for number in range(pharmacies):
        drawn.node(number * 20, 60, oid=200 + number, amenity="pharmacy", name=f"Apotheke {number}")
    return drawn


def test_a_file_of_one_theme_does_not_archive_the_others(tmp_path: Path):
    run(tmp_path, many(cafes=30, pharmacies=50))
    with pytest.raises(UsageError, match="„Nicht in der Datei“ ist „30 von 81 Orten“"):
        run(tmp_path, many(cafes=0, pharmacies=50))
    assert Place.objects.filter(status=Status.PUBLISHED).count() == 81


def test_a_new_quarter_of_few_objects_does_not_archive_the_places_of_its_neighbour(tmp_path: Path):
    run(tmp_path, many(cafes=30, pharmacies=0))
    with pytest.raises(UsageError, match="Nicht in der Datei"):
        run(tmp_path, drawing(), slug="", name="Borsigwalde")
    assert not Quarter.objects.filter(name="Borsigwalde").exists()


def test_some_places_may_be_gone(tmp_path: Path):
    run(tmp_path, many(cafes=30, pharmacies=50))
    assert len(run(tmp_path, many(cafes=5, pharmacies=50)).archived) == 25


def test_beyond_what_a_file_tells_of_nothing_is_archived(tmp_path: Path):
    """The box asked for is larger than the file, whose head says so."""
    run(tmp_path, many(cafes=5, pharmacies=0))
    west = BOX.replace('maxlon="13.33"', 'maxlon="13.3105"')
    path = drawing().save(tmp_path, box=west)
    import_osm(Order(path=path, name="Borsigwalde", bbox=BBox(13.29, 52.57, 13.33, 52.60)), at=AT)
    archived = Place.objects.filter(status=Status.ARCHIVED)
    assert {place.point.x < 13.3105 for place in archived} == {True}
    assert Place.objects.filter(status=Status.PUBLISHED, name__startswith="Café").exists()


@pytest.mark.parametrize(
    ("box", "says"),
    [
        (BBox(13.329, 52.599, 13.330, 52.600), "mit Objekten in dieser Grenze"),
        (BBox(8.50, 52.00, 8.60, 52.10), "mit Objekten"),
        (BBox(13.31000, 52.58500, 13.31001, 52.58501), "ab 100 Meter Breite"),
    ],
    ids=["close by", "far off", "a metre wide"],
)
def test_a_box_without_objects_or_width_makes_no_quarter(tmp_path: Path, box: BBox, says: str):
    with pytest.raises(UsageError, match=says):
        run(tmp_path, bbox=box)
    assert not Quarter.objects.exists()


def test_a_forgotten_short_name_makes_no_second_quarter_over_the_first(tmp_path: Path):
    run(tmp_path)
    drawn = drawing(pharmacy=PHARMACY)
    drawn.node(0, 0, oid=12, place="suburb", name="Borsigwalde")
    with pytest.raises(UsageError, match="wittenau für das Quartier „Wittenau“, das hier schon liegt"):
        run(tmp_path, drawn, slug="", name="")
    run(tmp_path, drawn, slug="", name="Borsigwalde")
    assert Quarter.objects.count() == 2


def test_a_slip_in_the_short_name_makes_no_second_quarter(tmp_path: Path):
    run(tmp_path)
    with pytest.raises(UsageError, match="vielleicht wittenau; für ein neues Quartier auch --name"):
        run(tmp_path, slug="wittenua", name="")
    run(tmp_path, slug="wittenau-nord", name="Wittenau Nord")
    assert Quarter.objects.count() == 2


def print_of(quarter: Quarter) -> str:
    quarter.refresh_from_db()
    return fingerprint(quarter.boundary)
