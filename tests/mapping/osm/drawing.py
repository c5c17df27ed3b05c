"""OpenStreetMap files written by hand: a quarter of a few objects as XML."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

LON, LAT = 13.31, 52.585
METRE = 1 / 111_195


class Drawing:
    """Nodes and ways on a grid of metres around one point; ids are counted up."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ways: list[str] = []
        self.relations: list[str] = []
        self.last = 0

    def _id(self, oid: int | None) -> int:
        self.last = self.last + 1 if oid is None else oid
        return self.last

    def node(
        self, east_m: float = 0, north_m: float = 0, *, oid: int | None = None, version: int = 1, **tags: str
    ) -> int:
        number = self._id(oid)
        lon, lat = LON + east_m * METRE / 0.6076, LAT + north_m * METRE
        self.nodes.append(f'<node {_meta(number, version)} lon="{lon:.7f}" lat="{lat:.7f}">{_tags(tags)}</node>')
        return number

    def way(
        self, points: Iterable[tuple[float, float]], *, oid: int | None = None, version: int = 1, **tags: str
    ) -> int:
        """Through the points; a point that comes again is the same node."""
        known: dict[tuple[float, float], int] = {}
        number = self._id(oid)
        base = number * 1000
        refs = [known.setdefault(point, base + len(known)) for point in points]
        for (east, north), node in known.items():
            self.node(east, north, oid=node)
        self.last = number
        inside = "".join(f'<nd ref="{node}"/>' for node in refs)
        self.ways.append(f"<way {_meta(number, version)}>{inside}{_tags(tags)}</way>")
        return number

    def house(
        self, east_m: float = 0, north_m: float = 0, *, size_m: float = 10, oid: int | None = None, **tags: str
    ) -> int:
        west, south, east, north = east_m, north_m, east_m + size_m, north_m + size_m
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return self.way(ring, oid=oid, **{"building": "yes"} | tags)

    def relation(self, members: Iterable[int], **tags: str) -> int:
        number = self._id(None)
        inside = "".join(f'<member type="way" ref="{member}" role="outer"/>' for member in members)
        self.relations.append(f"<relation {_meta(number, 1)}>{inside}{_tags(tags)}</relation>")
        return number

    def xml(self, *, box: str = "") -> str:
        body = "".join((*sorted(self.nodes, key=_number), *sorted(self.ways, key=_number), *self.relations))
        return f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{box}{body}</osm>'

    def save(self, folder: Path, name: str = "quarter.osm", *, box: str = "") -> Path:
        path = folder / name
        path.write_text(self.xml(box=box), encoding="utf-8")
        return path


BOX = '<bounds minlon="13.29" minlat="52.57" maxlon="13.33" maxlat="52.60"/>'


def _meta(number: int, version: int) -> str:
    return f'id="{number}" version="{version}" timestamp="2026-03-0{min(version, 9)}T10:00:00Z"'


def _tags(tags: dict[str, str]) -> str:
    """`addr_street` is written `addr:street`."""
    pairs = ((key.replace("__", "§").replace("_", ":").replace("§", "_"), value) for key, value in tags.items())
    return "".join(f'<tag k="{key}" v="{escape(value)}"/>' for key, value in pairs)


def _number(node: str) -> int:
    return int(node.split('"')[1])
