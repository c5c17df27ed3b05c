"""Stored pictures as answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from mapping.models.pictures import StoredPicture

CACHE = "public, max-age=3600"


def jpeg(request: HttpRequest, picture: StoredPicture) -> HttpResponseBase:
    """The picture itself; 304 if the browser has it. Defer `jpeg`: then it is read only if it is sent."""
    etag = f'"{picture.digest[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(picture.jpeg), content_type="image/jpeg")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE
    return response
