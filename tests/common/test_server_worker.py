"""What the web server answers itself is said in our words too."""

import socket
from unittest.mock import Mock

import pytest
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from common.server_worker import Worker


def told(fault: Exception) -> tuple[str, str]:
    """Head and body of the answer."""
    ours, theirs = socket.socketpair()
    worker = Worker.__new__(Worker)
    worker.log, worker.cfg = Mock(), Mock()
    with ours, theirs:
        worker.handle_error(None, ours, ("203.0.113.9", 4711), fault)
        ours.close()
        text = theirs.makefile("rb").read().decode()
    head, _, body = text.partition("\r\n\r\n")
    assert f"Content-Length: {len(body.encode())}" in head
    return head, body


@pytest.mark.parametrize(
    ("fault", "status", "german", "english"),
    [
        (errors.LimitRequestLine(9000, 8190), "414 URI Too Long", "Adresse ist zu lang", "address is too long"),
        (errors.LimitRequestHeaders("limit"), "431 Request Header", "schickt zu viel mit", "sends too much"),
        (errors.InvalidRequestLine("<script>"), "400 Bad Request", "nicht lesen", "cannot read"),
        (errors.InvalidHeader("<script>"), "400 Bad Request", "nicht lesen", "cannot read"),
    ],
)
def test_unreadable_requests_are_answered_in_both_languages(fault: Exception, status: str, german: str, english: str):
    head, body = told(fault)
    assert head.startswith(f"HTTP/1.1 {status}")
    assert german in body
    assert english in body
    assert "script" not in body


@pytest.mark.parametrize("fault", [ValueError("bug"), errors.InvalidResponseHeader("X")])
def test_faults_of_the_service_stay_500(fault: Exception):
    assert told(fault)[0].startswith("HTTP/1.1 500")


def test_who_asked_is_not_in_the_log():
    worker = Worker.__new__(Worker)
    worker.log = Mock()
    worker.handle_error(None, Mock(), ("203.0.113.9", 4711), errors.InvalidRequestLine("GET /karte/?von=Lindenstr"))
    worker.log.warning.assert_called_once_with("Invalid request")


def test_what_the_program_is_made_of_is_not_searched_for_garbage(monkeypatch: pytest.MonkeyPatch):
    order: list[str] = []
    monkeypatch.setattr(ThreadWorker, "load_wsgi", lambda _: order.append("loaded"))
    monkeypatch.setattr("gc.freeze", lambda: order.append("frozen"))
    Worker.__new__(Worker).load_wsgi()
    assert order == ["loaded", "frozen"]
