"""Errors become answers, in the form that fits the address; the log holds nothing personal."""

import json
from io import BytesIO

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from common import errors
from common.http import answer, headers_only, page_not_found, request_line

FAMILY = [
    (errors.UsageError, 400),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.TooLarge, 413),
]


@pytest.mark.parametrize(("family", "status"), FAMILY)
def test_every_error_of_the_family_has_its_status_and_names_field_value_and_remedy(family, status):
    response = answer(RequestFactory().get("/api/find"), family("bedarf", "xyz", "ein Bedarf"))
    told = json.loads(response.content)
    assert response.status_code == status
    assert set(told) == {"code", "title", "detail", "field"}
    assert told["field"] == "bedarf"
    assert told["detail"] == "„bedarf“ ist „xyz“. Richtig wäre: ein Bedarf."


def test_too_many_requests_say_when_to_come_back():
    response = answer(RequestFactory().get("/api/find"), errors.TooMany("tries", 3, "höchstens zwei", retry_after_s=30))
    assert response.status_code == 429
    assert response["Retry-After"] == "30"
    assert json.loads(response.content)["detail"] == (
        "Erlaubt sind höchstens zwei. Bitte versuchen Sie es in 1 Minute noch einmal."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            errors.TooMany("tries", 3, "höchstens zwei", retry_after_s=30),
            "Erlaubt sind höchstens zwei. Bitte versuchen Sie es in 1 Minute noch einmal.",
        ),
        (errors.Unavailable("pdf", "", "Bitte drucken Sie die Seite."), "Bitte drucken Sie die Seite."),
    ],
)
def test_what_is_about_no_field_says_only_its_own_sentence_on_pages_too(error: errors.UsageError, sentence: str):
    assert error.called("Start") == sentence
    page = answer(RequestFactory().get("/karte/"), error).content.decode()
    assert f'<p class="note">{sentence}</p>' in page


def test_a_value_that_is_not_in_the_list_tells_machines_the_whole_list():
    response = answer(RequestFactory().get("/api/find"), errors.NotInList("n", "c", "eines von: a", ["a", "b"]))
    assert json.loads(response.content)["allowed"] == ["a", "b"]


def test_tile_errors_have_no_body_because_renderers_would_parse_it():
    response = answer(RequestFactory().get("/tiles/base/99/0/0.mvt"), errors.NotFound("z", "99", "0 bis 22"))
    assert (response.status_code, response.content) == (404, b"")


@pytest.mark.parametrize("prefix", ["", "/karten"])
def test_the_form_of_an_error_follows_the_address_also_below_a_prefix(prefix: str):
    request = RequestFactory(SCRIPT_NAME=prefix).get("/api/find")
    assert request.path == f"{prefix}/api/find"
    assert json.loads(page_not_found(request).content)["code"] == "not-found"


@pytest.mark.django_db
def test_pages_show_the_same_sentence_as_the_interface():
    response = answer(RequestFactory().get("/karte/"), errors.UsageError("minuten", "zwei", "eine ganze Zahl"))
    assert "„minuten“ ist „zwei“. Richtig wäre: eine ganze Zahl." in response.content.decode()


@pytest.mark.django_db
def test_from_a_page_one_goes_on_without_what_does_not_fit(client: Client, quarter):
    shown = client.get("/termine/?zugang=Quatschgasse+99&ansicht=monat&bedarf=demenz").content.decode()
    assert "Quatschgasse 99" in shown
    assert 'href="/termine/?ansicht=monat&amp;bedarf=demenz">Weiter ohne diese Angabe</a>' in shown
    assert 'href="/karte/">Weiter ohne' in client.get("/karte/?bedarf=nix").content.decode()
    assert "Weiter ohne" not in client.get("/orte/nix/?profil=rollator").content.decode()


def test_a_long_or_strange_value_is_shown_short_and_harmless():
    error = errors.UsageError("q", "a\x00" * 100, "Text")
    assert "\x00" not in error.detail
    assert len(error.detail) < 150


def test_the_request_line_knows_neither_visitor_nor_query():
    request = RequestFactory().get("/karte/", {"bedarf": "demenz", "von": "Lindenstraße 4"}, REMOTE_ADDR="203.0.113.9")
    line = request_line(request, HttpResponse("abc"), 12.34)
    assert line == {"method": "GET", "path": "/karte/", "status": 200, "bytes": 3, "ms": 12.3}


def test_an_answer_to_head_has_the_headers_and_no_body(rf: RequestFactory):
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("abc", headers={"Content-Length": "3"})

    assert headers_only(page)(rf.get("/")).content == b"abc"
    asked = headers_only(page)(rf.head("/"))
    assert (asked.content, asked["Content-Length"]) == (b"", "3")


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("a bug")


urlpatterns = [path("api/broken", broken)]
handler500 = "common.http.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_a_bug_stays_a_500_without_details(client):
    client.raise_request_exception = False
    response = client.get("/api/broken")
    assert response.status_code == 500
    assert response.json()["code"] == "server-error"
    assert "a bug" not in response.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_of_the_interface_answers_in_json(client):
    response = client.get("/api/gibt-es-nicht")
    assert response.status_code == 404
    assert response.json()["field"] == "path"


TOO_MANY = "&".join(["a"] * 1001)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:abc"])
def test_a_request_for_another_host_is_refused_in_one_sentence(client, host):
    response = client.get("/karte/", headers={"host": host})
    assert response.status_code == 400
    assert "„request“ ist „GET“. Richtig wäre: eine Anfrage" in response.content.decode()


def test_a_request_with_too_many_parameters_is_refused_in_the_form_of_its_address(client):
    page, api = (client.get(f"{path}?{TOO_MANY}") for path in ("/karte/", "/api/find"))
    said = "„fields“ ist „mehr als 1000 Angaben“. Richtig wäre: höchstens 1000 Angaben in einer Anfrage."
    assert (page.status_code, page["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert said in page.content.decode()
    assert (api.status_code, api.json()) == (
        413,
        {"code": "too-large", "title": "Das ist zu groß", "detail": said, "field": "fields"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"x": "a" * 5_000_001}, "„body“ ist „mehr als 5 MB“. Richtig wäre: höchstens 5 MB in einer Anfrage."),
        ({f"f{n}": BytesIO(b"x") for n in range(101)}, "„files“ ist „mehr als 100 Dateien“. Richtig wäre: höchstens"),
        (dict.fromkeys(map(str, range(1001)), "x"), "„fields“ ist „mehr als 1000 Angaben“. Richtig wäre: höchstens"),
    ],
    ids=["body", "files", "fields"],
)
def test_what_is_sent_and_too_large_is_told_how_much_is_right(client, sent, said):
    answer = client.post("/admin/login/", sent)
    assert answer.status_code == 413
    assert said in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_another_site_sends_is_refused_in_the_form_of_its_address(method):
    client = Client(enforce_csrf_checks=True)
    page, api = (client.generic(method, path) for path in ("/karte/", "/api/find"))
    assert (page.status_code, api.status_code) == (403, 403)
    assert f"„request“ ist „{method}“. Richtig wäre: eine Eingabe auf unseren Seiten." in page.content.decode()
    assert api.json()["code"] == "forbidden"


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policy(client):
    response = client.get("/healthz")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["Permissions-Policy"].startswith("geolocation=(self)")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_request_of_the_wrong_kind_is_told_which_kinds_there_are(client):
    response = client.delete("/api/find")
    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")
    assert "GET" in response["Allow"]
    assert "GET" in response.json()["detail"]
