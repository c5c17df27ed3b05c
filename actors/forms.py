"""Forms of the admin: what people type becomes what machines read, and nothing typed is lost."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.features import FEATURES, Feature
from actors.models import AccessFact, Offering, Place
from common.access import Access
from common.days import CHECKED, LASTING
from common.forms import DaysForm, FreshForm, RowForm, VerifiedForm
from common.hours import HoursError, normalise
from common.hours.words import explain
from common.records import Source
from common.text import join_words
from mapping import measures, positions
from mapping.models import Quarter


class OpenForm(VerifiedForm, FreshForm):
    """Opening hours as people write them ("Mo-Fr 8-12 Uhr") are stored in both forms: typed and normalised."""

    def clean_hours(self) -> str:
        typed = self.cleaned_data["hours"].strip()
        try:
            hours = normalise(typed).text if typed else ""
        except HoursError as error:
            wrong, right = explain(error)
            raise ValidationError(_("{wrong} Richtig wäre: {right}.").format(wrong=wrong, right=right)) from error
        # Hours that nobody could read stand only as they were typed: the empty field is not an entry.
        if "hours" in self.changed_data:
            self.instance.hours_typed = typed
        return hours


class PlaceForm(OpenForm):
    """A position that is likely a mistake is questioned: swapped numbers always, one in no quarter once."""

    days = MappingProxyType({**OpenForm.days, "capacity_as_of": CHECKED})
    outside = forms.BooleanField(
        label=gettext_lazy("liegt absichtlich außerhalb"), required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Place
        exclude = ("hours_typed",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        point = data.get("point")
        if point and "point" in self.changed_data:
            self._question(point, meant=bool(data.get("outside")))
        return data

    def _question(self, point: Point, *, meant: bool) -> None:
        if right := positions.turned(point):
            positions.offer(self, "point", right)
        elif not meant and (text := _in_no_quarter(point)):
            self.fields["outside"].widget = forms.CheckboxInput()
            self.add_error("point", text)


def _in_no_quarter(point: Point) -> str:
    """What to say of a point that no quarter holds; '' if one does, or if there is none at all."""
    if Quarter.objects.filter(boundary__covers=point).exists():
        return ""
    names = join_words(Quarter.objects.values_list("name", flat=True))
    text = _("Diese Stelle liegt in keinem Quartier. Es gibt: {names}.").format(names=names)
    more = _("Ist das richtig so? Dann setzen Sie den Haken bei „liegt absichtlich außerhalb“.")
    return f"{text} {more}" if names else ""


class OfferingForm(OpenForm):
    days = MappingProxyType({**OpenForm.days, "valid_from": LASTING, "valid_until": LASTING})

    class Meta:
        model = Offering
        exclude = ("hours_typed",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_order("valid_from", "valid_until")
        return data


class AccessFactForm(RowForm, DaysForm):
    """A number must be plausible for its feature, and it is an answer: then the fact is not "unknown"."""

    days = MappingProxyType({"surveyed_on": CHECKED})

    class Meta:
        model = AccessFact
        fields = ("feature", "value", "number", "note", "surveyed_on", "surveyed_by")

    def save(self, commit: bool = True) -> AccessFact:
        """What a person changes is theirs: pages must not give a map as its source, nor an import take it back."""
        if self.has_changed():
            self.instance.source, self.instance.licence = Source.MANUAL, ""
            self.instance.source_id, self.instance.source_version = "", None
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        feature, number = FEATURES.get(data.get("feature", "")), data.get("number")
        if feature is not None and number is not None and (doubt := _doubt(feature, number, data.get("value"))):
            self.add_error(*doubt)
        return data


def _doubt(feature: Feature, number: Decimal, value: str | None) -> tuple[str, str] | None:
    """What does not fit together first: the field, and what to say of it."""
    if not feature.measured:
        return "number", _("„{label}“ hat kein Maß. Bitte leer lassen.").format(label=feature.label)
    if not feature.low <= number <= feature.high:
        low, high = measures.number(feature.low), measures.amount(feature.high, feature.unit)
        return "number", _("„{label}“ liegt zwischen {low} und {high}.").format(label=feature.label, low=low, high=high)
    if feature.whole and number % 1:
        return "number", _("„{label}“ ist eine ganze Zahl.").format(label=feature.label)
    if value == Access.UNKNOWN:
        return "value", _("Mit einem Maß ist die Antwort bekannt: ja oder nein.")
    if value == Access.NO and number:
        return "value", _("Mit einem Maß über 0 ist die Antwort ja.")
    return None


class NeedForm(forms.ModelForm):
    """Emergency numbers are shown before any result, so a list that pages cannot read must not be stored."""

    def clean_emergency_numbers(self) -> list[dict[str, str]]:
        numbers = self.cleaned_data["emergency_numbers"] or []
        if isinstance(numbers, list) and all(map(_is_number, numbers)):
            return numbers
        raise ValidationError(_("Bitte eine Liste, in der jeder Eintrag „number“ und „label“ als Text hat."))


def _is_number(entry: Any) -> bool:
    if not isinstance(entry, dict) or not {"number", "label"} <= set(entry) <= {"number", "label", "label_en"}:
        return False
    texts = all(isinstance(text, str) for text in entry.values())
    return texts and bool(entry["label"].strip()) and any(sign.isdecimal() for sign in entry["number"])
