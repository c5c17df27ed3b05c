"""Forms for what people find out about paths: each kind has its own range or list of words."""

from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import CHECKED, LASTING
from common.forms import FreshForm, VerifiedForm
from mapping import positions
from mapping.barrier_actions import put_picture
from mapping.correctable import BARRIERS, MEASURES, Row, Window
from mapping.models import Barrier, BarrierPicture, PathSurvey, State, can_move
from mapping.path_words import words_of
from mapping.picture_forms import PictureField


class FindingForm(VerifiedForm, FreshForm):
    """A value must fit its kind; longitude and latitude must not be swapped."""

    rows = BARRIERS

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        row = self.rows.get(data.get(self._meta.model.DECIDES, ""))
        if row is not None:
            self._check_value(row, data)
        point = data.get("point")
        if point and (right := positions.turned(point)):
            positions.offer(self, "point", right)
        return data

    def _check_value(self, row: Row, data: dict[str, Any]) -> None:
        kind = row.label
        if not row.words and data.get("word"):
            self.add_error("word", _("Bei „{kind}“ gibt es keine Einstufung. Bitte leer lassen.").format(kind=kind))
        if not row.window and data.get("value") is not None:
            self.add_error("value", _("Bei „{kind}“ gibt es kein Maß. Bitte leer lassen.").format(kind=kind))
        if row.words and data.get("word") not in row.words:
            self.add_error("word", self._one_of(row))
        if row.window and "value" not in self.errors:
            self._check_number(row, row.window, data.get("value"))

    def _one_of(self, row: Row) -> str:
        words = ", ".join(str(words_of(row.attribute)[word]) for word in row.words)
        return _("Bei „{kind}“ bitte eines von: {words}.").format(kind=row.label, words=words)

    def _check_number(self, row: Row, window: Window, value: Any) -> None:
        missing = value is None and row.required
        if missing or (value is not None and not window.low <= value <= window.high):
            low, high = (number_format(number) for number in (window.low, window.high))
            right = _("Bei „{kind}“ bitte eine Zahl von {low} bis {high} {unit}").format(
                kind=row.label, low=low, high=high, unit=row.unit
            )
            self.add_error("value", f"{right.strip()}.")


class BarrierForm(FindingForm):
    """The next state must be one that may follow; a picture needs words for those who do not see it."""

    days = MappingProxyType({**FindingForm.days, "starts_on": LASTING, "ends_on": LASTING, "fixed_on": CHECKED})

    picture = PictureField(required=False)
    alternative = forms.CharField(
        label=gettext_lazy("Was auf dem Bild zu sehen ist"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Für alle, die das Bild nicht sehen: „Bordstein, höher als eine Hand, ohne Absenkung“"),
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Bild entfernen"), required=False)

    class Meta:
        model = Barrier
        fields = (
            *("kind", "point", "value", "word", "state", "starts_on", "ends_on", "description", "evidence"),
            *("verified_on", "verified_by", "fixed_on", "status"),
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "evidence": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.stored_picture:
            self.fields["alternative"].initial = self.stored_picture.alternative

    @cached_property
    def stored_picture(self) -> BarrierPicture | None:
        return BarrierPicture.objects.filter(barrier=self.instance.pk).first() if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        after = data.get("state")
        if after and not self._may_become(after):
            text = _("Von „{now}“ aus geht das nicht: {wanted}.")
            self.add_error("state", text.format(now=self._before().label, wanted=State(after).label))
        if after:
            data["fixed_on"] = (data.get("fixed_on") or timezone.localdate()) if after == State.FIXED else None
        stays = self.stored_picture and not data.get("without_picture")
        if (data.get("picture") or stays) and not data.get("alternative"):
            self.add_error("alternative", _("Bitte sagen Sie in Worten, was auf dem Bild zu sehen ist."))
        return data

    def clean_verified_on(self) -> date | None:
        day: date | None = self.cleaned_data["verified_on"]
        return timezone.localdate() if self.cleaned_data.get("state") == State.CONFIRMED and not day else day

    def save_picture(self) -> None:
        """To be called when the barrier is stored."""
        picture, words = self.cleaned_data.get("picture"), self.cleaned_data.get("alternative", "")
        if picture:
            put_picture(self.instance, picture, words)
        elif self.cleaned_data.get("without_picture"):
            BarrierPicture.objects.filter(barrier=self.instance).delete()
        elif self.stored_picture:
            BarrierPicture.objects.filter(barrier=self.instance).update(alternative=words)

    def _before(self) -> State:
        """What is stored now: a colleague may have moved it since the form was opened."""
        stored = Barrier.objects.filter(pk=self.instance.pk).values_list("state", flat=True).first()
        return State(stored or State.REPORTED)

    def _may_become(self, after: str) -> bool:
        before = self._before()
        if self.instance.pk is None:
            return after in (State.REPORTED, State.CONFIRMED)
        return after == before or can_move(before, after)


class PathSurveyForm(FindingForm):
    rows = MEASURES
    days = MappingProxyType({"surveyed_on": CHECKED})

    class Meta:
        model = PathSurvey
        fields = ("attribute", "point", "value", "word", "surveyed_on", "surveyed_by", "note", "status")
