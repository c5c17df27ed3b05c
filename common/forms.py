"""What forms of the admin share: days that nobody means, names and examples for fields, changes made meanwhile."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms.models import InlineForeignKeyField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.days import CHECKED, Days
from common.errors import UsageError
from common.text import join_words, visible


class DaysForm(forms.ModelForm):
    """Refuses days far off, by field, with the sentence that says which years would be right."""

    days: ClassVar[Mapping[str, Days]] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, days in self.days.items():
            day = data.get(name)
            if day and (right := days.right(day, timezone.localdate())):
                self.add_error(name, UsageError(str(self[name].label), self[name].data, right).detail)
        return data

    def check_order(self, first: str, last: str) -> None:
        """To be called in `clean`: a last day is not before the first one."""
        begin, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begin and end and end < begin:
            self.add_error(last, _("Bitte einen Tag nach dem Beginn angeben."))


class VerifiedForm(DaysForm):
    """Who checked is said together with when; the database keeps the same (`verified_with_a_date`)."""

    days: ClassVar[Mapping[str, Days]] = MappingProxyType({"verified_on": CHECKED})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("verified_by") and not data.get("verified_on") and "verified_on" not in self.errors:
            self.add_error("verified_on", _("Bitte auch angeben, wann es geprüft wurde."))
        return data


_LINES = str.maketrans("\t\r\n", "   ")


def check_readable(label: str, typed: object) -> None:
    """Refuses signs that nobody sees and that spoil a line, such as those that turn the direction of what follows.

    Fields of texts only; others have made something else of what was typed.
    """
    if isinstance(typed, str) and visible(text := typed.translate(_LINES)) != text:
        raise ValidationError(UsageError(label, text, _("Text ohne Steuerzeichen")).detail)


# The first kind that fits decides. Django says that something is wrong, not what would be right. Numbers have a point
# in any language: browsers send it so, and a field that took a comma would write one into the page, which they drop.
_RIGHT: tuple[tuple[type[forms.Field], Promise], ...] = (
    (forms.DateField, gettext_lazy("Das ist kein Tag. Richtig wäre: ein Tag wie 24.12.2026.")),
    (forms.TimeField, gettext_lazy("Das ist keine Uhrzeit. Richtig wäre: eine Uhrzeit wie 15:30.")),
    (forms.FloatField, gettext_lazy("Das ist keine Zahl. Richtig wäre: eine Zahl mit Punkt wie 2.5.")),
    (forms.DecimalField, gettext_lazy("Das ist keine Zahl. Richtig wäre: eine Zahl mit Punkt wie 2.5.")),
    (forms.IntegerField, gettext_lazy("Das ist keine ganze Zahl. Richtig wäre: eine Zahl wie 12.")),
    (forms.EmailField, gettext_lazy("Das ist keine E-Mail-Adresse. Richtig wäre: eine wie name@beispiel.de.")),
    (forms.URLField, gettext_lazy("Das ist keine Internet-Adresse. Richtig wäre: eine wie https://www.beispiel.de.")),
)


def say_what_is_right(field: forms.Field) -> None:
    """Gives a field that is typed into a sentence with an example that it takes; what was typed stands beside it."""
    for part in (field, *getattr(field, "fields", ())):
        if (right := next((text for kind, text in _RIGHT if isinstance(part, kind)), None)) is not None:
            part.error_messages["invalid"] = right


class RowForm(forms.ModelForm):
    """A row of a record: what may stand there only once is looked up in the database too, not only among the rows sent.

    Django leaves the link to the record out of these checks. Rows that a colleague has added meanwhile are not sent.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        links = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        for one in self.instance._meta.constraints:
            if isinstance(one, UniqueConstraint) and links & set(one.fields):
                self._check_once(one)

    def _check_once(self, constraint: UniqueConstraint) -> None:
        try:
            constraint.validate(type(self.instance), self.instance, self._get_validation_exclusions())
        except ValidationError:
            text = _("Das ist hier schon eingetragen. Bitte die Zeile ändern, die es gibt, statt dieser.")
            self.add_error(None, text)


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows under columns: each field carries the name of its column, because a table gives it no label."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                _name(field.widget, capfirst(str(field.label)))


def _name(widget: forms.Widget, label: str) -> None:
    """A day with a time is two fields: „Jetzt von: Datum“ and „Jetzt von: Uhrzeit“."""
    inner = getattr(widget, "widget", widget)  # without the links to add and to change that go with it
    if not isinstance(inner, forms.MultiWidget):
        inner.attrs["aria-label"] = label
        return
    for part, said in zip(inner.widgets, (_("Datum"), _("Uhrzeit")), strict=True):
        part.attrs["aria-label"] = f"{label}: {said}"


class FreshForm(forms.ModelForm):
    """Refuses once to store over a change that came after the form was opened, by a colleague or an import.

    The state of a record is its newest event in the history, so that every kind of write counts. What was typed stays
    in the form; sending it again stores it knowingly. The model must have a history (`common.history`).
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self._state()

    def _state(self) -> str:
        if self.instance.pk is None:
            return ""
        events = type(self.instance).pgh_event_model.objects.filter(pgh_obj_id=self.instance.pk)
        return str(events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        now, before = self._state(), data.get("seen", "")
        if before and before != now:
            self._ask_again(now)
        return data

    def _ask_again(self, now: str) -> None:
        """Say where the two versions differ; the next attempt knows of the present one."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = now
        self.data = data
        labels = [str(self.fields[name].label) for name in self.changed_data if name != "seen"]
        text = _("Inzwischen hat jemand diesen Eintrag geändert. Ihre Eingaben stehen noch hier.")
        if labels:
            text += " " + _("Verschieden sind: {fields}.").format(fields=join_words(labels))
        self.add_error(None, text + " " + _("Wenn Sie noch einmal speichern, gilt Ihre Fassung."))
