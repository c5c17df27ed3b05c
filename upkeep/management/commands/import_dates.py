"""`manage.py import_dates`: the calendar of an organisation, from a file or an address, becomes events."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Organisation
from common import params
from common.commands import refuse
from common.errors import UsageError
from common.text import visible
from upkeep.imports.ical import report
from upkeep.imports.ical.address import SCHEMES, Address
from upkeep.imports.ical.comparison import Plan
from upkeep.imports.ical.fetch import fetch
from upkeep.imports.ical.gate import MEGABYTE, MOST_BYTES
from upkeep.imports.ical.run import import_calendar
from upkeep.models import Calendar

REFUSED, USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Read the calendar (.ics) of an organisation, from a file or an address, into events. "
        "The same calendar twice changes nothing; what people entered stays. "
        "Exit codes: 0 done, 1 refused and nothing changed, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("calendar", nargs="?", default="", metavar="FILE|URL", help="the calendar")
        parser.add_argument("--organisation", default="", metavar="SLUG", help="whose calendar it is")
        parser.add_argument("--all", action="store_true", help="every stored calendar that has an address")
        parser.add_argument("--dry-run", action="store_true", help="the same report, nothing stored")

    def handle(self, *_args: Any, **options: Any) -> None:
        named = bool(options["calendar"]) and bool(options["organisation"])
        any_named = bool(options["calendar"]) or bool(options["organisation"])
        if named == options["all"] or (options["all"] and any_named):
            refuse(self, _("Bitte einen Kalender und --organisation angeben, oder nur --all."), USAGE)
        if options["all"]:
            self._all(dry_run=options["dry_run"])
            return
        try:
            with transaction.atomic():
                plan = self._one(options["calendar"], options["organisation"])
                transaction.set_rollback(options["dry_run"])
        except UsageError as error:
            refuse(self, error.detail, REFUSED)
        self.stdout.write(report.text(plan, dry_run=options["dry_run"]))

    def _one(self, text: str, slug: str) -> Plan:
        organisation = _organisation(slug)
        if text.partition(":")[0].lower() in SCHEMES:
            address = Address.parse(text)
            content = fetch(address).content or b""
            calendar, _new = Calendar.objects.get_or_create(organisation=organisation, url=address.text)
            name = calendar.host
        else:
            content, name = _content(Path(text)), visible(Path(text).name)
            calendar = _calendar_of_files(organisation)
        return import_calendar(calendar, content, name=name, at=timezone.now())

    def _all(self, *, dry_run: bool) -> None:
        """One that cannot be read keeps none of the others; the code tells that there was one."""
        faults = []
        for calendar in Calendar.objects.exclude(url="").select_related("organisation", "place", "initiative"):
            try:
                said = self._again(calendar, dry_run=dry_run)
            except UsageError as error:
                faults.append(f"{calendar.organisation}: {error.detail}")
                if not dry_run:
                    Calendar.objects.filter(pk=calendar.pk).update(result=error.detail)
                continue
            self.stdout.write(f"{said}\n")
        if faults:
            refuse(self, "\n".join(faults), REFUSED)

    def _again(self, calendar: Calendar, *, dry_run: bool) -> str:
        etag, last_modified = calendar.marks(timezone.now())
        found = fetch(Address.parse(calendar.url), etag=etag, last_modified=last_modified)
        if found.content is None:
            return _("Termine von „{organisation}“: seit dem letzten Mal unverändert.").format(
                organisation=calendar.organisation
            )
        with transaction.atomic():
            plan = import_calendar(calendar, found.content, name=calendar.host, at=timezone.now())
            marks = {"etag": found.etag, "last_modified": found.last_modified}
            Calendar.objects.filter(pk=calendar.pk).update(**marks)
            transaction.set_rollback(dry_run)
        return report.text(plan, dry_run=dry_run)


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first() if slug.isprintable() else None
    if found is None:
        near = params.nearest(slug, sorted(Organisation.objects.values_list("slug", flat=True)))
        right = _("vielleicht {near}").format(near=near) if near else _("das Kürzel eines Akteurs")
        raise UsageError("--organisation", slug, right)
    return found


def _calendar_of_files(organisation: Organisation) -> Calendar:
    """A file belongs to the only calendar of its organisation; where there are several, to the one without address."""
    known = list(organisation.calendars.all()[:2])
    if len(known) == 1:
        return known[0]
    return Calendar.objects.get_or_create(organisation=organisation, url="")[0]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise UsageError("Datei", visible(str(path)), _("eine Datei, die es gibt und die man lesen darf")) from None
    if len(content) > MOST_BYTES:
        right = _("eine Datei bis {limit} MB").format(limit=MOST_BYTES // MEGABYTE)
        raise UsageError("Datei", visible(str(path)), right)
    return content
