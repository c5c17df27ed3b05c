"""`manage.py route`: one route as GeoJSON."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.http import QueryDict
from django.utils import timezone

from common.commands import refuse
from common.errors import UsageError
from common.geo import LonLat
from mapping import profiles, way_words
from mapping.routing.blocked import NoRoute
from mapping.routing.profiles import UNKNOWN_MODES
from portal.way.answer import answer
from portal.way.feature import feature, title
from portal.way.question import MEASURES, api_names, parse_api

REFUSED, USAGE = 1, 2


def lonlat(field: str) -> Callable[[str], str]:
    """The text, if it is `lon,lat`."""

    def read(text: str) -> str:
        try:
            return str(LonLat.parse(field, text))
        except UsageError as error:
            raise ArgumentTypeError(error.detail) from None

    return read


class Command(BaseCommand):
    help = (
        "Find one route and write it as GeoJSON to standard output. "
        "Exit codes: 0 done, 1 no route or no way near (why is said on standard error), 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", required=True, type=lonlat("--from"), metavar="LON,LAT", help="where it begins")
        parser.add_argument("--to", required=True, type=lonlat("--to"), metavar="LON,LAT", help="where it ends")
        parser.add_argument("--profile", default="", choices=[*profiles.profiles().by_slug], metavar="SLUG")
        parser.add_argument("--quarter", default="", metavar="SLUG", help="whose paths, if several hold both points")
        parser.add_argument("--unknown", default="", choices=UNKNOWN_MODES, help="how to take what nobody knows")
        parser.add_argument("--optimise", default="", choices=MEASURES)
        parser.add_argument("--alternatives", action="store_const", const="1", default="", help="other ways as well")
        parser.add_argument(
            "--depart", default="", metavar="TIME", help="ISO 8601, such as 2026-03-29T14:00; now if absent"
        )
        limits = parser.add_argument_group("personal limits", "`any` removes a limit where that is allowed")
        for name in profiles.limit_bounds():
            limits.add_argument(f"--{name.replace('_', '-')}", f"--{name}", dest=name, default="", metavar="VALUE")

    def handle(self, *_args: Any, **options: Any) -> None:
        query = QueryDict(mutable=True)
        query.update({name: options[name] for name in api_names() if options.get(name)})
        try:
            way, others = parse_api(query, now=timezone.now())
        except UsageError as error:
            refuse(self, error.detail, USAGE)
        try:
            found = answer(way, ("from", "to"), others=others)
        except UsageError as error:
            refuse(self, error.detail, REFUSED)
        if isinstance(found.found, NoRoute):
            why = (f"{way_words.said(remark)}." for remark in found.found.blocked_by)
            refuse(self, "\n".join([title(found.found), *why]), REFUSED)
        self.stdout.write(json.dumps(feature(found), ensure_ascii=False))
