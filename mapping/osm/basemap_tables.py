"""Which tags become which class of the base map, and from which zoom on. First rule of a layer wins.

Classes (`kind`) per layer, on which the map's style relies:

- water: river canal stream ditch lake pond basin pool water
- green: park forest grass meadow garden cemetery allotments playground pitch scrub farmland sand wetland orchard
- landuse: residential commercial retail industrial education hospital worship military construction square parking
  railway platform bridge
- building: house apartments school kindergarten hospital church religious public commercial industrial transport shed
  roof building
- street: motorway trunk primary secondary tertiary unclassified residential living_street pedestrian service driveway
  track cycleway footway sidewalk crossing path steps bridleway corridor construction
- rail: rail light_rail subway tram platform service
- boundary: quarter district city postcode
- label: city town village suburb quarter neighbourhood locality square park water cemetery forest allotments school
  hospital station sport playground
"""

from dataclasses import dataclass

from mapping.osm.rules import ANY, Rule, Tags, choice, words

# --- refinements ----------------------------------------------------------------------------------------------------

FOOTWAYS = {"sidewalk": "sidewalk", "crossing": "crossing", "traffic_island": "crossing"}
SERVICES = {"driveway": "driveway", "parking_aisle": "driveway", "drive-through": "driveway"}


def _street(tags: Tags) -> str:
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in ("footway", "path", "cycleway") and (found := FOOTWAYS.get(tags.get(highway, ""))):
        return found
    return SERVICES.get(tags.get("service", ""), "service") if highway == "service" else ""


def _rail(tags: Tags) -> str:
    return "service" if tags.get("service") in ("siding", "yard", "spur", "crossover") else ""


def _boundary(tags: Tags) -> str:
    if tags.get("boundary") == "postal_code":
        return "postcode"
    raw = tags.get("admin_level", "")
    return ("city" if int(raw) <= 8 else "district") if raw.isascii() and raw.isdigit() else "quarter"


# --- layers ---------------------------------------------------------------------------------------------------------

WATER_AREAS = {
    "river": "river",
    "canal": "canal",
    "stream": "stream",
    "lake": "lake",
    "reservoir": "lake",
    "pond": "pond",
    "basin": "basin",
    ANY: "water",
}
WATER_LINES = {"river": "river", "canal": "canal", "stream": "stream", "ditch": "ditch", "drain": "ditch"}
WATER_ZOOMS = {"river": 10, "canal": 11, "stream": 13, ANY: 15}
UNDERGROUND = words("!", "no", "bridge", "flooded", "building_passage")

WATER = (
    Rule("water", "area", {"natural": words("water")}, "water", WATER_AREAS),
    choice("water", "waterway", {"riverbank": "river", "dock": "basin"}),
    choice("water", "landuse", {"basin": "basin", "reservoir": "lake"}),
    Rule("water", "area", {"leisure": words("swimming_pool")}, kinds="pool", zooms=17),
    Rule(
        "water",
        "line",
        {"waterway": frozenset(WATER_LINES), "tunnel": UNDERGROUND},
        "waterway",
        WATER_LINES,
        WATER_ZOOMS,
        closed_line_too=True,
    ),
)

GREEN = (
    choice(
        "green",
        "leisure",
        {
            "park": "park",
            "garden": "garden",
            "playground": "playground",
            "pitch": "pitch",
            "track": "pitch",
            "golf_course": "park",
            "nature_reserve": "",
            "dog_park": "grass",
            "horse_riding": "meadow",
            "miniature_golf": "pitch",
        },
    ),
    choice(
        "green",
        "landuse",
        {
            "forest": "forest",
            "grass": "grass",
            "meadow": "meadow",
            "village_green": "grass",
            "recreation_ground": "park",
            "cemetery": "cemetery",
            "allotments": "allotments",
            "orchard": "orchard",
            "vineyard": "orchard",
            "plant_nursery": "orchard",
            "greenhouse_horticulture": "orchard",
            "flowerbed": "garden",
            "farmland": "farmland",
            "farmyard": "farmland",
        },
    ),
    Rule("green", "area", {"amenity": words("grave_yard")}, kinds="cemetery"),
    choice(
        "green",
        "natural",
        {
            "wood": "forest",
            "scrub": "scrub",
            "heath": "scrub",
            "shrubbery": "scrub",
            "grassland": "meadow",
            "wetland": "wetland",
            "sand": "sand",
            "beach": "sand",
        },
    ),
)

LANDUSE = (
    Rule(
        "landuse",
        "area",
        {"highway": words("pedestrian", "footway", "living_street", "path"), "area": words("!", "yes")},
        kinds="square",
        zooms=14,
    ),
    Rule("landuse", "area", {"area:highway": words("pedestrian", "footway")}, kinds="square", zooms=16),
    Rule("landuse", "area", {"place": words("square")}, kinds="square", zooms=14),
    Rule(
        "landuse",
        "area",
        {"amenity": words("parking"), "parking": words("!", "surface", "street_side", "lane")},
        kinds="parking",
    ),
    Rule("landuse", "area", {"man_made": words("bridge")}, kinds="bridge", zooms=14),
    Rule("landuse", "area", {"railway": words("platform")}, kinds="platform", zooms=15),
    Rule("landuse", "area", {"public_transport": words("platform")}, kinds="platform", zooms=16),
    choice(
        "landuse",
        "amenity",
        {
            "school": "education",
            "kindergarten": "education",
            "college": "education",
            "university": "education",
            "hospital": "hospital",
            "clinic": "hospital",
            "social_facility": "hospital",
            "nursing_home": "hospital",
        },
    ),
    choice(
        "landuse",
        "landuse",
        {
            "residential": "residential",
            "commercial": "commercial",
            "retail": "retail",
            "industrial": "industrial",
            "garages": "commercial",
            "education": "education",
            "religious": "worship",
            "military": "military",
            "construction": "construction",
            "brownfield": "construction",
            "railway": "railway",
        },
    ),
)

HOUSES = ("house", "detached", "semidetached_house", "terrace", "bungalow", "villa", "farm", "cabin", "allotment_house")
SHEDS = ("shed", "garage", "garages", "carport", "hut", "greenhouse", "container", "kiosk", "service", "sty", "toilets")
CHURCHES = ("church", "chapel", "cathedral", "monastery", "parish_hall")
BUILDINGS = {
    **dict.fromkeys(HOUSES, "house"),
    **dict.fromkeys(SHEDS, "shed"),
    **dict.fromkeys(CHURCHES, "church"),
    **dict.fromkeys(("mosque", "synagogue", "temple", "religious"), "religious"),
    **dict.fromkeys(("apartments", "residential", "dormitory", "hotel"), "apartments"),
    **dict.fromkeys(("school", "university", "college"), "school"),
    **dict.fromkeys(("hospital", "clinic"), "hospital"),
    **dict.fromkeys(
        ("public", "civic", "government", "townhall", "fire_station", "sports_hall", "sports_centre"), "public"
    ),
    **dict.fromkeys(("commercial", "retail", "office", "supermarket"), "commercial"),
    **dict.fromkeys(("industrial", "warehouse", "manufacture", "hangar", "transformer_tower"), "industrial"),
    **dict.fromkeys(("train_station", "transportation", "parking", "bridge"), "transport"),
    "kindergarten": "kindergarten",
    "roof": "roof",
    ANY: "building",
}


def _building(tags: Tags) -> str:
    """`building=yes` says nothing: what happens in the house does."""
    if tags.get("building") != "yes":
        return ""
    if tags.get("amenity") == "place_of_worship":
        return "church" if tags.get("religion", "christian") == "christian" else "religious"
    return {"school": "school", "kindergarten": "kindergarten", "hospital": "hospital", "townhall": "public"}.get(
        tags.get("amenity", ""), ""
    )


@dataclass(frozen=True)
class BuildingRule(Rule):
    def min_zoom(self, kind: str, area_m2: float) -> int:
        if kind in ("shed", "roof"):
            return 16
        return 14 if area_m2 >= 400 else 15


BUILDING = (BuildingRule("building", "area", {"building": words(ANY)}, "building", BUILDINGS, refine=_building),)

STREETS = {
    **{
        name + link: name
        for name in ("motorway", "trunk", "primary", "secondary", "tertiary")
        for link in ("", "_link")
    },
    **{
        name: name
        for name in (
            "unclassified",
            "residential",
            "living_street",
            "pedestrian",
            "service",
            "track",
            "cycleway",
            "footway",
            "path",
            "steps",
            "bridleway",
            "corridor",
            "construction",
        )
    },
    "road": "unclassified",
    "busway": "service",
}
STREET_ZOOMS = {
    "motorway": 6,
    "trunk": 7,
    "primary": 9,
    "secondary": 10,
    "tertiary": 12,
    "unclassified": 13,
    "residential": 13,
    "living_street": 13,
    "pedestrian": 13,
    "construction": 14,
    "track": 15,
    "service": 15,
    "cycleway": 15,
    "footway": 15,
    "path": 15,
    "bridleway": 15,
    "steps": 16,
    "driveway": 16,
    "sidewalk": 17,
    "crossing": 17,
    "corridor": 18,
}
STREET = (
    Rule(
        "street",
        "line",
        {"highway": frozenset(STREETS), "area": words("!", "no")},
        "highway",
        STREETS,
        STREET_ZOOMS,
        refine=_street,
        closed_line_too=True,
    ),
)

RAILS = {
    "rail": "rail",
    "light_rail": "light_rail",
    "subway": "subway",
    "tram": "tram",
    "narrow_gauge": "rail",
    "monorail": "light_rail",
    "platform": "platform",
}
RAIL = (
    Rule(
        "rail",
        "line",
        {"railway": frozenset(RAILS)},
        "railway",
        RAILS,
        {"rail": 11, "light_rail": 12, "subway": 13, "tram": 13, "service": 15, "platform": 16},
        refine=_rail,
    ),
)

BOUNDARY = (
    Rule(
        "boundary",
        "area",
        {"boundary": words("administrative", "place", "postal_code", "political")},
        zooms={"city": 9, "district": 12, "quarter": 12, "postcode": 18},
        refine=_boundary,
        outline=True,
    ),
    Rule(
        "boundary",
        "area",
        {"place": words("suburb", "quarter", "neighbourhood")},
        kinds="quarter",
        zooms=12,
        outline=True,
    ),
)

RULES: tuple[Rule, ...] = (*WATER, *GREEN, *LANDUSE, *BUILDING, *STREET, *RAIL, *BOUNDARY)

# --- labels ---------------------------------------------------------------------------------------------------------

PLACES = {
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "village",
    "borough": "suburb",
    "suburb": "suburb",
    "quarter": "quarter",
    "neighbourhood": "neighbourhood",
    "locality": "locality",
    "square": "square",
}
PLACE_ZOOMS = {"city": 8, "town": 9, "village": 11, "suburb": 11, "quarter": 12, "neighbourhood": 14, ANY: 15}
STATIONS = words("station", "halt")

LABELS: tuple[Rule, ...] = (
    choice("label", "place", PLACES, "spot", zooms=PLACE_ZOOMS),
    Rule("label", "spot", {"railway": STATIONS}, kinds="station", zooms=13),
    Rule("label", "area", {"natural": words("water")}, kinds="water"),
    choice("label", "leisure", {"park": "park", "garden": "park", "golf_course": "park"}),
    choice("label", "leisure", {"sports_centre": "sport", "stadium": "sport", "playground": "playground"}, zooms=17),
    choice(
        "label", "landuse", {"cemetery": "cemetery", "forest": "forest", "allotments": "allotments", "basin": "water"}
    ),
    choice("label", "natural", {"wood": "forest"}),
    choice("label", "amenity", {"school": "school", "hospital": "hospital", "grave_yard": "cemetery"}, zooms=16),
    Rule("label", "area", {"highway": words("pedestrian")}, kinds="square", zooms=15),
)
