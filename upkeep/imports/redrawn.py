"""Which places that a file no longer names are there again as new objects. When in doubt, they are not.

Somebody deletes a node and draws its building instead: the same facility under another id. Whatever people entered
belongs to it still. What is taken for another thing is archived and stays complete; what is wrongly taken for the same
would speak of the wrong door.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from actors.models import Place
from actors.osm import Candidate
from common.geo import LonLat
from common.records import Status
from common.text import fold

NAMED_M = 60.0  # a node drawn again as its building: at most as far as a door from the middle of a large house
NAMELESS_M = 10.0  # benches stand side by side

Spots = dict[tuple[str, str], list[tuple[LonLat, Place]]]


def drawn_anew(lost: Iterable[Place], new: Sequence[Candidate]) -> dict[str, Place]:
    """By the new id. Same kind, same name, close by; neither of the two may have another that fits as well."""
    spots = _spots(lost)
    pairs = [(one.source_id, place) for one in new for place in _fitting(spots, one)]
    chances = Counter(source_id for source_id, _place in pairs)
    claims = Counter(place.pk for _source_id, place in pairs)
    return {source_id: place for source_id, place in pairs if chances[source_id] == claims[place.pk] == 1}


def _spots(lost: Iterable[Place]) -> Spots:
    """By kind and name, as they stand there and as the file last said: a person may have renamed or moved the place.

    What an import archived before stays so; what a person archived is taken along and stays theirs.
    """
    spots: Spots = defaultdict(list)
    for place in lost:
        if place.imported.get("status") == Status.PUBLISHED:
            for kind, name, at in _identities(place):
                spots[kind, fold(name)].append((at, place))
    return spots


def _identities(place: Place) -> Iterator[tuple[str, str, LonLat]]:
    yield place.kind.slug, place.name, LonLat.of(place.point)
    said = place.imported
    if {"kind", "name", "point"} <= said.keys():
        yield said["kind"], said["name"], LonLat(*said["point"])


def _fitting(spots: Spots, candidate: Candidate) -> list[Place]:
    here, reach_m = LonLat(candidate.spot.x, candidate.spot.y), NAMED_M if candidate.distinct else NAMELESS_M
    near = spots.get((candidate.kind, fold(candidate.name)), ())
    return list({place.pk: place for at, place in near if here.distance_m(at) <= reach_m}.values())
