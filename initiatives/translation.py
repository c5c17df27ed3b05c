"""Columns per language and their history (the order matters: see `common.history`)."""

from modeltranslation.translator import TranslationOptions, translator

from common.history import keep
from initiatives.models import Cooperation, DateChange, Event, Initiative, Milestone, Participation, Programme, RoomFact

TRANSLATED: dict[type, tuple[str, ...]] = {
    Programme: ("label",),
    Initiative: ("title", "summary", "goal", "results", "joining", "funding"),
    Milestone: ("text",),
    Event: ("title", "about", "cost_text", "registration", "cancelled"),
    DateChange: ("note",),
    Cooperation: ("what",),
}

for model, fields in TRANSLATED.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))

for model in (*TRANSLATED, Participation, RoomFact):
    keep(model)
