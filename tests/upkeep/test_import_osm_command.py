"""`manage.py import_osm`: exit codes, one sentence per fault, the whole real thing."""

import gzip
import os
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import osmium
import pytest
import yaml
from django.core.management import load_command_class
from shapely import Point, Polygon

from actors.models import Place
from actors.osm.selectors import Taxonomy
from common.errors import UsageError
from mapping.models import Address, BaseFeature, Quarter
from tests.conftest import EXTRACTS, ROOT
from tests.mapping.osm.drawing import BOX, Drawing
from tests.mapping.osm.test_gate import BAD_FILES
from tests.upkeep import commands
from tests.upkeep.imports.test_overpass import Server, server  # noqa: F401 (a fixture)
from upkeep.models import ImportRun

pytestmark = pytest.mark.django_db
WITTENAU = EXTRACTS / "berlin-wittenau-miraustr.osm.pbf"
NEUSS = EXTRACTS / "neuss-s11.osm.pbf"


run, refusal = partial(commands.run, "import_osm"), partial(commands.refusal, "import_osm")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    drawing = Drawing()
    drawing.node(amenity="pharmacy", name="Nord-Apotheke", addr_postcode="13437")
    return drawing.save(tmp_path, box=BOX)


def test_a_file_is_imported_and_the_report_printed(small: Path):
    report = run(small, "--quarter", "wittenau", "--name", "Wittenau")
    assert "Import von quarter.osm in das Quartier „Wittenau“" in report
    assert Place.objects.get().name == "Nord-Apotheke"


def test_a_dry_run_stores_nothing(small: Path):
    assert "Probelauf" in run(small, "--quarter", "wittenau", "--dry-run")
    assert not Quarter.objects.exists()


def test_a_packed_file_is_read_like_a_plain_one(small: Path, tmp_path: Path):
    packed = tmp_path / "quarter.osm.gz"
    packed.write_bytes(gzip.compress(small.read_bytes()))
    run(packed, "--quarter", "wittenau")
    assert Place.objects.count() == 1


@pytest.mark.parametrize("arguments", [[], ["a.osm", "--overpass", "Schildesche"]])
def test_a_file_or_a_name_is_needed_and_not_both(arguments: list[str]):
    error = refusal(*arguments)
    assert error.returncode == 2
    assert str(error) == "Bitte entweder eine Datei angeben oder --overpass NAME."


@pytest.mark.parametrize("box", ["", "1,2,3", "13.3,52.5,13.2,52.6", "nan,1,2,3", "west,süd,ost,nord", "-181,1,2,3"])
def test_a_box_that_is_none_is_wrong_usage_told_in_one_sentence(small: Path, box: str):
    error = refusal(small, f"--bbox={box}")
    assert error.returncode == 2
    assert str(error).startswith(f"„--bbox“ ist „{box}“. Richtig wäre: West,Süd,Ost,Nord")
    assert "\n" not in str(error)
    assert not Quarter.objects.exists()


@pytest.mark.parametrize(("name", "content", "says"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES])
def test_a_bad_file_has_exit_code_1_and_one_sentence_and_changes_nothing(
    tmp_path: Path, name: str, content: bytes, says: str
):
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path, "--quarter", "wittenau", "--name", "Wittenau", "--land", "BE")
    assert error.returncode == 1
    assert says in str(error)
    assert "\n" not in str(error)
    assert not Quarter.objects.exists()


@pytest.mark.parametrize("name", [b"Stra\xdfe.osm", b"a\x1b[2Jb\n.osm", "\u202egnp.osm".encode()])
def test_a_file_may_be_called_anything(small: Path, name: bytes):
    path = small.rename(small.parent / os.fsdecode(name))
    report = run(path, "--name", "Wittenau")
    assert report.encode().startswith(b"Import von ")
    assert not {"\x1b", "\u202e"} & set(report)
    assert "\n" not in str(refusal(path.with_suffix(".gone")))
    assert ImportRun.objects.get().file_name.isprintable()


@pytest.mark.parametrize("slug", ["Wittenau", "a b", "ä", "../x", "-", "wittenau\n", "x" * 200])
def test_a_short_name_that_is_no_slug_is_refused(small: Path, slug: str):
    error = refusal(small, f"--quarter={slug}")
    assert error.returncode == 1
    assert "Kleinbuchstaben" in str(error)


def test_overpass_gives_the_same(server: Server, small: Path):  # noqa: F811
    server.usual = (200, small.read_bytes(), {})
    assert "Overpass: Wittenau, Berlin" in run("--overpass", "Wittenau, Berlin")
    assert Quarter.objects.get().slug == "wittenau"
    assert Place.objects.count() == 1


def test_an_aborted_overpass_answer_is_refused(server: Server):  # noqa: F811
    body = '<node id="1" version="1" lat="52" lon="8"/><remark>runtime error: Query timed out</remark>'
    server.usual = (200, f'<osm version="0.6">{body}</osm>'.encode(), {})
    error = refusal("--overpass", "Schildesche, Bielefeld")
    assert error.returncode == 1
    assert "Query timed out" in str(error)


@pytest.mark.parametrize(("command", "arguments"), [("import_osm", ["nothing.osm"]), ("load_demo", [])])
def test_on_the_command_line_a_refusal_is_one_sentence_and_nothing_else(
    command: str, arguments: list[str], capfd: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    fault = UsageError("Datei", "nothing.osm", "eine Datei")
    for module in ("import_osm.import_osm", "load_demo.load_demo"):
        monkeypatch.setattr(f"upkeep.management.commands.{module}", lambda *_args, say, **_more: refused(say, fault))
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    with pytest.raises(SystemExit) as end:
        load_command_class("upkeep", command).run_from_argv(["manage.py", command, *arguments])
    assert end.value.code == 1
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", f"{fault.detail}\n")


def refused(say: Callable[[str], None], fault: UsageError) -> None:
    say("Die Datei wird gelesen …")
    raise fault


# --- the real extracts ----------------------------------------------------------------------------------------------


def raw_kinds(path: Path, box: tuple[float, float, float, float] | None) -> Counter[str]:
    """Counted again without our reader: raw objects, first corner only, by the selectors alone."""
    taxonomy = Taxonomy.of(yaml.safe_load((ROOT / "fixtures" / "taxonomy.yaml").read_text(encoding="utf-8")))
    found: Counter[str] = Counter()
    for thing in osmium.FileProcessor(str(path)).with_locations():
        kind = taxonomy.kind(dict(thing.tags))
        if kind and (box is None or _inside(thing, box)):
            found[kind.slug] += 1
    return found


def _inside(thing, box: tuple[float, float, float, float]) -> bool:
    if thing.is_relation():
        return True
    place = thing.location if thing.is_node() else thing.nodes[0].location
    return box[0] <= place.lon <= box[2] and box[1] <= place.lat <= box[3]


@pytest.mark.realdata
def test_wittenau_comes_in_whole_and_a_second_time_changes_nothing():
    started = time.monotonic()
    run(WITTENAU, "--quarter", "wittenau", "--name", "Wittenau")
    assert time.monotonic() - started < 60
    places = Counter(Place.objects.values_list("kind__slug", flat=True))
    assert places.total() >= 385
    assert len(places) >= 25
    assert Address.objects.count() >= 2600
    assert BaseFeature.objects.filter(layer="building").count() >= 3600
    raw = raw_kinds(WITTENAU, (13.29483, 52.5764, 13.32727, 52.59377))
    assert {kind: (places[kind], raw[kind]) for kind in raw if abs(places[kind] - raw[kind]) > 2} == {}
    assert "\n0 Änderungen in" in run(WITTENAU, "--quarter", "wittenau", "--name", "Wittenau")


@pytest.mark.realdata
def test_neuss_comes_in_whole_beside_it():
    run(WITTENAU, "--quarter", "wittenau", "--name", "Wittenau")
    report = run(NEUSS, "--quarter", "neuss", "--name", "Neuss")
    assert "Bundesland angenommen: Nordrhein-Westfalen" in report
    assert Quarter.objects.count() == 2
    assert Place.objects.published().within(Quarter.objects.get(slug="neuss").boundary).count() >= 300
    assert "\n0 Änderungen in" in run(NEUSS, "--quarter", "neuss", "--name", "Neuss")
    assert "\n0 Änderungen in" in run(WITTENAU, "--quarter", "wittenau", "--name", "Wittenau")


@pytest.mark.realdata
def test_health_places_stand_where_the_raw_objects_are():
    run(WITTENAU, "--quarter", "wittenau", "--name", "Wittenau")
    expected = {
        "node/671210857": ("Annen-Apotheke", "apotheke"),
        "node/2946405134": ("Barbara Achilles", "therapie"),
        "node/9266867542": ("Dr. Markus Hoffmann, Gerhard Gneist", "zahnarzt"),
        "way/4765926": ("Vivantes Humboldt-Klinikum", "krankenhaus"),
        "way/31795318": ("KfH-Nierenzentrum", "facharzt"),
    }
    found = {place.source_id: place for place in Place.objects.filter(source_id__in=expected).select_related("kind")}
    assert {key: (place.name, place.kind.slug) for key, place in found.items()} == expected
    for thing in osmium.FileProcessor(str(WITTENAU)).with_locations():
        key = f"{'node' if thing.is_node() else 'way'}/{thing.id}"
        if key in found and thing.is_node():
            assert (found[key].point.x, found[key].point.y) == pytest.approx((thing.location.lon, thing.location.lat))
        elif key in found:
            ground = Polygon([(node.lon, node.lat) for node in thing.nodes])
            assert ground.contains(Point(found[key].point.x, found[key].point.y))
