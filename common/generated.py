"""Steps of migrations for generated columns, which Django makes but never alters."""

from django.contrib.postgres.indexes import GinIndex
from django.db.migrations import AddField, AddIndex, RemoveField, RemoveIndex
from django.db.migrations.operations.base import Operation
from django.db.models import GeneratedField


def made_anew(model: str, name: str, field: GeneratedField, index: GinIndex) -> list[Operation]:
    """The column with another expression, and its index."""
    return [
        RemoveIndex(model, index.name),
        RemoveField(model, name),
        AddField(model, name, field),
        AddIndex(model, index),
    ]
