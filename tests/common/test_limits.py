"""How often somebody may try something; nothing of who tried can be read."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from common.errors import TooMany
from common.limits import Limit, network
from common.models import Try

pytestmark = pytest.mark.django_db
LIMIT = Limit("test", most=3, window=timedelta(minutes=10))


def refused(*who: str) -> int:
    """Seconds to wait; 0 if the try was allowed."""
    try:
        LIMIT.take(*who)
    except TooMany as error:
        return error.retry_after_s
    return 0


def test_the_first_tries_pass_and_the_next_has_to_wait():
    assert [refused("ada") for _ in range(3)] == [0, 0, 0]
    assert 590 < refused("ada") <= 600
    assert refused("mia") == 0
    with pytest.raises(
        TooMany, match=r"^Erlaubt sind höchstens 3 Versuche in 10 Minuten\. .* in 10 Minuten noch einmal"
    ):
        LIMIT.take("ada")


def test_trying_on_does_not_make_the_wait_longer():
    for _ in range(9):
        refused("ada")
    Try.objects.update(at=timezone.now() - timedelta(minutes=9))
    assert 0 < refused("ada") <= 60
    assert Try.objects.count() == 3


def test_after_the_window_tries_are_deleted_and_new_ones_pass():
    for _ in range(3):
        refused("ada")
    Try.objects.update(at=timezone.now() - LIMIT.window)
    other = Try.objects.create(limit="other", who="x", at=timezone.now() - timedelta(days=1))
    assert refused("mia") == 0
    assert Try.objects.filter(limit="test").count() == 1
    assert Try.objects.get(limit="other") == other
    assert refused("ada") == 0


def test_what_was_right_makes_the_slips_forgotten():
    for _ in range(3):
        refused("ada")
    LIMIT.forgive("ada")
    assert refused("ada") == 0


def test_midnight_does_not_give_new_tries(monkeypatch: pytest.MonkeyPatch):
    late = datetime(2026, 3, 3, 23, 59, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert [refused("ada") for _ in range(3)] == [0, 0, 0]
    monkeypatch.setattr(timezone, "now", lambda: late + timedelta(minutes=2))
    assert refused("ada") == 8 * 60


def test_a_stored_try_tells_nothing_of_who_tried():
    LIMIT.take("marlene", "203.0.113.0/24")  # a name that no hexadecimal number can hold
    (stored,) = Try.objects.all()
    assert len(stored.who) == 64
    assert "marlene" not in str(vars(stored))
    assert "203.0.113" not in str(vars(stored))


def test_parts_of_who_tried_are_not_run_together():
    for _ in range(3):
        refused("a", "bc")
    assert refused("ab", "c") == 0


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_count_each():
    start = threading.Barrier(8)

    def one_try(_number: int) -> int:
        start.wait(10)
        try:
            return refused("ada")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        waits = list(crowd.map(one_try, range(8)))
    assert waits.count(0) <= 3
    assert refused("mia") == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("203.0.113.200", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/56"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_stands_for_its_addresses(address: str, expected: str):
    assert network(RequestFactory().get("/", REMOTE_ADDR=address)) == expected


@pytest.mark.parametrize(("behind", "expected"), [(None, "127.0.0.0/24"), (("X", "https"), "203.0.113.0/24")])
def test_only_behind_a_proxy_its_word_counts_and_only_its_own(settings, behind: object, expected: str):
    settings.SECURE_PROXY_SSL_HEADER = behind
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert network(request) == expected
