"""`manage.py rebuild_network`: from the stored paths everything that follows from them."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mapping import network, network_files
from mapping.models import NetworkVersion, PathEdge, PathSurvey
from tests import factories
from tests.networks import active, load, near, survey

pytestmark = pytest.mark.django_db
LINE = "A-----B-----C"


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path: Path):
    settings.VAR = tmp_path
    network.SHELF.clear()


@pytest.fixture
def paths(quarter):
    load(quarter, LINE, {"ABC": "highway=footway surface=sett"})
    return quarter


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("rebuild_network", *args, stdout=out)
    return out.getvalue()


def test_figures_are_told_for_every_quarter_or_the_one_asked_for(paths):
    load(factories.quarter("Tegel"), LINE, {"ABC": "highway=path"})
    both = run()
    assert "Wittenau (wittenau)" in both
    assert "Tegel (tegel)" in both
    assert "Wegenetz im Quartier: 0,06 Kilometer Wege, 1 Abschnitte und Stellen" in both
    assert "Tegel" not in run("--quarter", "wittenau")


def test_findings_are_matched_anew(paths):
    made = survey("lit", near(LINE, "A", 9), "yes")
    PathSurvey.objects.update(is_matched=False, edge_key="", edge_kind="", osm="")
    assert "Hindernisse und Messungen: 1, davon 1 neu zugeordnet" in run()
    made.refresh_from_db()
    assert made.is_matched


def test_the_arrays_are_written_anew(paths):
    network.engine(paths)
    left = network_files.folder() / network_files.name_of(active(paths).checksum) / "of-before"
    left.touch()
    run()
    assert left.parent.is_dir()
    assert not left.exists()
    assert network.engine(paths).network.checksum == active(paths).checksum


def test_again_changes_nothing(paths):
    run()
    before = list(NetworkVersion.objects.values_list())
    run()
    assert list(NetworkVersion.objects.values_list()) == before


def test_another_version_of_the_program_gives_its_own_names_and_figures(paths, monkeypatch):
    monkeypatch.setattr(network_files, "RECIPE", "another")
    NetworkVersion.objects.update(checksum="0" * 64)
    run()
    assert active(paths).checksum != "0" * 64
    assert active(paths).figures["recipe"] == "another"
    assert network.engine(paths) is not None


def test_a_network_that_cannot_be_used_ends_with_1_and_its_reason(paths):
    PathEdge.objects.update(length_m=1)
    with pytest.raises(CommandError, match="Wittenau: version") as refused:
        run()
    assert refused.value.returncode == 1


def test_without_a_network_it_says_where_one_comes_from(quarter):
    with pytest.raises(CommandError, match="import_osm"):
        run()
