"""Import scenarios on small hand-written files: what is written, what is kept, what is told."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actors.models import AccessFact, Organisation, Place
from common.errors import UsageError
from common.geo import BBox
from common.records import Source, Status
from mapping.models import Address, BaseFeature, LayerChange, Quarter
from mapping.osm.tags import listed
from tests import factories
from tests.mapping.osm.drawing import BOX
from tests.upkeep.imports.scene import AT, PHARMACY, drawing, pharmacy, run
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.models import ImportRun

pytestmark = pytest.mark.django_db


def test_a_file_becomes_a_quarter_with_ground_addresses_and_places(tmp_path: Path):
    report = run(tmp_path)
    quarter = Quarter.objects.get(slug="wittenau")
    assert (quarter.name, quarter.land, quarter.status) == ("Wittenau", "BE", Status.PUBLISHED)
    assert quarter.boundary.extent == pytest.approx((13.29, 52.57, 13.33, 52.60))
    assert set(BaseFeature.objects.of(quarter).values_list("layer", "kind")) == {
        ("street", "residential"),
        ("building", "building"),
    }
    assert sorted(str(address) for address in Address.objects.of(quarter)) == ["Lindenstraße 4", "Lindenstraße 6"]
    assert report.kinds == {"apotheke": 1, "sitzbank": 1}


def test_a_place_keeps_where_it_comes_from(tmp_path: Path):
    run(tmp_path)
    place = pharmacy()
    assert (place.source, place.source_id, place.source_version) == ("osm", "node/1", 1)
    assert (place.licence, place.fetched_at) == ("ODbL 1.0", AT)
    assert (place.name, place.kind.slug, place.phone, place.slug) == (
        "Nord-Apotheke",
        "apotheke",
        "030 435001",
        "nord-apotheke",
    )
    assert (place.street, place.number, place.postcode, place.city) == ("Lindenstraße", "4", "13437", "Berlin")
    assert place.organisation
    assert (place.organisation.name, place.organisation.kind) == ("Nord-Apotheken GmbH", "company")
    assert place.organisation.source == "osm"


def test_facts_have_source_version_and_date(tmp_path: Path):
    run(tmp_path)
    fact = AccessFact.objects.get(place=pharmacy(), feature="wheelchair")
    assert (fact.value, fact.source, fact.source_id, fact.source_version) == ("no", "osm", "node/1", 1)
    assert fact.surveyed_on
    assert fact.surveyed_on.isoformat() == "2026-03-01"


def test_the_same_file_twice_changes_nothing(tmp_path: Path):
    first = run(tmp_path)
    rows, tiles = snapshot(), LayerChange.objects.count()
    second = run(tmp_path)
    assert first.changes > 0
    assert second.changes == 0
    assert snapshot() == rows
    assert LayerChange.objects.count() == tiles, "tiles would be drawn again for nothing"
    assert ImportRun.objects.count() == 2


def snapshot() -> list[Any]:
    """Every row of every table that an import writes, and of their histories."""
    tables = ["actors_place", "actors_organisation", "actors_accessfact", "mapping_quarter", "mapping_basefeature"]
    tables += ["mapping_address", "actors_placeevent", "actors_organisationevent", "actors_accessfactevent"]
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            rows.append((table, cursor.fetchall()))
    assert all(found for _table, found in rows)
    return rows


def test_a_newer_file_updates_what_nobody_touched(tmp_path: Path):
    run(tmp_path)
    report = run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"phone": "030 435002", "wheelchair": "yes"}))
    assert (pharmacy().phone, pharmacy().source_version) == ("030 435002", 2)
    assert AccessFact.objects.get(place=pharmacy(), feature="wheelchair").value == "yes"
    assert (report.tables["places"].changed, report.contradictions) == (1, [])


def test_what_a_person_entered_stays_and_the_difference_is_told(tmp_path: Path):
    run(tmp_path)
    Place.objects.filter(source_id="node/1").update(phone="030 999")
    report = run(
        tmp_path, drawing(version=2, pharmacy=PHARMACY | {"phone": "030 435002", "website": "https://nord.de"})
    )
    assert (pharmacy().phone, pharmacy().website) == ("030 999", "https://nord.de")
    assert [(one.source_id, one.field, one.entered, one.imported) for one in report.contradictions] == [
        ("node/1", "Telefon", "030 999", "030 435002")
    ]
    again = run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"phone": "030 435002", "website": "https://nord.de"}))
    assert again.changes == 0
    assert len(again.contradictions) == 1


def test_a_position_kind_or_organisation_that_a_person_chose_stays(tmp_path: Path):
    run(tmp_path)
    own = factories.organisation("Apotheke Nord e. K.")
    place = pharmacy()
    place.point, place.organisation = factories.point(13.3111, 52.5851), own
    place.save()
    report = run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"operator": "Süd-Apotheken GmbH"}))
    assert (pharmacy().point.x, pharmacy().organisation) == (13.3111, own)
    assert {one.field for one in report.contradictions} == {"Lage", "Akteur"}


def test_words_that_a_person_chose_stay(tmp_path: Path):
    run(tmp_path, drawing(pharmacy=PHARMACY | {"delivery": "yes"}))
    pharmacy().attributes.clear()
    report = run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"delivery": "yes", "phone": "030 1234"}))
    assert not pharmacy().attributes.exists()
    assert [one.field for one in report.contradictions] == ["Merkmale"]
    assert pharmacy().phone == "030 1234"


def test_words_that_nobody_touched_follow_the_file(tmp_path: Path):
    run(tmp_path, drawing(pharmacy=PHARMACY | {"delivery": "yes"}))
    assert [one.slug for one in pharmacy().attributes.all()] == ["lieferdienst"]
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY))
    assert not pharmacy().attributes.exists()


def test_an_address_is_one_entry(tmp_path: Path):
    run(tmp_path)
    Place.objects.filter(source_id="node/1").update(number="4a")
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"addr_street": "Ahornweg", "addr_housenumber": "9"}))
    assert (pharmacy().street, pharmacy().number) == ("Lindenstraße", "4a")


# --- gone and back --------------------------------------------------------------------------------------------------


def test_what_is_gone_is_archived_and_never_deleted(tmp_path: Path):
    run(tmp_path)
    report = run(tmp_path, drawing(pharmacy=None))
    assert pharmacy().status == Status.ARCHIVED
    assert report.archived == ["Nord-Apotheke (node/1)"]
    assert report.tables["places"].gone == 1
    assert pharmacy().facts.count() == 2
    assert run(tmp_path, drawing(pharmacy=None)).changes == 0


def test_what_returns_is_published_again(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(pharmacy=None))
    report = run(tmp_path, drawing(version=3, pharmacy=PHARMACY))
    assert pharmacy().status == Status.PUBLISHED
    assert report.returned == ["Nord-Apotheke"]
    assert Organisation.objects.get(name="Nord-Apotheken GmbH").status == Status.PUBLISHED
    assert Place.objects.filter(source_id="node/1").count() == 1


def test_what_a_person_archived_stays_archived(tmp_path: Path):
    run(tmp_path)
    Place.objects.filter(source_id="node/1").update(status=Status.ARCHIVED)
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"phone": "030 1234"}))
    run(tmp_path, drawing(pharmacy=None))
    report = run(tmp_path, drawing(version=3, pharmacy=PHARMACY))
    assert pharmacy().status == Status.ARCHIVED
    assert report.returned == []


def test_what_a_person_brought_back_stays(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(pharmacy=None))
    Place.objects.filter(source_id="node/1").update(status=Status.PUBLISHED)
    assert run(tmp_path, drawing(pharmacy=None)).tables["places"].touched == 0
    assert pharmacy().status == Status.PUBLISHED
    assert pharmacy().public_organisation, "who runs it is public with it"
    assert run(tmp_path, drawing(pharmacy=None)).changes == 0


def test_the_operator_is_archived_with_its_last_place(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(pharmacy=None))
    assert Organisation.objects.get(name="Nord-Apotheken GmbH").status == Status.ARCHIVED


def test_an_operator_that_nobody_has_a_use_for_does_not_come_and_go(tmp_path: Path):
    run(tmp_path)
    Place.objects.filter(source_id="node/1").update(status=Status.ARCHIVED)
    run(tmp_path)
    assert Organisation.objects.get(name="Nord-Apotheken GmbH").status == Status.ARCHIVED
    assert run(tmp_path).changes == 0


def test_an_operator_that_a_person_archived_stays_archived(tmp_path: Path):
    run(tmp_path)
    Organisation.objects.update(status=Status.ARCHIVED)
    assert run(tmp_path).changes == 0
    assert Organisation.objects.get().status == Status.ARCHIVED


def test_entries_of_people_and_other_quarters_are_not_archived(tmp_path: Path):
    by_hand = factories.place("Handgemacht", at=(13.31, 52.585))
    elsewhere = factories.place(
        "Fern", at=(7.0, 51.0), source=Source.OSM, source_id="node/77", imported={"status": "published"}
    )
    other_source = factories.place("Muster", at=(13.31, 52.585), source=Source.DEMO, source_id="node/78")
    run(tmp_path)
    for place in (by_hand, elsewhere, other_source):
        place.refresh_from_db()
        assert place.status == Status.PUBLISHED


def test_a_narrower_box_archives_nothing_outside_of_it(tmp_path: Path):
    run(tmp_path)
    report = run(tmp_path, bbox=BBox(13.3104, 52.58, 13.32, 52.59))
    assert pharmacy().status == Status.PUBLISHED
    assert report.archived == []


def test_the_log_of_the_tiles_is_pruned_after_an_import(tmp_path: Path):
    LayerChange.objects.bulk_create(LayerChange(layer="base") for _ in range(1200))
    run(tmp_path)
    assert LayerChange.objects.filter(layer="base").count() == 1000


# --- slugs, versions -------------------------------------------------------------------------------------------------


def test_places_of_one_name_get_addresses_of_their_own(tmp_path: Path):
    factories.place("Nord-Apotheke", slug="nord-apotheke")
    run(tmp_path)
    assert pharmacy().slug == "nord-apotheke-2"


def test_a_slug_stays_when_the_name_changes(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"name": "Linden-Apotheke"}))
    assert (pharmacy().name, pharmacy().slug) == ("Linden-Apotheke", "nord-apotheke")


def test_an_older_file_does_not_turn_back_the_clock(tmp_path: Path):
    run(tmp_path, drawing(version=5, pharmacy=PHARMACY | {"phone": "030 435555"}))
    report = run(tmp_path, drawing(version=4, pharmacy=PHARMACY))
    assert pharmacy().phone == "030 435555"
    assert "older-version" in {one.code for one in report.findings}


# --- one transaction ------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_the_same_and_stores_nothing(tmp_path: Path):
    dry = run(tmp_path, dry_run=True)
    assert not Quarter.objects.exists()
    assert not ImportRun.objects.exists()
    wet = run(tmp_path)
    assert dry.tables == wet.tables
    assert "Probelauf: nichts wurde gespeichert." in dry.text()


def test_what_is_compared_is_locked_until_it_is_written(tmp_path: Path):
    run(tmp_path)
    with CaptureQueriesContext(connection) as asked:
        run(tmp_path)
    locked = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    for table in ("mapping_quarter", "actors_organisation", "actors_place", "actors_accessfact"):
        assert any(f'FROM "{table}"' in sql for sql in locked), f"an edit of {table} meanwhile would be lost"


def test_a_fault_in_the_middle_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("upkeep.imports.osm.facts.write", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(tmp_path)
    assert not Quarter.objects.exists()
    assert not BaseFeature.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"slug": "Wittenau!"}, "--quarter"),
        ({"slug": "../etc"}, "--quarter"),
        ({"slug": "x" * 200}, "--quarter"),
        ({"land": "XX"}, "--land"),
        ({"name": "a\x00b"}, "--name"),
        ({"name": "x" * 500}, "--name"),
        ({"name": "   "}, "--name"),
        ({"by": "nobody"}, "--by"),
        ({"by": "a\x00b"}, "--by"),
    ],
)
def test_options_that_cannot_be_used_are_refused(tmp_path: Path, more: dict[str, str], field: str):
    with pytest.raises(UsageError) as refusal:
        run(tmp_path, **more)
    assert refusal.value.field == field
    assert not Quarter.objects.exists()


def test_changes_are_in_the_history_with_the_file_as_reason(tmp_path: Path):
    run(tmp_path)
    run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"phone": "030 435002"}))
    events = pharmacy().events.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert {event.pgh_context.metadata["reason"] for event in events} == {"import_osm quarter.osm"}


def test_the_run_is_remembered_with_its_report(tmp_path: Path):
    run(tmp_path)
    remembered = ImportRun.objects.get()
    assert (remembered.file_name, len(remembered.sha256), remembered.source) == ("quarter.osm", 64, "osm")
    assert remembered.report["tables"]["places"]["new"] == 2
    assert remembered.data_until
    assert remembered.data_until.year == 2026


def test_who_imports_is_noted_and_does_not_count_as_an_editor(tmp_path: Path):
    ada = User.objects.create_user("ada")
    run(tmp_path, by="ada")
    assert ImportRun.objects.get().by == ada
    context = pharmacy().events.get().pgh_context.metadata
    assert context == {"reason": "import_osm quarter.osm", "by": "ada"}


def test_nobody_is_made_up_who_imports(tmp_path: Path):
    run(tmp_path)
    assert ImportRun.objects.get().by is None


NONSENSE = (
    "\U0001f600" * 200,
    "<script>alert(1)</script>",
    "%s %(x)s {0} $1",
    "x" * 255,
    "Strasse " * 120,  # longer than OpenStreetMap allows, as short as a file may have it
    "9" * 255,
    "-1;NaN;1e999",
    "'; DROP TABLE actors_place; --",
    ";;;,,,",
    "\u202eabc",
    "مسجد النور",
)


def test_nonsense_in_every_tag_is_stored_or_left_out_and_never_a_fault(tmp_path: Path):
    keys = listed(
        "name operator brand phone website email opening__hours level capacity beds wheelchair step__count layer width"
        " addr_street addr_housenumber addr_postcode addr_city access ref delivery language_de check__date lit dog"
        " toilets_wheelchair social__facility_for admin__level"
    )
    drawn = drawing(pharmacy=PHARMACY)
    for value in NONSENSE:
        tags = dict.fromkeys(keys, value)
        for kind in (
            {"amenity": "cafe"},
            {"amenity": "hospital"},
            {"highway": "bus_stop"},
            {"amenity": "parking_space"},
        ):
            drawn.node(5, 5, **tags | kind)
        drawn.house(5, 5, **tags | {"amenity": "school", "entrance": value})
        drawn.way([(0, 0), (9, 9)], **tags | {"highway": "footway", "footway": "crossing", "crossing": value})
    report = run(tmp_path, drawn)
    assert report.kinds["mittagstisch"] == len(NONSENSE)
    assert report.text()
    assert run(tmp_path, drawn).changes == 0


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_counts_what_has_no_kind_and_names_what_is_odd(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY | {"wheelchair": "yes;no"})
    drawn.node(10, 10, amenity="pub")
    drawn.node(11, 10, amenity="pub;casino")
    drawn.node(12, 10, shop="gift")
    report = run(tmp_path, drawn)
    assert report.unmatched == {"amenity": {"pub": 2, "casino": 1}, "shop": {"gift": 1}}
    text = report.text()
    assert "amenity: pub 2, casino 1" in text
    assert "node/1 wheelchair=yes;no" in text
    assert "Bundesland angenommen: Berlin, nach den Postleitzahlen 13437" in text


def test_long_lists_are_cut_on_screen_and_whole_in_the_database(tmp_path: Path):
    drawn = drawing(pharmacy=PHARMACY)
    for number in range(30):
        drawn.node(number, 10, amenity="cafe", name=f"Café {number}", wheelchair="perhaps")
    report = run(tmp_path, drawn)
    assert report.text().count("wheelchair=perhaps") == 20
    assert "… und 10 weitere" in report.text()
    assert len(ImportRun.objects.get().report["findings"]) == 30


def test_the_report_is_complete_in_english(tmp_path: Path):
    run(tmp_path)
    Place.objects.filter(source_id="node/1").update(phone="030 999")
    with translation.override("en"):
        text = run(tmp_path, drawing(pharmacy=None)).text()
        text += run(tmp_path, drawing(version=2, pharmacy=PHARMACY | {"wheelchair": "yes;no"}), dry_run=True).text()
    for said in (
        "Import of quarter.osm into the neighbourhood “Wittenau”",
        "Boundary assumed: the rectangle in the head of the file",
        "Trial run: nothing was saved.",
        "unchanged",
        "Accessibility details",
        "Path network in the neighbourhood: 0.4 kilometres",
        "No longer in the file, archived: Nord-Apotheke (node/1)",
        "Back in the file, visible again: Nord-Apotheke",
        "Phone: entered “030 999”, file “030 435001”",
        "Accessibility detail cannot be read, not imported",
        "changes in 0.",
    ):
        assert said in text
    assert not re.search(r"\b(und|nicht|Orte|Wege|Grenze|Datei|Sekunden)\b", text.replace("Sitzbank und", ""))


def test_progress_is_told(tmp_path: Path):
    said: list[str] = []
    path = drawing(pharmacy=PHARMACY).save(tmp_path, box=BOX)
    import_osm(Order(path=path, name="Wittenau"), at=AT, say=said.append)
    assert said[0] == "Die Datei wird gelesen …"
    assert len(said) >= 4
