"""What tells one program from another."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from common.program import load, program


@pytest.fixture
def source(settings, tmp_path: Path) -> Path:
    settings.BASE_DIR = tmp_path
    file = tmp_path / "portal" / "views" / "start.py"
    file.parent.mkdir(parents=True)
    file.write_text("A = 1\n")
    return file


def now() -> str:
    program.cache_clear()
    return program()


def test_the_same_source_is_the_same_program_and_any_line_or_translation_makes_another(source: Path):
    first = now()
    assert now() == first
    source.write_text("A = 2\n")
    second = now()
    (source.parents[2] / "locale").mkdir()
    (source.parents[2] / "locale" / "django.mo").write_bytes(b"x")
    assert len({first, second, now()}) == 3
    program.cache_clear()


@pytest.mark.parametrize("beside", [".start.py", ".idea/start.py", "start.py~", "start.py.orig"])
def test_what_editors_put_beside_the_source_is_not_read(source: Path, beside: str):
    first = now()
    file = source.parent / beside
    file.parent.mkdir(exist_ok=True)
    file.write_text("A = (")
    assert now() == first
    source.with_name("#start.py").symlink_to("nowhere")
    assert now() == first
    program.cache_clear()


def test_other_packages_make_another_program(source: Path):
    first = now()
    (source.parents[2] / "requirements").mkdir()
    (source.parents[2] / "requirements" / "app.txt").write_text("icalendar==7.0.0")
    assert now() != first
    program.cache_clear()


def test_a_template_that_cannot_be_read_keeps_no_server_from_starting(
    source: Path, settings, caplog: pytest.LogCaptureFixture
):
    folder = source.parents[2] / "templates"
    (folder / ".idea").mkdir(parents=True)
    for name, content in (
        ("half.html", b"{% if %}"),
        ("odd.html", b"\xff"),
        ("whole.html", b"x"),
        (".idea/y.html", b"{%"),
    ):
        (folder / name).write_bytes(content)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]
    load()
    assert [record.args[0] for record in caplog.records] == [folder / "half.html", folder / "odd.html"]
    program.cache_clear()


def test_a_server_has_read_everything_before_the_first_request_and_holds_no_connection():
    """Else its workers, which are started one by one, may run the source of different days."""
    code = """
import sys, config.wsgi
from django.db import connection
from django.template import engines
from django.utils.translation import trans_real
from common.program import program
needed = {"portal.views.feeds", "portal.dates.calendars", "upkeep.admin", "config.formats.en.formats"}
missing = needed - set(sys.modules)
cached = engines["django"].engine.template_loaders[0].get_template_cache
print(missing, connection.connection, program.cache_info().currsize, sorted(trans_real._translations), len(cached) > 80)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set() None 1 ['de', 'en'] True\n"
