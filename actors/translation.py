"""Columns per language, then the history of exactly these columns (the order matters: see `common.history`)."""

from modeltranslation.translator import TranslationOptions, translator

from actors.models import AccessFact, Attribute, Contact, Group, Kind, Need, Offering, Organisation, Place, TargetGroup
from common.history import keep

TRANSLATED: dict[type, tuple[str, ...]] = {
    Group: ("label",),
    Kind: ("label",),
    Need: ("label", "short_label", "sentence"),
    TargetGroup: ("label",),
    Attribute: ("label",),
    Organisation: ("about",),
    Place: ("about",),
    Offering: ("title", "about", "audience", "cost_text", "when_text", "registration"),
}

for model, fields in TRANSLATED.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))

for model in (*TRANSLATED, AccessFact, Contact):
    keep(model)
