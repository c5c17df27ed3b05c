"""Short ways to ask."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from mapping.models import Quarter
from portal.find import API, PAGE, Find, Result, parse, run

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)  # a Tuesday, 11 o'clock in Germany
Ask = Callable[..., Result]


def question(query: str, names=PAGE, now: datetime = NOW) -> Find:
    return parse(QueryDict(query), names, now=now)


def api_question(query: str) -> Find:
    return question(query, API)


@pytest.fixture
def ask(quarter: Quarter) -> Ask:
    return lambda query="", **page: run(question(query), **page)


def found(result: Result) -> list[str]:
    return [hit.name for hit in result.hits]
