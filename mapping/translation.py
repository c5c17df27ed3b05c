"""Columns per language, then the history of exactly these columns (the order matters: see `common.history`)."""

from modeltranslation.translator import TranslationOptions, register

from common.history import keep
from mapping.models import Barrier, PathSurvey, Quarter, SignedRoute


@register(Quarter)
class QuarterTranslation(TranslationOptions):
    fields = ("welcome",)


@register(SignedRoute)
class SignedRouteTranslation(TranslationOptions):
    fields = ("name", "summary", "plain")


for model in (Quarter, Barrier, PathSurvey, SignedRoute):
    keep(model)
