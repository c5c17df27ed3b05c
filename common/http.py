"""The edge of the service: errors become answers, requests are logged without personal data."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Forbidden, MethodNotAllowed, NotFound, Text, TooLarge, TooMany, UsageError, body
from common.log import FIELDS

log = logging.getLogger("quartierskarte.request")
Handler = Callable[[HttpRequest], HttpResponse]
MEGABYTE = 1_000_000


def answer_empty(_request: HttpRequest, error: UsageError) -> HttpResponse:
    """Tile renderers parse whatever body they get: an error must have none."""
    return HttpResponse(status=error.status)


def answer_json(_request: HttpRequest, error: UsageError) -> HttpResponse:
    return JsonResponse(body(error), status=error.status, json_dumps_params={"ensure_ascii": False})


def answer_page(request: HttpRequest, error: UsageError) -> HttpResponse:
    context = {"error": error, "heading": error.title, "without": _without(request, error)}
    return render(request, "errors/usage.html", context, status=error.status)


def _without(request: HttpRequest, error: UsageError) -> str:
    """The same page with everything but what does not fit; '' if that is not a part of the address."""
    try:
        kept = request.GET.copy()
    except SuspiciousOperation:  # so many parts that Django does not read them
        return ""
    if error.field not in kept:
        return ""
    del kept[error.field]
    return request.path + (f"?{kept.urlencode()}" if kept else "")


Form = Callable[[HttpRequest, UsageError], HttpResponse]
# First prefix that fits decides the form of an error.
FORMS: tuple[tuple[str, Form], ...] = (
    ("/tiles/", answer_empty),
    ("/api/", answer_json),
    ("/healthz", answer_json),
    ("", answer_page),
)


def form_for(request: HttpRequest) -> Form:
    return next(form for prefix, form in FORMS if request.path_info.startswith(prefix))


def answer(request: HttpRequest, error: UsageError) -> HttpResponse:
    """The one error answer, in the form that fits the address."""
    response = form_for(request)(request, error)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after_s)
    return response


class ErrorAnswers:
    """Turn the family of usage errors (and addresses that do not exist) into answers; bugs pass through as 500."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            told = answer(request, MethodNotAllowed("method", request.method, response["Allow"]))
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, UsageError):
            return answer(request, exception)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for requests Django refuses to read. Asks nothing of them, because reading would fail again."""
    error = _too_large(exception) or _unreadable(request)
    form = form_for(request)
    if form is not answer_page:
        return form(request, error)
    return render(None, "errors/400.html", {"error": error}, status=error.status)


# What Django refuses to read: the field that is named, an amount in words, how much is right.
TOO_LARGE: dict[type[Exception], tuple[str, Text, Callable[[], int | None]]] = {
    TooManyFieldsSent: ("fields", gettext_lazy("{n} Angaben"), lambda: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS),
    TooManyFilesSent: ("files", gettext_lazy("{n} Dateien"), lambda: settings.DATA_UPLOAD_MAX_NUMBER_FILES),
    RequestDataTooBig: ("body", gettext_lazy("{n} MB"), lambda: settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE),
}


def _too_large(exception: Exception | None) -> TooLarge | None:
    """None if the exception is about something else."""
    found = next((told for kind, told in TOO_LARGE.items() if isinstance(exception, kind)), None)
    if found is None:
        return None
    field, amount, limit = found
    words = str(amount).format(n=limit())
    return TooLarge(
        field,
        _("mehr als {amount}").format(amount=words),
        _("höchstens {amount} in einer Anfrage").format(amount=words),
    )


def _unreadable(request: HttpRequest) -> UsageError:
    return UsageError("request", request.method, _("eine Anfrage, wie sie die Seiten dieses Dienstes stellen"))


def not_from_here(request: HttpRequest, **_why: str) -> HttpResponse:
    """Handler for what looks sent by another site (`CSRF_FAILURE_VIEW`)."""
    right = _("eine Eingabe auf unseren Seiten. Bitte laden Sie die Seite neu und senden Sie noch einmal")
    return answer(request, Forbidden("request", request.method, right))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for addresses that lead nowhere."""
    if isinstance(exception, Http404) and form_for(request) is answer_page:
        return render(request, "errors/404.html", {"heading": _("Diese Seite gibt es nicht")}, status=404)
    return answer(request, NotFound("path", request.path, _("eine Adresse, die es hier gibt")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for bugs: says so, shows no details, needs neither database nor context processors."""
    form = form_for(request)
    if form is answer_json:
        wording = {"code": "server-error", "title": _("Bei uns ist etwas schiefgegangen"), "detail": "", "field": ""}
        return JsonResponse(wording, status=500)
    if form is answer_empty:
        return HttpResponse(status=500)
    return render(None, "errors/500.html", {}, status=500)


def headers_only(get_response: Handler) -> Handler:
    """Middleware: HEAD is answered without a body; gunicorn would drop it too, but with a warning for each."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return respond


class RequestLog:
    """One line of the log per request. Never the visitor's address, nor the query: it holds needs and whereabouts."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        taken_ms = (time.perf_counter() - started) * 1000
        log.info("request", extra={FIELDS: request_line(request, response, taken_ms)})
        return response


def request_line(request: HttpRequest, response: HttpResponse, taken_ms: float) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": None if response.streaming else len(response.content),
        "ms": round(taken_ms, 1),
    }


class SecurityHeaders:
    """Headers Django and django-csp do not set: nothing of the device is asked for, except position after a click."""

    POLICY = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()"

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        if request.path_info.startswith(("/api/", "/tiles/")):
            response.headers.setdefault("Access-Control-Allow-Origin", settings.API_ALLOW_ORIGIN)
            patch_vary_headers(response, ("Accept-Encoding",))
        return response
