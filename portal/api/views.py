"""`/api/find` and `/api/suggest`: the same question as the pages, as JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from common import languages, params
from common.errors import UsageError
from common.http import answer
from portal.find import API, Find, Result, features, parse, run
from portal.find.export import GEOJSON_TYPE, licence
from portal.find.question import chosen_quarter
from portal.find.suggest import TYPES, suggestions
from portal.way.question import LANGUAGE

LIMIT, LIMIT_MAX = 50, 500

OFFSET_MAX = 1_000_000
View = Callable[[HttpRequest], HttpResponse]


def in_language(view: View) -> View:
    """Answer, and err, in the language of the parameter `lang`."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        spoken = [code for code, _name in settings.LANGUAGES]
        with translation.override(params.choice(request.GET, LANGUAGE, spoken, settings.LANGUAGE_CODE)):
            try:
                return view(request)
            except UsageError as error:
                return answer(request, error)

    return inner


def as_json(body: dict[str, Any], content_type: str = "application/json") -> JsonResponse:
    return JsonResponse(body, content_type=content_type, json_dumps_params={"ensure_ascii": False})


@require_safe
@in_language
def find(request: HttpRequest) -> HttpResponse:
    """GeoJSON FeatureCollection of one page."""
    params.only(request.GET, (*API.every, "limit", "offset", LANGUAGE), API.repeatable)
    limit = params.integer(request.GET, "limit", low=1, high=LIMIT_MAX, default=LIMIT) or LIMIT
    offset = params.integer(request.GET, "offset", low=0, high=OFFSET_MAX, default=0) or 0
    result = run(parse(request.GET, API, now=timezone.now()), limit=limit, offset=offset)
    body = features.collection(
        [features.full(hit) for hit in result.hits],
        numberMatched=result.matched,
        numberReturned=len(result.hits),
        timeStamp=result.find.now.isoformat(timespec="seconds"),
        sentence=result.sentence,
        notices=result.notice,
        emergency=[{"number": number.text, "label": number.label} for number in result.emergency],
        licence=licence(),
        links=links(request, result),
    )
    return as_json(body, GEOJSON_TYPE)


def links(request: HttpRequest, result: Result) -> list[dict[str, str]]:
    """`self`, and `next` and `prev` where there is more."""
    limit, offset = result.limit, result.offset
    starts = {"self": offset}
    if offset + limit < result.matched:
        starts["next"] = offset + limit
    if offset:
        starts["prev"] = max(0, offset - limit)
    return [
        {"rel": rel, "type": GEOJSON_TYPE, "href": _href(request, result.find, limit, at)} for rel, at in starts.items()
    ]


def _href(request: HttpRequest, found: Find, limit: int, offset: int) -> str:
    language = languages.active()
    chosen = {} if language == settings.LANGUAGE_CODE else {"lang": language}
    return request.build_absolute_uri(f"{request.path}?{found.api_query(limit=limit, offset=offset, **chosen)}")


@require_safe
@in_language
def suggest(request: HttpRequest) -> HttpResponse:
    """Completions of what somebody is typing; `type` (repeatable) asks for some kinds of them only."""
    params.only(request.GET, ("q", "type", API.quarter, LANGUAGE), ("type",))
    text = params.text(request.GET, "q")
    types = params.choices(request.GET, "type", TYPES) or TYPES
    quarter, is_default = chosen_quarter(request.GET, API.quarter)
    found = suggestions(text, quarter, types=types, in_default_quarter=is_default)
    return as_json({"suggestions": [entry.as_dict() for entry in found]})
