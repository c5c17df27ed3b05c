"""„So rechnen wir“: every number of the profiles with its source, how tags are read; from the tables in use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.text import join_words
from mapping import limit_words, measures, path_words, profile_words, profiles, way_words
from mapping.osm.path_tags import SMOOTH, SURFACE, TRACK
from mapping.osm.spot_tags import KERB_CLASSES
from mapping.osm.values import Words
from mapping.routing.profiles import PARTS, Figure, Profile
from mapping.routing.reasons import CODES

Text = str | Promise


@dataclass(frozen=True)
class Row:
    """One number: what it is, how much, where it comes from, how sure that is."""

    label: Text
    value: str
    source: Text
    status: Text
    is_proposal: bool


@dataclass(frozen=True)
class Part:
    label: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ProfileTable:
    slug: str
    label: str
    icon: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ClassRow:
    """One class, best first: its name here, and the words of OpenStreetMap that mean it."""

    rank: int
    label: Text
    words: str


@dataclass(frozen=True)
class ClassTable:
    slug: str
    label: Text
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True)
class KerbRow:
    words: str
    likely: str
    most: str


@dataclass(frozen=True)
class CrossingRow:
    """What crossing a road costs one profile; `half` is one kerb of a road without signals."""

    label: str
    signals: str
    other: str
    half: str
    busy: str
    needs_sound: bool


@dataclass(frozen=True)
class Reason:
    text: str
    plain: str
    removable: bool


def profile_tables() -> list[ProfileTable]:
    return [
        ProfileTable(profile.slug, profiles.label(profile), f"profile:{profile.slug}", tuple(_parts(profile)))
        for profile in profiles.profiles().by_slug.values()
    ]


def _parts(profile: Profile) -> Iterator[Part]:
    for part in PARTS:
        rows = tuple(_row(name, figure) for name, figure in getattr(profile, part).items())
        yield Part(profile_words.PART_LABELS[part], rows)


def _row(name: str, figure: Figure) -> Row:
    source = profiles.profiles().sources[figure.source]
    return Row(
        label=profile_words.FIGURE_LABELS[name],
        value=_value(name, figure),
        source=profile_words.SOURCE_LABELS.get(figure.source, source["text"]),
        status=profile_words.STATUS_LABELS[source["status"]],
        is_proposal=source["status"] == "proposal",
    )


def _value(name: str, figure: Figure) -> str:
    value = figure.value
    if isinstance(value, list):
        return join_words([profile_words.FACT_LABELS[fact] for fact in value]) or _("nichts")
    if isinstance(value, str):
        labels: Mapping[str, Text] = limit_words.LIMIT_WORDS.get(name, limit_words.MODE_LABELS)
        return str(labels.get(value, path_words.TRACKTYPE_LABELS.get(value, value)))
    return _("keine Grenze") if value is None else measures.amount(value, profile_words.FIGURE_UNITS.get(name, ""))


CLASSES: tuple[tuple[str, Words, path_words.Labels], ...] = (
    ("surface", SURFACE, path_words.SURFACE_LABELS),
    ("smoothness", SMOOTH, path_words.SMOOTHNESS_LABELS),
    ("tracktype", TRACK, path_words.TRACKTYPE_LABELS),
)


def class_tables() -> list[ClassTable]:
    return [
        ClassTable(name, path_words.ATTRIBUTE_LABELS[name], tuple(_classes(words, labels)))
        for name, words, labels in CLASSES
    ]


def _classes(words: Words, labels: path_words.Labels) -> Iterator[ClassRow]:
    for rank, word in enumerate(words.order, 1):
        spellings = [text for text, meant in words.table.items() if meant == word]
        yield ClassRow(rank, labels[word], ", ".join(spellings))


def kerb_rows() -> list[KerbRow]:
    """Words for kerbs with the height they mean, words of one meaning in one row."""
    meanings = dict.fromkeys(KERB_CLASSES.values())
    return [
        KerbRow(
            ", ".join(word for word, meaning in KERB_CLASSES.items() if meaning == (likely, most, present)),
            _height(likely),
            _height(most),
        )
        for likely, most, present in meanings
    ]


def _height(value: float | None) -> str:
    return _("nicht bekannt") if value is None else measures.amount(value, "cm")


def crossing_rows() -> list[CrossingRow]:
    return [_crossing(profile) for profile in profiles.profiles().by_slug.values()]


def _crossing(profile: Profile) -> CrossingRow:
    other_s = float(profile.time["crossing_other_s"].value)
    return CrossingRow(
        label=profiles.label(profile),
        signals=measures.amount(profile.time["crossing_signals_s"].value, "s"),
        other=measures.amount(other_s, "s"),
        half=measures.amount(other_s / 2, "s"),
        busy=measures.amount(profile.preference["busy_crossing_extra_s"].value, "s"),
        needs_sound=profile.limits["kerb_edge"].value != "off",
    )


def attributes() -> Sequence[tuple[Text, str]]:
    """What a way can tell, with its unit."""
    own = [(label, path_words.UNITS.get(name, "")) for name, label in path_words.ATTRIBUTE_LABELS.items()]
    return [*own, (_("Öffnungszeiten"), ""), (_("Rückenlehne und Armlehne der Bänke"), "")]


def reasons() -> list[Reason]:
    """Every reason why a way is blocked, in the order in which the first one counts."""
    return [
        Reason(way_words.bare(code.name), way_words.plainly(code.name), code.removable)
        for code in CODES.values()
        if not code.is_unknown
    ]
