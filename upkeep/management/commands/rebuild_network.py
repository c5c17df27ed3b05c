"""`manage.py rebuild_network`: from the stored paths of a quarter everything that follows from them."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from common.commands import refuse
from mapping.models import NetworkVersion
from mapping.network_upkeep import Rebuilt, rebuild
from upkeep.imports.report_network import figures, matches


class Command(BaseCommand):
    help = (
        "Match barriers and surveys to the path network anew, write its arrays anew, check it, print the figures. "
        "Exit codes: 0 done, 1 a network cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quarter", default="", metavar="SLUG", help="only this quarter; else all")

    def handle(self, *_args: Any, **options: Any) -> None:
        versions = NetworkVersion.objects.active().select_related("quarter").order_by("quarter__slug")
        if options["quarter"]:
            versions = versions.filter(quarter__slug=options["quarter"])
        if not versions:
            refuse(self, _("Es gibt kein Wegenetz. Es entsteht mit: manage.py import_osm DATEI"), 1)
        with pghistory.context(reason="rebuild_network"):
            done = [self.rebuild(version) for version in versions]
        if faults := [one for one in done if one.error]:
            refuse(self, "; ".join(f"{one.version.quarter}: {one.error}" for one in faults), 1)

    def rebuild(self, version: NetworkVersion) -> Rebuilt:
        done = rebuild(version)
        self.stdout.write(f"{version.quarter} ({version.quarter.slug})")
        if not done.error:
            self.stdout.write("\n".join((*figures(done.figures), *matches(done.matches))))
        return done
