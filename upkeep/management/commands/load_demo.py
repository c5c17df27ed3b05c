"""`manage.py load_demo`: the fictional quarter that makes a new installation alive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

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
            report = load_demo(at=timezone.now(), say=self.stderr.write)
        except UsageError as error:
            raise CommandError(error.detail, returncode=1) from None
        self.stdout.write(report.text())
