"""Columns per language and their history."""

from modeltranslation.translator import TranslationOptions, register

from common.history import keep
from initiatives.models import Programme


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("label",)


keep(Programme)
