"""`manage.py check_routes`: every signed route judged by the ways as they are today. Fit for a daily timer."""

from typing import Any

from django.core.management.base import BaseCommand

from mapping import profiles, signed_words
from mapping.models import NetworkVersion, RouteChange
from mapping.signed_routes import recheck


class Command(BaseCommand):
    help = "Check signed routes against the path network and print what has changed since the last check."

    def handle(self, *_args: Any, **_options: Any) -> None:
        changes = recheck(NetworkVersion.objects.active().values_list("pk", flat=True))
        for change in changes:
            if not change.backward:
                self.stdout.write(f"{change.route}: {_sentence(change)}")
        if not changes:
            self.stdout.write("Nothing has changed.")


def _sentence(change: RouteChange) -> str:
    return signed_words.changed(change, profiles.inside(profiles.profiles().by_slug[change.profile]))
