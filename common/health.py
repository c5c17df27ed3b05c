"""`/healthz` for those who watch the service."""

import logging

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from common.doctor import Finding, Level, examine

log = logging.getLogger("quartierskarte.health")


@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when every vital check is fine, else 503; the reasons as JSON in both cases."""
    findings = {check.name: finding for check, finding in examine(vital_only=True)}
    usable = all(finding.level != Level.FAULT for finding in findings.values())
    checks = {name: {"level": finding.level, "text": _public(name, finding)} for name, finding in findings.items()}
    return JsonResponse({"usable": usable, "checks": checks}, status=200 if usable else 503)


def _public(name: str, finding: Finding) -> str:
    """The message of an error goes to the log only: everybody may ask, and it may name hosts and accounts."""
    if finding.error is None:
        return finding.text
    log.error("The check “%s” failed.", name, exc_info=finding.error)
    return "the check failed, the log says why"
