import re
from pathlib import Path

from mapping.osm.findings import TEXTS
from tests.conftest import ROOT

CODE = re.compile(r'Finding\(\s*"([a-z-]+)"')


def sources() -> str:
    folders = (ROOT / "mapping" / "osm", ROOT / "actors" / "osm", ROOT / "upkeep")
    return "\n".join(file.read_text(encoding="utf-8") for folder in folders for file in Path(folder).rglob("*.py"))


def test_every_finding_has_its_sentence_and_every_sentence_its_finding():
    used = set(CODE.findall(sources())) | {"address-street"}  # chosen between two in one call
    assert used == set(TEXTS)
