"""The admin's gate: guessing passwords is slowed, and what no form could have sent is answered with a sentence."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from common.errors import UsageError
from common.limits import Limit, network

LOGIN = Limit("login", most=10, window=timedelta(minutes=15))
View = Callable[..., HttpResponse]
YEARS = {"year": range(1, 10_000), "iso_year": range(1, 9_999)}  # lookup → of which Python knows begin and end
_WHOLE = re.compile(r"-?[0-9]{1,12}")


class SlowedLogin(AdminAuthenticationForm):
    """A right password makes earlier slips forgotten; after too many wrong ones even the right one has to wait."""

    def clean(self) -> dict[str, Any]:
        account, asked = self.cleaned_data.get("username"), self.request
        if not (account and self.cleaned_data.get("password") and asked):
            return super().clean()
        LOGIN.take(account, network(asked))
        data = super().clean()
        LOGIN.forgive(account, network(asked))
        return data


class OwnAdminSite(admin.AdminSite):
    login_form = SlowedLogin

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return super().admin_view(readable(view), cacheable)


def readable(view: View) -> View:
    """Refuses values that the database could not take, before or when it refuses them."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _check(request.GET, lambda _name, value: "\0" not in value, _("Text ohne Steuerzeichen"))
        years = _("ein Jahr von {first} bis {last}").format(first=YEARS["iso_year"][0], last=YEARS["iso_year"][-1])
        _check(request.GET, _is_in_the_calendar, years)
        _check(
            request.POST, lambda name, value: name != ACTION_CHECKBOX_NAME or value.isdecimal(), _("eine ganze Zahl")
        )
        try:
            return view(request, *args, **kwargs)
        except (DataError, OverflowError):
            if request.method != "GET":
                raise
            raise UsageError("query", request.META["QUERY_STRING"], _("eine Auswahl dieser Seite")) from None

    return inner


def _is_in_the_calendar(name: str, value: str) -> bool:
    """False for a filter by a year that no calendar has; Django notices it only when it asks the database."""
    years = [YEARS[part] for part in name.split("__")[1:] if part in YEARS]
    return not _WHOLE.fullmatch(value) or all(int(value) in known for known in years)


def _check(sent: QueryDict, fits: Callable[[str, str], bool], right: str) -> None:
    for name, values in sent.lists():
        for value in values:
            if not fits(name, value):
                raise UsageError(name, value, right)
