"""Pages of text: what the law asks for, and the explanation in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from actors.models import Need
from actors.verdict import Verdict, words
from mapping.profiles import profiles
from portal import presentation
from portal.context import Site

# What each answer about access means, in plain words.
EXPLAINED: tuple[tuple[Verdict, Promise], ...] = (
    (Verdict.YES, _("Sie kommen allein hinein. Zum Beispiel: Am Eingang ist keine Stufe.")),
    (Verdict.PARTLY, _("Sie kommen mit etwas Hilfe hinein. Zum Beispiel: Am Eingang ist eine niedrige Stufe.")),
    (Verdict.NO, _("Sie kommen wahrscheinlich nicht hinein. Zum Beispiel: Am Eingang sind mehrere Stufen.")),
    (Verdict.UNKNOWN, _("Das wissen wir noch nicht. Bitte rufen Sie vorher an und fragen Sie.")),
)


def _page(request: HttpRequest, template: str, heading: str, **more: object) -> HttpResponse:
    return render(request, template, {"site": Site.asked(request), "heading": heading, **more})


@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    rows = ((verdict, *words(verdict, profiles().default), text) for verdict, text in EXPLAINED)
    signs = [dict(zip(("verdict", "symbol", "word", "text"), row, strict=True)) for row in rows]
    emergency = presentation.emergency(Need.objects.all())
    return _page(request, "portal/plain.html", gettext("Einfach erklärt"), signs=signs, emergency=emergency)


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/imprint.html", gettext("Impressum"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/privacy.html", gettext("Datenschutz"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "portal/accessibility.html", gettext("Erklärung zur Barrierefreiheit"))
