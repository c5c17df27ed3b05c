"""Elements → candidates: names, addresses, hours, twins, doors."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from actors.models import Place
from actors.osm import Candidate, Surroundings, Taxonomy, candidates
from actors.osm.candidates import LENGTHS
from mapping.osm.elements import Finding
from mapping.osm.plane import Plane
from mapping.osm.reader import read
from mapping.osm.tags import listed
from tests.mapping.osm.drawing import LAT, Drawing

FILE = Path(__file__).resolve().parents[3] / "fixtures" / "taxonomy.yaml"
TAXONOMY = Taxonomy.of(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture
def quarter() -> Drawing:
    """A street and nothing else."""
    drawing = Drawing()
    drawing.way([(-200, 0), (200, 0)], oid=900, highway="residential", name="Lindenstraße")
    return drawing


def found(drawing: Drawing, folder: Path) -> tuple[Sequence[Candidate], list[Finding]]:
    extract = read(drawing.save(folder), max_mb=5)
    return candidates(extract.elements, TAXONOMY, Surroundings(extract.elements, Plane(LAT)))


def only(drawing: Drawing, folder: Path) -> Candidate:
    places, _findings = found(drawing, folder)
    assert len(places) == 1
    return places[0]


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ({"amenity": "pharmacy", "name": "Annen-Apotheke"}, "Annen-Apotheke"),
        ({"emergency": "defibrillator"}, "Defibrillator, Lindenstraße"),
        ({"amenity": "bench"}, "Sitzbank, Lindenstraße"),
        ({"amenity": "bench", "name": "fixme"}, "Sitzbank, Lindenstraße"),
        ({"amenity": "bench", "name": "?"}, "Sitzbank, Lindenstraße"),
        ({"amenity": "pharmacy", "name": "7"}, "Apotheke, Lindenstraße"),
        ({"amenity": "post_box", "operator": "Deutsche Post"}, "Briefkasten, Lindenstraße"),
        (
            {"amenity": "post_box", "operator": "Deutsche Post", "ref": "Ernststr. 96, 13509 Berlin"},
            "Briefkasten, Ernststraße 96",
        ),
        ({"amenity": "post_box", "operator": "PIN Mail"}, "Briefkasten PIN Mail, Lindenstraße"),
        ({"amenity": "atm", "brand": "Euronet"}, "Geldautomat Euronet, Lindenstraße"),
        ({"shop": "supermarket", "brand": "Lidl"}, "Lidl"),
        ({"amenity": "kindergarten", "addr_street": "Klinnerweg", "addr_housenumber": "53"}, "Kita, Klinnerweg 53"),
        ({"amenity": "fast_food", "name": "Imbiss"}, "Imbiss, Lindenstraße"),
        ({"leisure": "playground", "access": "private"}, "Spielplatz (nicht öffentlich), Lindenstraße"),
        ({"leisure": "playground", "name": "Lindenstraße"}, "Spielplatz, Lindenstraße"),
        ({"amenity": "taxi", "name": "Rathaus"}, "Taxistand, Rathaus"),
        ({"amenity": "taxi", "name": "Taxistand Rathaus"}, "Taxistand Rathaus"),
        (
            {"amenity": "parking_space", "parking__space": "disabled", "name": "Lindenstraße 41"},
            "Behindertenparkplatz, Lindenstraße 41",
        ),
        ({"highway": "bus_stop", "name": "Lindenstraße"}, "Lindenstraße"),
        ({"highway": "bus_stop"}, "Haltestelle, Lindenstraße"),
        ({"public__transport": "platform", "train": "yes", "ref": "3;4"}, "Bahnsteig 3/4, Lindenstraße"),
        ({"healthcare": "nurse"}, "Pflegedienst / Sozialstation, Lindenstraße"),
    ],
)
def test_every_place_has_a_believable_name(quarter: Drawing, tmp_path: Path, tags: dict[str, str], name: str):
    quarter.node(0, 20, **tags)
    assert only(quarter, tmp_path).name == name


def test_a_bench_in_a_park_is_named_for_the_park(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 5, size_m=50, building="no", landuse="cemetery", name="Friedhof Wittenau")
    quarter.node(20, 20, amenity="bench")
    places, _findings = found(quarter, tmp_path)
    assert [one.name for one in places if one.kind == "sitzbank"] == ["Sitzbank, Friedhof Wittenau"]


def test_far_from_any_street_the_kind_alone_is_the_name(quarter: Drawing, tmp_path: Path):
    quarter.node(0, 900, amenity="bench")
    assert only(quarter, tmp_path).name == "Sitzbank"


def test_a_platform_with_a_name_is_no_street_for_others(quarter: Drawing, tmp_path: Path):
    quarter.way([(0, 30), (20, 30)], highway="platform", name="U Rathaus")
    quarter.node(5, 31, amenity="bench")
    assert only(quarter, tmp_path).name == "Sitzbank, Lindenstraße"


def test_address_contact_and_words_are_taken_over(quarter: Drawing, tmp_path: Path):
    quarter.node(
        0,
        9,
        oid=77,
        version=4,
        amenity="social__facility",
        social__facility="nursing__home",
        social__facility_for="senior;dementia",
        name="Haus Linde",
        addr_street="Lindenstraße",
        addr_housenumber="4;6",
        addr_postcode="13437",
        addr_city="Berlin",
        phone="+49 30 435 58 20",
        website="www.haus-linde.de",
        email="info@haus-linde.de",
        level="1",
        capacity="84",
        operator="Mühlbach-Stiftung",
        opening__hours="Mo-Fr 8-18 Uhr",
        language_tr="yes",
        language_xx="no",
        delivery="yes",
    )
    place = only(_underscored(quarter), tmp_path)
    assert (place.source_id, place.version, place.kind) == ("node/77", 4, "pflegeheim")
    assert (place.street, place.number, place.postcode, place.city) == ("Lindenstraße", "4, 6", "13437", "Berlin")
    assert (place.phone, place.email, place.website) == (
        "030 4355820",
        "info@haus-linde.de",
        "https://www.haus-linde.de",
    )
    assert (place.level, place.capacity_value, place.capacity_unit) == ("1. Stock", 84, "Plätze")
    assert (place.hours, place.hours_typed) == ("Mo-Fr 08:00-18:00", "Mo-Fr 8-18 Uhr")
    assert place.target_groups == ("menschen_mit_demenz", "senioren")
    assert place.languages == ("tr",)
    assert place.attributes == ("lieferdienst",)
    assert place.operator
    assert place.operator.kind == "provider"
    assert place.as_of == date(2026, 3, 4)


def _underscored(drawing: Drawing) -> Drawing:
    """Values with two underscores are written with one, as keys are."""
    drawing.nodes = [node.replace("__", "_") for node in drawing.nodes]
    return drawing


@pytest.mark.parametrize("typed", ["sometimes", "Mo-Fr 25:00-99:00", "by appointment only!!", "Mo-Fr ab und zu"])
def test_hours_nobody_can_read_for_sure_stay_as_text(quarter: Drawing, tmp_path: Path, typed: str):
    quarter.node(0, 9, amenity="cafe", name="Café Linde", opening__hours=typed)
    places, findings = found(quarter, tmp_path)
    assert (places[0].hours, places[0].hours_typed) == ("", typed)
    assert [one.code for one in findings] == ["hours-not-understood"]


@pytest.mark.parametrize(
    ("raw", "storey"),
    [
        ("0", "Erdgeschoss"),
        ("2", "2. Stock"),
        ("-1", "1. Untergeschoss"),
        ("0;1", ""),
        ("0.5", ""),
        ("oben", ""),
        ("999", ""),
    ],
)
def test_storeys_are_said_in_words(quarter: Drawing, tmp_path: Path, raw: str, storey: str):
    quarter.node(0, 9, amenity="cafe", name="Café Linde", level=raw)
    assert only(quarter, tmp_path).level == storey


@pytest.mark.parametrize("raw", ["viele", "-3", "1e9", "10;20"])
def test_a_capacity_that_is_no_number_is_told(quarter: Drawing, tmp_path: Path, raw: str):
    quarter.node(0, 9, amenity="kindergarten", name="Kita Linde", capacity=raw)
    places, findings = found(quarter, tmp_path)
    assert places[0].capacity_value is None
    assert [one.code for one in findings] == ["capacity-not-understood"]


@pytest.mark.parametrize(
    ("tags", "day"),
    [
        ({}, date(2026, 3, 1)),
        ({"check__date": "2025-06-30"}, date(2025, 6, 30)),
        ({"check__date": "2025-06-30", "check__date_wheelchair": "2024-01-02"}, date(2024, 1, 2)),
        ({"check__date": "2025-02-31"}, date(2026, 3, 1)),
        ({"check__date": "gestern"}, date(2026, 3, 1)),
    ],
)
def test_facts_are_dated_by_the_last_check_else_by_the_last_edit(
    quarter: Drawing, tmp_path: Path, tags: dict[str, str], day: date
):
    quarter.node(0, 9, amenity="cafe", name="Café Linde", wheelchair="yes", **tags)
    assert only(quarter, tmp_path).as_of == day


def test_a_place_in_a_house_has_the_address_of_the_house(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, addr_street="Ahornweg", addr_housenumber="7", addr_postcode="13437", addr_city="Berlin")
    quarter.node(5, 15, amenity="dentist")
    place = only(quarter, tmp_path)
    assert (place.street, place.number, place.postcode, place.city) == ("Ahornweg", "7", "13437", "Berlin")
    assert place.name == "Zahnarztpraxis, Ahornweg 7"


def test_a_house_has_the_address_on_its_only_plate(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="library", name="Bibliothek am Park")
    quarter.node(5, 10, addr_street="Ahornweg", addr_housenumber="7")
    assert (only(quarter, tmp_path).street, only(quarter, tmp_path).number) == ("Ahornweg", "7")


def test_of_several_house_numbers_none_is_guessed(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="library", name="Bibliothek am Park")
    quarter.node(5, 10, addr_street="Ahornweg", addr_housenumber="7")
    quarter.node(10, 15, addr_street="Ahornweg", addr_housenumber="9")
    assert only(quarter, tmp_path).street == ""


def test_a_bench_under_a_roof_has_no_address(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, addr_street="Ahornweg", addr_housenumber="7")
    quarter.node(5, 15, amenity="bench")
    assert only(quarter, tmp_path).street == ""


# --- twins ----------------------------------------------------------------------------------------------------------


def test_a_node_in_its_building_is_one_place_with_the_tags_of_both(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, oid=500, amenity="pharmacy", name="Nord-Apotheke", wheelchair="yes", phone="030 111111")
    quarter.node(5, 12, oid=7, amenity="pharmacy", name="Nord-Apotheke", phone="030 222222")
    places, findings = found(quarter, tmp_path)
    assert [(one.source_id, one.phone) for one in places] == [("node/7", "030 222222")]
    assert places[0].facts
    assert places[0].facts["wheelchair"].value == "yes"
    assert [(one.code, one.ref) for one in findings] == [("duplicate", "way/500")]


def test_a_school_on_its_grounds_is_one_place(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, size_m=100, oid=500, building="no", amenity="school", name="Lindenschule")
    quarter.house(20, 30, size_m=20, oid=501, amenity="school", name="Lindenschule")
    places, _findings = found(quarter, tmp_path)
    assert [one.source_id for one in places] == ["way/500"]


@pytest.mark.parametrize(
    ("second", "east_m"),
    [
        ({"amenity": "pharmacy", "name": "Süd-Apotheke"}, 5),
        ({"amenity": "dentist", "name": "Nord-Apotheke"}, 5),
        ({"amenity": "pharmacy", "name": "Nord-Apotheke"}, 300),
    ],
)
def test_another_name_kind_or_spot_is_another_place(
    quarter: Drawing, tmp_path: Path, second: dict[str, str], east_m: float
):
    quarter.house(0, 10, amenity="pharmacy", name="Nord-Apotheke")
    quarter.node(east_m, 12, **second)
    assert len(found(quarter, tmp_path)[0]) == 2


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ({"amenity": "bench"}, "Sitzbank"),
        ({"amenity": "bench"}, "Lindenstraße"),
        ({"amenity": "bench"}, "fixme"),
        ({"amenity": "parking_space", "parking__space": "disabled"}, "Lindenstraße 41"),
        ({"leisure": "playground"}, "Spielplatz"),
    ],
)
def test_two_near_things_whose_name_only_says_what_or_where_are_two(
    quarter: Drawing, tmp_path: Path, kind: dict[str, str], name: str
):
    quarter.node(0, 5, **kind, name=name)
    quarter.house(30, 5, building="no", **kind, name=name)
    assert len(found(quarter, tmp_path)[0]) == 2


def test_a_thing_inside_another_of_its_kind_is_one_whatever_the_name(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="pharmacy", name="Apotheke")
    quarter.node(5, 12, oid=7, amenity="pharmacy", name="Apotheke")
    assert only(quarter, tmp_path).source_id == "node/7"


def test_two_nodes_are_two_places_even_with_one_name(quarter: Drawing, tmp_path: Path):
    quarter.node(0, 5, shop="kiosk", name="Trinkhalle am Eck")
    quarter.node(20, 5, shop="kiosk", name="Trinkhalle am Eck")
    assert len(found(quarter, tmp_path)[0]) == 2


def test_both_sides_of_a_stop_stay(quarter: Drawing, tmp_path: Path):
    quarter.node(0, 5, highway="bus_stop", name="Lindenplatz")
    quarter.node(0, -5, highway="bus_stop", name="Lindenplatz")
    assert len(found(quarter, tmp_path)[0]) == 2


# --- doors ----------------------------------------------------------------------------------------------------------


def test_a_house_learns_from_its_main_door(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="library", name="Bibliothek am Park", wheelchair="yes")
    quarter.node(5, 10, entrance="main", step__count="0", width="1.1")
    quarter.node(10, 15, entrance="service", step__count="4")
    place = only(quarter, tmp_path)
    assert place.facts
    assert {name: (one.value, one.number) for name, one in place.facts.items()} == {
        "wheelchair": ("yes", None),
        "entrance_steps": ("no", 0),
        "door_width": ("yes", 110),
    }


def test_which_of_several_doors_counts_is_not_guessed(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="library", name="Bibliothek am Park")
    quarter.node(5, 10, entrance="yes", step__count="0")
    quarter.node(10, 15, entrance="yes", step__count="4")
    assert only(quarter, tmp_path).facts == {}


def test_what_the_place_says_itself_counts_more_than_its_door(quarter: Drawing, tmp_path: Path):
    quarter.house(0, 10, amenity="library", name="Bibliothek am Park", step__count="2")
    quarter.node(5, 10, entrance="main", step__count="0")
    place = only(quarter, tmp_path)
    assert place.facts
    assert place.facts["entrance_steps"].number == 2


def test_nonsense_in_every_tag_stops_nothing(quarter: Drawing, tmp_path: Path):
    keys = listed("name phone website email capacity level wheelchair step__count opening__hours addr_street operator")
    for value in (
        "",
        "\U0001f600" * 60,
        "<script>alert(1)</script>",
        "%s %(x)s {0}",
        "x" * 250,
        "'; DROP TABLE actors_place; --",
    ):
        quarter.node(0, 9, amenity="cafe", **dict.fromkeys(keys, value))
    places, _findings = found(quarter, tmp_path)
    assert len(places) == 6
    assert all(one.name for one in places)


@pytest.mark.parametrize(("name", "room"), LENGTHS.items())
def test_texts_fit_into_the_columns_of_a_place(name: str, room: int):
    assert Place._meta.get_field(name).max_length == room


def test_a_text_that_is_too_long_is_cut_and_told(quarter: Drawing, tmp_path: Path):
    quarter.node(0, 9, amenity="cafe", name="Café " + "x" * 300)
    places, findings = found(quarter, tmp_path)
    assert len(places[0].name) == LENGTHS["name"]
    assert [(one.code, one.key) for one in findings] == [("text-shortened", "name")]
