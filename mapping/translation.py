"""Columns per language, then the history of exactly these columns (the order matters: see `common.history`)."""

from modeltranslation.translator import TranslationOptions, register

from common.history import keep
from mapping.models import Quarter


@register(Quarter)
class QuarterTranslation(TranslationOptions):
    fields = ("welcome",)


keep(Quarter)
