"""`manage.py renew_calendars`: calendars of many events, written before somebody asks."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.dates.calendars import renew


class Command(BaseCommand):
    help = "Write the calendars of many events that were asked for lately as this program writes them."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Calendars ready: {renew()}.")
