"""Whether a curated line can be walked by one traveller, and what has changed since somebody looked last. Pure.

Every edge of the track is judged by the same costs, reasons and notices as a route. Unknown facts that the traveller
must know keep the way from being called good, in whatever mode she is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from mapping.routing.engine import Engine, Trip
from mapping.routing.paths import Path, line_of
from mapping.routing.reasons import UNKNOWN
from mapping.routing.remarks import Remark, grouped, known_on, remarks_on
from mapping.routing.route import seat_remarks
from mapping.routing.seats import longest_gap, seats_on, toilets_on
from mapping.routing.streets import corner
from mapping.routing.tracks import Gap, Track, track_of

# From good to bad; what a finding says, and what all findings together say.
PASSABLE, NOTICES, UNKNOWN_FACTS, OFF, BLOCKED = VERDICTS = ("passable", "notices", "unknown", "off", "blocked")
RECIPE = 2  # another number, and what was stored by an older program is judged anew
CLOSE_M = 25.0  # of two checks: findings that near to each other along the way are the same one
NAMED_M = 30.0  # the way is called that if some of it that near is
DIGITS = 6


@dataclass(frozen=True)
class Found:
    """One remark and how much it weighs: a word of VERDICTS. `streets` are the names around it, at most two."""

    level: str
    remark: Remark
    streets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What one traveller meets on a track in one direction. Seconds as if nothing were blocked."""

    verdict: str
    found: tuple[Found, ...]
    length_m: float
    duration_s: float
    seats: int
    toilets: int
    longest_gap_m: float
    surveyed: float


def judge(track: Track, trip: Trip) -> Outcome:
    """Gaps of the track first, then what is found on it in its order."""
    path = track.path
    found = found_on(track, trip)
    return Outcome(
        verdict=verdict_of(found),
        found=tuple(replace(one, streets=_streets(trip, path, one.remark)) for one in found),
        length_m=track.length_m,
        duration_s=float(path.durations_s(trip.costs).sum()) if path else 0.0,
        seats=len(seats_on(path)) if path else 0,
        toilets=len(toilets_on(path)) if path else 0,
        longest_gap_m=longest_gap(path)[1] if path else 0.0,
        surveyed=known_on(path, trip.costs).surveyed if path else 0.0,
    )


def _streets(trip: Trip, path: Path | None, remark: Remark) -> tuple[str, ...]:
    """The streets around, else the name of the way itself: a path in a park has no street beside it."""
    found = tuple(corner(trip.engine, remark.at))
    if found or path is None:
        return found
    network = path.network
    named = np.flatnonzero(network.name[path.edges] != network.texts.index(""))
    apart_m = np.maximum(path.begins_m - remark.at_m, remark.at_m - path.begins_m - path.lengths_m)[named]
    if not len(named) or apart_m.min() > NAMED_M:
        return ()
    return (network.texts[network.name[path.edges[named[apart_m.argmin()]]]],)


def verdict_of(found: Iterable[Found]) -> str:
    """The worst of all."""
    return max((one.level for one in found), key=VERDICTS.index, default=PASSABLE)


def found_on(track: Track, trip: Trip) -> list[Found]:
    """Without the names of streets."""
    gaps = [Found(OFF, _off(gap)) for gap in track.gaps]
    return [*gaps, *(_remarked(track.path, trip) if track.path else [])]


def _off(gap: Gap) -> Remark:
    return Remark("off_network", gap.begin, gap.at_m, value=gap.length_m, unit="m")


def _remarked(path: Path, trip: Trip) -> list[Found]:
    line, costs, traveller = line_of(path), trip.costs, trip.traveller
    levels: Mapping[str, list[Remark]] = {
        BLOCKED: grouped(remarks_on(path, line, traveller, costs.reasons)),
        UNKNOWN_FACTS: grouped(remarks_on(path, line, traveller, costs.unknowns & np.uint64(UNKNOWN))),
        NOTICES: [
            *grouped(remarks_on(path, line, traveller, costs.notices, told=True)),
            *seat_remarks(traveller, path, line),
        ],
    }
    every = [Found(level, remark) for level, remarks in levels.items() for remark in remarks]
    return sorted(every, key=lambda one: one.remark.at_m)


# ------------------------------------------------------------------------------------------------------ what changed


@dataclass(frozen=True)
class Change:
    """From one check to the next: what is there now, what is there no more, both the worst first."""

    before: str
    after: str
    appeared: tuple[Found, ...] = ()
    gone: tuple[Found, ...] = ()


def change(before: Outcome, after: Outcome) -> Change | None:
    """None if nothing is different. What has only become longer, shorter or moved a little is the same."""
    appeared, gone = _missing(after.found, before.found), _missing(before.found, after.found)
    if not appeared and not gone and before.verdict == after.verdict:
        return None
    return Change(before.verdict, after.verdict, appeared, gone)


def _missing(these: Sequence[Found], others: Sequence[Found]) -> tuple[Found, ...]:
    new = [one for one in these if not any(_is_same(one, other) for other in others)]
    return tuple(sorted(new, key=lambda one: (-VERDICTS.index(one.level), one.remark.at_m)))


def _is_same(one: Found, other: Found) -> bool:
    """The same said of the same spot, or of stretches that touch."""
    mine, theirs = one.remark, other.remark
    if (one.level, mine.code, mine.word) != (other.level, theirs.code, theirs.word):
        return False
    apart_m = max(mine.at_m, theirs.at_m) - min(mine.ends_m, theirs.ends_m)
    return apart_m <= CLOSE_M and (mine.code in MEASURED_ALONG or mine.value == theirs.value)


MEASURED_ALONG = frozenset({"off_network", "seat_gap"})  # their value is a length of way, not a thing


# ---------------------------------------------------------------------------------------------------------- as JSON


DAYS = ("dated", "until")
KEPT = frozenset(entry.name for entry in fields(Remark)) - {"edge", "barrier", "crossing"}  # numbers of one network


def written(found: Iterable[Found]) -> list[dict[str, Any]]:
    """For a column of the database; `read` gives the same findings again."""
    return [{"level": one.level, "streets": list(one.streets), **_plain(one.remark)} for one in found]


def _plain(remark: Remark) -> dict[str, Any]:
    told = {name: value for name, value in asdict(remark).items() if name in KEPT}
    return told | {
        "at": [round(degrees, DIGITS) for degrees in remark.at],
        "at_m": round(remark.at_m, 1),
        "length_m": round(remark.length_m, 1),
        "value": round(remark.value, 2) if isinstance(remark.value, float) else remark.value,
        **{name: day.isoformat() if (day := getattr(remark, name)) else None for name in DAYS},
    }


def read(data: Iterable[Mapping[str, Any]]) -> tuple[Found, ...]:
    """Findings as `written` has told them; entries that a later version does not know are left out."""
    return tuple(Found(entry["level"], _remark(entry), tuple(entry["streets"])) for entry in data)


def _remark(entry: Mapping[str, Any]) -> Remark:
    known = {name: value for name, value in entry.items() if name in KEPT}
    lon, lat = entry["at"]
    days = {name: date.fromisoformat(day) if (day := entry.get(name)) else None for name in DAYS}
    return Remark(**known | {"at": (lon, lat), **days})


def rounded(outcome: Outcome) -> Outcome:
    """As it comes back from the database, so that two of them can be compared."""
    return replace(outcome, found=read(written(outcome.found)))


def track_in(engine: Engine, line: Sequence[tuple[float, float]], *, turned: bool = False) -> Track:
    """The track of a line, found once per network."""
    track = engine.caches["tracks"].get(tuple(line), lambda: track_of(engine.network, line))
    return track.turned() if turned else track
