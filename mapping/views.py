"""Tiles over HTTP."""

import gzip

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.errors import NotFound
from mapping import profiles
from mapping.tiles import Tile
from mapping.way_classes import ClassTile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
# Fresh for a minute; for ten more the browser may show what it has while it asks whether that is still true.
CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
GZIP_LEVEL = 5


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client says that it can unpack, and does not forbid it with a quality of nought."""
    for offer in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, quality = (part.strip() for part in offer.partition(";"))
        if name in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def packed(request: HttpRequest, content: bytes) -> HttpResponse:
    if not takes_gzip(request):
        return HttpResponse(content, content_type=CONTENT_TYPE)
    body = gzip.compress(content, GZIP_LEVEL, mtime=0)
    return HttpResponse(body, content_type=CONTENT_TYPE, headers={"Content-Encoding": "gzip"})


@require_safe
def tile(request: HttpRequest, layer: str, z: int, x: int, y: int) -> HttpResponseBase:
    """200 with a tile, 204 if it would be empty, 304 if the client has it; 404 outside of the layer, without body."""
    return answer(request, Tile.parse(layer, z, x, y))


@require_safe
def class_tile(request: HttpRequest, profile: str, z: int, x: int, y: int) -> HttpResponseBase:
    """The same for the ways as somebody with this profile and the limits of the request can use them."""
    known = profiles.profiles().by_slug
    if profile not in known:
        raise NotFound("profile", profile, _("eines von: {list}").format(list=", ".join(known)))
    return answer(request, ClassTile.parse(z, x, y, profiles.traveller_with(known[profile], request.GET)))


def answer(request: HttpRequest, wanted: Tile | ClassTile) -> HttpResponseBase:
    etag = f'W/"{wanted.version()}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = wanted.content()
        response = packed(request, content) if content else HttpResponse(status=204)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
