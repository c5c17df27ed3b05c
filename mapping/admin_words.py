"""The words of the admin's map, as its scripts want them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNDO, CANCEL = _("Letzten Punkt löschen"), _("Abbrechen")
CLEAR = _("Alles löschen")

# Paths into `L.drawLocal`, the drawing tools' own structure.
DRAW: dict[str, Promise] = {
    "toolbar.actions.title": _("Zeichnen abbrechen"),
    "toolbar.actions.text": CANCEL,
    "toolbar.finish.title": _("Zeichnen beenden"),
    "toolbar.finish.text": _("Fertig"),
    "toolbar.undo.title": UNDO,
    "toolbar.undo.text": UNDO,
    "toolbar.buttons.marker": _("Punkt setzen"),
    "toolbar.buttons.polygon": _("Fläche zeichnen"),
    "toolbar.buttons.polyline": _("Linie zeichnen"),
    "toolbar.buttons.rectangle": _("Rechteck zeichnen"),
    "handlers.marker.tooltip.start": _("Klicken Sie auf die Karte, um den Punkt zu setzen."),
    "handlers.polyline.error": _("Linien dürfen sich nicht kreuzen."),
    "handlers.rectangle.tooltip.start": _("Ziehen Sie ein Rechteck auf."),
    "handlers.simpleshape.tooltip.end": _("Lassen Sie die Maustaste los, um fertig zu werden."),
}
SHAPE: dict[str, Promise] = {
    "start": _("Klicken Sie, um zu beginnen."),
    "cont": _("Klicken Sie, um weiter zu zeichnen."),
    "end": _("Klicken Sie auf den ersten Punkt, um fertig zu werden."),
}
EDIT: dict[str, Promise] = {
    "toolbar.actions.save.title": _("Änderung übernehmen"),
    "toolbar.actions.save.text": _("Übernehmen"),
    "toolbar.actions.cancel.title": _("Änderung verwerfen"),
    "toolbar.actions.cancel.text": CANCEL,
    "toolbar.actions.clearAll.title": CLEAR,
    "toolbar.actions.clearAll.text": CLEAR,
    "toolbar.buttons.edit": _("Verschieben und ändern"),
    "toolbar.buttons.editDisabled": _("Hier ist noch nichts zu ändern"),
    "toolbar.buttons.remove": _("Löschen"),
    "toolbar.buttons.removeDisabled": _("Hier ist noch nichts zu löschen"),
    "handlers.edit.tooltip.text": _("Ziehen Sie den Punkt an die richtige Stelle."),
    "handlers.edit.tooltip.subtext": _("„Abbrechen“ stellt den alten Stand wieder her."),
    "handlers.remove.tooltip.text": _("Klicken Sie auf das, was gelöscht werden soll."),
}
DRAWN_BY_CLICKS = ("polygon", "polyline")
TOOLS: dict[str, Promise] = {
    **{f"draw.{path}": text for path, text in DRAW.items()},
    **{f"draw.handlers.{tool}.tooltip.{key}": text for tool in DRAWN_BY_CLICKS for key, text in SHAPE.items()},
    **{f"edit.{path}": text for path, text in EDIT.items()},
}
BAD_AREA = _(
    "Diese Fläche hat zu wenige Ecken, oder ihr Rand kreuzt oder berührt sich selbst. Bitte zeichnen Sie sie neu."
)
# Why a form refuses what stands in the field of a map, by the keys of Django's geometry fields.
NO_POINT = _(
    "Das ist keine Stelle auf der Karte. Bitte geben Sie Länge und Breite in Grad ein, zum Beispiel 13,31 und 52,58."
)
NO_AREA = _("Das ist keine Fläche auf der Karte. Bitte zeichnen Sie die Fläche neu.")
POINT_REFUSALS: dict[str, Promise] = {
    "required": _(
        "Bitte setzen Sie die Stelle: mit der Adresse, mit Länge und Breite oder mit einem Klick in die Karte."
    ),
    "invalid_geom": NO_POINT,
    "invalid_geom_type": NO_POINT,
}
AREA_REFUSALS: dict[str, Promise] = {
    "required": _("Bitte zeichnen Sie die Fläche auf der Karte."),
    "invalid_geom": NO_AREA,
    "invalid_geom_type": NO_AREA,
}
WORDS: dict[str, Promise] = {
    "zoomIn": _("Vergrößern"),
    "zoomOut": _("Verkleinern"),
    "nothing": _("Diese Adresse kennt die Karte nicht."),
    "found": _("{n} Adressen gefunden. Wählen Sie eine."),
    "silent": _("Die Suche antwortet nicht. Vielleicht sind Sie nicht mehr angemeldet."),
    "pin": _("Gewählte Stelle"),
    "map": _("Karte"),
}


def toolbar() -> dict[str, Any]:
    """The words of the drawing tools in the structure of `L.drawLocal`."""
    tree: dict[str, Any] = {}
    for path, text in TOOLS.items():
        *branches, leaf = path.split(".")
        branch = tree
        for name in branches:
            branch = branch.setdefault(name, {})
        branch[leaf] = str(text)
    return tree


def refusals(geom_type: str) -> dict[str, Any]:
    return POINT_REFUSALS if geom_type == "POINT" else AREA_REFUSALS


def words() -> dict[str, str]:
    return {name: str(text) for name, text in WORDS.items()}
