"""The admin's gate: guessing is slowed, and nonsense gets a sentence instead of a 500."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from common.admin_site import readable
from common.errors import UsageError
from common.models import Try
from tests import factories
from tests.common.test_admin import form_of

pytestmark = pytest.mark.django_db
PASSWORD = "vier zufällige Wörter hier"


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_superuser("ada", password=PASSWORD)


def login(client: Client, password: str, account: str = "ada", address: str = "203.0.113.9"):
    return client.post("/admin/login/", {"username": account, "password": password}, REMOTE_ADDR=address)


def guess(client: Client, times: int = 10) -> list[int]:
    return [login(client, f"falsch {n}").status_code for n in range(times)]


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(client: Client, ada: User):
    assert guess(client) == [200] * 10
    answer = login(client, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    page = answer.content.decode()
    assert "Erlaubt sind höchstens 10 Versuche in 15 Minuten." in page
    assert "203.0.113" not in page
    Try.objects.update(at=timezone.now() - timedelta(minutes=15))
    assert login(client, PASSWORD).status_code == 302


def test_unknown_accounts_are_slowed_alike(client: Client, ada: User):
    assert [login(client, "x", "niemand").status_code for _ in range(11)] == [200] * 10 + [429]


def test_others_are_not_locked_out(client: Client, ada: User):
    guess(client, 11)
    User.objects.create_superuser("mia", password=PASSWORD)
    assert login(Client(), PASSWORD, "mia").status_code == 302
    assert login(Client(), PASSWORD, address="198.51.100.7").status_code == 302


def test_the_right_password_makes_slips_forgotten(client: Client, ada: User):
    guess(client, 9)
    assert login(Client(), PASSWORD).status_code == 302
    assert guess(client) == [200] * 10


def test_empty_forms_are_no_tries(client: Client):
    for _ in range(12):
        assert client.post("/admin/login/", {}).status_code == 200
    assert Try.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/admin/autocomplete/?app_label=actors&model_name=place&field_name=organisation&term=%00", "„term“ ist „␀“"),
        ("/admin/actors/place/?status__exact=a%00", "„status__exact“ ist „a␀“"),
        ("/admin/actors/place/?name=%00", "„name“ ist „␀“"),
        ("/admin/actors/place/add/?organisation=abc", "„organisation“ ist „abc“"),
        ("/admin/actors/place/add/?needs=1,x", "„needs“ ist „x“"),
        (
            "/admin/initiatives/event/?starts__year=9999&starts__month=12&starts__day=31",
            "„query“ ist „starts__year=9999",
        ),
    ],
)
def test_nonsense_in_an_address_gets_a_sentence(client: Client, ada: User, address: str, says: str):
    client.force_login(ada)
    answer = client.get(address)
    assert answer.status_code == 400
    assert says in answer.content.decode()


def refused_by_the_database(_request: HttpRequest) -> HttpResponse:
    raise DataError("invalid regular expression")


def test_what_only_the_database_refuses_is_the_fault_of_the_address_alone(rf: RequestFactory):
    with pytest.raises(UsageError, match="„query“ ist „name__regex=%28“"):
        readable(refused_by_the_database)(rf.get("/admin/actors/place/?name__regex=%28"))
    with pytest.raises(DataError):
        readable(refused_by_the_database)(rf.post("/admin/actors/place/add/"))


@pytest.mark.parametrize("key", ["abc", "\0", "1.5", "-1"])
def test_a_selection_of_something_else_than_entries_gets_a_sentence(client: Client, ada: User, key: str):
    client.force_login(ada)
    answer = client.post("/admin/actors/place/", {"action": "archive", "_selected_action": key})
    assert answer.status_code == 400
    assert "Richtig wäre: eine ganze Zahl" in answer.content.decode()


@pytest.mark.parametrize("query", ["created_at__year=-1", "created_at__year=0", "created_at__iso_year=9999"])
def test_a_year_that_no_calendar_has_gets_a_sentence(client: Client, ada: User, query: str):
    client.force_login(ada)
    answer = client.get(f"/admin/initiatives/event/?{query}")
    assert answer.status_code == 400
    assert "Richtig wäre: ein Jahr von 1 bis 9998" in answer.content.decode()
    assert client.get("/admin/initiatives/event/?created_at__year=2026").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("facts-TOTAL_FORMS", "1000000000", "Bitte höchstens 100 Formulare abschicken."),
        ("facts-TOTAL_FORMS", "abc", "Daten für das Management-Formular fehlen"),
        ("facts-TOTAL_FORMS", "9" * 5000, "Daten für das Management-Formular fehlen"),
        ("facts-TOTAL_FORMS", "\0", "Daten für das Management-Formular fehlen"),
        ("facts-INITIAL_FORMS", "abc", "Daten für das Management-Formular fehlen"),
        ("kind", "\0", "Bitte"),
        ("slug", "a\0", "Bitte"),
    ],
)
def test_nonsense_in_the_form_of_a_place_gets_a_sentence(client: Client, ada: User, field: str, value: str, says: str):
    client.force_login(ada)
    place = factories.place()
    answer = client.post(f"/admin/actors/place/{place.pk}/change/", form_of(client, place) | {field: value})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert len(answer.content) < 1_000_000
