"""What the import of a calendar did or would do, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from upkeep.imports.ical.comparison import Plan, Step, What
from upkeep.imports.ical.entries import ignored_in_words
from upkeep.imports.report import COUNTED

SHOWN = 50


def summary(plan: Plan) -> str:
    """„2 neu, 1 geändert, 30 unverändert, 0 nicht mehr da, 3 ausgelassen“."""
    counted = [f"{getattr(plan.counts, name)} {label}" for name, label in COUNTED.items()]
    return ", ".join([*counted, _("{n} ausgelassen").format(n=len(plan.left_out) + plan.reading.ignored.total())])


def as_json(plan: Plan) -> dict[str, Any]:
    """Everything, for `ImportRun.report`."""
    return {
        "tables": {"events": asdict(plan.counts)},
        "steps": {
            what.value: [{"title": step.title, "source_id": step.source_id, **_rows(step)} for step in plan.of(what)]
            for what in (What.NEW, What.CHANGED, What.GONE)
        },
        "kept": [{"title": step.title, "rows": [asdict(row) for row in step.kept]} for step in plan.kept],
        "staying": plan.staying,
        "left_out": [asdict(one) for one in plan.left_out],
        "ignored": dict(plan.reading.ignored),
        "changes": plan.counts.touched,
    }


def _rows(step: Step) -> dict[str, Any]:
    return {"rows": [asdict(row) for row in step.rows]} if step.what == What.CHANGED else {}


def text(plan: Plan, *, dry_run: bool = False) -> str:
    return "\n".join(_lines(plan, dry_run=dry_run))


def _lines(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    yield _("Termine von „{organisation}“").format(organisation=plan.calendar.organisation)
    if dry_run:
        yield _("Probelauf: nichts wurde gespeichert.")
    yield summary(plan)
    for what, label in (
        (What.NEW, _("Neu:")),
        (What.CHANGED, _("Geändert:")),
        (What.GONE, _("Nicht mehr da, archiviert:")),
    ):
        yield from _listed(label, [_step(step) for step in plan.of(what)])
    yield from _listed(_("Von Personen eingetragen, im Kalender anders (Eintrag bleibt):"), _kept(plan))
    yield from _listed(_("Nicht mehr im Kalender, aber von Personen geändert (bleibt):"), plan.staying)
    yield from _listed(_("Hinweise:"), remarks(plan))
    yield from _listed(_("Ausgelassen:"), left_out(plan))
    done = ngettext("{number} Änderung", "{number} Änderungen", plan.counts.touched).format(number=plan.counts.touched)
    yield f"{done}."


def _listed(title: str, rows: list[str]) -> Iterator[str]:
    if not rows:
        return
    yield title
    yield from (f"  {row}" for row in rows[:SHOWN])
    if len(rows) > SHOWN:
        yield f"  {_(' … und {rest} weitere').format(rest=len(rows) - SHOWN).strip()}"


def _step(step: Step) -> str:
    if step.what != What.CHANGED:
        return f"{step.title} ({step.when})"
    told = "; ".join("{label}: {before} → {after}".format(**_short(row)) for row in step.rows)
    return f"{step.title}: {told}"


def _short(row: Any) -> dict[str, str]:
    return {name: value if len(value) <= 120 else f"{value[:119]}…" for name, value in asdict(row).items()}


def _kept(plan: Plan) -> list[str]:
    text = _("{title}, {label}: eingetragen „{before}“, Kalender „{after}“")
    return [text.format(title=step.title, **_short(row)) for step in plan.kept for row in step.kept]


def remarks(plan: Plan) -> list[str]:
    return [f"{one.title}: {remark}" for one in plan.reading.entries for remark in one.remarks]


def left_out(plan: Plan) -> list[str]:
    """Each with its line, then what was only counted."""
    told = [
        _("Zeile {line}, {title}: {reason}").format(line=one.line, title=one.title or one.uid or "–", reason=one.reason)
        for one in plan.left_out
    ]
    return [*told, *ignored(plan)]


def ignored(plan: Plan) -> list[str]:
    """„Aufgaben (VTODO): 3“."""
    return ignored_in_words(plan.reading.ignored.items())
