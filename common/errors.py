"""Mistakes of users are one family of errors; everything else is a bug and stays a 500.

`UsageError(field, value, right)` says which field held what and what would be right. The middleware in `common.http`
turns the family into answers by the attributes below; nobody else needs to know status codes.
"""

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.text import visible

Text = str | Promise


class UsageError(Exception):
    """Input that cannot be used: names the field, the value and what would be right."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-input"
    title: ClassVar[Text] = gettext_lazy("Diese Eingabe passt nicht")

    def __init__(self, field: str, value: object, right: Text) -> None:
        super().__init__(field, value, right)
        self.field, self.value, self.right = field, value, right

    @property
    def detail(self) -> str:
        return self._sentence(self.field, self.right)

    @property
    def in_words(self) -> str:
        """The same for pages, whose readers know labels and not the values of an address."""
        return self.called(self.field)

    def called(self, label: Text) -> str:
        """`in_words` where the page has a label for the field; what is not about a field says its own sentence."""
        return self._sentence(label, self.right)

    def _sentence(self, label: Text, right: Text) -> str:
        shown = Truncator(visible(str(self.value))).chars(80)
        return _("„{field}“ ist „{value}“. Richtig wäre: {right}.").format(
            field=label, value=shown, right=str(right).rstrip(".")
        )

    def __str__(self) -> str:
        return self.detail


class NotInList(UsageError):
    """A value that is none of `allowed`: `right` names the likely ones, `labels` the same as pages call them."""

    def __init__(self, field: str, value: object, right: Text, allowed: Sequence[str], labels: Text = "") -> None:
        super().__init__(field, value, right)
        self.allowed, self.labels = allowed, labels or right

    def called(self, label: Text) -> str:
        return self._sentence(label, self.labels)


class NotFound(UsageError):
    """A thing that was named but does not exist (or is not public)."""

    status = 404
    code = "not-found"
    title = gettext_lazy("Das haben wir nicht gefunden")


class Forbidden(UsageError):
    """The person may not do this."""

    status = 403
    code = "forbidden"
    title = gettext_lazy("Das ist hier nicht erlaubt")


class MethodNotAllowed(UsageError):
    """The address exists, but not for this kind of request."""

    status = 405
    code = "method-not-allowed"
    title = gettext_lazy("Das geht an dieser Adresse nicht")


class Conflict(UsageError):
    """Somebody changed it meanwhile."""

    status = 409
    code = "conflict"
    title = gettext_lazy("Das wurde inzwischen geändert")


class TooLarge(UsageError):
    """More than the service takes in one piece."""

    status = 413
    code = "too-large"
    title = gettext_lazy("Das ist zu groß")


class TooMany(UsageError):
    """More tries than somebody may have (`common.limits`); `retry_after_s` says when to come back."""

    status = 429
    code = "too-many"
    title = gettext_lazy("Das waren zu viele Versuche")

    def __init__(self, field: str, value: object, right: Text, *, retry_after_s: int) -> None:
        super().__init__(field, value, right)
        self.retry_after_s = retry_after_s

    @property
    def detail(self) -> str:
        return _("Erlaubt sind {right}. Bitte versuchen Sie es in {time} noch einmal.").format(
            right=self.right, time=minutes(self.retry_after_s)
        )

    def called(self, _label: Text) -> str:
        return self.detail


class Unavailable(UsageError):
    """Something that works at other times or elsewhere; `right` is a whole sentence that says what to do instead."""

    status = 503
    code = "unavailable"
    title = gettext_lazy("Das geht gerade nicht")

    @property
    def detail(self) -> str:
        return str(self.right)

    def called(self, _label: Text) -> str:
        return self.detail


def minutes(seconds: float) -> str:
    """„12 Minuten“; begun ones count in full."""
    number = math.ceil(seconds / 60)
    return ngettext("{n} Minute", "{n} Minuten", number).format(n=number)


def body(error: UsageError) -> dict[str, Any]:
    """The one JSON form of an error."""
    told = {"code": error.code, "title": str(error.title), "detail": error.detail, "field": error.field}
    return told | ({"allowed": list(error.allowed)} if isinstance(error, NotInList) else {})
