"""What is to be done about networks after an import, and without a new file: matches, arrays, figures, checks."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from mapping import anchors, network, network_files, signed_routes
from mapping.models import NetworkVersion, Quarter
from mapping.osm.load_network import figures_of
from mapping.routing.corrections import digest


@dataclass(frozen=True)
class Rebuilt:
    """`error` is empty if the network can be used; then `edges` counts what is on it with all findings."""

    version: NetworkVersion
    matches: anchors.Matches
    figures: dict[str, Any]
    edges: int = 0
    error: str = ""


def rebuild(version: NetworkVersion) -> Rebuilt:
    """From the stored rows: figures, matches, arrays."""
    try:
        base = network.stored(version)
    except network.NetworkDamaged as error:
        return Rebuilt(version, anchors.Matches(), version.figures, error=str(error))
    with transaction.atomic():
        _renew(version, {"figures": figures_of(base, version.quarter), "checksum": base.checksum})
        matches = anchors.rematch(version, base)
    day = timezone.localdate()
    for checksum in {base.checksum, digest(base, network.findings(version, base, day))}:
        network_files.drop(checksum)
    network.SHELF.clear()
    edges = network.load(version, day).network.edges
    signed_routes.recheck([version.pk])
    return Rebuilt(version, matches, version.figures, edges)


def ready(quarter: Quarter) -> None:
    """After an import: nobody has to wait for the arrays, and signed routes are judged by the new ways."""
    network.warm(quarter)
    signed_routes.recheck_quarter(quarter)


def _renew(version: NetworkVersion, values: dict[str, Any]) -> None:
    """Another version of the program may count other things, and name the same network otherwise."""
    if any(getattr(version, name) != value for name, value in values.items()):
        NetworkVersion.objects.filter(pk=version.pk).update(**values)
        version.refresh_from_db()
