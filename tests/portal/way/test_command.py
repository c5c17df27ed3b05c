"""`manage.py route`: one GeoJSON on standard output, exit codes as promised."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.portal.way.conftest import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ways")]
REFUSED, USAGE = 1, 2


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("route", *arguments, stdout=out)
    return out.getvalue()


def trip(begin: str = "A", end: str = "E", *more: str) -> list[str]:
    return [f"--from={at(begin)}", f"--to={at(end)}", *more]


def refusal(*arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return caught.value.returncode, str(caught.value)


def test_it_writes_the_answer_of_the_api(client: Client) -> None:
    found: dict[str, Any] = json.loads(
        run(*trip("A", "E", "--profile=rollator", "--max-kerb-cm=6", "--unknown=strict"))
    )
    query = {"profile": "rollator", "max_kerb_cm": "6", "unknown": "strict"}
    assert found == client.get("/api/route", {"from": at("A"), "to": at("E"), **query}).json()


def test_limits_may_be_written_as_in_the_address() -> None:
    assert (
        json.loads(run(*trip("A", "E", "--profile=rollator", "--max_kerb_cm=any")))["properties"]["limits"][
            "max_kerb_cm"
        ]
        is None
    )


def test_no_route_is_refused_with_what_blocks() -> None:
    code, said = refusal(*trip("A", "J", "--profile=rollator"))
    assert code == REFUSED
    assert said.splitlines() == ["Für diese Angaben gibt es keinen Weg.", "Treppe mit 12 Stufen."]


def test_no_way_near_is_refused() -> None:
    code, said = refusal(f"--from={at('A')}", "--to=2.35,48.85")
    assert code == REFUSED
    assert said.startswith("Beim Ziel")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ((), "--from"),
        (("--from=1,1",), "--to"),
        (("--from=x", "--to=1,1"), "--from"),
        (("--from=1,1", "--to=1,91"), "--to"),
        (("--from=1,1", "--to=1,1", "--profile=ufo"), "--profile"),
        (("--from=1,1", "--to=1,1", "--max-kerb-cm=99"), "max_kerb_cm"),
        (("--from=1,1", "--to=1,1", "--profile=manual_wheelchair", "--steps=yes"), "steps"),
        (("--from=1,1", "--to=1,1", "--quarter=atlantis"), "quarter"),
    ],
)
def test_wrong_usage_is_told_apart(arguments: tuple[str, ...], part: str) -> None:
    code, said = refusal(*arguments)
    assert part in said
    assert code in (USAGE, 1) if not arguments or part.startswith("--") else code == USAGE
