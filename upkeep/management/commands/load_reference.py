"""`manage.py load_reference`: needs, kinds, groups, programmes from the fixtures."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand
from django.db import transaction

from actors import reference
from initiatives.models import Programme


class Command(BaseCommand):
    help = "Load needs, kinds, groups and programmes; what a person edited stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with transaction.atomic(), pghistory.context(reason="load_reference"):
            result = reference.load(reference.read())
            result += reference.renew(
                Programme, ((row["slug"], columns(row)) for row in reference.read("programmes.yaml"))
            )
        self.stdout.write(
            f"Vocabulary: {result.added} added, {result.renewed} renewed, {result.kept} edited ones kept."
        )


def columns(row: dict[str, str]) -> dict[str, str]:
    return {"label_de": row["label"], "label_en": row["label_en"], "website": row.get("website", "")}
