"""The find page: one question, shown as list and map, printed, or taken away as a file."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import params
from common.errors import UsageError
from mapping.routing.traveller import Traveller
from portal import colouring
from portal.context import Site
from portal.dates.beside import Beside
from portal.find import PAGE, PAGE_SIZE, Answer, Find, parse
from portal.find.export import WRITERS
from portal.find.export import answer as file
from portal.find.features import map_data
from portal.find.sources import SOURCES, Source
from portal.views.find_form import form
from portal.views.unfound import Unfound, read

FORMS = (*WRITERS, "druck")
MAP_MAX = 2000  # markers; a quarter has a few hundred
PRINT_MAX = 200  # entries on paper
PAGE_MAX = 10_000


@dataclass(frozen=True)
class Page:
    """A page of what was found. `carried` are parameters of its own that its links keep; `more` is for its template."""

    here: str
    template: str
    sources: tuple[Source, ...] = SOURCES
    carried: tuple[tuple[str, str], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    return answered(request, Page("portal:find", "portal/find.html"))


def answered(request: HttpRequest, page: Page) -> HttpResponse:
    """A start that cannot be found leaves the page as it is without one; files and paper are refused."""
    wanted = params.choice(request.GET, "format", FORMS, "")
    number = params.integer(request.GET, "seite", low=1, high=PAGE_MAX, default=1) or 1
    if wanted:
        asked = Answer(_question(request, page, request.GET), page.sources)
        return _print(request, asked, page) if wanted == "druck" else file(asked, wanted)
    question, unfound = read(request.GET, partial(_question, request, page))
    return _page(request, Answer(question, page.sources), page, number, unfound)


def _question(request: HttpRequest, page: Page, query: QueryDict) -> Find:
    """The question, with the look that links on the page keep."""
    found = parse(query, PAGE, now=timezone.now())
    colours = Site(request, found.quarter).scheme_slug
    scheme = (("farben", colours),) if colours else ()
    return replace(found, carried=(*scheme, *page.carried, *colouring.kept(request.GET)))


def _page(request: HttpRequest, asked: Answer, page: Page, number: int, unfound: Unfound | None) -> HttpResponse:
    on_map = list(asked.every(maximum=MAP_MAX))
    result = asked.page(limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE, known=on_map)
    if number > result.pages.count:
        raise UsageError("seite", number, _("eine Zahl von 1 bis {last}").format(last=result.pages.count))
    question = result.find
    beside = Beside(question) if number == 1 else None
    context = {
        "site": Site(request, question.quarter),
        "here": page.here,
        "find": question,
        "result": replace(result, dates=bool(beside and beside.rows)),
        "beside": beside,
        "form": form(question, unfound),
        "unfound": unfound,
        "map_data": map_data(question, on_map),
        "colouring": colouring.colouring(
            question.quarter, Traveller(question.profile), on=colouring.is_on(request.GET)
        ),
        **page.more,
    }
    return render(request, page.template, context, status=unfound.status if unfound else 200)


def _print(request: HttpRequest, asked: Answer, page: Page) -> HttpResponse:
    result = asked.page(limit=PRINT_MAX, offset=0)
    site = Site(request, result.find.quarter)
    context = {"site": site, "here": page.here, "find": result.find, "result": result}
    return render(request, "portal/find_print.html", context)
