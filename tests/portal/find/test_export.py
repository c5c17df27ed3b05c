"""The result as a file: what a spreadsheet makes of it, and that nothing in it can run."""

import csv
import io
import json

import openpyxl
import pytest

from actors.models import Organisation
from mapping.models import Quarter
from portal.find import Answer, export
from portal.find.columns import COLUMNS
from tests import factories
from tests.portal.find.conftest import question

pytestmark = pytest.mark.usefixtures("town")
EVIL = ["=1+1", "+49 30 123", "-1", "@SUM(A1)", "\tcmd", "\rcmd", '=HYPERLINK("http://x";"y")']


def rows(query: str = "") -> list[dict[str, str]]:
    body = export.answer(Answer(question(query)), "csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body, newline=""), delimiter=";"))


def sheets(query: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(export.answer(Answer(question(query)), "xlsx").content))


def test_csv_is_what_german_spreadsheets_open_with_a_double_click():
    response = export.answer(Answer(question("art=apotheke&von=13.3110,52.5880")), "csv")
    text = response.content.decode()
    assert text.startswith("\ufeffid;name;art;bedarfe;strasse;hausnummer;plz;ort;breite;laenge;telefon;")
    assert text.endswith("\r\n")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="wittenau.csv"'
    (row,) = rows("art=apotheke&von=13.3110,52.5880")
    assert (row["breite"], row["laenge"], row["rollstuhl"], row["entfernung_m"]) == ("52,585", "13,311", "ja", "334")


def test_dates_postcodes_and_unknown_values_are_written_for_people(town: Quarter):
    from datetime import date

    factories.place("Amt", "amt", postcode="01099", verified_on=date(2026, 3, 1))
    (row,) = rows("art=amt")
    assert (row["plz"], row["geprueft_am"], row["rollstuhl"]) == ("01099", "01.03.2026", "nicht bekannt")


def test_csv_and_list_hold_the_same_in_the_same_order():
    assert [row["name"] for row in rows("bedarf=demenz")] == [
        hit.name for hit in Answer(question("bedarf=demenz")).page(limit=50, offset=0).hits
    ]


@pytest.mark.parametrize("evil", EVIL)
def test_no_cell_of_a_csv_can_become_a_formula(town: Quarter, evil: str):
    factories.place(evil, "amt", phone=evil, street=evil)
    (row,) = rows("art=amt")
    for cell in row.values():
        assert cell[:1] not in tuple("=+-@\t\r") or cell == ""
    assert row["name"] == f"'{evil}"


@pytest.mark.parametrize("evil", [*EVIL, "Zeile\x0bmit\x00Steuerzeichen".replace("\x00", ""), "x" * 199])
def test_no_cell_of_a_workbook_is_a_formula(town: Quarter, evil: str):
    factories.place(evil, "amt", phone="+49 30 123", postcode="01099")
    book = sheets("art=amt")
    for sheet in book:
        for cells in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in cells)
    header, row = book.worksheets[0].iter_rows()
    cells = dict(zip((cell.value for cell in header), row, strict=True))
    assert (cells["plz"].value, cells["plz"].number_format) == ("01099", "@")
    assert (cells["telefon"].value, cells["telefon"].number_format) == ("+49 30 123", "@")
    assert isinstance(cells["breite"].value, float)


def test_the_second_sheet_explains_every_column_and_names_the_licence():
    book = sheets()
    assert book.sheetnames == ["Treffer", "Spalten"]
    explained = dict(book.worksheets[1].iter_rows(values_only=True))
    assert set(explained) >= {column.name for column in COLUMNS}
    assert all(explained[column.name] for column in COLUMNS)
    assert "CC BY 4.0" in explained["Lizenz"]
    assert "OpenStreetMap" in explained["Lizenz"]


def test_the_second_sheet_says_the_local_time_of_the_question():
    explained = dict(sheets().worksheets[1].iter_rows(values_only=True))
    assert explained["Abgefragt am"] == "03.03.2026 11:00"


def test_no_file_names_an_organisation_that_is_not_public(town: Quarter):
    assert "Caritas Wittenau" in {row["akteur"] for row in rows()}
    Organisation.objects.update(status="draft")
    assert {row["akteur"] for row in rows()} == {""}
    assert "Caritas" not in str([*sheets().worksheets[0].iter_rows(values_only=True)])


def test_geojson_carries_licence_and_attribution(town: Quarter):
    factories.place("Rathaus", "amt", source="osm", source_id="node/1")
    response = export.answer(Answer(question("art=amt")), "geojson")
    assert response["Content-Type"] == "application/geo+json"
    body = json.loads(response.content)
    assert "ODbL" in body["licence"]
    assert body["numberMatched"] == body["numberReturned"] == 1
    (feature,) = body["features"]
    assert feature["properties"]["licence"] == "ODbL 1.0"
    assert feature["properties"]["attribution"] == "© OpenStreetMap-Mitwirkende"


def test_every_row_of_a_table_names_licence_and_whom_to_credit():
    for row in rows():
        assert row["lizenz"]
        assert row["namensnennung"]


def test_column_names_are_unique_and_explained():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(str(column.explanation) for column in COLUMNS)
