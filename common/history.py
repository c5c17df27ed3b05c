"""Every change is kept by database triggers, so that bulk and SQL writes count too."""

from typing import Any

import pghistory
from django.db.models import GeneratedField, Model


def keep(model: type[Model]) -> type[Any]:
    """Record inserts, updates and deletes of `model` in its event table.

    To be called after modeltranslation has added the language columns: used as a decorator on the model, the event
    table would lack them and changes of a translation would be lost without a word.
    """
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    computed = [field.name for field in model._meta.get_fields() if isinstance(field, GeneratedField)]
    return pghistory.track(*events, exclude=computed)(model)
