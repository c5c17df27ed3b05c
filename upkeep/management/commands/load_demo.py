"""`manage.py load_demo`: the fictional quarter that makes a new installation alive."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from common.commands import progress, refuse
from common.errors import UsageError
from mapping.models import Quarter
from upkeep.demo import load_demo


class Command(BaseCommand):
    help = "Load the fictional quarter “Lindenquartier”. Loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only if there is no quarter yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_empty"] and Quarter.objects.exists():
            self.stdout.write("There is a quarter already; the demo was not loaded.")
            return
        try:
            report = load_demo(at=timezone.now(), say=partial(progress, self))
        except UsageError as error:
            refuse(self, error.detail, 1)
        self.stdout.write(report.text())
