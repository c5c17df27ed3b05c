"""A start that cannot be found: the page is shown without it, with what was typed and one sentence.

It is typed by hand, while all the rest is chosen from what there is; who slips keeps what else was asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from common.errors import UsageError
from common.params import TEXT_MAX
from common.text import visible
from portal.find import PAGE

Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Unfound:
    """`typed` goes back into the field, `sentence` says what would be right."""

    typed: str
    sentence: str
    status: int


def read(query: QueryDict, parse: Callable[[QueryDict], Asked]) -> tuple[Asked, Unfound | None]:
    """The question, if need be without its start. UsageError for everything else that is wrong."""
    try:
        return parse(query), None
    except UsageError as error:
        if error.field != PAGE.start:
            raise
        rest = query.copy()
        del rest[PAGE.start]
        typed = visible(query.get(PAGE.start, ""))[:TEXT_MAX]
        return parse(rest), Unfound(typed, error.called(_("Wo sind Sie?")), error.status)
