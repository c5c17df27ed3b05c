"""The background web server: its port, its process, its health."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scripts import facts, health, server
from scripts.steps import RefusedError


@pytest.mark.parametrize(("text", "port"), [(None, 8000), ("", 8000), ("9000", 9000), ("1", 1), ("65535", 65535)])
def test_the_port_comes_from_the_variable(text: str | None, port: int):
    assert server.port_of(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "99999", "-1", "80.5", "abc", "8000 ", "８０００", "127.0.0.1:8000"])
def test_nonsense_as_port_is_refused_with_the_value(text: str):
    with pytest.raises(RefusedError) as refusal:
        server.port_of(text)
    assert str(refusal.value) == f"PORT={text} is no port; give a number from 1024 to 65535, for example PORT=8000."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder whose server does not run."""
    monkeypatch.setattr(facts, "PROJECT", tmp_path)
    monkeypatch.setattr(server, "PID_FILE", tmp_path / "server.pid")
    monkeypatch.setattr(server, "LOG", tmp_path / "server.log")
    return tmp_path


def test_a_port_that_another_program_holds_is_refused_with_a_free_one(project: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RefusedError, match=rf"^Port {port} is held by another program; .*“make up PORT=\d+”\.$"):
            server.check_port(port)
    server.check_port(port)


def start(project: Path, code: str, *more: str) -> subprocess.Popen[bytes]:
    """A process that looks like gunicorn; waits until it is there."""
    arguments = [sys.executable, "-c", code, facts.APPLICATION, "--bind=127.0.0.1:8123", *more]
    process = subprocess.Popen(arguments, cwd=project, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    return process


SLEEP = "import time; print('up', flush=True); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP


def test_a_running_server_is_known_by_its_processes_and_all_of_them_end(project: Path):
    (project / "server.pid").write_text("1")
    processes = [start(project, SLEEP) for _ in range(2)]
    try:
        assert server.running() == server.Running(tuple(sorted(process.pid for process in processes)), 8123)
        assert server.stop() is True
        assert [process.wait(5) for process in processes] == [-15, -15]
        assert server.running() is None
        assert not (project / "server.pid").exists()
    finally:
        for process in processes:
            process.kill()


def test_a_server_that_does_not_listen_to_requests_to_end_is_ended(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "STOP_SECONDS", 0.2)
    process = start(project, DEAF)
    assert server.stop() is True
    assert process.wait(5) == -9


def test_the_server_of_another_folder_is_left_alone(project: Path, tmp_path_factory: pytest.TempPathFactory):
    process = start(tmp_path_factory.mktemp("other"), SLEEP)
    try:
        assert server.running() is None
        assert server.stop() is False
        assert process.poll() is None
    finally:
        process.kill()


def test_a_server_that_stops_at_once_gives_the_reason_from_its_log(project: Path):
    server.LOG.write_text(
        "Traceback\ndjango.core.exceptions.ImproperlyConfigured: HTTPS='maybe' is not usable\nWorker exiting\n"
    )
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    with pytest.raises(RefusedError, match=r"stopped at once: .*HTTPS='maybe' is not usable \(log: server\.log\)$"):
        server._wait_until_healthy(process, 1, lambda _: None)


# ------------------------------------------------------------------------------------------------------------ health


class Answer(BaseHTTPRequestHandler):
    """Answers as told, and keeps what it was asked."""

    status, body, asked = 200, b"{}", {}

    def do_GET(self) -> None:
        type(self).asked = {"path": self.path, **self.headers}
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *arguments: object) -> None:
        """No noise."""


@pytest.fixture
def service() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answer) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield http.server_port
        http.shutdown()


@pytest.mark.parametrize(
    ("status", "body", "good", "reason"),
    [
        (200, b'{"usable": true, "checks": {"a": {"level": "ok", "text": "fine"}}}', True, ""),
        (
            503,
            b'{"checks": {"a": {"level": "ok", "text": "fine"}, "b": {"level": "fault", "text": "no"}}}',
            False,
            "no",
        ),
        (200, b'{"checks": 1}', True, '{"checks": 1}'),
        (500, b"<h1>Server\n  error</h1>", False, "<h1>Server error</h1>"),
    ],
)
def test_health_is_good_at_200_only_and_reasons_are_handed_on(
    service: int, status: int, body: bytes, good: bool, reason: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Answer, "status", status)
    monkeypatch.setattr(Answer, "body", body)
    assert health.ask(service) == health.Health(status, reason)
    assert health.ask(service).good is good
    assert Answer.asked["path"] == "/healthz"


def test_where_nobody_listens_health_is_not_good(project: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert health.ask(port).status == 0


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("", "127.0.0.1"),
        ("karte.example.org, localhost", "karte.example.org"),
        (".example.org", "example.org"),
        ("*", "127.0.0.1"),
    ],
)
def test_the_health_check_calls_the_service_by_a_name_it_accepts(
    service: int, allowed: str, host: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)
    health.ask(service)
    assert Answer.asked["Host"] == host
    assert Answer.asked["X-Forwarded-Proto"] == "https"
