"""`manage.py doctor`: walk the checks of installation and data, say what to do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from common.doctor import Check, Finding, Level, examine

MARKS = {Level.OK: "✓", Level.HINT: "!", Level.FAULT: "✕"}


class Command(BaseCommand):
    help = "Check the installation and its data; exit code 1 if something is wrong."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        findings = [self._show(check, finding) for check, finding in examine()]
        faults = sum(finding.level == Level.FAULT for finding in findings)
        self.stdout.write(f"{len(findings)} checks, {faults} faults.")
        if faults:
            sys.exit(1)

    def _show(self, check: Check, finding: Finding) -> Finding:
        remedy = f" → {finding.remedy}" if finding.remedy else ""
        self.stdout.write(f"{MARKS[finding.level]} {check.name}: {finding.text}{remedy}")
        return finding
