"""`manage.py import_osm`: an OpenStreetMap extract becomes a quarter with its map, addresses and places."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from common.commands import progress, refuse
from common.errors import UsageError
from common.geo import BBox
from upkeep.imports.order import Order
from upkeep.imports.osm import import_osm
from upkeep.imports.overpass import downloaded

REFUSED, USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Read an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz) into a quarter: base map, addresses, places. "
        "The same file twice changes nothing; what people entered stays. "
        "Exit codes: 0 done, 1 refused and nothing changed, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the extract")
        parser.add_argument("--quarter", default="", metavar="SLUG", help="the quarter's short name in addresses")
        parser.add_argument("--name", default="", help="the quarter's name, as people call it")
        parser.add_argument("--bbox", metavar="W,S,E,N", help="its edge in degrees; else from the file")
        parser.add_argument("--land", default="", metavar="NW", help="its Land, for the holidays; else from the file")
        parser.add_argument(
            "--overpass", default="", metavar="NAME", help='"Schildesche, Bielefeld" from the Overpass API'
        )
        parser.add_argument("--by", default="", metavar="USERNAME", help="who imports; noted in the history")
        parser.add_argument("--dry-run", action="store_true", help="the same report, nothing stored")

    def handle(self, *_args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["overpass"]):
            refuse(self, _("Bitte entweder eine Datei angeben oder --overpass NAME."), USAGE)
        try:
            with ExitStack() as stack:
                report = import_osm(self.order(options, stack), at=timezone.now(), say=self.say)
        except UsageError as error:
            refuse(self, error.detail, REFUSED)
        self.stdout.write(report.text())

    def order(self, options: dict[str, Any], stack: ExitStack) -> Order:
        order = Order(
            path=options["file"] or Path(),
            slug=options["quarter"],
            name=options["name"],
            bbox=self.box(options["bbox"]),
            land=options["land"].upper(),
            dry_run=options["dry_run"],
            by=options["by"],
        )
        order.check()
        if not options["overpass"]:
            return order
        self.say(f"Overpass: {options['overpass']} …")
        path = stack.enter_context(downloaded(options["overpass"]))
        name = order.name or options["overpass"].partition(",")[0].strip()
        return replace(order, path=path, name=name, file_name=f"Overpass: {options['overpass']}")

    def box(self, text: str | None) -> BBox | None:
        """Parsed here and not by argparse, which would put its whole usage before the sentence."""
        try:
            return None if text is None else BBox.parse("--bbox", text)
        except UsageError as error:
            refuse(self, error.detail, USAGE)

    def say(self, sentence: str) -> None:
        progress(self, sentence)
