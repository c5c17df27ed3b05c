"""Two or more ways to do the same, measured in turns: a machine that slows down slows all of them. Pure.

A contestant runs a whole round and says how many milliseconds each of its tasks took, so that a peer may measure
itself in a process of its own.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

Round = Callable[[], Sequence[float]]
Chunk = Callable[[list[int]], Sequence[float]]
WARM = 3


def timed(run: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True)
class Times:
    """Milliseconds of one contestant: per round the tasks in their order."""

    rounds: tuple[tuple[float, ...], ...]

    @property
    def median_ms(self) -> float:
        return float(np.median(self.rounds))

    @property
    def p95_ms(self) -> float:
        return float(np.percentile(self.rounds, 95))

    @property
    def best(self) -> Sequence[float]:
        """Per task the quickest round: what is left when nobody else uses the machine."""
        found: list[float] = np.min(self.rounds, axis=0).tolist()
        return found

    def beside(self, other: Times) -> Times:
        """The tasks of both, round by round."""
        return Times(tuple((*mine, *more) for mine, more in zip(self.rounds, other.rounds, strict=True)))


def in_turns(contestants: Mapping[str, Round], rounds: int, warm: int = WARM) -> dict[str, Times]:
    """Warm-up rounds that do not count, then every round in the opposite order of the one before."""
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in contestants}
    for turn in range(warm + rounds):
        for name in ordered(list(contestants), turn):
            taken = tuple(contestants[name]())
            if turn >= warm:
                found[name].append(taken)
    return {name: Times(tuple(taken)) for name, taken in found.items()}


def ordered(names: list[str], turn: int) -> list[str]:
    return names if turn % 2 == 0 else names[::-1]


def ratio(ours: Times, theirs: Times) -> float:
    """The median over the rounds of our median task by theirs of the same round."""
    pairs = zip(ours.rounds, theirs.rounds, strict=True)
    return statistics.median(statistics.median(mine) / statistics.median(other) for mine, other in pairs)


def quiet_ratio(ours: Times, theirs: Times) -> float:
    """The median over the tasks of our quickest round by theirs; busy neighbours of the machine do not count in it."""
    return statistics.median(mine / other for mine, other in zip(ours.best, theirs.best, strict=True))


def in_chunks(contestants: Mapping[str, Chunk], tasks: Sequence[int], rounds: int, size: int = 20) -> dict[str, Times]:
    """The same for many tasks: in turns after every few of them, so that a busy minute hits everybody."""
    found: dict[str, Times] = {}
    for begin in range(0, len(tasks), size):
        rows = list(tasks[begin : begin + size])
        turns = {name: partial(run, rows) for name, run in contestants.items()}
        for name, times in in_turns(turns, rounds).items():
            found[name] = found[name].beside(times) if name in found else times
    return found


def share_within(ours: Sequence[float], theirs: Sequence[float], *, relative: float, absolute: float = 0.0) -> float:
    """The share of values that differ by no more than one of the two allows; NaN if there are none."""
    mine, other = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    if not len(mine):
        return float("nan")
    finite = np.isfinite(mine) & np.isfinite(other)
    apart = np.abs(np.where(finite, mine, 0.0) - np.where(finite, other, 0.0))
    close = finite & (apart <= np.maximum(relative * np.abs(other), absolute))
    return float((close | (~np.isfinite(mine) & ~np.isfinite(other))).mean())
