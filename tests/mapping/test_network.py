"""The engine of a quarter: always that of the present state, and the same as long as nothing changes."""

import multiprocessing
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, connections

from common.geo import LonLat
from mapping import network, network_files
from mapping.models import Barrier, NetworkVersion, PathEdge, Quarter, State
from mapping.network import engine, engine_at
from tests import factories
from tests.networks import DAY, active, barrier, is_mapped, load, near, survey

TODAY = date(2026, 3, 3)
LINE = "A-----B-----C"
WAYS = {"ABC": "highway=footway surface=sett"}


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path: Path) -> Any:
    settings.VAR = tmp_path
    network.SHELF.clear()
    yield
    network.SHELF.clear()


@pytest.fixture
def paths(quarter) -> Quarter:
    load(quarter, LINE, WAYS)
    return quarter


def kinds(quarter: Quarter, **more: Any) -> list[str]:
    found = engine(quarter, **more).network
    return sorted(found.kind_word(edge) for edge in range(found.edges))


# --- state ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_paths_there_is_no_engine(quarter):
    assert engine(quarter) is None
    assert engine_at(LonLat(*factories.CENTRE)) is None


@pytest.mark.django_db
def test_what_was_imported_is_what_one_walks_on(paths):
    made = engine(paths)
    assert made.network.checksum == active(paths).checksum
    assert made.network.edges == PathEdge.objects.count()


@pytest.mark.django_db
def test_as_long_as_nothing_changes_it_costs_one_query(paths, django_assert_num_queries):
    made = engine(paths)
    point = LonLat.of(near(LINE, "B"))
    with django_assert_num_queries(1):
        assert engine(paths) is made
    with django_assert_num_queries(1):
        assert engine_at(point) is made
    with django_assert_num_queries(1):
        assert engine_at(point, point, prefer=paths) is made


@pytest.mark.django_db
@pytest.mark.parametrize("others", [1, 20])
def test_a_new_state_costs_the_same_queries_however_much_is_found(paths, others, django_assert_max_num_queries):
    for _ in range(others):
        survey("lit", near(LINE, "A", 10), "yes")
    engine(paths)
    survey("lit", near(LINE, "A", 10), "no")
    with django_assert_max_num_queries(6):
        engine(paths)


@pytest.mark.django_db
def test_a_barrier_counts_at_once_and_is_gone_when_it_is_fixed(paths):
    before = engine(paths)
    made = barrier("narrow", near(LINE, "B", 5), 0.6)
    assert kinds(paths) == ["barrier", "footway", "footway", "footway"] or "barrier" in kinds(paths)
    Barrier.objects.filter(pk=made.pk).update(state=State.FIXED)
    assert "barrier" not in kinds(paths)
    assert engine(paths).network.checksum == before.network.checksum


@pytest.mark.django_db
def test_a_survey_counts_and_stands_beside_what_was_imported(paths):
    survey("surface", near(LINE, "A", 10), "asphalt")
    found = engine(paths).network
    edge = found.edge_of(PathEdge.objects.get().key)
    assert (found.value("surface", edge), found.source("surface", edge)) == ("asphalt", "survey")
    assert PathEdge.objects.get().facts["surface"] == "sett"


@pytest.mark.django_db
def test_an_edit_that_concerns_another_place_leaves_the_engine_and_its_caches(paths):
    before = engine(paths)
    barrier("narrow", Point(6.68, 51.2, srid=4326), 0.6)
    assert engine(paths) is before


@pytest.mark.django_db
def test_a_barrier_counts_on_its_days_only(paths):
    barrier("closed", near(LINE, "A", 10), starts_on=TODAY, ends_on=TODAY)
    for days, closed in ((-1, "no"), (0, "yes"), (1, "no")):
        found = engine(paths, on=TODAY + timedelta(days=days)).network
        assert found.value("closed", 0) == closed


@pytest.mark.django_db
def test_a_closure_tells_its_last_day_and_what_it_is_about(paths):
    made = barrier("closed", near(LINE, "A", 10), ends_on=TODAY, description="Kanalbau\n  bis zur Ecke")
    found = engine(paths, on=TODAY).network
    assert (found.last_day(0), found.texts[found.note[0]]) == (TODAY, "Kanalbau bis zur Ecke")
    Barrier.objects.filter(pk=made.pk).update(description="x" * 200)
    assert len(Barrier.objects.get().remark) == 120


@pytest.mark.django_db
def test_only_of_a_closure_the_description_is_told(paths):
    barrier("smoothness", near(LINE, "A", 10), "bad", ends_on=TODAY, description="Frau M. hat angerufen")
    found = engine(paths, on=TODAY).network
    assert (found.last_day(0), found.texts[found.note[0]]) == (None, "")


@pytest.mark.django_db
def test_another_day_with_the_same_findings_is_the_same_engine(paths):
    survey("lit", near(LINE, "A", 10), "yes")
    assert engine(paths, on=TODAY) is engine(paths, on=TODAY + timedelta(days=1))


@pytest.mark.django_db
def test_states_that_are_over_are_forgotten(paths):
    for word in ("asphalt", "sand", "dirt", "grass"):
        survey("surface", near(LINE, "A", 10), word)
        engine(paths)
    assert len(network.SHELF.engines) == 1
    assert len(network.SHELF.seen) == 1


@pytest.mark.django_db
def test_a_new_version_is_used_at_once(paths):
    before = engine(paths)
    load(paths, LINE, {"ABC": "highway=footway surface=asphalt"})
    assert engine(paths) is not before
    assert engine(paths).network.value("surface", 0) == "asphalt"


@pytest.mark.django_db
def test_a_barrier_whose_edge_has_another_key_is_looked_for_at_once(paths):
    """As between an import and an edit that was under way meanwhile."""
    made = barrier("closed", near(LINE, "A", 10))
    Barrier.objects.filter(pk=made.pk).update(edge_key="w9:9-9::0")
    assert engine(paths).network.value("closed", 0) == "yes"


# --- which quarter --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(quarter) -> tuple[Quarter, Quarter]:
    """West and east of the middle of the drawing, each with its paths; their frames overlap."""
    middle = near(LINE, "B").x
    Quarter.objects.filter(pk=quarter.pk).update(boundary=factories.area(13.29, 52.57, middle, 52.60))
    quarter.refresh_from_db()
    east = factories.quarter("Tegel", boundary=factories.area(middle, 52.57, 13.33, 52.60))
    load(quarter, LINE, {"ABC": "highway=footway surface=sett"})
    load(east, LINE, {"ABC": "highway=footway surface=asphalt"})
    return quarter, east


@pytest.mark.django_db
def test_the_quarter_in_which_all_points_lie_answers(two):
    west, east = two
    a, c = LonLat.of(near(LINE, "A")), LonLat.of(near(LINE, "C"))
    assert engine_at(a) is engine(west)
    assert engine_at(c) is engine(east)
    assert engine_at(a, c, prefer=east) is engine(east)
    assert engine_at(a, c, prefer=west) is engine(west)
    assert engine_at(a, LonLat(9.9, 51.3)) is None


@pytest.mark.django_db
def test_the_default_quarter_may_stand_in_for_a_preferred_one(two):
    west, east = two
    a, c = LonLat.of(near(LINE, "A")), LonLat.of(near(LINE, "C"))
    assert engine_at(c, or_default=True) is engine(west)  # the oldest
    Quarter.objects.filter(pk=east.pk).update(is_default=True)
    assert engine_at(a, c, or_default=True) is engine(east)
    assert engine_at(a, c, prefer=west, or_default=True) is engine(west)


@pytest.mark.django_db
def test_a_draft_is_no_answer_for_the_public(paths):
    point = LonLat.of(near(LINE, "B"))
    Quarter.objects.update(status="draft")
    assert engine_at(point) is None
    assert engine(paths) is not None


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_arrays_are_mapped_and_not_copied(paths, tmp_path):
    assert is_mapped(engine(paths).network.length_m)
    survey("lit", near(LINE, "A", 10), "yes")
    assert is_mapped(engine(paths).network.length_m)
    assert len([one for one in (tmp_path / "network").iterdir() if one.is_dir()]) == 2


@pytest.mark.django_db
def test_another_process_reads_no_rows_of_paths(paths, django_assert_num_queries):
    engine(paths)
    network.SHELF.clear()
    with django_assert_num_queries(4) as found:  # state, area, barriers, surveys
        engine(paths)
    assert not any("mapping_pathedge" in one["sql"] for one in found.captured_queries)


@pytest.mark.django_db
def test_a_missing_folder_is_made_anew(paths, tmp_path):
    engine(paths)
    network.SHELF.clear()
    for one in (tmp_path / "network").rglob("*.npy"):
        one.unlink()
    assert engine(paths).network.edges == 1


@pytest.mark.django_db
def test_without_a_place_to_write_everything_works(paths, settings, caplog):
    settings.VAR = Path("/proc/nowhere")
    made = barrier("narrow", near(LINE, "B", 5), 0.6)
    assert made.is_matched
    assert "barrier" in kinds(paths)
    assert "stays in memory" in caplog.text


@pytest.mark.django_db
def test_rows_that_are_not_as_imported_are_no_network(paths, caplog):
    PathEdge.objects.update(length_m=1)
    assert engine(paths) is None
    assert "cannot be used" in caplog.text
    caplog.clear()
    assert engine(paths) is None
    assert not caplog.text, "not tried again until something changes"
    assert barrier("closed", near(LINE, "A", 10)).is_matched is False, "and nothing a person enters is lost"


@pytest.mark.django_db
def test_a_new_program_that_counts_otherwise_uses_the_stored_rows(paths, monkeypatch):
    monkeypatch.setattr(network_files, "RECIPE", "another")
    NetworkVersion.objects.update(checksum="0" * 64)
    assert engine(paths).network.edges == 1


@pytest.mark.django_db
def test_what_cannot_be_prepared_after_an_import_is_only_logged(paths, monkeypatch, caplog):
    def broken(*_args: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(network, "engine", broken)
    network.warm(paths)
    assert "could not be prepared" in caplog.text


# --- two processes --------------------------------------------------------------------------------------------------


def other_process(pipe: Any, slug: str) -> None:
    """Answers each call with the checksum and the number of barriers on its network."""
    network.SHELF.clear()
    while pipe.recv() is not None:
        began = time.monotonic()
        found = engine(Quarter.objects.get(slug=slug)).network
        pipe.send((found.checksum, int(found.is_kind("barrier").sum()), time.monotonic() - began))
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_an_edit_reaches_another_process_with_its_next_request(settings, tmp_path):
    quarter = factories.quarter()
    load(quarter, LINE, WAYS)
    connection.close()
    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=other_process, args=(there, quarter.slug))
    process.start()

    def ask() -> tuple[str, int, float]:
        here.send("?")
        assert here.poll(30)
        return here.recv()

    try:
        checksum, barriers, _seconds = ask()
        assert (checksum, barriers) == (active(quarter).checksum, 0)
        made = barrier("narrow", near(LINE, "B", 5), 0.6)
        told = ask()
        assert told[:2] == (engine(quarter).network.checksum, 1)
        Barrier.objects.filter(pk=made.pk).update(ends_on=DAY - timedelta(days=1))
        assert ask()[1] == 0
        load(quarter, LINE, {"ABC": "highway=footway surface=asphalt"})
        assert ask()[0] == active(quarter).checksum
    finally:
        here.send(None)
        process.join(10)
        Quarter.objects.all().delete()
