"""In which Land (Bundesland) a quarter lies; it decides the holidays.

In this order: a code in the file (ISO 3166-2 on a boundary), the postcodes of its addresses, the nearest larger town.
The first is certain. The postcode zones are those of Deutsche Post (Leitregionen) by their first two or three digits;
they are older than some borders, so that a few villages near a border come out in the neighbouring Land. The towns are
for files without any address. Whoever runs the import is told which of the three it was and can set another.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from common.geo import LonLat
from mapping.osm.elements import Element

FAR_M = 120_000.0
POSTCODE_DIGITS = 5

_ZONES = """
01-02 SN, 03 BB, 04 SN, 06 ST, 07 TH, 08-09 SN, 10 BE, 12-13 BE, 140-141 BE, 144-149 BB, 15-16 BB, 17-19 MV, 20 HH,
210-211 HH, 212-214 NI, 215 SH, 216-217 NI, 220-227 HH, 228-229 SH, 23 SH, 24-25 SH, 26 NI, 270-274 NI, 275 HB,
276-279 NI, 280-287 HB, 288-289 NI, 29 NI, 30-31 NI, 32-33 NW, 340-343 HE, 344 NW, 345-346 HE, 35 HE, 360-363 HE,
364 TH, 370-371 NI, 372 HE, 373 TH, 374-376 NI, 38 NI, 388-389 ST, 39 ST, 40-47 NW, 480-484 NW, 485 NI, 486-487 NW,
488 NI, 490-493 NI, 494-495 NW, 496-498 NI, 50-52 NW, 530-533 NW, 534-535 RP, 536-539 NW, 54-56 RP, 570-574 NW,
575-576 RP, 577-579 NW, 58-59 NW, 60-61 HE, 630-636 HE, 637-639 BY, 64-65 HE, 660-667 SL, 668-669 RP, 67 RP,
680-685 BW, 686 HE, 687-689 BW, 690-693 BW, 694-695 HE, 696-699 BW, 70-79 BW, 80-87 BY, 880 BW, 881 BY, 882-889 BW,
890-891 BW, 892-894 BY, 895-899 BW, 90-96 BY, 970-978 BY, 979 BW, 98-99 TH
"""


def _zones() -> dict[str, str]:
    """Leading digits → Land; three digits count before two."""
    found: dict[str, str] = {}
    for entry in _ZONES.replace("\n", " ").split(","):
        digits, land = entry.split()
        low, _dash, high = digits.partition("-")
        found.update({str(n).zfill(len(low)): land for n in range(int(low), int(high or low) + 1)})
    return found


ZONES = _zones()

# Larger towns, degrees to about a kilometre, several per Land so that the nearest one is mostly in the same.
TOWNS: tuple[tuple[str, float, float], ...] = (
    ("BW", 9.18, 48.78), ("BW", 8.40, 49.01), ("BW", 7.85, 48.00), ("BW", 8.47, 49.49), ("BW", 9.99, 48.40),
    ("BW", 9.18, 47.66), ("BW", 9.22, 49.14), ("BW", 8.94, 47.98), ("BW", 9.06, 48.52),
    ("BY", 11.58, 48.14), ("BY", 11.08, 49.45), ("BY", 10.90, 48.37), ("BY", 12.10, 49.02), ("BY", 9.93, 49.79),
    ("BY", 13.46, 48.57), ("BY", 11.58, 49.95), ("BY", 10.32, 47.73), ("BY", 9.15, 49.97), ("BY", 11.92, 50.31),
    ("BY", 12.12, 47.86), ("BY", 10.90, 49.90),
    ("BE", 13.41, 52.52), ("BE", 13.21, 52.54), ("BE", 13.57, 52.45), ("BE", 13.35, 52.60), ("BE", 13.24, 52.43),
    ("BB", 13.06, 52.40), ("BB", 14.33, 51.76), ("BB", 12.55, 52.41), ("BB", 14.55, 52.34), ("BB", 13.86, 53.32),
    ("BB", 12.80, 52.92), ("BB", 13.82, 52.83), ("BB", 13.24, 52.75), ("BB", 11.86, 53.08), ("BB", 13.71, 51.63),
    ("HB", 8.81, 53.08), ("HB", 8.59, 53.55), ("HH", 10.00, 53.55), ("HH", 9.98, 53.46), ("HH", 10.22, 53.49),
    ("HE", 8.68, 50.11), ("HE", 9.49, 51.32), ("HE", 8.65, 49.87), ("HE", 9.68, 50.55), ("HE", 8.24, 50.08),
    ("HE", 8.68, 50.58), ("HE", 8.77, 50.81), ("HE", 10.05, 51.19),
    ("MV", 12.10, 54.09), ("MV", 11.42, 53.63), ("MV", 13.26, 53.56), ("MV", 13.08, 54.31), ("MV", 13.38, 54.09),
    ("NI", 9.73, 52.37), ("NI", 10.52, 52.27), ("NI", 8.05, 52.28), ("NI", 8.21, 53.14), ("NI", 9.93, 51.53),
    ("NI", 7.21, 53.37), ("NI", 10.41, 53.25), ("NI", 8.69, 53.86), ("NI", 7.07, 52.43), ("NI", 10.08, 52.62),
    ("NI", 9.48, 53.60),
    ("NW", 6.96, 50.94), ("NW", 7.47, 51.51), ("NW", 6.78, 51.23), ("NW", 7.63, 51.96), ("NW", 8.53, 52.02),
    ("NW", 6.08, 50.78), ("NW", 8.02, 50.87), ("NW", 8.75, 51.72), ("NW", 7.10, 50.73), ("NW", 8.06, 51.66),
    ("NW", 6.62, 51.66), ("NW", 8.92, 52.29),
    ("RP", 8.27, 50.00), ("RP", 7.59, 50.36), ("RP", 6.64, 49.76), ("RP", 7.77, 49.44), ("RP", 8.43, 49.48),
    ("RP", 7.10, 50.54), ("SL", 6.99, 49.24), ("SL", 7.18, 49.35), ("SL", 6.75, 49.31),
    ("SN", 13.74, 51.05), ("SN", 12.37, 51.34), ("SN", 12.92, 50.83), ("SN", 14.99, 51.15), ("SN", 12.50, 50.72),
    ("SN", 12.14, 50.50), ("ST", 11.63, 52.13), ("ST", 11.97, 51.48), ("ST", 12.24, 51.84), ("ST", 11.05, 51.90),
    ("ST", 11.86, 52.60), ("ST", 12.64, 51.87),
    ("SH", 10.12, 54.32), ("SH", 10.69, 53.87), ("SH", 9.44, 54.78), ("SH", 9.98, 54.07), ("SH", 9.11, 54.20),
    ("TH", 11.03, 50.98), ("TH", 11.59, 50.93), ("TH", 12.08, 50.88), ("TH", 10.79, 51.50), ("TH", 10.32, 50.98),
    ("TH", 10.69, 50.61), ("TH", 11.36, 50.65),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """`how` is one of `iso`, `postcodes`, `town`; `evidence` the values it rests on."""

    land: str
    how: str
    evidence: str


def land(elements: Iterable[Element], centre: LonLat) -> Told | None:
    """None outside Germany, or if nothing tells."""
    elements = list(elements)
    return _by_code(elements) or _by_postcodes(elements) or _by_town(centre)


def _by_code(elements: list[Element]) -> Told | None:
    codes = {element.tags.get("ISO3166-2", "") for element in elements} - {""}
    german = {code for code in codes if code.startswith("DE-") and len(code) == 5}
    return Told(code[3:], "iso", code) if len(german) == 1 and (code := german.pop()) else None


def _by_postcodes(elements: list[Element]) -> Told | None:
    german = [element.tags for element in elements if element.tags.get("addr:country", "DE") == "DE"]
    found = Counter(code for tags in german if len(code := tags.get("addr:postcode", "")) == POSTCODE_DIGITS)
    lands: Counter[str] = Counter()
    for code, times in found.items():
        lands[ZONES.get(code[:3]) or ZONES.get(code[:2], "")] += times
    del lands[""]
    if not lands:
        return None
    return Told(lands.most_common(1)[0][0], "postcodes", ", ".join(sorted(code for code, _n in found.most_common(3))))


def _by_town(centre: LonLat) -> Told | None:
    distance, code = min((centre.distance_m(LonLat(lon, lat)), code) for code, lon, lat in TOWNS)
    return Told(code, "town", f"{distance / 1000:.0f} km") if distance <= FAR_M else None
