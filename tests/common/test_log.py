"""The log says what went wrong, not what a visitor asked for."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory
from gunicorn.config import Config

from common.errors import UsageError
from common.log import FIELDS, JsonLines
from common.server_log import ServerLog


def logged(error: Exception, **more: object) -> str:
    """The trace of a log line about an error that was raised while another one was answered."""
    try:
        try:
            raise UsageError("q", "geheim", "Text")
        except UsageError:
            raise error  # noqa: B904 - the point is the context
    except type(error):
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Bug", None, sys.exc_info())
    record.__dict__.update(more)
    return json.loads(JsonLines().format(record))["trace"]


def test_the_trace_of_a_request_holds_lines_and_types_and_nothing_of_the_query():
    trace = logged(ValueError("geheim"), request=RequestFactory().get("/karte/"))
    assert "geheim" not in trace.replace('UsageError("q", "geheim", "Text")', "")
    assert "UsageError" in trace
    assert trace.endswith("ValueError")
    assert "test_log.py" in trace


def test_a_mistake_of_the_program_is_told_in_full():
    assert logged(NameError("no Iterable"), request=RequestFactory().get("/")).endswith("NameError: no Iterable")


def test_a_trace_outside_of_a_request_is_whole():
    assert "ValueError: geheim" in logged(ValueError("geheim"))


def test_a_line_holds_the_fields_that_are_handed_over_or_else_the_message(caplog):
    log = logging.getLogger("quartierskarte.test")
    log.warning("request", extra={FIELDS: {"method": "GET", "status": 200}})
    log.warning("%s is late", "Ada")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    when_who = {"at", "level", "name"}
    assert [{key: line[key] for key in line.keys() - when_who} for line in lines] == [
        {"method": "GET", "status": 200},
        {"message": "Ada is late"},
    ]
    assert all(when_who < line.keys() for line in lines)


@pytest.fixture
def server_log(caplog: pytest.LogCaptureFixture) -> ServerLog:
    log = ServerLog(Config())
    log.error_log.addHandler(caplog.handler)
    return log


def test_the_web_server_names_neither_address_nor_query_of_what_it_cannot_read(server_log, caplog):
    server_log.warning("Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'GET /karte/?q=geheim'")
    server_log.exception("Error handling request %s", "/karte/?q=geheim")
    assert "Invalid request" in caplog.text
    assert "203.0.113.9" not in caplog.text
    assert "geheim" not in caplog.text


def test_the_web_server_still_tells_everything_else(server_log, caplog):
    server_log.warning("Worker %s was terminated", 7)
    assert "Worker 7 was terminated" in caplog.text
