import pytest
from django.core.management import call_command
from django.db import OperationalError

from common import doctor

pytestmark = pytest.mark.django_db


def test_healthz_is_200_when_every_vital_check_is_fine(client, quarter):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["usable"] is True
    assert response.json()["checks"]["database"]["level"] == "ok"


def test_healthz_is_503_with_the_reason_when_there_is_no_quarter(client):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["quarters"] == {"level": "fault", "text": "no quarter is published"}


def test_a_check_that_breaks_is_a_fault_and_not_a_crash(monkeypatch):
    monkeypatch.setattr(doctor, "_checks", {})

    @doctor.register("broken")
    def broken():
        raise RuntimeError("no such table")

    [(check, finding)] = list(doctor.examine())
    assert (check.name, finding.level, finding.text) == ("broken", doctor.Level.FAULT, "no such table")


def test_why_a_check_breaks_is_told_to_the_log_and_not_to_everybody(client, monkeypatch, caplog):
    monkeypatch.setattr(doctor, "_checks", {})

    @doctor.register("database", vital=True)
    def unreachable():
        raise OperationalError('connection to server at "10.0.0.5" failed for user "karte"')

    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"]["level"] == "fault"
    assert "10.0.0.5" not in response.content.decode()
    assert "10.0.0.5" in caplog.text


def test_the_doctor_says_what_to_do_and_fails_where_something_is_wrong(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    assert "no quarter is published → Run `manage.py load_demo`" in capsys.readouterr().out
