"""Calendars as files. What one event adds to them is made once, and again when something of it changes."""

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple, Self

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Place
from common import languages
from common.program import program
from common.sql import among
from initiatives.feeds import ical
from initiatives.feeds.marks import Mark, mark_of_needs, mark_of_quarters, marks
from initiatives.feeds.records import Told, current, told
from initiatives.models import Event
from initiatives.models.events import EventQuerySet
from portal.dates import disk
from portal.dates.memory import Kept
from portal.find.hits import OSM_ATTRIBUTION, OSM_LICENCE

LOG = logging.getLogger("quartierskarte.calendars")
MANY = 200  # entries that take longer to write than a file of them to read
KEPT = Kept(room_bytes=50_000_000)  # of 10,000 events in three languages or addresses
Key = tuple[Mark, tuple[object, ...]]  # the event, and what all entries depend on


@dataclass(frozen=True)
class CalendarOf:
    """`address` is its own, `pages` that of the list of dates, both whole. `place` is set in the calendar of one."""

    events: EventQuerySet
    name: str
    address: str
    pages: str
    place: Place | None = None

    @property
    def state(self) -> str:
        """Another one as soon as the file is another one."""
        parts = (self.name, self.address, settings.OWN_DATA_LICENCE, settings.OPERATOR, self._common, self._marks)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def content(self) -> bytes:
        about = ical.CalendarHead(self.name, rights(from_osm=any(mark.from_osm for mark in self._marks)), self.address)
        keys = [(mark, self._common) for mark in self._marks]
        return ical.calendar(KEPT.all(keys, self._made), about)

    @cached_property
    def _marks(self) -> list[Mark]:
        return marks(self.events)

    @cached_property
    def _common(self) -> tuple[object, ...]:
        """What the entries of all events depend on beside their marks."""
        place = self.place.pk if self.place else None
        return program(), languages.active(), self.pages, self._year, place, mark_of_needs(), mark_of_quarters()

    @cached_property
    def _year(self) -> int:
        return timezone.localtime().year

    def _made(self, keys: list[Key]) -> dict[Key, bytes]:
        """Many are looked for on disk first: a process that has just started has none."""
        is_kept = len(keys) >= MANY and not self.place
        return self._with_disk(keys) if is_kept else self._written(keys)

    def _with_disk(self, keys: list[Key]) -> dict[Key, bytes]:
        about, state = _Asker.now(self.pages).text(), disk.key_of(self._common)
        known, by_key = disk.read(about, state), {key: disk.key_of(key[0]) for key in keys}
        texts = {key: known[digest] for key, digest in by_key.items() if digest in known}
        made = self._written([key for key in keys if key not in texts])
        texts |= made
        if len(made) >= MANY:
            now = {by_key[key]: text for key, text in texts.items()}
            others = {digest: text for digest, text in known.items() if digest not in now}
            disk.store(about, state, _last(others | now, most=2 * Event.objects.count()))
        return texts

    def _written(self, keys: list[Key]) -> dict[Key, bytes]:
        """An event that is no longer public since its mark was read is missing."""
        by_pk = {key[0].pk: key for key in keys}
        events = told(Event.objects.published().filter(among("pk", by_pk)))
        return {by_pk[event.pk]: self._entry(event) for event in events}

    def _entry(self, event: Told) -> bytes:
        place = self.place.pk if self.place else None
        return ical.entry(event, f"{self.pages}{event.slug}/", year=self._year, place=place)


def _last(texts: disk.Texts, most: int) -> disk.Texts:
    """Those written last: what is no longer asked for makes room."""
    return dict(islice(texts.items(), max(0, len(texts) - most), None))


class _Asker(NamedTuple):
    """For whom a file on disk is: entries in one language, with the address below which the pages of events are."""

    database: str
    language: str
    pages: str

    @classmethod
    def now(cls, pages: str) -> Self:
        return cls(connection.settings_dict["NAME"], languages.active(), pages)

    @classmethod
    def parse(cls, text: bytes) -> Self | None:
        """None if another program has written it in another way, or in a language that we do not speak."""
        try:
            asker = cls(*json.loads(text))
        except (ValueError, TypeError):
            return None
        is_known = all(isinstance(part, str) for part in asker) and asker.language in dict(settings.LANGUAGES)
        return asker if is_known else None

    def text(self) -> bytes:
        return json.dumps(self).encode()


def renew() -> int:
    """Writes what lies on disk for those who asked lately as this program writes it; for how many.

    Nobody waits then. A calendar that cannot be written must not keep a server from starting: who asks for it is told.
    """
    askers = [(_Asker.parse(about), asked) for about, asked in disk.asked()]
    here = [(asker, asked) for asker, asked in askers if asker and asker.database == connection.settings_dict["NAME"]]
    return sum(_renewed(asker, asked) for asker, asked in here)


def _renewed(asker: _Asker, asked: float) -> bool:
    try:
        with override(asker.language):
            events = current(Event.objects.published(), timezone.now())
            CalendarOf(events, name="", address="", pages=asker.pages).content()
    except Exception:  # whatever it is, the map is more than this file
        LOG.exception("the calendar below %s is not written before somebody asks", asker.pages)
        return False
    disk.not_asked(asker.text(), since=asked)
    return True


def rights(*, from_osm: bool) -> str:
    """Under which licences a file of events stands; `from_osm` if it tells of a place as OpenStreetMap has it."""
    own = _("Termine: {own}, {operator}.").format(own=settings.OWN_DATA_LICENCE, operator=settings.OPERATOR)
    if not from_osm:
        return own
    osm = _("Angaben zu Orten aus OpenStreetMap: {osm}, {attribution}.").format(
        osm=OSM_LICENCE, attribution=OSM_ATTRIBUTION
    )
    return f"{own} {osm}"
