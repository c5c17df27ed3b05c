"""How a row of `basemap_tables` reads: which tags it takes, which class they become, from which zoom on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Tags = Mapping[str, str]
Kind = Callable[[Tags], str]
ANY = "*"

LARGEST_FIRST = ((200_000, 11), (50_000, 12), (10_000, 13), (2_500, 14), (500, 15))  # m², zoom
FIRST_ZOOM = 16


def by_area(area_m2: float) -> int:
    """Large things early, small things late: a tile of zoom 14 stays light."""
    return next((zoom for least, zoom in LARGEST_FIRST if area_m2 >= least), FIRST_ZOOM)


@dataclass(frozen=True)
class Rule:
    """`where` must hold in all keys; "*" is any value but "no", "!" is a missing key.

    `kinds`: value of `key` → class; a text is the class itself. `refine` goes before it, '' leaves it to `kinds`.
    """

    layer: str
    shape: str  # point, line, area or spot
    where: Mapping[str, frozenset[str]]
    key: str = ""
    kinds: Mapping[str, str] | str = ""
    zooms: Mapping[str, int] | int | None = None  # None: by area
    refine: Kind | None = None
    closed_line_too: bool = False
    outline: bool = False

    def matches(self, tags: Tags) -> bool:
        return all(_holds(tags.get(key), wanted) for key, wanted in self.where.items())

    def kind(self, tags: Tags) -> str:
        """'' if the value says that there is nothing to draw."""
        if self.refine and (refined := self.refine(tags)):
            return refined
        if isinstance(self.kinds, str):
            return self.kinds
        return self.kinds.get(tags.get(self.key, ""), self.kinds.get(ANY, ""))

    def min_zoom(self, kind: str, area_m2: float) -> int:
        if self.zooms is None:
            return by_area(area_m2)
        return self.zooms if isinstance(self.zooms, int) else self.zooms.get(kind, self.zooms.get(ANY, FIRST_ZOOM))


def _holds(value: str | None, wanted: frozenset[str]) -> bool:
    if value is None:
        return "!" in wanted
    return value in wanted or (ANY in wanted and value != "no")


def words(*values: str) -> frozenset[str]:
    return frozenset(values)


def choice(layer: str, key: str, kinds: dict[str, str], shape: str = "area", **rest: object) -> Rule:
    """Every value of `kinds` is a match."""
    return Rule(layer, shape, {key: frozenset(kinds)}, key, kinds, **rest)  # type: ignore[arg-type]
