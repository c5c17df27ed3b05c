"""`manage.py renew_dates`: the dates of all events for the time around today. Fit for a daily timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from initiatives.dates import renew
from initiatives.models import Event


class Command(BaseCommand):
    help = "Work out the dates of all events for some years around today; the same day twice changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        counts = renew(Event.objects.only("pk"), timezone.now())
        self.stdout.write(
            f"{counts.new} new, {counts.changed} changed, {counts.gone} gone, {counts.unchanged} unchanged dates."
        )
