"""What pages show of stored things: facts in three answers, telephone numbers, signs. Everything here is read-only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext_lazy, pgettext

from actors.features import FEATURES, SECTION_LABELS, Feature, Section
from actors.models import Need, Offering
from actors.models.facts import Answer
from actors.models.offerings import Cost, cost_in_words
from common import languages
from common.access import Access
from common.records import Source
from initiatives.models import Event

# --- facts ----------------------------------------------------------------------------------------------------------

# Full and empty, not good and bad: "no" is good news where steps are asked for.
SYMBOLS: dict[str, str] = {Access.YES: "●", Access.NO: "○", Access.UNKNOWN: "?"}


@dataclass(frozen=True)
class FactRow:
    """One line: what is asked, the answer in words, what it rests on."""

    label: str | Promise
    value: str
    symbol: str
    answer: str
    note: str
    origin: "Origin"
    instead: str = ""  # the answer that counts on this page in place of this one


@dataclass(frozen=True)
class FactSection:
    label: str | Promise
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class Origin:
    """Where a fact comes from and how old it is."""

    source: str
    url: str
    surveyed_on: date | None
    surveyed_by: str


@dataclass(frozen=True)
class Subject:
    """What some answers are about: „Im Raum: Kleiner Saal“. `way_in` are words on how one gets in."""

    heading: str | Promise
    name: str = ""
    url: str = ""
    way_in: str = ""


@dataclass(frozen=True)
class Known:
    """The answers about one thing, as lines by their feature. On a page of that thing alone `subject` is None."""

    rows: Mapping[str, FactRow]
    subject: Subject | None = None

    @property
    def sections(self) -> list[FactSection]:
        """Those in which something is known, in the order of the registry."""
        told = [feature for feature in FEATURES.values() if feature.slug in self.rows]
        by_section = [(section, [one for one in told if one.section == section]) for section in Section]
        return [
            FactSection(SECTION_LABELS[section], tuple(self.rows[one.slug] for one in features))
            for section, features in by_section
            if features
        ]

    @property
    def common_origin(self) -> Origin | None:
        """The one origin of all answers, to be said once; None if they differ or there is only one."""
        origins = [row.origin for row in self.rows.values()]
        return origins[0] if len(origins) > 1 and len(set(origins)) == 1 else None


@dataclass(frozen=True)
class Facts:
    """Everything that a page tells of access, one thing after the other."""

    parts: tuple[Known, ...]

    @property
    def missing(self) -> list[str | Promise]:
        """What nothing of it answers: the other features of the registry."""
        return [one.label for one in FEATURES.values() if not any(one.slug in part.rows for part in self.parts)]


def fact_rows(facts: Iterable[Answer]) -> dict[str, FactRow]:
    """Answers as lines, by their feature."""
    return {fact.feature: _fact_row(FEATURES[fact.feature], fact) for fact in facts}


def _fact_row(feature: Feature, fact: Answer) -> FactRow:
    return FactRow(
        label=feature.label,
        value=fact.value,
        symbol=SYMBOLS[fact.value],
        answer=answer(feature, fact),
        note=fact.note,
        origin=Origin(
            str(fact.get_source_display()),
            source_url(fact.source, fact.source_id),
            fact.surveyed_on,
            fact.surveyed_by,
        ),
    )


def answer(feature: Feature, fact: Answer) -> str:
    """„90 cm“, „2“, „keine“, „ja“, „nein“, „nicht bekannt“."""
    if fact.number is None or not feature.measured:
        return str(Access(fact.value).label)
    if feature.whole:
        return measure(fact.number) if fact.number else pgettext("Anzahl", "keine")
    return f"{measure(fact.number)} {feature.unit}"


def measure(number: object) -> str:
    """Without needless decimals, with the comma or point of the language."""
    return number_format(f"{float(str(number)):g}", use_l10n=True)


def source_url(source: str, source_id: str) -> str:
    """Where the original can be looked at; '' if nowhere."""
    if source == Source.OSM and re.fullmatch(r"(node|way|relation)/\d+", source_id):
        return f"https://www.openstreetmap.org/{source_id}"
    return ""


# --- contact --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    text: str
    href: str


# People read these three in groups of digits; dialled they are the same.
SPOKEN = {"116117": "116 117", "08001110111": "0800 111 0 111", "08001110222": "0800 111 0 222"}


def phones(text: str) -> list[Link]:
    """Each number of a field that may hold several (`;` as in OpenStreetMap)."""
    parts = [part.strip() for part in text.split(";")]
    return [Link(spoken(part), phone_href(part)) for part in parts if dialled(part)]


def spoken(number: str) -> str:
    return SPOKEN.get(dialled(number), number)


def dialled(number: str) -> str:
    """Digits with a leading + if there was one; the trunk zero in brackets is not dialled."""
    plain = re.sub(r"\(0\)", "", number) if number.strip().startswith(("+", "00")) else number
    digits = re.sub(r"\D", "", plain)
    return f"+{digits}" if plain.strip().startswith("+") and digits else digits


def phone_href(number: str) -> str:
    return f"tel:{dialled(number)}"


def website(url: str) -> Link | None:
    """The host is enough to read; anything but http(s) is not a link."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    return Link(host + path if len(host + path) <= 40 else host, url)


@dataclass(frozen=True)
class Number:
    """A number to call in need."""

    label: str
    text: str
    href: str


def emergency(needs: Iterable[Need]) -> list[Number]:
    """The numbers stored with needs (`number`, `label`, `label_en`) in the reader's language."""
    key = f"label_{get_language()}"
    return [
        Number(entry.get(key) or entry["label"], spoken(entry["number"]), phone_href(entry["number"]))
        for need in needs
        for entry in need.emergency_numbers
    ]


# --- texts and their language ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """`lang` is set only where it differs from the page's."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def text(record: object, field: str) -> Text:
    """A translated column, falling back to German; the fall-back says its language (WCAG 3.1.2)."""
    language = languages.active()
    own = getattr(record, f"{field}_{language}", None)
    if language == languages.SOURCE or own:
        return Text(own or getattr(record, field) or "")
    fallback = getattr(record, f"{field}_de", None) or getattr(record, field) or ""
    return Text(fallback, "de" if fallback else "")


def cost(record: Event | Offering) -> Text:
    """„kostenlos“, „gegen Spende, um 5 Euro“; nothing if nobody knows."""
    said = text(record, "cost_text")
    return Text(cost_in_words(record.cost, said.text), said.lang)


def cost_in_short(record: Event | Offering) -> Text:
    """For a line of a list: the kind of cost, in words only where that says too little."""
    told = cost(record)
    return told if record.cost in (Cost.UNKNOWN, Cost.FEE) else Text(str(Cost(record.cost).label))


# Languages that people in German quarters speak and Django has no name for.
MORE_LANGUAGES: dict[str, Promise] = {
    "dgs": gettext_lazy("Deutsche Gebärdensprache"),
    "gsg": gettext_lazy("Deutsche Gebärdensprache"),
    "ku": gettext_lazy("Kurdisch"),
    "ti": gettext_lazy("Tigrinya"),
    "prs": gettext_lazy("Dari"),
    "ps": gettext_lazy("Paschtu"),
    "so": gettext_lazy("Somali"),
}


def language_names(codes: Iterable[str]) -> list[str]:
    """„Türkisch“ for `tr`; a code without a name stays a code."""
    return [_language_name(code) for code in codes]


def _language_name(code: str) -> str:
    if code in MORE_LANGUAGES:
        return str(MORE_LANGUAGES[code])
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


# --- signs ----------------------------------------------------------------------------------------------------------


@cache
def shapes() -> dict[str, str]:
    """Group slug → outline in a 32 × 32 box; the same ones as on the map."""
    with (settings.BASE_DIR / "fixtures" / "taxonomy.yaml").open(encoding="utf-8") as file:
        taxonomy = yaml.safe_load(file)
    return {group["slug"]: taxonomy["shapes"][group["shape"]] for group in taxonomy["groups"]}
