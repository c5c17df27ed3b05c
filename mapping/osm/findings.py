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

# Of single values and of the path network; a value is kept unless the sentence says otherwise.
NETWORK_TEXTS: dict[str, Promise] = {
    "empty": _("Angabe ist leer"),
    "explicit_unknown": _("Angabe ist ausdrücklich unbekannt"),
    "too_long": _("Angabe ist zu lang, nicht übernommen"),
    "multi_value": _("Mehrere Angaben, die ungünstigste zählt"),
    "range": _("Angabe von bis, die ungünstigere zählt"),
    "open_bound": _("Nur eine Grenze ist angegeben"),
    "bad_number": _("Zahl ist nicht lesbar, nicht übernommen"),
    "implausible": _("Wert kann nicht stimmen, nicht übernommen"),
    "unknown_value": _("Wort ist nicht bekannt, nicht übernommen"),
    "unit_assumed": _("Einheit fehlt, die naheliegende ist angenommen"),
    "ambiguous_unit": _("Einheit fehlt und ist nicht eindeutig, nicht übernommen"),
    "class_value": _("Nur ein grobes Wort, dafür gilt ein üblicher Wert"),
    "variant": _("Unterart ist nicht bekannt, die Hauptart zählt"),
    "wrong_key": _("Zahl steht im falschen Feld"),
    "contradiction": _("Zwei Angaben widersprechen sich, die genauere zählt"),
    "line_barrier_without_gate": _("Ein Zaun oder eine Mauer kreuzt den Weg, ein Durchgang ist nicht eingetragen"),
    "area_too_complex": _("Platz hat sehr viele Zugänge, nur der Rand ist als Weg übernommen"),
}
TEXTS |= NETWORK_TEXTS
