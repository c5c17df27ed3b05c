import pytest

from common.geo import LonLat
from mapping.models import LAENDER
from mapping.osm.elements import Element
from mapping.osm.lands import TOWNS, ZONES, land

NOWHERE = LonLat(0, 0)


def tagged(*tags: dict[str, str]) -> list[Element]:
    return [Element("node", n, 1, None, one) for n, one in enumerate(tags)]


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("13437", "BE"), ("14169", "BE"), ("14469", "BB"), ("41464", "NW"), ("33611", "NW"), ("20095", "HH"),
        ("21073", "HH"), ("21335", "NI"), ("28195", "HB"), ("27568", "HB"), ("24103", "SH"), ("18055", "MV"),
        ("01067", "SN"), ("39104", "ST"), ("06108", "ST"), ("99084", "TH"), ("07743", "TH"), ("34117", "HE"),
        ("37073", "NI"), ("37213", "HE"), ("37308", "TH"), ("55116", "RP"), ("66111", "SL"), ("70173", "BW"),
        ("89073", "BW"), ("89231", "BY"), ("80331", "BY"), ("63739", "BY"), ("88131", "BY"), ("53474", "RP"),
    ],
)  # fmt: skip
def test_postcodes_tell_the_land(postcode: str, code: str):
    told = land(tagged({"addr:postcode": postcode}), NOWHERE)
    assert told
    assert (told.land, told.how, told.evidence) == (code, "postcodes", postcode)


def test_a_code_in_the_file_comes_before_postcodes():
    told = land(tagged({"ISO3166-2": "DE-BB"}, {"addr:postcode": "13437"}), NOWHERE)
    assert told
    assert (told.land, told.how) == ("BB", "iso")


def test_two_codes_tell_nothing():
    told = land(tagged({"ISO3166-2": "DE-BB"}, {"ISO3166-2": "DE-BE"}, {"addr:postcode": "13437"}), NOWHERE)
    assert told
    assert told.how == "postcodes"


def test_most_postcodes_decide():
    told = land(tagged(*[{"addr:postcode": "13437"}] * 3, {"addr:postcode": "16548"}), NOWHERE)
    assert told
    assert told.land == "BE"


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [(13.31, 52.58, "BE"), (6.69, 51.20, "NW"), (9.95, 51.30, "HE"), (11.57, 48.15, "BY"), (10.0, 53.55, "HH")],
)
def test_without_any_address_the_nearest_larger_town_decides(lon: float, lat: float, code: str):
    told = land([], LonLat(lon, lat))
    assert told
    assert (told.land, told.how) == (code, "town")


@pytest.mark.parametrize("raw", ["", "1343", "ABCDE", "00000", "13437;13438"])
def test_nonsense_postcodes_tell_nothing(raw: str):
    assert land(tagged({"addr:postcode": raw}), NOWHERE) is None


def test_postcodes_of_another_country_tell_nothing():
    assert land(tagged(*[{"addr:postcode": "10115", "addr:country": "EE"}] * 3), NOWHERE) is None


def test_the_tables_know_every_land_and_no_other():
    assert set(ZONES.values()) == set(LAENDER)
    assert {town[0] for town in TOWNS} == set(LAENDER)
