"""The programme of a month: a page to print, and the same as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import pdf
from mapping import profiles
from portal.context import Site
from portal.programme.question import Question, parse
from portal.programme.sheet import sheet

TEMPLATE = "portal/programme.html"
PAGE, FILE = "base.html", "portal/paper.html"  # what surrounds the sheet


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    return render(request, TEMPLATE, _context(request, PAGE))


@require_safe
def programme_pdf(request: HttpRequest) -> HttpResponse:
    """Unavailable (503) where files cannot be made; the page to print is there all the same."""
    context = _context(request, FILE)
    html = render_to_string(TEMPLATE, context, request)
    content = pdf.made(html, request.build_absolute_uri(request.path))
    question = context["question"]
    name = f"programm-{question.whose.quarter.slug}-{question.month}.pdf"
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _context(request: HttpRequest, frame: str) -> dict[str, Any]:
    question = parse(request.GET, timezone.now())
    return {
        "frame": frame,
        "is_file": frame == FILE,
        "site": Site(request, question.whose.quarter),
        "quarter": question.whose.quarter,
        "question": question,
        "sheet": sheet(question),
        "spoken_profile": profiles.inside(question.profile),
        "dates_address": _dates_address(question),
        "before": question.moved(-1),
        "after": question.moved(1),
    }


def _dates_address(question: Question) -> str:
    """The list of all dates."""
    query = question.whose.query()
    return reverse("portal:events") + (f"?{query}" if query else "")
