"""What forms say of what cannot be read."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from common.forms import say_what_is_right

FIELDS = (
    (forms.DateField, {"de": "24.12.2026", "en": "2026-12-24"}),
    (forms.TimeField, {"de": "15:30", "en": "15:30"}),
    (forms.FloatField, {"de": "2.5", "en": "2.5"}),
    (forms.DecimalField, {"de": "2.5", "en": "2.5"}),
    (forms.IntegerField, {"de": "12", "en": "12"}),
    (forms.EmailField, {"de": "name@beispiel.de", "en": "name@example.org"}),
    (forms.URLField, {"de": "https://www.beispiel.de", "en": "https://www.example.org"}),
)


def said(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return " ".join(refused.value.messages)


def made(kind: type[forms.Field]) -> forms.Field:
    more = {"assume_scheme": "https"} if kind is forms.URLField else {}
    field = kind(**more)
    say_what_is_right(field)
    return field


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("kind", "examples"), FIELDS)
def test_a_refusal_gives_an_example_that_the_field_takes(
    kind: type[forms.Field], examples: dict[str, str], language: str
):
    with translation.override(language):
        field, example = made(kind), examples[language]
        assert example in said(field, "Unsinn mit Wörtern")
        assert field.clean(example) is not None


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_day_with_a_time_says_which_of_the_two_is_wrong(language: str):
    field = forms.SplitDateTimeField()
    say_what_is_right(field)
    with translation.override(language):
        day = FIELDS[0][1][language]
        assert day in said(field, ["morgen", "15:30"])
        assert "15:30" not in said(field, ["morgen", "15:30"])
        assert "15:30" in said(field, [day, "nachmittags"])


def test_a_field_that_takes_any_text_is_left_as_it_is():
    field = forms.CharField()
    before = dict(field.error_messages)
    say_what_is_right(field)
    assert field.error_messages == before
