"""Calendars from addresses: nothing inside of our own network is ever asked."""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest

from common.errors import UsageError
from tests.upkeep.imports.ical.files import calendar, event
from tests.upkeep.server import Answer, LocalServer
from upkeep.imports.ical import fetch as module
from upkeep.imports.ical.address import Address
from upkeep.imports.ical.fetch import fetch, is_public

ICS = calendar(event())


class Server(LocalServer):
    """`answers` by path, else the calendar."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        super().__init__()

    def at(self, path: str = "/kalender.ics", host: str = "127.0.0.1") -> Address:
        return Address.parse(f"http://{host}:{self.http.server_port}{path}")

    def answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        self.asked.append((handler.path, dict(handler.headers)))
        found = self.answers.get(handler.path, (200, ICS, {"Content-Type": "text/calendar"}))
        return found(handler) if callable(found) else found


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def anywhere(_address: object) -> bool:
    return True


def refusal(address: Address, **more: object) -> str:
    with pytest.raises(UsageError) as found:
        fetch(address, **{"allowed": anywhere} | more)
    assert "\n" not in found.value.detail
    return found.value.detail


# --- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("webcal://paulus.example/k.ics", "https://paulus.example/k.ics"),
        (" WEBCAL://paulus.example/k.ics ", "https://paulus.example/k.ics"),
        ("https://cloud.example/remote.php/dav/public-calendars/aBc?export", None),
        ("http://paulus.example:8080/k.ics#teil", "http://paulus.example:8080/k.ics"),
        ("https://kirche-köln.example/k.ics", None),
    ],
)
def test_an_address_may_be_written_as_programs_give_it(typed: str, meant: str | None):
    assert Address.parse(typed).text == (meant or typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "kalender", "ftp://a.example/k.ics", "file:///etc/passwd", "javascript:alert(1)", "//a.example/k.ics"),
        *(
            "https://",
            "https:///k.ics",
            "https://a.example:0/",
            "https://a.example:99999/",
            "https://[::1",
            "gopher://a/",
        ),
        *("https://a.example/\nHost: b", "https://a example/", "https://a\\@b.example/", "https://a.example/\x00"),
        *("https://ada:geheim@a.example/k.ics", "https://a.example/" + "x" * 1000),
    ],
)
def test_other_addresses_are_refused_in_a_sentence(typed: str):
    with pytest.raises(UsageError, match=r"Richtig wäre: (eine|die) Adresse"):
        Address.parse(typed)


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(UsageError) as found:
        Address.parse("https://ada:geheim@a.example/k.ics")
    assert "geheim" not in found.value.detail


# --- the gate -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "10.255.1.2",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
        ),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *(
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "fd00:ec2::254",
            "ff02::1",
        ),
        *("2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1", "::7f00:1"),
    ],
)
def test_addresses_of_no_public_network_are_none_of_the_internet(inside: str):
    assert not is_public(ip_address(inside))


@pytest.mark.parametrize("outside", ["8.8.8.8", "193.99.144.80", "2a02:2e0:3fe:1001:302::", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(outside: str):
    assert is_public(ip_address(outside))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "0"),
        *("2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https", "webcal"])
def test_hosts_inside_are_not_asked_however_they_are_written(host: str, scheme: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "create_connection", lambda *_args, **_more: pytest.fail("a connection was made"))
    says = refusal(Address.parse(f"{scheme}://{host}/latest/meta-data"), allowed=is_public)
    assert "öffentlichen Internet" in says


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "//2130706433/"]
)
def test_a_redirect_inside_is_not_followed(server: Server, target: str):
    server.answers["/kalender.ics"] = (302, b"", {"Location": target})
    here = ip_address("127.0.0.1")
    asked: list[str] = []

    def only_ours(address: object) -> bool:
        asked.append(str(address))
        return address == here and len(asked) == 1  # as a public address would be: allowed once

    assert "öffentlichen Internet" in refusal(server.at(), allowed=only_ours)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/", "gopher://127.0.0.1:25/", "https://", "http://[::1"]
)
def test_a_redirect_to_something_else_than_the_web_is_refused(server: Server, target: str):
    server.answers["/kalender.ics"] = (301, b"", {"Location": target})
    assert "Richtig wäre" in refusal(server.at())


def test_a_host_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch):
    found = [(0, 0, 0, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda *_args, **_more: found)
    assert "öffentlichen Internet" in refusal(Address.parse("http://a.example/"), allowed=is_public)


def test_the_connection_goes_to_the_address_that_was_checked(server: Server, monkeypatch: pytest.MonkeyPatch):
    """The name server is asked once: another answer a moment later changes nothing."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def first_ours_then_inside(host: str, port: int, *_args: object, **more: object) -> object:
        if host != "kalender.example":
            return real(host, port, *_args, **more)
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(module.socket, "getaddrinfo", first_ours_then_inside)
    assert fetch(server.at(host="kalender.example"), allowed=anywhere).content == ICS
    assert asked == ["kalender.example"]
    assert server.asked[0][1]["Host"].startswith("kalender.example:")


def test_no_proxy_of_the_machine_is_used(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetch(server.at(), allowed=anywhere).content == ICS


# --- what servers answer --------------------------------------------------------------------------------------------


def test_the_request_names_the_program_and_wants_it_unpacked(server: Server):
    assert fetch(server.at(), allowed=anywhere).content == ICS
    headers = server.asked[0][1]
    assert headers["User-Agent"].startswith("Quartierskarte/")
    assert headers["Accept-Encoding"] == "identity"


def test_a_server_may_say_that_nothing_has_changed(server: Server):
    server.answers["/kalender.ics"] = (200, ICS, {"ETag": '"7"', "Last-Modified": "Thu, 26 Nov 2026 09:00:00 GMT"})
    first = fetch(server.at(), allowed=anywhere)
    server.answers["/kalender.ics"] = (304, b"", {})
    again = fetch(server.at(), etag=first.etag, last_modified=first.last_modified, allowed=anywhere)
    assert again.content is None
    assert server.asked[1][1]["If-None-Match"] == '"7"'
    assert server.asked[1][1]["If-Modified-Since"] == "Thu, 26 Nov 2026 09:00:00 GMT"


def test_five_redirects_are_followed_and_six_are_not(server: Server):
    for number in range(6):
        server.answers[f"/{number}"] = (307, b"", {"Location": f"/{number + 1}"})
    server.answers["/6"] = (200, ICS, {})
    assert fetch(server.at("/1"), allowed=anywhere).content == ICS
    assert "leitet mehr als 5 Mal weiter" in refusal(server.at("/0"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, b"", {}), "der Server antwortet mit 404"),
        ((401, b"", {}), "der Server antwortet mit 401"),
        ((500, b"", {}), "der Server antwortet mit 500"),
        ((204, b"", {}), "der Server antwortet mit 204"),
        ((200, b"x", {"Content-Encoding": "gzip"}), "ungepackt"),
        ((200, b"x" * 5_000_001, {}), "ein Kalender bis 5 MB"),
        ((200, b"x" * 5_000_001, {"Content-Length": "10000000000"}), "ein Kalender bis 5 MB"),
    ],
)
def test_an_unusable_answer_is_refused_in_one_sentence(server: Server, answer: Answer, says: str):
    server.answers["/kalender.ics"] = answer
    assert says in refusal(server.at())


def test_a_server_that_is_not_there_is_told():
    assert "der Server antwortet nicht" in refusal(Address.parse("http://127.0.0.1:9/"))


def test_a_name_that_nobody_has_is_told(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(module.socket, "getaddrinfo", unknown)
    assert "deren Server es gibt" in refusal(Address.parse("http://gibt-es-nicht.example/"))


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "xn--" + "a" * 300 + ".example", "..", "a..b"])
def test_a_name_that_cannot_be_one_is_told(host: str):
    assert "Richtig wäre" in refusal(Address.parse(f"http://{host}/"), allowed=is_public)


def test_a_silent_server_is_left_after_a_while(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "READ_S", 0.2)
    server.answers["/kalender.ics"] = lambda _handler: time.sleep(1)
    assert "der Server antwortet nicht" in refusal(server.at())


def drops(handler: BaseHTTPRequestHandler, drop: bytes) -> None:
    for _drop in range(20):
        with contextlib.suppress(OSError):
            handler.wfile.write(drop)
        time.sleep(0.1)


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    drops(handler, b"x")


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drops(handler, b"X-Drop: x\r\n")


@pytest.mark.parametrize("answer", [dripping_body, dripping_headers])
def test_a_server_that_sends_drop_by_drop_is_left_after_a_while(
    server: Server, monkeypatch: pytest.MonkeyPatch, answer: Callable[[BaseHTTPRequestHandler], None]
):
    monkeypatch.setattr(module, "WHOLE_S", 0.3)
    server.answers["/kalender.ics"] = answer
    began = time.monotonic()
    assert "alles sendet" in refusal(server.at())
    assert time.monotonic() - began < 1.5


def broken(*pieces: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: handler.wfile.write(b"\r\n".join((b"HTTP/1.1 200 OK", *pieces)))


@pytest.mark.parametrize(
    "answer",
    [
        broken(b"Content-Length: 1000", b"", b"BEGIN:VCALENDAR"),
        broken(b"Transfer-Encoding: chunked", b"", b"ZZZ", b"abc"),
        broken(b"Transfer-Encoding: chunked", b"", b"FFFF", b"abc"),
    ],
    ids=["too short", "no length", "half a chunk"],
)
def test_an_answer_that_breaks_off_is_refused(server: Server, answer: Callable[[BaseHTTPRequestHandler], None]):
    server.answers["/kalender.ics"] = answer
    assert "der Server antwortet nicht" in refusal(server.at())


def test_marks_that_could_not_be_sent_back_are_forgotten(server: Server):
    server.answers["/kalender.ics"] = broken(b'ETag: "\xfc"', b"Last-Modified: \xff", b"", ICS)
    found = fetch(server.at(), allowed=anywhere)
    assert (found.etag, found.last_modified) == ("", "")
