"""A small path network in the place of the one in the database, with everything that answers tell of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.translation import override

from common.geo import BBox, LonLat
from mapping import network
from mapping.models import Quarter
from mapping.routing.engine import Engine
from tests import factories
from tests.drawing import drawn, places

# The short way passes a kerb of 6 cm between C and D, the way round by F and G has cobbles and a bench at F.
# Behind H is a stairway without a way around it. X and Y are an island.
TOWN = """
A-----------B-----C D---------E---H       I-----------J
            |       |
            F-------G




X---Y
"""
GOOD = {"surface": "asphalt", "smoothness": "good", "width_m": 2.0}
EDGES: dict[str, dict[str, Any]] = {
    "AB": {"kind": "sidewalk", "name": "Lindenstraße", **GOOD},
    "BC": {"kind": "sidewalk", "name": "Lindenstraße", **GOOD},
    "CD": {"kind": "kerb", "kerb_cm": 6.0, "osm": "node/77", "dated": date(2024, 3, 5)},
    "DE": {"kind": "sidewalk", "name": "Lindenstraße", **GOOD},
    "EH": {"kind": "footway", **GOOD},
    "HI": {"kind": "steps", "step_count": 12.0},
    "IJ": {"kind": "footway", **GOOD},
    "BF": {"kind": "footway", **GOOD},
    "FG": {"kind": "quiet", "name": "Parkstraße", "surface": "sett"},
    "DG": {"kind": "footway", **GOOD},
}
SPOTS = places(TOWN)


def at(letter: str) -> str:
    """`lon,lat` of a letter."""
    lon, lat = SPOTS[letter]
    return f"{lon:.7f},{lat:.7f}"


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with override("de"):
        yield


@pytest.fixture
def here(quarter: Quarter) -> Quarter:
    cache.clear()
    factories.base_feature(quarter)
    return quarter


@pytest.fixture
def ways(here: Quarter, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The network above, in the place of the one in the database; it holds points in the quarter alone."""
    engine = Engine(drawn(TOWN, EDGES, {"F": {"seat": True, "backrest": "yes"}}))
    box = BBox(*factories.BOX)

    def engine_at(
        *points: LonLat, prefer: Quarter | None = None, or_default: bool = False, on: date | None = None
    ) -> Engine | None:
        return engine if all(box.contains(point) for point in points) else None

    monkeypatch.setattr(network, "engine", lambda _quarter: engine)
    monkeypatch.setattr(network, "engine_at", engine_at)
    return engine
