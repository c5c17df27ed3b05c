"""Pages as PDF files: what may be in them, that they are made once, and what happens where they cannot be made."""

import logging
import os
import threading
import time
from pathlib import Path

import pytest
from PIL import ImageFile

from common import installation, pdf
from common.doctor import Level
from common.errors import Unavailable
from common.pdf import disk
from common.pdf.writer import OwnFiles
from common.pdf.writer import pdf as write

ADDRESS = "https://karte.example/programm.pdf"
PAGE = '<html lang="de"><title>Programm</title><body>{}</body></html>'


@pytest.fixture
def own_files(settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "pdf"


def test_static_files_come_from_the_disk():
    answer = OwnFiles(ADDRESS).fetch("https://karte.example/static/portal/css/tokens.css")
    assert answer.content_type == "text/css"
    assert b"@font-face" in answer.read()


def test_data_is_let_through():
    assert OwnFiles(ADDRESS).fetch("data:text/plain,hallo").read() == b"hallo"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "FILE:///etc/hostname",
        "http://127.0.0.1/static/portal/css/tokens.css",
        "https://karte.example/admin/",
        "https://karte.example.evil.example/static/portal/css/tokens.css",
        "https://karte.example/static/../manage.py",
        "https://karte.example/static/%2e%2e/manage.py",
        "https://karte.example/static//etc/hostname",
        "https://karte.example/static/nix.css",
        "https://karte.example/static/portal/css",
        "ftp://karte.example/x",
        "/etc/hostname",
    ],
)
def test_everything_else_is_refused(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("something was asked of a net"))
    with pytest.raises(Exception) as refusal:  # noqa: PT011 (whatever it is, WeasyPrint goes on without the thing)
        OwnFiles(ADDRESS).fetch(url)
    assert not isinstance(refusal.value, pytest.fail.Exception)


def test_a_page_with_refused_things_becomes_a_file_without_them(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR, "weasyprint"):
        content = write(PAGE.format('<img src="file:///etc/hostname" alt="x"><p>Da bin ich</p>'), ADDRESS)
    assert content.startswith(b"%PDF-1.7")
    assert "file:///etc/hostname" in caplog.text


def test_files_say_their_language_and_title_and_have_a_structure():
    content = write(PAGE.format("<h1>Eins</h1><ul><li>a</li></ul>"), ADDRESS, uncompressed_pdf=True)
    for part in (b"/StructTreeRoot", b"/Marked true", b"/Lang (de)", b"/Title (Programm)", b"/H1", b"pdfuaid:part"):
        assert part in content


def test_a_file_is_made_once_for_the_same_page(own_files: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    monkeypatch.setattr(pdf, "_written", lambda html, _address: made.append(html) or html.encode())
    assert [pdf.made(html, ADDRESS) for html in ("a", "a", "b", "a")] == [b"a", b"a", b"b", b"a"]
    assert made == ["a", "b"]


def test_it_is_made_anew_after_some_minutes_and_old_ones_are_forgotten(own_files: Path):
    disk.get("one", lambda: b"1")
    past = time.time() - disk.KEPT_S - 1
    os.utime(own_files / "one", (past, past))
    disk.get("two", lambda: b"2")
    assert sorted(file.name for file in own_files.iterdir()) == ["lock", "two"]
    assert disk.get("one", lambda: b"new") == b"new"


def test_only_the_newest_files_are_kept(own_files: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "KEPT_MOST", 3)
    for number in range(5):
        disk.get(str(number), lambda: b"x")
        os.utime(own_files / str(number), (time.time() - 50 + number,) * 2)
    disk.get("last", lambda: b"x")
    assert sorted(file.name for file in own_files.iterdir()) == ["3", "4", "last", "lock"]


def test_who_asks_at_the_same_time_waits_and_gets_the_same_file(own_files: Path):
    made: list[int] = []
    answers: list[bytes] = []

    def slowly() -> bytes:
        made.append(1)
        time.sleep(0.2)
        return b"x"

    threads = [threading.Thread(target=lambda: answers.append(disk.get("name", slowly))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"x"] * 2
    assert made == [1]


def ask_at_once(visitors: int) -> tuple[list[bytes], list[str]]:
    """Answers, and sentences for those who found no seat."""
    answers: list[bytes] = []
    refused: list[str] = []

    def ask() -> None:
        try:
            answers.append(disk.get("name", lambda: time.sleep(0.3) or b"x"))
        except Unavailable as error:
            refused.append(error.right)

    threads = [threading.Thread(target=ask) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, refused


def test_who_finds_no_seat_is_answered_at_once(own_files: Path):
    answers, refused = ask_at_once(6)
    assert (len(answers), len(refused)) == (2, 4)
    assert disk.get("name", lambda: b"y") == b"x"  # the seats are free again


def test_who_finds_no_seat_leaves_nothing_open(own_files: Path):
    ask_at_once(6)
    assert disk.folder() / "lock" not in [opened.resolve() for opened in Path("/proc/self/fd").iterdir()]


def test_who_finds_no_seat_is_refused_without_a_folder_too(settings, tmp_path: Path):
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file"
    answers, refused = ask_at_once(6)
    assert (len(answers), len(refused)) == (2, 4)


def test_nobody_waits_for_ever(own_files: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(disk, "PATIENCE_S", 0.05)
    monkeypatch.setattr(disk, "_taken", lambda _lock: False)
    with pytest.raises(Unavailable, match="versuchen Sie es gleich noch einmal"):
        disk.get("name", lambda: b"x")


def test_an_error_while_making_leaves_the_door_open(own_files: Path):
    def broken() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        disk.get("name", broken)
    assert disk.get("name", lambda: b"x") == b"x"


def test_without_a_folder_every_file_is_made_anew(settings, tmp_path: Path):
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file"
    assert [disk.get("name", lambda: b"x") for _ in range(2)] == [b"x", b"x"]


def test_without_the_libraries_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "LIBRARIES", {"libnix.so.0": "libnix0"})
    assert pdf.missing_libraries() == ["libnix.so.0"]
    with pytest.raises(Unavailable) as refusal:
        pdf.made("x", ADDRESS)
    assert refusal.value.status == 503
    assert refusal.value.detail.endswith("Bitte drucken Sie die Seite.")
    found = installation.libraries_for_pdf_are_there()
    assert (found.level, found.remedy) == (Level.HINT, "Run `make up`, or install libnix0.")


def test_with_the_libraries_the_doctor_is_content():
    assert installation.libraries_for_pdf_are_there().level == Level.OK


def test_making_files_opens_no_damaged_pictures_elsewhere():
    from common.pdf import writer

    assert writer.VARIANT
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
