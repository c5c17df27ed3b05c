"""`/healthz` for those who watch the service."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from common.doctor import Level, examine


@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when every vital check is fine, else 503; the reasons as JSON in both cases."""
    findings = {check.name: finding for check, finding in examine(vital_only=True)}
    usable = all(finding.level != Level.FAULT for finding in findings.values())
    checks = {name: {"level": finding.level, "text": finding.text} for name, finding in findings.items()}
    return JsonResponse({"usable": usable, "checks": checks}, status=200 if usable else 503)
