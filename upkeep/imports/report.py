"""What an import did, for people and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.counts import Counts
from mapping.models import Layer
from mapping.osm.elements import Finding
from mapping.osm.findings import TEXTS
from mapping.osm.load_network import Loaded
from upkeep.imports.report_network import told

SHOWN = 20
TABLES: dict[str, Promise] = {
    "quarter": gettext_lazy("Quartier"),
    "base": gettext_lazy("Grundkarte"),
    "addresses": gettext_lazy("Adressen"),
    "ways": gettext_lazy("Wege"),
    "places": gettext_lazy("Orte"),
    "facts": gettext_lazy("Angaben zur Barrierefreiheit"),
    "organisations": gettext_lazy("Akteure"),
    "offerings": gettext_lazy("Angebote"),
    "routes": gettext_lazy("Beschriebene Wege"),
    "initiatives": gettext_lazy("Initiativen"),
    "events": gettext_lazy("Termine"),
    "cooperations": gettext_lazy("Zusammenarbeit"),
}
COUNTED: dict[str, Promise] = {
    "new": gettext_lazy("neu"),
    "changed": gettext_lazy("geändert"),
    "unchanged": gettext_lazy("unverändert"),
    "gone": gettext_lazy("nicht mehr da"),
}


@dataclass(frozen=True)
class Contradiction:
    """A person's entry that the file contradicts; the entry was kept."""

    record: str
    source_id: str
    field: str
    entered: str
    imported: str


@dataclass
class Report:
    file_name: str
    quarter: str = ""
    licence: str = ""
    data_until: str = ""
    dry_run: bool = False
    tables: dict[str, Counts] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    archived: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    redrawn: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    unmatched: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    network: Loaded = field(default_factory=Loaded)
    duration_s: float = 0.0

    @property
    def changes(self) -> int:
        """Rows written, over all tables; the note about the import itself does not count."""
        return sum(counts.touched for counts in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        """Everything, for `ImportRun.report`; lists are complete."""
        return {**asdict(self), "changes": self.changes}

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield _("Import von {file} in das Quartier „{quarter}“").format(file=self.file_name, quarter=self.quarter)
        if self.dry_run:
            yield _("Probelauf: nichts wurde gespeichert.")
        if self.data_until:
            yield _("Stand der Daten: {date}. Lizenz: {licence}").format(date=self.data_until, licence=self.licence)
        yield from self.assumed
        yield ""
        yield from _table(self.tables)
        yield ""
        yield _("Orte nach Art ({places} in {kinds} Arten):").format(
            places=sum(self.kinds.values()), kinds=len(self.kinds)
        )
        yield from _counter({self.labels.get(slug, slug): number for slug, number in self.kinds.items()})
        yield _("Grundkarte nach Ebene:")
        yield from _counter({str(Layer(slug).label): number for slug, number in self.layers.items()})
        yield from told(self.network)
        yield from self._names(self.archived, _("Nicht mehr in der Datei, archiviert:"))
        yield from self._names(self.returned, _("Wieder in der Datei, wieder sichtbar:"))
        yield from self._names(self.redrawn, _("In der Datei neu gezeichnet, Eintrag weitergeführt:"))
        yield from self._contradictions()
        yield from self._unmatched()
        yield from self._warnings()
        yield ""
        yield self._verdict()

    @staticmethod
    def _names(names: list[str], title: str) -> Iterator[str]:
        if names:
            yield f"{title} {', '.join(names[:SHOWN])}{_more(len(names))}"

    def _contradictions(self) -> Iterator[str]:
        if not self.contradictions:
            return
        yield _("Von Personen eingetragen, in der Datei anders (Eintrag bleibt): {number}").format(
            number=len(self.contradictions)
        )
        for one in self.contradictions[:SHOWN]:
            yield _("  {record} ({source_id}), {field}: eingetragen „{entered}“, Datei „{imported}“").format(
                **asdict(one)
            )

    def _unmatched(self) -> Iterator[str]:
        if not self.unmatched:
            return
        yield _("Ohne passende Art, nicht übernommen:")
        for key, found in self.unmatched.items():
            told = ", ".join(f"{value} {number}" for value, number in list(found.items())[:SHOWN])
            yield f"  {key}: {told}{_more(len(found))}"

    def _warnings(self) -> Iterator[str]:
        if not self.findings:
            return
        yield _("Hinweise: {number}").format(number=len(self.findings))
        for code, number in Counter(finding.code for finding in self.findings).most_common():
            shown = [finding for finding in self.findings if finding.code == code][:SHOWN]
            yield f"  {number} × {TEXTS[code]}"
            yield from (f"      {finding.ref} {_said(finding)}".rstrip() for finding in shown)
            if number > SHOWN:
                yield f"      {_more(number).strip()}"

    def _verdict(self) -> str:
        done = ngettext("{number} Änderung", "{number} Änderungen", self.changes).format(number=self.changes)
        return _("{done} in {seconds} Sekunden.").format(done=done, seconds=number_format(self.duration_s, 1))


def _said(finding: Finding) -> str:
    return f"{finding.key}={finding.raw}"[:120] if finding.raw else finding.key


def _more(number: int) -> str:
    return _(" … und {rest} weitere").format(rest=number - SHOWN) if number > SHOWN else ""


def _counter(counted: dict[str, int]) -> Iterator[str]:
    yield from (
        f"  {number:>6}  {name}" for name, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _table(tables: dict[str, Counts]) -> Iterator[str]:
    width = max(len(str(label)) for label in TABLES.values())
    yield " " * (width + 2) + "".join(f"{label!s:>15}" for label in COUNTED.values())
    for slug, counts in tables.items():
        yield f"  {TABLES[slug]!s:<{width}}" + "".join(f"{getattr(counts, name):>15}" for name in COUNTED)


def counted(values: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """`("amenity", "pub")` many times → {"amenity": {"pub": 4}}, most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for (key, value), number in Counter(values).most_common():
        found.setdefault(key, {})[value] = number
    return dict(sorted(found.items()))
