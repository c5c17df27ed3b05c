"""The part of a report about the path network: how much, how well known, how connected, what became of findings."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mapping import measures
from mapping.anchors import Matches
from mapping.osm.load_network import Loaded
from mapping.path_words import KIND_LABELS

SHOWN = 10
KNOWN: Mapping[str, Promise] = {
    "kerb": gettext_lazy("Höhe der Bordsteine"),
    "width": gettext_lazy("Breite der Fußwege"),
    "ground": gettext_lazy("Belag oder Ebenheit der Fußwege"),
    "surface": gettext_lazy("Belag der Fußwege"),
    "incline": gettext_lazy("Steigung der Fußwege"),
    "lit": gettext_lazy("Beleuchtung der Fußwege"),
    "sidewalk": gettext_lazy("Gehweg an der Straße"),
    "smoothness": gettext_lazy("Ebenheit der Fußwege"),
    "crossfall": gettext_lazy("Neigung der Fußwege zur Seite"),
    "tracktype": gettext_lazy("Befestigung der Feld- und Waldwege"),
    "tactile": gettext_lazy("Leitstreifen an Querungen und Bordsteinen"),
    "crossing": gettext_lazy("Art der Querungen"),
    "sound": gettext_lazy("Ton an Ampeln"),
    "ramp": gettext_lazy("Rampen an Treppen"),
    "lift": gettext_lazy("Größe der Aufzüge"),
    "backrest": gettext_lazy("Rückenlehne der Bänke"),
    "handrail": gettext_lazy("Handlauf an Treppen"),
    "opening": gettext_lazy("Breite von Durchgängen"),
}


def told(loaded: Loaded) -> Iterator[str]:
    if loaded.refused:
        yield _("Wegenetz nicht übernommen, das bisherige bleibt: {reason}").format(reason=loaded.refused)
    if loaded.figures:
        yield from figures(loaded.figures)
        if loaded.matches.total:
            yield from matches(loaded.matches)


def figures(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures of a version, in lines."""
    yield _("Wegenetz im Quartier: {km} Kilometer Wege, {edges} Abschnitte und Stellen").format(
        km=measures.number(found["way_km"]), edges=found["inside"]
    )
    for kind, number in sorted(found["kinds"].items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {number:>6}  {KIND_LABELS[kind]}"
    kerbs = found["kerbs"]
    yield _("Bordsteine: {known} bekannt, {unknown} nicht bekannt").format(**kerbs)
    yield _("Bekannt sind:")
    for name, share in found["known"].items():
        if share is not None:
            yield f"  {measures.number(round(100 * share, 1)):>6} %  {KNOWN[name]}"
    yield from _doubtful(found)


def _doubtful(found: Mapping[str, Any]) -> Iterator[str]:
    islands = found["islands"]
    if islands["count"]:
        yield _("Inseln ohne Verbindung zum übrigen Netz: {count} ({share} % der Wege)").format(
            count=islands["count"], share=measures.number(round(100 * islands["share"], 1))
        )
    if found["missing_joins"]["count"]:
        examples = ", ".join(one["osm"] for one in found["missing_joins"]["examples"][:SHOWN])
        yield _("Wege, die kurz vor einem anderen enden: {count} ({examples})").format(
            count=found["missing_joins"]["count"], examples=examples
        )
    if unreadable := found["hours"]["unreadable"]:
        yield _("Öffnungszeiten von Wegen, die nicht zu lesen sind: {examples}").format(
            examples=", ".join(unreadable[:SHOWN])
        )
    if found["absurd"]["count"]:
        yield _("Werte, die kaum stimmen können: {count}").format(count=found["absurd"]["count"])
        for objects in found["absurd"]["examples"].values():
            yield f"      {', '.join(objects[:SHOWN])}"


def matches(found: Matches) -> Iterator[str]:
    """What became of barriers and surveys."""
    yield _("Hindernisse und Messungen: {total}, davon {moved} neu zugeordnet").format(
        total=found.total, moved=found.moved
    )
    if found.lost:
        yield _("Ohne passenden Weg, bitte ansehen: {names}").format(names=", ".join(found.lost))
