"""Forms of the admin for what brings entries in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from common.forms import FreshForm
from upkeep.imports.ical.address import Address
from upkeep.imports.ical.gate import MEGABYTE, MOST_BYTES
from upkeep.models import Calendar


class CalendarForm(FreshForm):
    class Meta:
        model = Calendar
        fields = ("organisation", "url", "place", "initiative", "needs")
        widgets = {"url": forms.TextInput(attrs={"class": "vLargeTextField", "autocomplete": "off"})}

    def clean_url(self) -> str:
        typed: str = self.cleaned_data["url"]
        try:
            url = Address.parse(typed).text if typed else ""
        except UsageError as error:
            raise forms.ValidationError(error.detail) from error
        if url != self.initial.get("url", ""):
            self.instance.etag = self.instance.last_modified = ""  # those were of another answer
        return url

    def clean(self) -> dict[str, Any]:
        """The database keeps it as well; where the organisation is only shown, the form alone would not notice."""
        data = super().clean()
        whose = data.get("organisation") or (self.instance.organisation if self.instance.pk else None)
        same = Calendar.objects.filter(organisation=whose, url=data.get("url")).exclude(pk=self.instance.pk)
        if whose and "url" in data and same.exists():
            self.add_error("url", _("Diesen Kalender des Akteurs gibt es schon."))
        return data


class CalendarFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Datei mit der Endung .ics"), widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"})
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("Bitte eine Datei bis {limit} MB auswählen.").format(limit=MOST_BYTES // MEGABYTE)
            )
        return file
