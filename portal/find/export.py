"""The result as a file: CSV and XLSX for German spreadsheets, GeoJSON for maps. Every file names its licence."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from portal.find import features
from portal.find.columns import COLUMNS, Cell, Column
from portal.find.hits import OSM_ATTRIBUTION, OSM_LICENCE, Hit
from portal.find.result import EVERY_MAX, Answer

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOJSON_TYPE = "application/geo+json"
BOM = "\ufeff"
CELL_MAX = 32_767  # characters that a cell of a spreadsheet takes
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_WIDTHS = {"name": 36, "strasse": 24, "oeffnungszeiten": 36, "web": 30, "bedarfe": 30, "id": 38}


def answer(asked: Answer, form: str) -> HttpResponse:
    """The whole result as a file of the form `csv`, `xlsx` or `geojson`."""
    hits = asked.every(maximum=EVERY_MAX)
    response = WRITERS[form](hits, asked)
    name = slugify(asked.narrowing.find.quarter.slug) or "quartier"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


# --- CSV --------------------------------------------------------------------------------------------------------------


def as_csv(hits: Iterable[Hit], _asked: Answer) -> HttpResponse:
    """UTF-8 with BOM, `;`, CRLF, decimal comma, dates as 31.12.2026; no cell can become a formula."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([_written(column.read(hit)) for column in COLUMNS] for hit in hits)
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, int | float):
        return str(cell).replace(".", ",")
    return harmless(str(cell))


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front, which the import takes away again."""
    return f"'{text}" if _FORMULA.match(text) else text


# --- XLSX -------------------------------------------------------------------------------------------------------------


def as_xlsx(hits: Iterable[Hit], asked: Answer) -> HttpResponse:
    """First sheet the table, second what its columns mean and under which licence it stands."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Treffer"))
    sheet.freeze_panes = "C2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[_letters(number)].width = _WIDTHS.get(column.name, 16)
    sheet.append([_text(sheet, column.name, bold=True) for column in COLUMNS])
    for hit in hits:
        sheet.append([_cell(sheet, column, hit) for column in COLUMNS])
    _explain(book, asked)
    out = io.BytesIO()
    book.save(out)
    return HttpResponse(out.getvalue(), content_type=XLSX_TYPE)


def _letters(number: int) -> str:
    """Name of a column: 1 → A, 27 → AA."""
    rest, last = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + last)


def _cell(sheet: Any, column: Column, hit: Hit) -> Any:
    value: Any = column.read(hit)
    if isinstance(value, str):
        return _text(sheet, value, plain=column.text)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "DD.MM.YYYY" if isinstance(value, date) else "General"
    return cell


def _text(sheet: Any, value: str, *, bold: bool = False, plain: bool = False) -> Any:
    """A cell that stays text whatever it begins with. Control characters, which the format forbids, are left out."""
    cell: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_MAX])
    cell.data_type = "s"
    cell.number_format = "@" if plain else "General"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _explain(book: Workbook, asked: Answer) -> None:
    sheet = book.create_sheet(_("Spalten"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 80
    sheet.append([_text(sheet, word, bold=True) for word in (_("Spalte"), _("Bedeutung"))])
    rows = [(column.name, str(column.explanation)) for column in COLUMNS]
    for row in [*rows, ("", ""), *about(asked)]:
        sheet.append([_text(sheet, word) for word in row])


def about(asked: Answer) -> list[tuple[str, str]]:
    """What was asked, when, and under which licence the answer stands."""
    find = asked.narrowing.find
    return [
        (_("Quartier"), find.quarter.name),
        (_("Abgefragt am"), localtime(find.now).strftime("%d.%m.%Y %H:%M")),
        (_("Profil"), find.profile.label("de")),
        (_("Lizenz"), licence()),
    ]


def licence() -> str:
    """One line that names all licences of a file with entries of several sources."""
    return _("Eigene Angaben: {own}, {operator}. Angaben aus OpenStreetMap: {osm}, {attribution}.").format(
        own=settings.OWN_DATA_LICENCE, operator=settings.OPERATOR, osm=OSM_LICENCE, attribution=OSM_ATTRIBUTION
    )


# --- GeoJSON ----------------------------------------------------------------------------------------------------------


def as_geojson(hits: Iterable[Hit], asked: Answer) -> HttpResponse:
    found = [features.full(hit) for hit in hits]
    body = features.collection(found, numberMatched=asked.matched, numberReturned=len(found), licence=licence())
    return JsonResponse(body, content_type=GEOJSON_TYPE, json_dumps_params={"ensure_ascii": False})


WRITERS: dict[str, Callable[[Iterable[Hit], Answer], HttpResponse]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "geojson": as_geojson,
}
