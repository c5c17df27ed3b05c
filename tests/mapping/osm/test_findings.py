import re
from pathlib import Path

import pytest

from mapping.osm.findings import NETWORK_TEXTS, TEXTS
from mapping.osm.values import HARMLESS
from tests.conftest import ROOT

CODE = re.compile(r'Finding\(\s*"([a-z-]+)"')


def sources() -> str:
    folders = (ROOT / "mapping" / "osm", ROOT / "actors" / "osm", ROOT / "upkeep")
    return "\n".join(file.read_text(encoding="utf-8") for folder in folders for file in Path(folder).rglob("*.py"))


def test_every_finding_has_its_sentence_and_every_sentence_its_finding():
    used = set(CODE.findall(sources())) | {"address-street"}  # chosen between two in one call
    assert used == set(TEXTS) - set(NETWORK_TEXTS)


@pytest.mark.parametrize("code", NETWORK_TEXTS)
def test_every_code_of_the_path_network_is_given_somewhere(code: str):
    """Its tests assert that no other code is given."""
    assert f'"{code}"' in sources().replace(f'"{code}": _(', "")


def test_only_codes_with_a_sentence_are_harmless():
    assert set(NETWORK_TEXTS) > HARMLESS
