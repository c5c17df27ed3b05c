"""Three values meet at every import: what the file said last time, what stands there now, what the file says today.

A field that still has its imported value was not touched by a person and is renewed. A touched field is kept, and if
the file says otherwise the difference is told. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Difference:
    """A person's entry that the file contradicts."""

    field: str
    entered: Any
    imported: Any


@dataclass(frozen=True)
class Merge:
    """`write`: fields to set. `imported`: what the record shall remember. `kept`: contradicted entries."""

    write: dict[str, Any] = field(default_factory=dict)
    imported: dict[str, Any] = field(default_factory=dict)
    kept: tuple[Difference, ...] = ()


def three_way(
    *,
    last: Mapping[str, Any],
    now: Mapping[str, Any],
    new: Mapping[str, Any],
    together: Iterable[tuple[str, ...]] = (),
) -> Merge:
    """All values JSON-ready; `new` names the fields that the import owns, `last` may lack some or all.

    Fields `together` are one entry for people (street and number): who touched one touched all.
    """
    touched = {name for name in new if name not in last or last[name] != now[name]}
    touched |= {name for group in together if touched.intersection(group) for name in group}
    different = {name for name in new if new[name] != now[name]}
    return Merge(
        write={name: new[name] for name in new if name in different - touched},
        # Touched and equal: the file has caught up, but the value stays the person's when the file changes again.
        imported={**last, **{name: new[name] for name in new if name in different or name not in touched}},
        kept=tuple(Difference(name, now[name], new[name]) for name in new if name in different & touched),
    )
