"""Who is compared with whom, for `bench.routing`; answers first, then times."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench import _pgrouting, _ways
from bench._paired import Times, in_chunks, in_turns, quiet_ratio, ratio, share_within, timed
from bench._peers import Worker
from bench._ways import (
    Asker,
    Pair,
    Reach,
    Searcher,
    arcs_of,
    ask_list,
    each,
    foot_at,
    list_of,
    places,
    traveller,
)
from mapping.routing.engine import Engine

KINDS = {"walk": "foot", "manual_wheelchair": "wheelchair"}  # our profile → Valhalla's type of pedestrian
LISTED = 100
NEAR_M, FAR_M = 1000.0, 2000.0
GOALS, ORIGINS = 30, 50


@dataclass
class Table:
    """What was found, printed line by line and kept for the file."""

    about: dict[str, Any]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, extract: str, task: str, **figures: Any) -> None:
        self.rows.append({"extract": extract, "task": task, **figures})
        told = ", ".join(f"{name} {_short(value)}" for name, value in figures.items())
        print(f"{extract:9} {task}: {told}", flush=True)

    def missing(self, extract: str, peer: str, why: str) -> None:
        self.note(extract, f"MISSING {peer}", why=why)

    def versus(self, extract: str, task: str, ours: Times, theirs: Times, aim: float | None) -> None:
        """`aim` is the highest ratio that is good enough."""
        found, quiet = ratio(ours, theirs), quiet_ratio(ours, theirs)
        row = {
            "ours_ms": ours.median_ms,
            "ours_p95_ms": ours.p95_ms,
            "peer_ms": theirs.median_ms,
            "peer_p95_ms": theirs.p95_ms,
            "ratio": found,
            "quiet_ratio": quiet,
            "aim": aim,
            "rounds": len(ours.rounds),
        }
        self.rows.append({"extract": extract, "task": task, **row})
        verdict = "" if aim is None else f" aim ≤ {aim:g} {'met' if found <= aim else 'MISSED'}"
        mine, other = (f"{one.median_ms:8.2f} (p95 {one.p95_ms:8.2f})" for one in (ours, theirs))
        print(
            f"{extract:9} {task:58} ours {mine}  peer {other}  ratio {found:6.3f} (quiet {quiet:6.3f}){verdict}",
            flush=True,
        )

    def save(self, folder: Path) -> Path:
        file = folder / f"routing-{self.about['at'].replace(':', '')[:17]}.json"
        file.write_text(json.dumps({**self.about, "rows": self.rows}, indent=1, default=float), encoding="utf-8")
        return file


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


# -------------------------------------------------------------------------------------------------- point to point


@dataclass(frozen=True)
class PointToPoint:
    """The same pairs of points for every contest on one extract."""

    table: Table
    name: str
    engine: Engine
    pairs: list[Pair]
    rounds: int

    def asker(self, profile: str) -> Asker:
        return Asker(self.engine, traveller(profile))

    def in_process(self, peer: Worker, profile: str, kind: str) -> None:
        """Bare way against a route without directions; with legs, warnings and looser way against one with them."""
        asker = self.asker(profile)
        for directions in ("none", "instructions"):
            peer.ask("pairs", pairs=self.pairs, kind=kind, directions=directions)
        both = self.compared(asker, peer.ask("answers", name=f"{kind} none"), profile)
        found = in_chunks(
            {
                "bare": lambda rows: each(asker.bare, self.some(rows)),
                "told": lambda rows: each(asker.told, self.some(rows)),
                "full": lambda rows: each(asker.full, self.some(rows)),
                "peer none": lambda rows: peer.ask("round", name=f"{kind} none", rows=rows),
                "peer instructions": lambda rows: peer.ask("round", name=f"{kind} instructions", rows=rows),
            },
            both,
            self.rounds,
        )
        task = f"Valhalla {kind}, in process"
        theirs = found["peer instructions"]
        self.table.versus(self.name, f"{task}: bare : no directions", found["bare"], found["peer none"], 1.0)
        self.table.versus(self.name, f"{task}: + legs, warnings : directions", found["told"], theirs, None)
        self.table.versus(self.name, f"{task}: + looser way : directions", found["full"], theirs, 2.0)
        self.unanswered(asker, profile)

    def some(self, rows: list[int]) -> list[Pair]:
        return [self.pairs[row] for row in rows]

    def compared(self, asker: Asker, theirs: list[float | None], profile: str) -> list[int]:
        """Rows that both have an answer for."""
        ours = [asker.metres(pair) for pair in self.pairs]
        both = [row for row, pair in enumerate(zip(ours, theirs, strict=True)) if None not in pair]
        mine, other = [ours[row] or 0.0 for row in both], [theirs[row] or 0.0 for row in both]
        self.table.note(
            self.name,
            f"{profile}, answers",
            pairs=len(self.pairs),
            both=len(both),
            only_ours=sum(a is not None and b is None for a, b in zip(ours, theirs, strict=True)),
            only_valhalla=sum(a is None and b is not None for a, b in zip(ours, theirs, strict=True)),
            within_5_percent=share_within(mine, other, relative=0.05, absolute=20.0),
            within_20_percent=share_within(mine, other, relative=0.2, absolute=20.0),
            ours_by_valhalla=median(a / b for a, b in zip(mine, other, strict=True) if b),
        )
        return both

    def unanswered(self, asker: Asker, profile: str) -> None:
        """What it takes us to say why there is no way."""
        rows = [pair for pair in self.pairs if asker.metres(pair) is None]
        if rows:
            taken = sorted(each(asker.full, rows))
            self.table.note(
                self.name, f"{profile}, no way", pairs=len(rows), median_ms=median(taken), most_ms=taken[-1]
            )

    def over_http(self, own: Any, peer: Any, profile: str, kind: str) -> None:
        """Both services whole, each on one open connection; every fifth pair is enough."""
        asker, pairs = self.asker(profile), self.pairs[::5]
        requests = [_valhalla_request(pair, kind) for pair in pairs]
        rows = []
        differs = 0
        for row, pair in enumerate(pairs):
            (status, body), here = own.own(profile, pair), asker.metres(pair)
            told = json.loads(body)
            if status == 200:
                differs += here is None or abs(told["properties"]["distance_m"] - here) > 1.0
                rows += [row] if peer.valhalla(requests[row])[0] == 200 else []
            elif status != 404:
                raise SystemExit(f"/api/route answered {status}: {told}")
            else:
                differs += here is not None
        self.table.note(self.name, f"{profile}, /api/route", answered=len(rows), unlike_in_process=differs)
        found = in_chunks(
            {
                "ours": lambda some: each(own.own, ((profile, pairs[row]) for row in some)),
                "peer": lambda some: each(peer.valhalla, ((requests[row],) for row in some)),
            },
            rows,
            max(1, self.rounds // 2),
        )
        self.table.versus(self.name, f"Valhalla {kind}, over HTTP: whole answers", found["ours"], found["peer"], 2.0)

    def alone(self, own: Any) -> None:
        """Our figures where there is nobody to compare with."""
        for profile in KINDS:
            asker = self.asker(profile)
            kinds: dict[str, Callable[..., object]] = {"bare": asker.bare, "full": asker.full}
            if own is not None:
                kinds["/api/route"] = lambda *pair, profile=profile: own.own(profile, pair)
            for what, run in kinds.items():
                self.table.note(self.name, f"{profile}, {what}", median_ms=median(each(run, self.pairs)))


def _valhalla_request(pair: Pair, kind: str) -> str:
    stops = [{"lon": lon, "lat": lat} for lon, lat in pair]
    return json.dumps({"locations": stops, "costing": "pedestrian", "costing_options": {"pedestrian": {"type": kind}}})


# ------------------------------------------------------------------------------------------------------- pgRouting


def against_pgrouting(table: Table, name: str, engine: Engine, chosen: argparse.Namespace) -> None:
    version = _pgrouting.available()
    if not version:
        table.missing(name, "pgRouting", "the database does not have the extension")
        return
    who = traveller("manual_wheelchair")
    weights = engine.weights(who, "cost")
    spots = places(engine, 2 * chosen.pairs, chosen.seed)
    vertices = list(zip(spots[0::2], spots[1::2], strict=True))
    feet = [(foot_at(engine.network, a), foot_at(engine.network, b)) for a, b in vertices]
    rows = _pgrouting.fill(weights)
    peer, own = _pgrouting.Asker(weights), Searcher(weights, who)
    ours, theirs = [own.cost(*pair) for pair in feet], [peer.cost(*pair) for pair in vertices]
    equal = share_within(ours, theirs, relative=1e-6, absolute=1e-6)
    table.note(name, "pgRouting, answers", version=version, rows=rows, pairs=len(ours), equal=equal)
    some = random.Random(chosen.seed).sample(range(len(feet)), min(len(feet), 100))
    found = in_chunks(
        {
            "ours": lambda rows: each(own.path, (feet[row] for row in rows)),
            "peer": lambda rows: each(peer.cost, (vertices[row] for row in rows)),
        },
        some,
        max(1, chosen.rounds // 6),
    )
    table.versus(name, "pgRouting pgr_dijkstra, vertex to vertex", found["ours"], found["peer"], 0.2)


# --------------------------------------------------------------------------------------------------------- pandana


def against_pandana(
    table: Table, name: str, engine: Engine, peer: Worker, chosen: argparse.Namespace, threads: str
) -> None:
    who = traveller("manual_wheelchair")
    weights = engine.weights(who, "distance")
    reach = Reach(weights, places(engine, GOALS, chosen.seed), places(engine, ORIGINS, chosen.seed + 1))
    goals, origins = (weights.into[reach.goals].tolist(), weights.out[reach.origins].tolist())
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        tail, head, weight = arcs_of(weights)
        np.savez(file.name, tail=tail, head=head, weight=weight, nodes=weights.nodes)
        version = peer.ask("load", file=file.name)["version"]
    built = peer.ask("build", goals=goals, limit=FAR_M, precompute=NEAR_M)
    table.note(
        name,
        f"pandana ({threads})",
        version=version,
        build_ms=built[0],
        precompute_ms=built[1],
        facilities_ms=built[2],
        nearest_equal=_nearest_equal(reach, peer),
        within_equal=_within_equal(reach, peer, origins),
    )
    _time_pandana(table, f"pandana, {threads}", name, reach, peer, (goals, origins), chosen.rounds)
    _time_change(table, f"pandana, {threads}", name, reach, peer, chosen.rounds)


def _nearest_equal(reach: Reach, peer: Worker) -> float:
    out = reach.weights.out
    ours = np.minimum(reach.nearest(FAR_M)[out], FAR_M)
    return share_within(ours, np.array(peer.ask("nearest", limit=FAR_M))[out], relative=0.001, absolute=1.0)


def _within_equal(reach: Reach, peer: Worker, origins: list[int]) -> float:
    """The share of pairs of an origin and a node that either finds, with the same distance."""
    rows = peer.ask("within", origins=origins, limit=NEAR_M)
    theirs = {(int(origin), int(node)): weight for origin, node, weight in rows}
    ours = {
        (origin, int(node)): float(distance[node])
        for origin, distance in zip(origins, reach.within(NEAR_M), strict=True)
        for node in np.flatnonzero(distance <= NEAR_M)
    }
    # At the very edge of the reach one millimetre of rounding decides; there 1 m is allowed on both sides.
    keys = {key for found in (ours, theirs) for key, value in found.items() if value <= NEAR_M - 1}
    both = [(ours.get(key, np.nan), theirs.get(key, np.nan)) for key in keys]
    return share_within([a for a, _ in both], [b for _, b in both], relative=0.001, absolute=1.0)


def _time_pandana(
    table: Table, task: str, name: str, reach: Reach, peer: Worker, nodes: tuple[list[int], list[int]], rounds: int
) -> None:
    goals, origins = nodes
    reach.weights.reversed  # noqa: B018 – kept between requests, as pandana keeps its preparation
    found = in_turns(
        {
            "nearest": lambda: [timed(lambda: reach.nearest(FAR_M))],
            "within": lambda: [timed(lambda: reach.within(NEAR_M))],
            "peer nearest": lambda: peer.ask("nearest_round", limit=FAR_M),
            "peer within": lambda: peer.ask("within_round", origins=origins, limit=NEAR_M),
        },
        rounds,
    )
    whole = in_turns(
        {
            "ours": lambda: [timed(lambda: Reach(reach.weights, reach.goals, []).nearest(FAR_M))],
            "peer": lambda: [_built_and_asked(peer, goals)],
        },
        max(3, rounds // 6),
    )
    table.versus(name, f"{task}: nearest facility for all, warm", found["nearest"], found["peer nearest"], 1.0)
    table.versus(name, f"{task}: … with its build and precompute", whole["ours"], whole["peer"], 0.1)
    table.versus(name, f"{task}: {ORIGINS} origins × all ≤ {NEAR_M:.0f} m", found["within"], found["peer within"], None)


def _built_and_asked(peer: Worker, goals: list[int]) -> float:
    built = peer.ask("build", goals=goals, limit=FAR_M, precompute=NEAR_M)
    return float(sum(built) + peer.ask("nearest_round", limit=FAR_M)[0])


def _time_change(table: Table, task: str, name: str, reach: Reach, peer: Worker, rounds: int) -> None:
    turn, network, goals = iter(range(10_000)), reach.weights.network, reach.weights.into[reach.goals].tolist()

    def ours() -> Sequence[float]:
        who = traveller("manual_wheelchair", max_kerb_cm=3 + next(turn) / 1000)  # nobody whom a cache could know
        return [timed(lambda: reach.changed(network, who, FAR_M))]

    def build_only() -> Sequence[float]:
        """Without `precompute`, which only its aggregations need."""
        built = peer.ask("build", goals=goals, limit=FAR_M, precompute=0)
        return [float(sum(built) + peer.ask("nearest_round", limit=FAR_M)[0])]

    found = in_turns(
        {"ours": ours, "peer": lambda: [_built_and_asked(peer, goals)], "peer lean": build_only}, max(3, rounds // 6)
    )
    table.versus(name, f"{task}: after a profile change", found["ours"], found["peer"], 0.05)
    table.versus(name, f"{task}: … without its precompute", found["ours"], found["peer lean"], None)


# ------------------------------------------------------------------------------------------------------------ lists


def list_of_targets(table: Table, name: str, engine: Engine, chosen: argparse.Namespace) -> None:
    """Milliseconds for the true times to 100 targets, for one origin after the other."""
    origins = [pair[0] for pair in _ways.pairs(engine, ORIGINS, chosen.seed + 2)]
    for profile in KINDS:
        question = ask_list(engine, traveller(profile), list_of(engine, LISTED, chosen.seed + 3))
        first = timed(lambda question=question: question(origins[0]))
        begun = time.process_time()
        taken = Times(tuple(tuple(each(question, ([origin] for origin in origins))) for _round in range(5)))
        cpu_ms = (time.process_time() - begun) * 1000 / (5 * len(origins))
        table.note(
            name,
            f"{LISTED} targets, {profile}",
            first_ms=first,
            median_ms=taken.median_ms,
            p95_ms=taken.p95_ms,
            quiet_ms=median(taken.best),
            cpu_ms=cpu_ms,
            aim="≤ 5 ms " + ("met" if taken.median_ms <= 5 else "MISSED"),
        )
