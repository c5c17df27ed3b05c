"""A street with a pharmacy and a bench, as a file, and what an import makes of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actors.models import Place
from tests.mapping.osm.drawing import BOX, Drawing
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.imports.report import Report

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
PHARMACY = {
    "amenity": "pharmacy",
    "name": "Nord-Apotheke",
    "phone": "030 435001",
    "wheelchair": "no",
    "operator": "Nord-Apotheken GmbH",
    "addr_street": "Lindenstraße",
    "addr_housenumber": "4",
    "addr_postcode": "13437",
    "addr_city": "Berlin",
}


def drawing(*, version: int = 1, pharmacy: dict[str, str] | None = None, bench: bool = True) -> Drawing:
    """A street, two houses, a pharmacy and a bench."""
    drawn = Drawing()
    drawn.way([(-200, 0), (200, 0)], oid=900, highway="residential", name="Lindenstraße")
    drawn.house(0, 20, oid=901, addr_street="Lindenstraße", addr_housenumber="6", addr_postcode="13437")
    drawn.house(40, 20, oid=902)
    if pharmacy is not None:
        drawn.node(0, 10, oid=1, version=version, **pharmacy)
    if bench:
        drawn.node(30, 5, oid=2, amenity="bench")
    return drawn


def run(folder: Path, drawn: Drawing | None = None, **more: Any) -> Report:
    path = (drawn or drawing(pharmacy=PHARMACY)).save(folder, box=BOX)
    return import_osm(Order(**{"path": path, "slug": "wittenau", "name": "Wittenau"} | more), at=AT)


def pharmacy() -> Place:
    return Place.objects.get(source_id="node/1")
