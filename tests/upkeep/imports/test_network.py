"""The path network as a part of the import: one transaction, one report, nothing lost."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point

from common.errors import UsageError
from mapping import network
from mapping.models import Barrier, NetworkVersion, PathEdge, PathSurvey, Quarter
from mapping.osm import load_network
from tests.conftest import EXTRACTS
from tests.mapping.osm.drawing import LAT, LON, Drawing
from tests.networks import barrier, survey
from tests.upkeep.imports.scene import AT, drawing, run
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm

pytestmark = pytest.mark.django_db
HERE = Point(LON, LAT, srid=4326)


def town() -> Drawing:
    drawn = drawing()
    drawn.way([(0, 0), (0, 60)], oid=910, highway="footway", surface="sett", width="0.9")
    drawn.way([(30, 40), (60, 40)], oid=911, highway="steps", step__count="7")
    return drawn


def test_an_import_brings_the_paths_of_the_file(tmp_path: Path):
    report = run(tmp_path, town())
    version = NetworkVersion.objects.get()
    assert (version.is_active, version.source, f"{version.data_until:%d.%m.%Y}") == (True, "osm", report.data_until)
    assert report.tables["ways"].new == PathEdge.objects.count()
    assert network.engine(Quarter.objects.get()).network.checksum == version.checksum


def test_the_report_tells_how_much_and_how_well_known(tmp_path: Path):
    text = run(tmp_path, town()).text()
    for line in (
        "Wegenetz im Quartier: 0,49 Kilometer Wege",
        "Bordsteine: 0 bekannt, 0 nicht bekannt",
        "100 %  Breite der Fußwege",
        "Inseln ohne Verbindung",
        "Treppe",
    ):
        assert line in text


def test_the_same_file_twice_changes_nothing(tmp_path: Path):
    run(tmp_path, town())
    before = [*NetworkVersion.objects.values_list(), *PathEdge.objects.order_by("pk").values_list()]
    assert run(tmp_path, town()).changes == 0
    assert [*NetworkVersion.objects.values_list(), *PathEdge.objects.order_by("pk").values_list()] == before


def test_a_survey_survives_every_import_and_counts_again(tmp_path: Path):
    run(tmp_path, town())
    made = survey("width_m", Point(LON, LAT + 30 / 111_195, srid=4326), 1.4)
    closed = barrier("closed", Point(LON, LAT + 30 / 111_195, srid=4326))
    assert "Hindernisse und Messungen: 2, davon 0 neu zugeordnet" in run(tmp_path, town()).text()

    renumbered = drawing()
    renumbered.way([(0.5, 0), (0.5, 60)], oid=950, highway="footway", surface="sett")
    report = run(tmp_path, renumbered)
    assert "Hindernisse und Messungen: 2, davon 2 neu zugeordnet" in report.text()
    found = network.engine(Quarter.objects.get()).network
    edge = found.edge_of(PathSurvey.objects.get().edge_key)
    assert (found.value("width_m", edge), found.value("closed", edge)) == (1.4, "yes")

    lost = run(tmp_path, drawing()).text()
    assert f"Ohne passenden Weg, bitte ansehen: Sperrung oder Baustelle ({closed.slug})" in lost
    for finding in (made, closed):
        finding.refresh_from_db()
        assert (finding.is_matched, finding.osm) == (False, "way/950")
    assert made.value == Decimal("1.4")

    run(tmp_path, town())
    assert not [one for one in (*PathSurvey.objects.all(), *Barrier.objects.all()) if not one.is_matched]


def test_a_dry_run_tells_about_paths_and_stores_none(tmp_path: Path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = run(tmp_path, town(), dry_run=True)
    assert report.tables["ways"].new
    assert "Wegenetz im Quartier" in report.text()
    assert not NetworkVersion.objects.exists()


def test_a_file_without_paths_keeps_the_network_and_says_so(tmp_path: Path):
    run(tmp_path, town())
    bare = Drawing()
    bare.house(0, 20, oid=901, addr_street="Lindenstraße", addr_housenumber="6", addr_postcode="13437")
    report = run(tmp_path, bare)
    assert "Wegenetz nicht übernommen, das bisherige bleibt" in report.text()
    assert PathEdge.objects.filter(kind="steps").exists()


def test_a_fault_in_the_paths_leaves_nothing_of_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    run(tmp_path, town())
    before = list(PathEdge.objects.order_by("pk").values_list())

    def broken(*_args: object) -> None:
        raise RuntimeError("not stored as it was read")

    monkeypatch.setattr(load_network, "_check", broken)
    other = town()
    other.way([(0, 60), (60, 60)], oid=912, highway="footway")
    with pytest.raises(RuntimeError):
        run(tmp_path, other)
    assert list(PathEdge.objects.order_by("pk").values_list()) == before


def test_after_the_commit_the_arrays_are_ready(tmp_path: Path, settings, django_capture_on_commit_callbacks):
    settings.VAR = tmp_path / "var"
    network.SHELF.clear()
    with django_capture_on_commit_callbacks(execute=True):
        run(tmp_path, town())
    assert [one for one in (tmp_path / "var" / "network").iterdir() if one.is_dir()]


def test_a_refused_order_touches_no_network(tmp_path: Path):
    run(tmp_path, town())
    with pytest.raises(UsageError):
        import_osm(Order(path=tmp_path / "missing.osm", slug="wittenau"), at=AT)
    assert NetworkVersion.objects.count() == 1


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "edges", "kerbs", "islands"),
    [
        ("berlin-wittenau-miraustr", (6_000, 12_000), (1_000, 3_000), (10, 80)),
        ("neuss-s11", (800, 20_000), (0, 5_000), (0, 80)),
    ],
)
def test_real_files_become_networks_that_can_be_used(name, edges, kerbs, islands):
    path = EXTRACTS / f"{name}.osm.pbf"
    report = import_osm(Order(path=path, slug="real", name="Echt"), at=AT)
    figures = report.network.figures
    assert edges[0] < figures["edges"] < edges[1]
    assert kerbs[0] <= sum(figures["kerbs"].values()) <= kerbs[1]
    assert islands[0] <= figures["islands"]["count"] <= islands[1]
    assert report.duration_s < 90
    assert network.engine(Quarter.objects.get()).network.edges == figures["edges"]
    assert import_osm(Order(path=path, slug="real", name="Echt"), at=AT).changes == 0
