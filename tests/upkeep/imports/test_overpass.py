"""The Overpass API, played by a small server of our own."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from common.errors import UsageError
from tests.upkeep.server import Answer, LocalServer
from upkeep.imports import overpass
from upkeep.imports.overpass import downloaded, query

OSM = b'<osm version="0.6"><node id="1" version="1" lat="52" lon="8.5"><tag k="amenity" v="bench"/></node></osm>'


class Server(LocalServer):
    """Gives every request the same answer and remembers what was asked."""

    def __init__(self) -> None:
        self.usual: Answer = (200, OSM, {})
        self.asked: list[tuple[dict[str, str], str]] = []
        super().__init__()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/api/interpreter"

    def answer(self, handler: BaseHTTPRequestHandler) -> Answer:
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        self.asked.append((dict(handler.headers), parse_qs(body)["data"][0]))
        return self.usual


@pytest.fixture
def server(settings) -> Iterator[Server]:
    made = Server()
    settings.OVERPASS_URL = made.address
    yield made
    made.close()


def test_the_answer_becomes_a_file_that_is_gone_afterwards(server: Server):
    with downloaded("Schildesche, Bielefeld") as path:
        assert path.read_bytes() == OSM
    assert not path.exists()


def test_the_request_names_the_program_and_asks_for_the_quarter_in_its_town(server: Server):
    with downloaded("Schildesche, Bielefeld"):
        headers, text = server.asked[0]
    assert headers["User-Agent"].startswith("Quartierskarte/")
    assert 'area["name"="Bielefeld"]["boundary"="administrative"]->.town;' in text
    assert 'rel(area.town)["name"="Schildesche"]["boundary"]' in text
    assert "out meta;" in text


def test_a_name_alone_is_searched_everywhere():
    assert "area.town" not in query("Schildesche")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ",",
        "Schildesche, Bielefeld, Deutschland",
        "a,b,c,d",
        'x"];node(1);out;//',
        "Quartier\\",
        "[out:json]",
        "a;b",
        "x" * 200,
        "Haus\nHof",
        "\x00",
    ],
)
def test_names_that_could_be_more_than_a_name_are_refused(name: str):
    with pytest.raises(UsageError, match="Schildesche, Bielefeld"):
        query(name)


@pytest.mark.parametrize("name", ["Köln-Mülheim", "St. Pauli, Hamburg", "Alt-Wittenau", "Frankfurt (Oder)", "O’Hara"])
def test_names_of_real_places_are_accepted(name: str):
    assert name.partition(",")[0] in query(name)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((429, b"", {}), "er antwortet mit 429"),
        ((504, b"", {}), "er antwortet mit 504"),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}), "er antwortet mit 302"),
        ((200, OSM + b" " * 3_000_000, {}), "unter 2 MB"),
    ],
)
def test_an_unusable_answer_is_refused_in_one_sentence(server: Server, settings, answer: Answer, says: str):
    settings.OSM_FILE_MAX_MB = 2
    server.usual = answer
    with pytest.raises(UsageError) as refusal, downloaded("Schildesche"):
        pass
    assert says in refusal.value.detail


def test_no_server_is_told(settings):
    settings.OVERPASS_URL = "http://127.0.0.1:9/"
    with pytest.raises(UsageError, match="der Server antwortet nicht"), downloaded("Schildesche"):
        pass


def test_every_request_has_a_timeout(monkeypatch: pytest.MonkeyPatch):
    given: dict[str, object] = {}

    def post(_address: str, **options: object) -> None:
        given.update(options)
        raise requests.Timeout

    monkeypatch.setattr(overpass.requests, "post", post)
    with pytest.raises(UsageError), downloaded("Schildesche"):
        pass
    assert given["timeout"] == (overpass.CONNECT_S, overpass.READ_S)


def test_nothing_is_left_in_the_temporary_folder_after_a_refusal(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(overpass.tempfile, "tempdir", str(tmp_path))
    server.usual = (500, b"", {})
    with pytest.raises(UsageError), downloaded("Schildesche"):
        pass
    assert list(tmp_path.iterdir()) == []
