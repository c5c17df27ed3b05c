"""The drawing itself: quiet ground, streets with names, numbers in black discs, a scale bar and north.

Colours and widths stand in attributes of presentation, which the content security policy allows and PDF files know.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.geo import LonLat
from mapping import measures
from mapping.credits import CREDITS, Credit
from portal.printed_map import ground
from portal.printed_map.frame import HEIGHT, WIDTH, Frame
from portal.printed_map.ground import Ground, Shape
from portal.printed_map.names import Name, Point, along, apart

PAPER, INK = "#fbf9f4", "#1d2520"
AREAS = {"landuse": "#f1ece2", "green": "#d9e7c9", "water": "#bcdbe8", "building": "#dfd5c6"}
SQUARES = ("square",)
LINES = {"water": ("#bcdbe8", 14), "rail": ("#8d857b", 5)}
WATERS = ("river", "canal", "stream")
CASING = "#b9ab96"
# Kinds of streets from the narrowest to the widest: width on the ground in metres, least width on paper in units.
STREETS: tuple[tuple[tuple[str, ...], float, float, str], ...] = (
    (("footway", "path", "steps", "cycleway", "track"), 0, 0, ""),
    (("service", "driveway"), 4, 5, "#ffffff"),
    (("pedestrian", "living_street"), 7, 10, "#ffffff"),
    (("residential", "unclassified", "construction"), 8, 12, "#ffffff"),
    (("tertiary",), 10, 15, "#fffaea"),
    (("secondary",), 12, 19, "#fdf0c6"),
    (("primary", "trunk", "motorway"), 14, 22, "#fbe3b0"),
)
PATHS, PATH_WIDTH, PATH_DASH = "#a08158", 4, "9 9"
TYPEFACE = "Atkinson Hyperlegible"
NAME_SIZE, NUMBER_SIZE, DISC, GAP = 36.0, 46.0, 34.0, 8.0  # units: a name has 10 points, a number 13
BASE_LINE = 0.35  # from the middle of a text down to its line, of its size


@dataclass(frozen=True)
class Drawing:
    """`svg` shows the places by number; whom to name beside it."""

    svg: SafeString
    credits: tuple[Credit, ...]


def draw(frame: Frame, places: Sequence[tuple[int, LonLat]], title: str) -> Drawing:
    """Numbered places on the base map; `title` says in words what is to be seen."""
    found = ground.read(frame)
    spots = [frame.on_paper(point) for _number, point in places]
    discs = apart(spots, 2 * DISC + GAP)
    corner = shapely.box(0, HEIGHT - 110, frame.bar_m * frame.metre + 160, HEIGHT)
    taken = [*(shapely.Point(disc).buffer(DISC + GAP) for disc in discs), corner]
    parts = [
        *_grounds(found),
        *_streets(found.shapes, frame),
        *_rails(found.shapes),
        *map(_name, along(found.streets, taken, NAME_SIZE)),
        *map(_leader, spots, discs),
        *(_disc(number, disc) for (number, _point), disc in zip(places, discs, strict=True)),
        *_margin(frame),
    ]
    svg = format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="{}"><title>{}</title>'
        '<rect width="{}" height="{}" fill="{}"/>{}</svg>',
        WIDTH, HEIGHT, title, TYPEFACE, title, WIDTH, HEIGHT, PAPER, _joined(parts),
    )  # fmt: skip
    return Drawing(svg, tuple(credit for source, credit in CREDITS.items() if source in found.sources))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _path(d: str, **look: object) -> SafeString:
    attributes = format_html_join("", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in look.items()))
    return format_html('<path d="{}"{}/>', d, attributes)


def _of(shapes: Iterable[Shape], layer: str, *, area: bool, kinds: Sequence[str] = ()) -> str:
    """One path of everything of a layer; '' if there is nothing."""
    chosen = (shape for shape in shapes if shape.layer == layer and shape.is_area == area)
    return " ".join(shape.path for shape in chosen if not kinds or shape.kind in kinds)


def _grounds(found: Ground) -> Iterator[SafeString]:
    kinds = {"landuse": SQUARES}
    for layer, colour in AREAS.items():
        if layer == "building" and (rivers := _of(found.shapes, "water", area=False, kinds=WATERS)):
            colour_of_water, width = LINES["water"]
            yield _path(rivers, fill="none", stroke=colour_of_water, stroke_width=width)
        if path := _of(found.shapes, layer, area=True, kinds=kinds.get(layer, ())):
            yield _path(path, fill=colour, fill_rule="evenodd")


def _streets(shapes: Sequence[Shape], frame: Frame) -> Iterator[SafeString]:
    """All edges first, so that crossings stay open."""
    rows = [
        (path, max(least, ground_m * frame.metre), colour)
        for kinds, ground_m, least, colour in STREETS
        if (path := _of(shapes, "street", area=False, kinds=kinds))
    ]
    for path, _width, colour in rows:
        if not colour:
            yield _path(path, fill="none", stroke=PATHS, stroke_width=PATH_WIDTH, stroke_dasharray=PATH_DASH)
    round_ends = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
    for path, width, colour in rows:
        if colour:
            yield _path(path, stroke=CASING, stroke_width=round(width + 4, 1), **round_ends)
    for path, width, colour in rows:
        if colour:
            yield _path(path, stroke=colour, stroke_width=round(width, 1), **round_ends)


def _rails(shapes: Sequence[Shape]) -> Iterator[SafeString]:
    colour, width = LINES["rail"]
    if path := _of(shapes, "rail", area=False, kinds=("rail", "light_rail", "subway", "tram")):
        yield _path(path, fill="none", stroke=colour, stroke_width=width)
        yield _path(path, fill="none", stroke=PAPER, stroke_width=width - 2, stroke_dasharray="14 14")


def _text(text: object, x: float, y: float, size: float, **look: object) -> SafeString:
    attributes = format_html_join("", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in look.items()))
    return format_html(
        '<text x="{}" y="{}" font-size="{}"{}>{}</text>', round(x, 1), round(y, 1), f"{size:g}", attributes, text
    )


def _name(name: Name) -> SafeString:
    """With a light edge, to be read on any ground."""
    y = name.y + BASE_LINE * name.size
    look = {"text_anchor": "middle", "transform": f"rotate({name.angle:.1f} {name.x:.1f} {name.y:.1f})"}
    edge = _text(name.text, name.x, y, name.size, stroke="#ffffff", stroke_width=9, stroke_linejoin="round", **look)
    return mark_safe(edge + _text(name.text, name.x, y, name.size, fill=INK, **look))  # noqa: S308 (both are safe)


def _leader(spot: Point, disc: Point) -> SafeString:
    """From a number that had to make room to where its place is."""
    if abs(spot[0] - disc[0]) + abs(spot[1] - disc[1]) < 1:
        return mark_safe("")
    (x1, y1), (x2, y2) = spot, disc
    return format_html(
        '<path d="M{} {}L{} {}" stroke="{}" stroke-width="5"/><circle cx="{}" cy="{}" r="9" fill="{}"/>',
        round(x1), round(y1), round(x2), round(y2), INK, round(x1), round(y1), INK,
    )  # fmt: skip


def _disc(number: int, at: Point) -> SafeString:
    x, y = at
    disc = format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#ffffff" stroke-width="5"/>',
        round(x, 1),
        round(y, 1),
        DISC,
        INK,
    )
    size = NUMBER_SIZE if number < 100 else NUMBER_SIZE * 0.8
    look = {"fill": "#ffffff", "text_anchor": "middle", "font_weight": 700}
    return mark_safe(disc + _text(number, x, y + BASE_LINE * size, size, **look))  # noqa: S308 (both are safe)


def _margin(frame: Frame) -> Iterator[SafeString]:
    """Scale bar at the lower left, north at the upper right, an edge around all."""
    length, low = frame.bar_m * frame.metre, HEIGHT - 34
    panel = '<path d="M0 {}h{}v{}h-{}z" fill="#ffffff" fill-opacity="0.85"/>'
    label = measures.length(frame.bar_m)
    width = round(length + 70 + len(label) * NAME_SIZE * 0.6)
    yield format_html(panel, HEIGHT - 84, width, 84, width)
    yield _path(f"M30 {low - 16}v16h{length:.1f}v-16", fill="none", stroke=INK, stroke_width=5)
    yield _text(label, 30 + length + 18, low, NAME_SIZE, fill=INK)
    yield format_html('<path d="M{} 0h110v130h-110z" fill="#ffffff" fill-opacity="0.85"/>', WIDTH - 110)
    yield _path(f"M{WIDTH - 55} 20l22 52l-22 -13l-22 13z", fill=INK)
    yield _text(_("N"), WIDTH - 55, 116, NAME_SIZE, fill=INK, text_anchor="middle", font_weight=700)
    yield format_html(
        '<rect x="2" y="2" width="{}" height="{}" fill="none" stroke="{}" stroke-width="4"/>',
        WIDTH - 4,
        HEIGHT - 4,
        INK,
    )
