"""The vocabulary from `fixtures/taxonomy.yaml` into the database, keyed by slug.

New terms are added and terms that no person has edited are renewed; edited ones stay as they are. Who edited is read
from the history, so that an update of the project never takes back what a manager decided.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from actors.models import Attribute, Group, Kind, Need, TargetGroup
from actors.models.vocabulary import Term

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """How many terms were added, renewed, and left because a person had edited them."""

    added: int = 0
    renewed: int = 0
    kept: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.added + other.added, self.renewed + other.renewed, self.kept + other.kept)


def _labels(entry: Entry) -> dict[str, Any]:
    return {"label_de": entry["label"], "label_en": entry["label_en"]}


def _group(entry: Entry) -> dict[str, Any]:
    colour = entry["color"]
    return {"shape": entry["shape"], "color_light": colour["light"], "color_dark": colour["dark"]}


def _need(entry: Entry) -> dict[str, Any]:
    return {
        "short_label_de": entry["short_label"],
        "short_label_en": entry["label_en"],
        "sentence_de": entry["sentence"],
        "sentence_en": entry["sentence_en"],
        "sentence_plain": entry["sentence_de_simple"],
        "synonyms": entry["synonyms"],
        "icon": entry["icon"] or "",
        "emergency_numbers": [
            {**number, "number": str(number["number"])} for number in entry.get("emergency_numbers", [])
        ],
        "optional": entry.get("optional", False),
    }


def _kind(entry: Entry) -> dict[str, Any]:
    return {
        "group": Group.objects.get(slug=entry["group"]),
        "synonyms": entry.get("synonyms", []),
        "icon": entry["icon"] or "",
        "quiet": entry.get("quiet", False),
    }


def _nothing(_entry: Entry) -> dict[str, Any]:
    return {}


# Section of the file, model, own columns; in the order in which they refer to each other.
SECTIONS: tuple[tuple[str, type[Term], Callable[[Entry], dict[str, Any]]], ...] = (
    ("groups", Group, _group),
    ("needs", Need, _need),
    ("kinds", Kind, _kind),
    ("target_groups", TargetGroup, _nothing),
    ("attributes", Attribute, _nothing),
)


def read(name: str = "taxonomy.yaml") -> Any:
    """One of the files in `fixtures/`, parsed."""
    with (settings.BASE_DIR / "fixtures" / name).open(encoding="utf-8") as file:
        return yaml.safe_load(file)


def load(taxonomy: Mapping[str, list[Entry]]) -> Loaded:
    """Bring the vocabulary up to the file's state."""
    result = Loaded()
    for section, model, own in SECTIONS:
        result += renew(model, ((entry["slug"], _labels(entry) | own(entry)) for entry in taxonomy[section]))
    _default_needs(taxonomy["kinds"])
    return result


def renew(model: type[Any], rows: Iterable[tuple[str, dict[str, Any]]]) -> Loaded:
    """Rows (slug, columns) in their order; a row that says the same already is not written."""
    present = {term.slug: term for term in model.objects.all()}
    edited = _edited(model)
    added = renewed = kept = 0
    for order, (slug, columns) in enumerate(rows):
        term = present.get(slug)
        if term is None:
            model.objects.create(slug=slug, order=order, **columns)
            added += 1
        elif term.pk in edited:
            kept += 1
        else:
            renewed += _write_if_different(term, {"order": order, **columns})
    return Loaded(added, renewed, kept)


def _write_if_different(term: Any, columns: dict[str, Any]) -> bool:
    different = any(getattr(term, name) != value for name, value in columns.items())
    if different:
        for name, value in columns.items():
            setattr(term, name, value)
        term.save()
    return different


def _edited(model: type[Any]) -> set[int]:
    """Keys of the terms that a person has changed."""
    return set(_by_people(model.pgh_event_model).values_list("pgh_obj_id", flat=True))


def _by_people(events: type[Any]) -> "QuerySet[Any]":
    return events.objects.filter(pgh_context__metadata__has_key="user")


def _default_needs(entries: Iterable[Entry]) -> None:
    """A kind's needs from the file, unless a person has edited the kind or just these."""
    needs = {need.slug: need for need in Need.objects.all()}
    links = apps.get_model("actors", "KindNeedsLinkEvent")
    edited = _edited(Kind) | set(_by_people(links).values_list("kind", flat=True))
    kinds = {kind.slug: kind for kind in Kind.objects.prefetch_related("needs")}
    for entry in entries:
        kind = kinds[entry["slug"]]
        wanted = [needs[slug] for slug in entry["needs"]]
        if kind.pk not in edited and set(kind.needs.all()) != set(wanted):
            kind.needs.set(wanted)
