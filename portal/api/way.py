"""`/api/route`: one route as GeoJSON, or why there is none."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mapping.routing.blocked import NoRoute
from portal.api.views import as_json, in_language
from portal.find.export import GEOJSON_TYPE
from portal.way.answer import answer
from portal.way.feature import feature, problem
from portal.way.question import parse_api


@require_safe
@in_language
def route(request: HttpRequest) -> HttpResponse:
    way, others = parse_api(request.GET, now=timezone.now())
    found = answer(way, ("from", "to"), others=others)
    if isinstance(found.found, NoRoute):
        return JsonResponse(problem(found), status=404, json_dumps_params={"ensure_ascii": False})
    return as_json(feature(found), GEOJSON_TYPE)
