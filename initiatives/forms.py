"""Forms of the admin: when something takes place is written as people say it."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.forms import AccessFactForm
from actors.models import Organisation
from common.errors import UsageError
from common.forms import DaysForm, FreshForm, RowForm, RowsFormSet, VerifiedForm
from common.records import Status
from initiatives.days import DAYS, FIRST_DATE, OTHER_DATES
from initiatives.models import (
    Cooperation,
    DateChange,
    Event,
    Initiative,
    InitiativePicture,
    Milestone,
    Participation,
    RoomFact,
)
from initiatives.models.initiatives import check_move
from initiatives.recurrence import Series, reading, words
from initiatives.recurrence.series import LONGEST, wall
from mapping.models.pictures import columns
from mapping.picture_forms import PictureField

SAID = gettext_lazy("In deutschen Worten, zum Beispiel: jeden letzten Freitag im Monat, 15 bis 17 Uhr")
ENTRANCE = gettext_lazy(
    "Nur, wenn man nicht durch den Haupteingang geht, zum Beispiel: über den Hof, die Tür neben der Küche."
    " Dann zählen für diesen Termin die Angaben zum Raum und nicht die zum Eingang des Hauses."
)


class InitiativeForm(VerifiedForm, FreshForm):
    days = DAYS[Initiative]

    class Meta:
        model = Initiative
        fields = (
            "title",
            "slug",
            "state",
            "programmes",
            "needs",
            "summary",
            "plain",
            "goal",
            "results",
            "joining",
            "begins_on",
            "ends_on",
            "lead",
            "funding",
            "area",
            "places",
            "phone",
            "email",
            "website",
            "verified_on",
            "verified_by",
            "review_on",
            "status",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("status") == Status.PUBLISHED and not (data.get("area") or data.get("places")):
            self.add_error(None, _("Bitte einen Ort oder ein Gebiet angeben. Sonst findet niemand diese Initiative."))
        self.check_order("begins_on", "ends_on")
        return data

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        try:
            check_move(self.initial.get("state", state), state)
        except UsageError as error:
            label = str(self["state"].label)
            raise ValidationError(UsageError(label, error.value, error.right).detail) from error
        return state


class ParticipationForm(RowForm, DaysForm):
    days = DAYS[Participation]

    class Meta:
        model = Participation
        fields = ("organisation", "role", "since")


class MilestoneForm(DaysForm):
    days = DAYS[Milestone]

    class Meta:
        model = Milestone
        fields = ("on", "text", "done")


class InitiativePictureForm(forms.ModelForm):
    """A row is a picture and what can be seen on it; another file takes the place of the one that is there."""

    picture = PictureField(required=False)

    class Meta:
        model = InitiativePicture
        fields = ("picture", "alternative", "order")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.instance.pk and "picture" not in self.errors and not data.get("picture"):
            self.add_error("picture", _("Bitte ein Bild auswählen."))
        return data

    def save(self, commit: bool = True) -> InitiativePicture:
        if picture := self.cleaned_data.get("picture"):
            for name, value in columns(picture, self.cleaned_data["alternative"]).items():
                setattr(self.instance, name, value)
        return super().save(commit)


class CooperationForm(DaysForm, FreshForm):
    """Two different organisations, the same words only once; the database keeps the same."""

    days = DAYS[Cooperation]

    class Meta:
        model = Cooperation
        fields = ("one", "other", "what", "since", "strength", "initiative")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        one, other, what = (data.get(name) for name in ("one", "other", "what_de"))
        if one and one == other:
            self.add_error("other", _("Bitte zwei verschiedene Akteure wählen."))
        elif one and other and what and self._is_there_already(one, other, what):
            text = _("Diese Zusammenarbeit ist schon eingetragen. Bitte den Eintrag ändern, den es gibt.")
            self.add_error("what_de", text)
        return data

    def _is_there_already(self, one: Organisation, other: Organisation, what: str) -> bool:
        """In whichever order the two were named."""
        both = [one, other]
        same = Cooperation.objects.filter(one__in=both, other__in=both, what_de=what)
        return same.exclude(pk=self.instance.pk).exists()


class EventForm(FreshForm):
    """`said` is the first date and the rule in one sentence; an unchanged sentence changes nothing."""

    said = forms.CharField(
        label=gettext_lazy("Wann"),
        max_length=reading.LONGEST,
        help_text=SAID,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )

    class Meta:
        model = Event
        fields = (
            "title",
            "slug",
            "said",
            "initiative",
            "organisation",
            "place",
            "room",
            "entrance",
            "needs",
            "about",
            "plain",
            "cost",
            "cost_text",
            "registration",
            "phone",
            "email",
            "website",
            "cancelled",
            "status",
        )
        help_texts = MappingProxyType({"entrance": ENTRANCE})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["said"].initial = in_german(self.instance)

    def clean_said(self) -> str:
        said: str = self.cleaned_data["said"]
        if self.instance.pk and said == in_german(self.instance):
            return said
        # Another rule of an event that there is holds from its first date on.
        today = wall(self.instance.starts if self.instance.pk else timezone.now()).date()
        try:
            read = reading.read(said, today=today)
            _check_days(read)
        except UsageError as error:
            raise ValidationError(error.detail) from error
        kept = self.instance.ruled if self.instance.pk else read  # single dates that an import took away or added
        self.instance.take(replace(read, removed=kept.removed, added=kept.added))
        return said

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in ("initiative", "organisation", "place")):
            text = _("Bitte angeben, wer einlädt: eine Initiative, ein Akteur oder ein Ort.")
            self.add_error(None, text)
        return data


def _check_days(series: Series) -> None:
    """Raises UsageError for a first or a last day that nobody means."""
    last = series.rule.until if series.rule else None
    for day, days in ((series.start, FIRST_DATE), (last, OTHER_DATES)):
        if day and (right := days.right(day.date(), timezone.localdate())):
            raise UsageError(reading.FIELD, date_format(day, "DATE_FORMAT"), right)


def in_german(event: Event) -> str:
    """What the form shows is what it reads."""
    with translation.override("de"):
        return words.typed(event.ruled)  # single dates of a calendar stay beside it


class RoomFactForm(AccessFactForm):
    class Meta:
        model = RoomFact
        fields = AccessFactForm.Meta.fields


class DateChangeForm(RowForm):
    """Something is other on this date, and its new times are some that pages can show; the database keeps the first."""

    class Meta:
        model = DateChange
        fields = ("original", "starts", "ends", "place", "cancelled", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"starts", "ends"} & self.errors.keys():
            self._check_times(data.get("starts"), data.get("ends"))
        if not (self.errors or any(data.get(name) for name in ("starts", "place", "cancelled", "note_de"))):
            text = _("Bitte angeben, was anders ist: andere Zeiten, ein anderer Ort, fällt aus oder ein Hinweis.")
            self.add_error(None, text)
        return data

    def _check_times(self, starts: datetime | None, ends: datetime | None) -> None:
        if starts is None and ends is None:
            return
        if starts is None or ends is None:
            self.add_error("ends" if starts else "starts", _("Bitte beides angeben: von wann und bis wann."))
        elif ends < starts:
            self.add_error("ends", _("Bitte ein Ende nach dem Beginn angeben."))
        elif ends - starts > LONGEST:
            self.add_error("ends", _("Ein Termin dauert höchstens {n} Tage.").format(n=LONGEST.days))
        elif right := OTHER_DATES.right(wall(starts).date(), timezone.localdate()):
            self.add_error(
                "starts", UsageError(str(self["starts"].label), date_format(wall(starts), "DATE_FORMAT"), right).detail
            )


class DateChangeFormSet(RowsFormSet):
    """Changes of single dates are of dates that there are."""

    def clean(self) -> None:
        super().clean()
        if not self.instance.starts:
            return  # the event itself is refused
        ruled = self.instance.ruled
        for form in self.forms:
            original = form.cleaned_data.get("original") if form not in self.deleted_forms and form.is_valid() else None
            if original and not ruled.has(wall(original)):
                text = _(
                    "Nach der Regel ist am {day} kein Termin. Bitte einen Tag und eine Uhrzeit angeben,"
                    " an denen der Termin nach der Regel stattfindet, oder diese Zeile löschen."
                )
                form.add_error("original", text.format(day=date_format(wall(original), "DATETIME_FORMAT")))
