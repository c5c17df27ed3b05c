"""What a finding means, in one sentence for the person who runs the import."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    "area-broken": _("Fläche ist am Rand abgeschnitten oder überschneidet sich selbst, übersprungen"),
    "geometry-incomplete": _("Es fehlen Punkte in der Datei, übersprungen"),
    "geometry-invalid": _("Form ist ungültig und ließ sich nicht heilen, übersprungen"),
    "tags-unreadable": _("Angaben sind keine lesbare Schrift, übersprungen"),
    "address-number": _("Hausnummer ist nicht lesbar, übersprungen"),
    "address-street": _("Hausnummer ohne Straße, übersprungen"),
    "hours-not-understood": _("Öffnungszeiten sind nicht eindeutig, nur als Text übernommen"),
    "phone-not-understood": _("Telefonnummer ist nicht lesbar, nicht übernommen"),
    "phone-several": _("Mehrere Telefonnummern, nur die erste übernommen"),
    "website-refused": _("Internet-Adresse ist nicht brauchbar, nicht übernommen"),
    "email-refused": _("E-Mail-Adresse ist nicht brauchbar, nicht übernommen"),
    "access-not-understood": _("Angabe zur Barrierefreiheit ist nicht lesbar, nicht übernommen"),
    "capacity-not-understood": _("Zahl der Plätze ist nicht lesbar, nicht übernommen"),
    "name-made": _("Name ist nicht glaubhaft, durch Art und Straße ersetzt"),
    "text-shortened": _("Text ist zu lang und wurde gekürzt"),
    "duplicate": _("Doppelt eingetragen, mit dem anderen Objekt zusammengelegt"),
    "no-position": _("Objekt hat keine Lage, übersprungen"),
    "older-version": _("Die Datei ist an dieser Stelle älter als der Bestand, nicht übernommen"),
}
