"""Every change is kept by database triggers, so that bulk and SQL writes count too."""

from typing import Any

import pghistory
from django.db.models import GeneratedField, Model


def keep(model: type[Model]) -> None:
    """Record inserts, updates and deletes of `model`, and what its own many-to-many fields link, in event tables.

    To be called after modeltranslation has added the language columns: used as a decorator on the model, the event
    table would lack them and changes of a translation would be lost without a word.
    """
    _track(model)
    for field in model._meta.local_many_to_many:
        _track(_links(model, field.remote_field.through))


def _links(model: type[Model], through: Any) -> type[Any]:
    """A proxy of a table of links: migrations carry triggers of declared models only."""
    meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label})
    name = f"{through.__name__.replace('_', ' ').title().replace(' ', '')}Link"
    return type(name, (through,), {"Meta": meta, "__module__": model.__module__})


def _track(model: type[Any]) -> None:
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    computed = [field.name for field in model._meta.get_fields() if isinstance(field, GeneratedField)]
    pghistory.track(*events, exclude=computed)(model)
