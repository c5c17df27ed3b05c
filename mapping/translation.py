"""Columns per language, then the history of exactly these columns (the order matters: see `common.history`)."""

from modeltranslation.translator import TranslationOptions, register

from common.history import keep
from mapping.models import Barrier, PathSurvey, Quarter


@register(Quarter)
class QuarterTranslation(TranslationOptions):
    fields = ("welcome",)


for model in (Quarter, Barrier, PathSurvey):
    keep(model)
