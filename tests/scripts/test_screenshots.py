"""The pictures that the documentation shows are there, and the script makes them."""

import re
from pathlib import Path

from scripts.screenshots import IMAGES, SHOTS

ROOT = Path(__file__).resolve().parents[2]


def test_every_picture_of_the_readme_is_there_and_made_by_the_script():
    shown = re.findall(r"\]\((docs/images/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    assert {ROOT / path for path in shown} <= {IMAGES / f"{shot.name}.jpg" for shot in SHOTS}
    assert all((ROOT / path).is_file() for path in shown)
