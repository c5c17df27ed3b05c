"""The columns of tables that leave the house, one entry per column. The first nineteen are those that come back in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.access import Access
from portal.find.hits import Hit

Cell = str | float | date | None


@dataclass(frozen=True)
class Column:
    """`text`: a value that spreadsheets must not take for a number."""

    name: str
    explanation: Promise
    read: Callable[[Hit], Cell]
    text: bool = False


def _wheelchair(hit: Hit) -> str:
    fact = hit.facts.get("wheelchair")
    return str(Access(fact.value if fact else Access.UNKNOWN).label)


def _of_place(field: str) -> Callable[[Hit], Cell]:
    return lambda hit: getattr(hit.place, field) if hit.place else ""


COLUMNS: tuple[Column, ...] = (
    Column("id", _("Kennung des Eintrags, bleibt immer gleich"), lambda hit: str(hit.record.uuid), text=True),
    Column("name", _("Name des Ortes, Titel des Angebots oder der Initiative"), lambda hit: hit.name),
    Column("art", _("Art des Ortes (Kürzel); leer bei Angeboten und Initiativen"), lambda hit: hit.kind_slug),
    Column("bedarfe", _("Wobei das hilft (Kürzel, mit Komma)"), lambda hit: ", ".join(n.slug for n in hit.needs)),
    Column("strasse", _("Straße"), _of_place("street")),
    Column("hausnummer", _("Hausnummer"), _of_place("number"), text=True),
    Column("plz", _("Postleitzahl, immer fünf Stellen"), _of_place("postcode"), text=True),
    Column("ort", _("Stadt oder Gemeinde"), _of_place("city")),
    Column("breite", _("Geografische Breite in Grad (WGS 84)"), lambda hit: hit.point.lat if hit.point else None),
    Column("laenge", _("Geografische Länge in Grad (WGS 84)"), lambda hit: hit.point.lon if hit.point else None),
    Column("telefon", _("Telefon"), lambda hit: hit.phone, text=True),
    Column("email", _("E-Mail"), lambda hit: hit.record.email),
    Column("web", _("Internet-Seite"), lambda hit: hit.website),
    Column("oeffnungszeiten", _("Öffnungszeiten in der Schreibweise von OpenStreetMap"), lambda hit: hit.hours),
    Column("rollstuhl", _("Mit dem Rollstuhl ohne Hilfe zugänglich: ja, nein, nicht bekannt"), _wheelchair),
    Column("geprueft_am", _("Zuletzt geprüft am"), lambda hit: hit.verified_at),
    Column("quelle", _("Woher die Angaben stammen"), lambda hit: hit.source_label),
    Column("quelle_id", _("Kennung in der Quelle"), lambda hit: hit.record.source_id, text=True),
    Column("lizenz", _("Lizenz der Angaben"), lambda hit: hit.licence),
    Column("namensnennung", _("Wer bei einer Weitergabe zu nennen ist"), lambda hit: hit.attribution),
    Column("typ", _("Ort, Angebot oder Initiative"), lambda hit: hit.type_label),
    Column("akteur", _("Wer das betreibt oder anbietet"), lambda hit: hit.organisation_name),
    Column("zugang", _("Zugang für das gewählte Profil"), lambda hit: str(hit.access_word)),
    Column("jetzt", _("Geöffnet oder nicht, zum Zeitpunkt der Abfrage"), lambda hit: hit.open_text),
    Column("entfernung_m", _("Entfernung vom Startpunkt in Metern"), lambda hit: hit.distance_m),
    Column("wegzeit_s", _("Dauer des Weges vom Startpunkt in Sekunden"), lambda hit: hit.duration_s),
    Column("entfernung_art", _("Wie die Entfernung gemessen ist"), lambda hit: hit.distance_basis_word),
)
