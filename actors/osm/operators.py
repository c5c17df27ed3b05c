"""Who runs a place, where the operator's name is clearly that of an organisation and not of a person."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapping.osm.tags import clean, values

NAME_LENGTH = 200
SEVERAL = 3  # places of one name without any telling word

# First match wins. `kind` is a value of `actors.models.OrganisationKind`.
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "parish",
            r"kirchen?gemeinde|pfarr(ei|gemeinde|verband)|kirchenkreis|dekanat|bistum|erzbistum|landeskirche"
            r"|gemeindeverband|kirchengem\.|moschee|\bditib\b|synagoge|jüdische gemeinde|islamische gemeinde",
        ),
        ("self_help", r"selbsthilfe"),
        (
            "provider",
            r"caritas|diakoni|\bawo\b|arbeiterwohlfahrt|\bdrk\b|rotes kreuz|johanniter|malteser|samariter|\basb\b"
            r"|paritätisch|lebenshilfe|volkssolidarität|heilsarmee|\bv\. ?bodelschwingh|bethel|sozialdienst"
            r"|sozialwerk|sozialstation|stiftung|ggmbh|gemeinnützige|hilfswerk|jugendhilfe|kindertagesstätten"
            r"|kita-?träger|pflegedienst|senioren-?(residenz|heim|zentr)|alloheim|klinik|vivantes|charité|hospital",
        ),
        ("company", r"wohnungsbau|bauverein|genossenschaft|\beg\b|sparkasse|volksbank|raiffeisen|verkehrsbetriebe"),
        (
            "association",
            r"\be\. ?v\b\.?|\bverein\b|verband\b|\bclub\b|sportclub|turngemeinde|bürgerverein|förderverein",
        ),
        (
            "municipality",
            r"^(stadt|gemeinde|kreis|landkreis|bezirksamt|bezirk|land|amt|hansestadt|landeshauptstadt|samtgemeinde)\b"
            r"|\b[\w-]*kreis [A-ZÄÖÜ]|amt\b|verwaltung\b|ministerium|senats|\bpolizei\b|feuerwehr",
        ),
        (
            "company",
            r"\b(gmbh|ag|kg|kgaa|ohg|ug|gbr|se|mbh|co\.)\b|verkehrsgesellschaft|stadtwerke|verkehrsverbund"
            r"|deutsche (post|bahn)|\bdb\b|apotheken|supermarkt|markt-?discount",
        ),
    )
)
_LEGAL = re.compile(
    r"\b(g?gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|se|eg|e\. ?v\.?|e\. ?k\.?|co\.?|haftungsbeschränkt|gemeinnützige)(?=\W|$)"
    r"|[&()]",
    re.IGNORECASE,
)
_PERSON_PART = re.compile(r"^(?:[A-ZÄÖÜÇŞĞİ][\w'’.-]*|und|von|van|de|el|al|&)$")
_WEB = re.compile(r"^(?:https?://|www\.)|@", re.IGNORECASE)
NOT_NAMES = frozenset({"privat", "private", "yes", "no", "unknown", "unbekannt", "none", "?", "diverse"})


@dataclass(frozen=True)
class Operator:
    """An organisation as read from the map. `slug` joins spellings („Stadtwerke Neuss“ and „… GmbH“)."""

    slug: str
    name: str
    kind: str


def identity(name: str) -> str:
    """The same for all spellings of one organisation."""
    plain = _LEGAL.sub(" ", name.casefold())
    return re.sub(r"[^0-9a-zäöüß]+", "-", plain).strip("-")[:80]


def operators(tagged: Iterable[Mapping[str, str]]) -> dict[str, Operator]:
    """Operator text as written → organisation, for those that clearly are one."""
    written = Counter(name for tags in tagged if (name := operator_name(tags)))
    together: Counter[str] = Counter()
    spellings: dict[str, list[str]] = {}
    for name, times in written.items():
        together[identity(name)] += times
        spellings.setdefault(identity(name), []).append(name)
    found: dict[str, Operator] = {}
    for slug, names in spellings.items():
        kind = next((kind for name in sorted(names) if (kind := _kind(name, together[slug]))), "")
        if slug and kind:
            best = max(names, key=lambda name: (written[name], len(name), name))
            found.update(dict.fromkeys(names, Operator(slug, best[:NAME_LENGTH], kind)))
    return found


def operator_name(tags: Mapping[str, str]) -> str:
    raw = values(tags.get("operator"))
    name = clean(raw[0]) if raw else ""
    return "" if name.lower() in NOT_NAMES or _WEB.search(name) or len(name) < 3 else name


def _kind(name: str, times: int) -> str:
    found = next((kind for kind, pattern in WORDS if pattern.search(name)), "")
    return found or ("company" if times >= SEVERAL and not _person(name) else "")


def _person(name: str) -> bool:
    """Two to five capitalised words without any word of `WORDS`: likely a person, or two."""
    parts = name.split()
    return 2 <= len(parts) <= 5 and all(_PERSON_PART.match(part) for part in parts)
