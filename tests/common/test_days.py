"""Days that can be meant, and what is said of the others."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

from common.days import Days

TODAY = date(2026, 11, 26)
LASTING, CHECKED = Days(first=1800, ahead=50), Days(first=2000, ahead=0)


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (LASTING, date(1800, 1, 1)),
        (LASTING, date(2076, 12, 31)),
        (CHECKED, date(2000, 1, 1)),
        (CHECKED, TODAY),
    ],
)
def test_both_ends_can_be_meant(days: Days, day: date):
    assert days.right(day, TODAY) == ""


@pytest.mark.parametrize(
    ("days", "day", "says"),
    [
        (LASTING, date.min, "ein Jahr von 1800 bis 2076"),
        (LASTING, date(1799, 12, 31), "ein Jahr von 1800 bis 2076"),
        (LASTING, date(2077, 1, 1), "ein Jahr von 1800 bis 2076"),
        (LASTING, date.max, "ein Jahr von 1800 bis 2076"),
        (CHECKED, date(1999, 12, 31), "ein Tag von 2000 bis heute"),
        (CHECKED, date(2026, 11, 27), "ein Tag von 2000 bis heute"),
    ],
)
def test_other_days_are_answered_with_what_would_be_right(days: Days, day: date, says: str):
    assert days.right(day, TODAY) == says


def forms_of_the_admin() -> Iterator[type[forms.ModelForm]]:
    """As the admin makes them: of its pages and of the rows in them."""
    request = RequestFactory().get("/admin/")
    request.user = User(username="ada", is_superuser=True, is_active=True, is_staff=True)
    for page in admin.site._registry.values():
        if page.has_change_permission(request):
            yield page.get_form(request, change=True)
            yield from (inline.get_formset(request).form for inline in page.get_inline_instances(request))


@pytest.mark.django_db
def test_every_day_that_the_admin_asks_for_has_its_years():
    asked = {
        f"{form._meta.model.__name__}.{name}": name in getattr(form, "days", {})
        for form in forms_of_the_admin()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField)
    }
    assert len(asked) > 15
    assert [name for name, is_limited in asked.items() if not is_limited] == []
