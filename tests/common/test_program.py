"""What tells one program from another."""

from pathlib import Path

import pytest

from common.program import program


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
