"""A picture in a form of the admin: made harmless when it comes in, refused with a sentence if it is none."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import UsageError
from mapping import pictures

PUBLIC = gettext_lazy("JPEG, PNG oder WebP. Bitte keine Menschen und keine Kennzeichen. Alle können es sehen.")


class PictureField(forms.FileField):
    """Gives a `mapping.pictures.Picture`, or None."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ",".join(pictures.TYPES)})
        super().__init__(label=gettext_lazy("Bild"), help_text=PUBLIC, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> pictures.Picture | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return pictures.read("picture", file.name, file, file.size)
        except UsageError as error:
            raise forms.ValidationError(_("Richtig wäre: {right}.").format(right=error.right)) from error
